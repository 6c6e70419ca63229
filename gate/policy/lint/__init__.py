"""What in a policy cannot have been meant: rules without effect, places that shut somebody in, holes on holidays.

Sound, not complete: what is reported holds at every time and for every person of the people given, or of any people.
Nothing here makes a site unsafe by itself; `gate site check` refuses what does.
"""

from gate.policy.lint.lint import lint
from gate.policy.lint.odd import Odd

__all__ = ["Odd", "lint"]
