"""``gate camera tune``: from ordinary video, in which nothing is to be told, the hold time that keeps a rule silent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gate.roots.camera_eval import EvalRule, detector_of
from gate.roots.shape import UserError

if TYPE_CHECKING:
    from drivers.camera.rule import Rule

HOLDS_S: Final[dict[EvalRule, tuple[float, ...]]] = {
    EvalRule.TAMPER: (1.0, 2.0, 3.0, 5.0, 8.0, 13.0),
    EvalRule.MOTION: (0.35, 1.0, 2.0, 4.0, 8.0, 16.0),
    EvalRule.PERSON: (0.0, 1.0, 2.0, 4.0, 8.0, 16.0),
}


def tune(
    clip: Annotated[Path, typer.Argument(help="ordinary video of the camera, better an hour than a minute")],
    rule: Annotated[EvalRule, typer.Option(help="the rule to tune")] = EvalRule.TAMPER,
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="the person model; the installed one if unset")
    ] = None,
    rate: Annotated[float, typer.Option(min=0.5, max=60.0, help="pictures a second to look at")] = 5.0,
) -> None:
    """Say how often a rule would have told something, by hold time, and propose one; exit 1 where none is silent."""
    from drivers.camera.clip import play
    from drivers.camera.stream import SourceError

    rules = [_rule(rule, hold) for hold in HOLDS_S[rule]]
    told = dict.fromkeys(HOLDS_S[rule], 0)
    detector = detector_of(rule, model)
    try:
        signals, last = play(clip, rules, rate, detector)
    except SourceError as error:
        raise UserError(str(error)) from error
    for signal in signals:
        hold = _hold_of(signal, told)
        if hold is not None:
            told[hold] += 1
    for hold, count in told.items():
        typer.echo(f'after = "{_text(hold)}": {count} told in {last / 60:.1f} min')
    silent = [hold for hold, count in told.items() if count == 0]
    if not silent:
        typer.echo("no hold time is silent: draw a polygon, or look at what moves there (gate camera watch)")
        raise typer.Exit(1)
    typer.echo(f'proposed: {{ kind = "{rule}", after = "{_text(silent[0])}" }}')


def _rule(rule: EvalRule, hold: float) -> Rule:
    """A rule that is known by its hold time: that is its camera's name."""
    from drivers.camera.motion import MotionRule
    from drivers.camera.presence import PeopleRule
    from drivers.camera.tamper import TamperRule

    name, span = repr(hold), timedelta(seconds=hold)
    match rule:
        case EvalRule.TAMPER:
            return TamperRule(name, hold=span)
        case EvalRule.MOTION:
            return MotionRule(name, hold=span)
        case EvalRule.PERSON:
            return PeopleRule(name, hold=span)


def _hold_of(signal: object, told: dict[float, int]) -> float | None:
    """The hold time of the rule that told this, None for what is no start of anything."""
    from drivers.camera.signals import MotionStarted, PeopleStarted, TamperSeen

    if not isinstance(signal, MotionStarted | PeopleStarted | TamperSeen):
        return None
    return next((hold for hold in told if repr(hold) == signal.camera), None)


def _text(hold: float) -> str:
    """As the site file writes durations."""
    return f"{round(hold * 1000)}ms" if hold % 1 else f"{round(hold)}s"
