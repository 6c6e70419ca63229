"""``gate decide``: the policy run from files (policy.md, "Lines")."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.decision import Decision, Request
from gate.policy.compile import compile_site
from gate.policy.kept import Json
from gate.policy.lines import answer_lines
from gate.policy.world import World
from gate.roots.shape import UserError, new_app, unreadable
from gate.roots.steady import keep_what_is_loaded
from gate.site.finding import Severity
from gate.site.load import Checked, check_files
from gate.site.pins import pin_judge

app = new_app("Answer request lines from standard input, one JSON object a line.")


@app.command()
def decide(
    site: Annotated[Path, typer.Option("--site", metavar="S", help="the site file")],
    people: Annotated[Path, typer.Option("--people", metavar="P", help="the people file")],
    explain: Annotated[
        bool, typer.Option("--explain", help="add the smallest change that would have granted")
    ] = False,
) -> None:
    """Answer request lines from standard input, one JSON object a line."""
    loaded = _load(site, people)
    explained, world = _explained if explain else None, _world(loaded)
    keep_what_is_loaded()
    for answer in answer_lines(world, pin_judge(loaded.pins), _lines(), explained):
        sys.stdout.write(answer + "\n")


def _explained(world: World, request: Request, decision: Decision) -> Json:
    if decision.granted:
        return None
    from gate.policy.explain import as_json, explain

    return as_json(explain(world, request, decision))


def _load(site: Path, people: Path) -> Checked:
    try:
        return check_files(site, people)
    except OSError as error:
        raise unreadable(site, error) from error


def _world(loaded: Checked) -> World:
    """The site as it is written. One that ``gate site check`` refuses is decided all the same, and told:
    no door hangs on these answers, and what such a site would do is worth seeing."""
    configuration = loaded.site or loaded.refused
    errors = [str(finding) for finding in loaded.findings if finding.severity is Severity.ERROR]
    if configuration is None:
        raise UserError("\n".join(["the files have errors:", *errors]))
    for error in errors:
        sys.stderr.write(f"gate decide: no engine would start with this: {error}\n")
    return World(compile_site(configuration), loaded.people)


def _lines() -> Iterable[str]:
    """Bytes that are no UTF-8 make a line that cannot be read, not an end of all."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")
