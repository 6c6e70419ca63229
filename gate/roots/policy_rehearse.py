"""``gate policy rehearse``: a draft tried on what has happened."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.decision import Decision
from gate.policy.line_values import LineFault
from gate.policy.rehearse import Flip, Rehearsal, rehearse
from gate.policy.replay.case import Case, cases
from gate.policy.world import World
from gate.roots.policy_files import load
from gate.roots.shape import UserError, unreadable
from gate.site.load import load_pins
from gate.site.pins import pin_judge

SHOWN = 20
"""Flips that are listed of each rule, and lines that cannot be answered; --json lists all flips."""


def rehearse_(
    new: Annotated[Path, typer.Argument(metavar="NEW", help="the draft: a site file")],
    against: Annotated[
        Path, typer.Option("--against", metavar="EVENTS", help="request lines, or a site's data folder")
    ],
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="OLD", help="the site file that the lines were decided by"),
    ] = None,
    people: Annotated[
        Path | None, typer.Option("--people", metavar="P", help="the people file of the lines")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """List every decision that a draft would flip, by the rule that changed. Exit 1 if any flips."""
    found = _rehearsed(new, against, site, people)
    typer.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else "\n".join(_text(found)))
    if found.count:
        raise typer.Exit(1)


def _rehearsed(new: Path, against: Path, site: Path | None, people: Path | None) -> Rehearsal:
    if against.is_dir():
        from gate.roots.recorded import Recorded

        with Recorded.in_folder(against) as recorded:
            return rehearse(recorded.newest_site(), load(new, None).site, recorded.cases())
    if site is None or people is None:
        raise UserError("request lines need --site OLD and --people P: the policy and people of that time")
    old = load(site, people)
    world, judge = World(old.configuration, old.people or ()), pin_judge(load_pins(people, old.site))
    try:
        with against.open(encoding="utf-8", errors="replace") as lines:
            happened = _accepted(cases(world, judge, lines))
            found = rehearse(old.site, load(new, None).site, happened)
    except OSError as error:
        raise unreadable(against, error) from error
    if not found.asked:
        raise UserError(
            f"{against}: expected request lines as of `gate decide`, got none that can be answered"
        )
    return found


def _accepted(found: Iterator[Case | LineFault]) -> Iterator[Case]:
    """The cases; what cannot be read is told, the first :data:`SHOWN` of it in full."""
    refused = 0
    for case in found:
        if not isinstance(case, LineFault):
            yield case
            continue
        refused += 1
        if refused <= SHOWN:
            sys.stderr.write(f"gate policy rehearse: {case}\n")
    if refused > SHOWN:
        sys.stderr.write(
            f"gate policy rehearse: … and {refused - SHOWN} more lines that cannot be answered\n"
        )


def _as_json(found: Rehearsal) -> dict[str, object]:
    return {
        "asked": found.asked,
        "flipped": found.count,
        "other_reasons": found.reworded,
        "edits": [{"where": edit.where, "what": edit.what} for edit in found.edits],
        "flips": [
            {"where": where, "decisions": [_flip(flip) for flip in flips]}
            for where, flips in found.flips.items()
        ],
    }


def _flip(flip: Flip) -> dict[str, object]:
    return {
        "id": flip.before.id,
        "at": flip.before.at.isoformat().replace("+00:00", "Z"),
        "portal": flip.before.portal,
        "person": flip.before.person,
        "before": _answer(flip.before),
        "after": None if flip.after is None else _answer(flip.after),
    }


def _answer(decision: Decision) -> dict[str, object]:
    return {"result": decision.result.value, "reasons": list(decision.reasons), "by": list(decision.by)}


def _text(found: Rehearsal) -> Iterator[str]:
    for where, flips in found.flips.items():
        what = next((f" ({edit.what})" for edit in found.edits if edit.where == where), "")
        yield f"{where}{what}: {_number(len(flips), 'decision flips', 'decisions flip')}"
        for flip in flips[:SHOWN]:
            yield f"  {_line(flip)}"
        if len(flips) > SHOWN:
            yield f"  … and {len(flips) - SHOWN} more"
    reworded = f"; {found.reworded} keep their result with other reasons" if found.reworded else ""
    edited = _number(len(found.edits), "edit", "edits")
    yield f"{edited}, {_number(found.asked, 'request', 'requests')}, {found.count} flipped{reworded}"


def _line(flip: Flip) -> str:
    before = flip.before
    after = "no such reader" if flip.after is None else _words(flip.after)
    who = before.person or "unknown card"
    return f"{before.at:%Y-%m-%d %H:%M:%S}Z {before.portal} {who}: {_words(before)} → {after}"


def _words(decision: Decision) -> str:
    return " ".join(
        [decision.result.value, *([f"({', '.join(decision.reasons)})"] if decision.reasons else [])]
    )


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
