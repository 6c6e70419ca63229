"""A draft of a policy tried on what has happened: which answers would flip, and which edit of the site flips them.

Every request is judged in the state that the real answers had led to: what happened has happened, and one flip does
not drag others behind it. An unchanged policy flips nothing.
"""

from gate.policy.rehearse.edits import Edit, edits
from gate.policy.rehearse.flips import Flip, Rehearsal, rehearse

__all__ = ["Edit", "Flip", "Rehearsal", "edits", "rehearse"]
