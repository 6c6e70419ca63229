"""The smallest change that would have granted.

Promises that the remedies together grant, judged by the policy itself on a copy, and that no part of them does. Nothing
is changed. What counts as small: few acts first; then those of the person at the door before those of the desk, of who
gives rights, and of who answers for safety. Somebody who is waited for is taken to bring a right PIN and a finger.
"""

from gate.policy.explain.as_json import as_json
from gate.policy.explain.smallest import explain

__all__ = ["as_json", "explain"]
