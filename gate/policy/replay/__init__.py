"""Decisions taken again: from the configuration, the people as they were, and what the decision saw.

Promises the same decision, field for field, as long as all three are what they were; says so where they are not.
"""

from gate.policy.replay.again import decide_again, rebuilt
from gate.policy.replay.compare import Difference, differences

__all__ = ["Difference", "decide_again", "differences", "rebuilt"]
