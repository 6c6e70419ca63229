"""What a clip is known to show, and how far a rule's events agree with it.

Truth is either events, a JSON object a line (``{"rule": …, "from_s": …, "to_s": …}``, as ``gate camera eval --json``
prints them), or boxes a picture in the MOTChallenge format (``frame,id,x,y,w,h,…``; frames from 1, pixels).
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from drivers.camera.clip import ClipEvent
from drivers.camera.geometry import Box
from drivers.camera.people import Detection
from drivers.camera.plane import shared

NEAR_S: Final = 2.0  # an event this far outside the true one is still the same
SAME: Final = 0.5  # intersection by union from which a box is right


class TruthError(Exception):
    """A truth file that is none: file, line, what was expected, what came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEvent:
    """What happened in the clip, in its seconds."""

    rule: str
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How well events or boxes agree with the truth. Shares are 0.0–1.0; 1.0 where nothing could be wrong."""

    right: int
    wrong: int  # told, and not true
    missed: int
    delay_s: float | None = None  # median from what happened to when it was told

    @property
    def precision(self) -> float:
        told = self.right + self.wrong
        return self.right / told if told else 1.0

    @property
    def recall(self) -> float:
        true = self.right + self.missed
        return self.right / true if true else 1.0


def read_events(path: Path) -> list[TrueEvent]:
    """Events of a truth file. Raises :class:`TruthError`."""
    events = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip():
            said = _object(path, number, line)
            if "events" not in said:  # the last line of eval's own output
                events.append(_event(path, number, said))
    return events


def _event(path: Path, number: int, said: Mapping[str, Any]) -> TrueEvent:
    try:
        from_s = float(said["from_s"])
        to_s = float("inf") if said.get("to_s") is None else float(said["to_s"])
        event = TrueEvent(rule=str(said["rule"]), from_s=from_s, to_s=to_s)
    except (KeyError, TypeError, ValueError):
        raise TruthError(
            f'{path}:{number}: expected "rule", "from_s" and "to_s", came {str(said)[:80]}'
        ) from None
    if not event.from_s <= event.to_s:
        raise TruthError(f"{path}:{number}: expected from_s up to to_s, came {from_s} and {to_s}")
    return event


def _object(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        said = json.loads(line)
    except json.JSONDecodeError as error:
        raise TruthError(f"{path}:{number}: expected a JSON object a line ({error})") from None
    if not isinstance(said, dict):
        raise TruthError(f"{path}:{number}: expected a JSON object a line, came {line[:40]!r}")
    return said


def has_boxes(path: Path) -> bool:
    """Whether a truth file speaks of boxes (MOTChallenge) and not of events."""
    return not _text(path).lstrip().startswith("{")


def read_boxes(path: Path, size: tuple[int, int]) -> Mapping[int, list[Box]]:
    """Boxes by picture number from 0, for pictures of ``size`` (width, height). Raises :class:`TruthError`."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    for number, row in enumerate(csv.reader(_text(path).splitlines()), start=1):
        try:
            frame, _, x, y, w, h = (float(value) for value in row[:6])
        except ValueError:
            raise TruthError(
                f"{path}:{number}: expected frame,id,x,y,w,h, came {','.join(row)[:80]!r}"
            ) from None
        boxes[int(frame) - 1].append(Box(x=x / size[0], y=y / size[1], w=w / size[0], h=h / size[1]))
    return boxes


def agree(told: Sequence[ClipEvent], true: Sequence[TrueEvent]) -> Agreement:
    """Each true event is found once, by the first told event of its rule that meets it within :data:`NEAR_S`."""
    left = list(told)
    delays = []
    for event in true:
        match = next((each for each in left if _meets(each, event)), None)
        if match is not None:
            left.remove(match)
            delays.append(match.told_s - event.from_s)
    delay = round(median(delays), 2) if delays else None
    return Agreement(right=len(delays), wrong=len(left), missed=len(true) - len(delays), delay_s=delay)


def _meets(told: ClipEvent, true: TrueEvent) -> bool:
    to_s = float("inf") if told.to_s is None else told.to_s
    return told.rule == true.rule and told.from_s <= true.to_s + NEAR_S and to_s >= true.from_s - NEAR_S


def agree_boxes(found: Sequence[Detection], true: Sequence[Box]) -> Agreement:
    """One picture: the surest boxes first, each matched with the true box that it overlaps most."""
    left = list(true)
    right = 0
    for each in sorted(found, key=lambda detection: -detection.score):
        best = max(left, key=lambda box: shared(each.box, box), default=None)
        if best is not None and shared(each.box, best) >= SAME:
            left.remove(best)
            right += 1
    return Agreement(right=right, wrong=len(found) - right, missed=len(left))


def total(parts: Sequence[Agreement]) -> Agreement:
    """All pictures together."""
    return Agreement(
        right=sum(each.right for each in parts),
        wrong=sum(each.wrong for each in parts),
        missed=sum(each.missed for each in parts),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TruthError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise TruthError(f"{path}: expected text, came bytes that are none") from None
