"""What the measures of one picture say: nothing, or a kind of tampering. No memory, no time."""

from __future__ import annotations

from typing import Final

from drivers.camera.measures import Levels, Measures
from drivers.camera.signals import TamperKind

GONE: Final = 0.3  # structure under which the scene is not seen
FAINT: Final = 0.5  # texture under which what is seen instead is near, out of focus or black
BLANK: Final = 3.0  # contrast (grey levels) under which there is no picture at all, whatever was learned
GLARE: Final = 0.5  # share of near-white pixels
WHITE: Final = 0.75  # brightness of a blank picture from which it is light and not a hand
SAME_LAYOUT: Final = 0.65
UNSHARP: Final = 0.5  # sharpness, relative to the learned scene

Verdict = tuple[TamperKind, float]


def plain_verdict(seen: Levels) -> Verdict | None:
    """What can be told where no scene is known, or its edges are too few: black, and glare."""
    return (_blank(seen), 1.0) if seen.contrast < BLANK and _extreme(seen) else None


def verdict(seen: Measures, *, plain: bool) -> Verdict | None:
    """The kind of tampering and how clear it is (0–1), or None. ``plain``: the scene has too few edges."""
    if plain:
        return plain_verdict(seen)
    if seen.contrast < BLANK:
        return _blank(seen), 1.0
    clear = round(1.0 - seen.structure, 3)
    if seen.bright >= GLARE and (seen.structure < GONE or seen.texture < FAINT):
        return TamperKind.BLINDED, max(clear, round(seen.bright, 3))
    if seen.structure >= GONE:
        return _unsharp(seen)
    if seen.texture >= FAINT:
        return TamperKind.MOVED, clear
    return (TamperKind.DEFOCUSED if seen.layout >= SAME_LAYOUT else TamperKind.COVERED), clear


def _extreme(seen: Levels) -> bool:
    return seen.brightness < 0.04 or seen.brightness > 0.96


def _blank(seen: Levels) -> TamperKind:
    return TamperKind.BLINDED if seen.brightness >= WHITE else TamperKind.COVERED


def _unsharp(seen: Measures) -> Verdict | None:
    if seen.sharpness < UNSHARP and seen.layout >= SAME_LAYOUT:
        return TamperKind.DEFOCUSED, round(1.0 - seen.sharpness, 3)
    return None
