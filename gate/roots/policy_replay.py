"""``gate policy replay``: recorded decisions taken again and compared, field by field."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import typer

from gate.policy.faults import NotThere
from gate.policy.lines import answer_lines
from gate.policy.replay import differences
from gate.policy.world import World
from gate.roots.policy_files import load
from gate.roots.recorded import Recorded, Untaken
from gate.roots.shape import UserError, unreadable
from gate.site.load import load_pins
from gate.site.pins import pin_judge

ANSWERED = frozenset(
    {"id", "result", "reasons", "notes", "persons", "portal", "kind", "by", "policy", "completes"}
    | {"error", "explain"}
)
"""What an answer of ``gate decide`` may hold."""

Finding = dict[str, object]
"""One decision that is not what was recorded, or cannot be taken again."""


def replay(
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="S", help="the site file, or its JSON from `gate policy freeze`"),
    ] = None,
    people: Annotated[Path | None, typer.Option("--people", metavar="P", help="the people file")] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="D", help="what `gate decide` answered then")
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="a site's data folder")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL", help="a site's store")] = None,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="EVENT", help="this decision alone; without: all of the store"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a difference")] = False,
) -> None:
    """Decide what was recorded again, from its versions: lines of standard input, or a store. Exit 1 if any differs."""
    if data is not None or store is not None:
        found = _Tally(_of_store(data, store, event))
    elif site is not None and people is not None and decisions is not None:
        found = _Tally(_of_files(site, people, decisions))
    else:
        raise UserError(
            "expected --data or --store, or --site, --people and --decisions with lines on standard input"
        )
    for finding in found:
        typer.echo(json.dumps(finding, ensure_ascii=False) if as_json else _text(finding))
    if not as_json:
        typer.echo(found.summary())
    if found.differing:
        raise typer.Exit(1)


def freeze(site: Annotated[Path, typer.Argument(metavar="SITE", help="the site file")]) -> None:
    """Print a site as JSON with its calendar resolved: replays the same years later, whatever tzdata says then."""
    from gate.bus.plain import to_json

    typer.echo(to_json(load(site, None).site).decode())


class _Tally:
    """Passes findings on and counts: None is a decision that came out the same."""

    def __init__(self, findings: Iterable[Finding | None]) -> None:
        self._findings = findings
        self.same = self.differing = self.untaken = 0

    def __iter__(self) -> Iterator[Finding]:
        for finding in self._findings:
            if finding is None:
                self.same += 1
                continue
            if "why" in finding:
                self.untaken += 1
            else:
                self.differing += 1
            yield finding

    def summary(self) -> str:
        """One line."""
        untaken = f", {self.untaken} could not be taken again" if self.untaken else ""
        return f"{self.same} the same bit for bit, {self.differing} different{untaken}"


# ── from a store ─────────────────────────────────────────────────────────────


def _of_store(data: Path | None, store: str | None, event: str | None) -> Iterator[Finding | None]:
    with Recorded(store) if store is not None else Recorded.in_folder(data or Path()) as recorded:
        wanted = recorded.each() if event is None else iter([recorded.taken(recorded.find(event))])
        for each in wanted:
            if isinstance(each, Untaken):
                yield {"event": each.seq, "id": each.decision.id, "why": each.why}
                continue
            case = each.case
            try:
                again = case.again(recorded.configuration(case.decision.policy))
            except (UserError, NotThere) as error:
                yield {"event": each.seq, "id": case.decision.id, "why": str(error)}
                continue
            changed = {
                one.field: {"recorded": str(one.recorded), "now": str(one.now)}
                for one in differences(case.decision, again)
            }
            yield {"event": each.seq, "id": case.decision.id, "differs": changed} if changed else None


# ── from files ───────────────────────────────────────────────────────────────


def _of_files(site: Path, people: Path, decisions: Path) -> Iterator[Finding | None]:
    loaded = load(site, people)
    world = World(loaded.configuration, loaded.people or ())
    lines = (line.decode("utf-8", errors="replace") for line in sys.stdin.buffer)
    answers = answer_lines(world, pin_judge(load_pins(people, loaded.site)), lines)
    try:
        with decisions.open(encoding="utf-8", errors="replace") as recorded:
            for number, (was, now) in enumerate(zip_longest(_answers(recorded), answers), start=1):
                yield _compared(number, was, None if now is None else json.loads(now), loaded.site.version)
    except OSError as error:
        raise unreadable(decisions, error) from error


def _answers(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UserError(f"decisions, line {number}: {error}") from error
        if not isinstance(row, dict):
            raise UserError(f"decisions, line {number}: expected an object, got {line[:40]!r}")
        if strange := row.keys() - ANSWERED:
            raise UserError(
                f"decisions, line {number}: expected an answer of `gate decide`, got the key {min(strange)!r}"
            )
        yield row


def _compared(
    number: int, was: dict[str, object] | None, now: dict[str, object] | None, version: str
) -> Finding | None:
    """``explain`` and the words of an error are no part of a decision."""
    if was is None or now is None:
        missing = "a recorded decision" if was is None else "a line that asks"
        raise UserError(f"answer {number}: expected as many decisions as answers, but {missing} is missing")
    if "policy" in was and was["policy"] != version:
        why = f"decided by policy {str(was['policy'])[:16]}, not by {version[:16]}"
        return {"line": number, "id": was.get("id"), "why": why}
    whole = (
        {**was, **now} if "policy" in was else was
    )  # a record may hold less than an answer: what it holds counts
    keys = [key for key in whole if key not in ("explain", "error")]
    keys += ["error"] if ("error" in was) != ("error" in now) else []
    changed = {
        key: {"recorded": was.get(key), "now": now.get(key)} for key in keys if was.get(key) != now.get(key)
    }
    return {"line": number, "id": was.get("id"), "differs": changed} if changed else None


def _text(finding: Finding) -> str:
    place = f"event {finding['event']}" if "event" in finding else f"line {finding['line']}"
    head = f"{place} (id {finding['id']})"
    if "why" in finding:
        return f"{head}: {finding['why']}"
    differs = finding["differs"]
    parts = (
        [f"{key}: {each['recorded']} → {each['now']}" for key, each in differs.items()]
        if isinstance(differs, dict)
        else []
    )
    return f"{head}: {'; '.join(parts)}"
