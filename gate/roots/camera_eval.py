"""``gate camera eval``: a rule on a recorded clip; its events, as JSON or for people, beside the truth if given."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gate.roots.shape import UserError

if TYPE_CHECKING:
    from drivers.camera.clip import ClipEvent
    from drivers.camera.people import PersonDetector
    from drivers.camera.rule import Rule
    from drivers.camera.truth import Agreement


class EvalRule(StrEnum):
    """What can be judged on a clip."""

    PERSON = "person"
    TAMPER = "tamper"
    MOTION = "motion"


def evaluate(
    clip: Annotated[Path, typer.Argument(help="a video file")],
    rule: Annotated[EvalRule, typer.Option(help="the rule to judge")] = EvalRule.PERSON,
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="the person model; the installed one if unset")
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="what the clip shows: events as this command prints, or MOT boxes"),
    ] = None,
    rate: Annotated[float, typer.Option(min=0.5, max=60.0, help="pictures a second to look at")] = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """Play a clip through one rule: each event, then how many; with --truth precision, recall and delay."""
    from drivers.camera.clip import events_of, play
    from drivers.camera.stream import SourceError
    from drivers.camera.truth import TruthError, agree, has_boxes, read_events

    detector = detector_of(rule, model)
    try:
        if truth is not None and has_boxes(truth):
            _say_boxes(clip, truth, rate, detector, as_json=as_json)
            return
        known = read_events(truth) if truth is not None else None
        signals, _ = play(clip, [_rule(rule)], rate, detector)
    except (SourceError, TruthError) as error:
        raise UserError(str(error)) from error
    events = events_of(signals)
    for event in events:
        typer.echo(json.dumps(_line(event)) if as_json else _text(event))
    summary = {"events": len(events)}
    if known is None:
        typer.echo(json.dumps(summary) if as_json else f"{len(events)} events")
    else:
        agreement = agree(events, [each for each in known if each.rule == rule])
        typer.echo(_agreed(agreement, summary, as_json=as_json))


def _rule(rule: EvalRule) -> Rule:
    from drivers.camera.motion import MotionRule
    from drivers.camera.presence import PeopleRule
    from drivers.camera.tamper import TamperRule

    match rule:
        case EvalRule.PERSON:
            return PeopleRule("clip")
        case EvalRule.TAMPER:
            return TamperRule("clip")
        case EvalRule.MOTION:
            return MotionRule("clip")


def detector_of(rule: EvalRule, model: Path | None) -> PersonDetector | None:
    """What finds people for that rule, None for a rule without. Raises UserError where there is no model."""
    from drivers.camera.network import ModelError
    from drivers.camera.yolox import load_yolox
    from gate.roots.camera_model import installed_model

    if rule is not EvalRule.PERSON:
        return None
    path = model or installed_model()
    if path is None:
        raise UserError("rule person needs a person model: --model FILE, or gate camera model install")
    try:
        return load_yolox(path)
    except ModelError as error:
        raise UserError(str(error)) from error


def _say_boxes(
    clip: Path, truth: Path, rate: float, detector: PersonDetector | None, *, as_json: bool
) -> None:
    from drivers.camera.clip import pictures
    from drivers.camera.tracker import SURE
    from drivers.camera.truth import agree_boxes, read_boxes, total

    if detector is None:
        raise UserError(f"{truth} has boxes of people: only --rule person can be judged by it")
    parts: list[Agreement] = []
    for picture in pictures(clip, rate):
        height, width = picture.image.shape[:2]
        true = read_boxes(truth, (width, height)).get(picture.number, [])
        parts.append(agree_boxes([each for each in detector.find(picture.image) if each.score >= SURE], true))
    typer.echo(_agreed(total(parts), {"pictures": len(parts)}, as_json=as_json))


def _agreed(agreement: Agreement, counts: dict[str, int], *, as_json: bool) -> str:
    said = {
        **counts,
        "right": agreement.right,
        "wrong": agreement.wrong,
        "missed": agreement.missed,
        "precision": round(agreement.precision, 3),
        "recall": round(agreement.recall, 3),
        "delay_s": agreement.delay_s,
    }
    return json.dumps(said) if as_json else ", ".join(f"{key} {value}" for key, value in said.items())


def _line(event: ClipEvent) -> dict[str, object]:
    return {"rule": event.rule, "kind": event.kind, "from_s": event.from_s, "to_s": event.to_s}


def _text(event: ClipEvent) -> str:
    until = "the end" if event.to_s is None else f"{event.to_s:.1f} s"
    return f"{event.rule}{f' {event.kind}' if event.kind else ''}: from {event.from_s:.1f} s to {until}"
