"""What a camera tells its process: alarms of its rules and its own health.

Every signal names its camera and the aware UTC instant of the picture that completed it. Signals that can
become an alarm carry ``still``, that picture as JPEG, with privacy masks already applied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from drivers.camera.geometry import Box
from drivers.camera.ring import Clip


class TamperKind(StrEnum):
    """What was done to a camera, as far as its pictures show."""

    COVERED = "covered"  # the scene is gone behind something near, or it is black
    BLINDED = "blinded"  # the scene is gone in light
    MOVED = "moved"  # another scene
    DEFOCUSED = "defocused"  # the same scene, unsharp
    FROZEN = "frozen"  # pictures come, always the same one
    LOST = "lost"  # no picture comes any more


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionStarted:
    """Something moves in the rule's area while it is armed. ``score``: its share of the picture, 0–1."""

    camera: str
    rule: str
    zone: str  # the site's zone that the rule guards; empty where the rule names none
    score: float
    box: Box
    at: datetime
    still: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionEnded:
    """Nothing has moved for the rule's quiet time, or the rule was disarmed, or the picture is gone."""

    camera: str
    rule: str
    zone: str
    score: float  # the largest share seen
    box: Box  # the last one seen
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleStarted:
    """A rule about people became true: ``person``, ``loitering``, ``crowding``, or ``intrusion`` by a person.

    ``since``: instant of the first picture that the rule's hold time counts from. ``count``: people in its area.
    """

    camera: str
    rule: str
    zone: str
    count: int
    score: float  # of the surest one, 0–1
    box: Box
    since: datetime
    at: datetime
    still: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleEnded:
    """It is no longer true. ``last``: instant of the last picture in which it was."""

    camera: str
    rule: str
    zone: str
    count: int  # the most that were seen at once
    score: float
    last: datetime
    at: datetime


class Direction(StrEnum):
    """Which way somebody crossed a line, as one looks from its first point to its second."""

    IN = "in"  # from the left hand to the right
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCrossed:
    """Somebody walked over a rule's line. ``portal``: the door that the line stands for, or empty."""

    camera: str
    rule: str  # line-crossing, wrong-way, tailgate
    zone: str
    portal: str
    direction: Direction
    track: int  # the number of the person, as long as it is seen
    score: float
    box: Box
    at: datetime
    still: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TamperSeen:
    """The camera no longer sees what it is to see. ``score``: how clear that is, 0–1."""

    camera: str
    kind: TamperKind
    score: float
    at: datetime
    still: bytes = field(repr=False)  # for ``lost`` the last picture that came


@dataclass(frozen=True, slots=True, kw_only=True)
class TamperCleared:
    """The camera sees its learned scene again. ``score``: share of the scene's structure found, 0–1."""

    camera: str
    kind: TamperKind
    score: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipTaken:
    """The pictures around an earlier signal with a still, some seconds after it."""

    clip: Clip
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraUp:
    """Pictures come. ``detail``: the picture's size, ``640x360``, and behind ``; `` each rule that does not run."""

    camera: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraLost:
    """No pictures come; it is tried again by itself. Told once, not at every try. ``why`` is for a guard."""

    camera: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFrozen:
    """Pictures come but do not change. A tamper rule says ``TamperSeen`` with kind ``frozen`` besides."""

    camera: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLive:
    """Pictures change again after :class:`PictureFrozen`."""

    camera: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRateLow:
    """Fewer than half of the usual pictures come (both in pictures per second)."""

    camera: str
    rate: float
    usual: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRateNormal:
    """Pictures come at four fifths of the usual rate or more again, after :class:`FrameRateLow`."""

    camera: str
    rate: float
    usual: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNotRunning:
    """A rule of the site file that this camera cannot run. Told once at the start, for a person to read."""

    camera: str
    rule: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraNotice:
    """Something about a camera whose pictures come that a technician should know; it needs no answer at once."""

    camera: str
    why: str
    at: datetime


CameraSignal = (
    MotionStarted
    | MotionEnded
    | PeopleStarted
    | PeopleEnded
    | LineCrossed
    | TamperSeen
    | TamperCleared
    | ClipTaken
    | CameraUp
    | CameraLost
    | PictureFrozen
    | PictureLive
    | FrameRateLow
    | FrameRateNormal
    | RuleNotRunning
    | CameraNotice
)
