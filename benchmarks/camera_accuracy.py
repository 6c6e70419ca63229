"""How right the rules are on real footage, and on footage that was tampered with in every way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from cv2.typing import MatLike

from benchmarks.camera_distort import HARMLESS, TAMPERINGS, Distort
from benchmarks.camera_rig import footage
from benchmarks.figures import Bound, Figure, Target
from drivers.camera.analysis import Analysis
from drivers.camera.clip import ClipPicture, events_of, instant, pictures, play
from drivers.camera.picture import Frame
from drivers.camera.presence import PeopleRule
from drivers.camera.signals import TamperSeen
from drivers.camera.tamper import TamperRule
from drivers.camera.tracker import SURE
from drivers.camera.truth import TrueEvent, agree, agree_boxes, read_boxes, total
from drivers.camera.yolox import load_yolox

RATE: Final = 5.0
BEGINS_S: Final = 12.0
WITHIN_S: Final = 5.0
CLIPS: Final = ("intel_one_by_one.mp4", "bgs_video02.avi", "tamper1.mp4")
OFFSETS_S: Final = (0.0, 6.0, 12.0)
PRESENT: Final = ((61, 194), (228, 447), (505, 696), (745, 865), (925, 1196), (1235, 1358))
"""Frames of intel_one_by_one.mp4 (10 a second) with somebody in the room, as its publisher says."""


def accuracy(model: Path | None, *, quick: bool) -> list[Figure]:
    """What the footage that is there allows; what is not there is said."""
    figures: list[Figure] = []
    if model is not None and not quick:
        figures += _people(model)
    return figures + _tampering(OFFSETS_S[:1] if quick else OFFSETS_S)


def _people(model: Path) -> list[Figure]:
    figures: list[Figure] = []
    if (clip := footage("intel_one_by_one.mp4")) is not None:
        told, _ = play(clip, [PeopleRule("c")], RATE, load_yolox(model))
        true = [TrueEvent(rule="person", from_s=a / 10, to_s=b / 10) for a, b in PRESENT]
        found = agree(events_of(told), true)
        figures.append(_share("people one by one: recall of 6 events", found.recall, 1.0))
        figures.append(_share("people one by one: precision", found.precision, 1.0))
    clip, boxes = footage("TUD-Campus.mp4"), footage("TUD-Campus.gt.txt")
    if clip is not None and boxes is not None:
        detector, parts = load_yolox(model), []
        for picture in pictures(clip, 25.0):
            size = (picture.image.shape[1], picture.image.shape[0])
            sure = [each for each in detector.find(picture.image) if each.score >= SURE]
            parts.append(agree_boxes(sure, read_boxes(boxes, size).get(picture.number, [])))
        figures.append(_share("TUD-Campus boxes: precision", total(parts).precision, 0.85))
        figures.append(_share("TUD-Campus boxes: recall", total(parts).recall, 0.6))
    if not figures:
        print("no footage (GATE_FOOTAGE): accuracy about people is not measured")
    return figures


def _tampering(offsets: tuple[float, ...]) -> list[Figure]:
    shown = [clip for name in CLIPS if (clip := footage(name)) is not None]
    if not shown:
        print("no footage (GATE_FOOTAGE): accuracy about tampering is not measured")
        return []
    right = tried = false = harmless = 0
    for clip in shown:
        for offset in offsets:
            cut = _cut(clip, offset)
            for kind, distort in {**TAMPERINGS, "frozen": _held(cut), "lost": _gone}.items():
                tried += 1
                right += _told(cut, distort) == kind
            for distort in HARMLESS.values():
                harmless += 1
                false += _told(cut, distort, within=60.0) != ""
    print(
        f"tampering: {right} of {tried} right within {WITHIN_S:g} s; {false} of {harmless} harmless ones told"
    )
    return [
        _share("tampering on real footage, kind right within 5 s", right / tried, 0.95),
        Figure(name="alarms at light, dusk, rain, headlights", value=float(false), unit=f"of {harmless}"),
    ]


def _cut(clip: Path, offset: float) -> list[ClipPicture]:
    """Twenty seconds of a clip from an offset on."""
    return [each for each in pictures(clip, RATE) if offset <= each.t < offset + BEGINS_S + 8.0]


def _held(cut: list[ClipPicture]) -> Distort:
    """A coder that hangs: the first picture of the tampering again and again."""
    first = next(each.image for each in cut if each.t - cut[0].t >= BEGINS_S)
    return lambda _image, _t: first.copy()


def _gone(_image: MatLike, _t: float) -> None:
    """A cut cable: no picture."""


def _told(
    cut: list[ClipPicture], distort: Callable[[MatLike, float], MatLike | None], within: float = WITHIN_S
) -> str:
    """The kind of tampering told within so many seconds of its beginning; "" for none."""
    analysis = Analysis("c", [TamperRule("c")])
    for picture in cut:
        since = picture.t - cut[0].t - BEGINS_S
        image = distort(picture.image, since) if since >= 0.0 else picture.image.copy()
        at, t = instant(picture.t), picture.t
        told = analysis.absent(at, t) if image is None else analysis.step(Frame(image=image, at=at, t=t))
        for signal in told:
            if isinstance(signal, TamperSeen):
                return str(signal.kind) if 0.0 <= since <= within else "too early or too late"
    return ""


def _share(name: str, value: float, least: float) -> Figure:
    target = Target(reference_name="share asked for", reference=least, bound=Bound.AT_LEAST, ratio=1.0)
    return Figure(name=name, value=value, unit="", target=target)
