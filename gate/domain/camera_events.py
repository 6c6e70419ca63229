"""What the camera process tells of what it sees and keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

VERIFY: Final = "verify"
"""The rule that keeps a picture at each decision of a door, and no rule on pictures: ``kind`` names the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSaw:
    """A rule of a camera became true (``active``) or false again. ``still``: SHA-256 of the kept picture.

    ``kind``: of tamper what was done (covered, blinded, moved, defocused, frozen, lost), of a line the way (in, out).
    ``track``: the camera's number for the person, 0 for none; ``count``: people in the rule's area.
    """

    camera: str
    rule: str  # "intrusion", "motion", "tamper", ...
    kind: str = ""
    zone: str | None = None
    active: bool = True
    score: float = 0.0
    still: str | None = None
    portal: str | None = None  # of a line: the door that it stands for
    track: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipKept:
    """The pictures around what a camera saw are kept as a clip: ``still`` names what it saw, ``clip`` is its SHA-256.

    ``from_s`` and ``to_s``: seconds of the clip's first and last picture from that still.
    """

    camera: str
    rule: str
    still: str
    clip: str
    from_s: float
    to_s: float
