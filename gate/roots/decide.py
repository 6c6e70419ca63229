"""``gate decide``: the policy run from files (policy.md, "Lines")."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gate.policy.compile import compile_site
from gate.policy.lines import answer_lines
from gate.policy.world import World
from gate.roots.shape import UserError, new_app, unreadable
from gate.site.faults import SiteFaults
from gate.site.load import Checked, load_files
from gate.site.pins import pin_judge

app = new_app("Answer request lines from standard input, one JSON object a line.")


@app.command()
def decide(
    site: Annotated[Path, typer.Option("--site", metavar="S", help="the site file")],
    people: Annotated[Path, typer.Option("--people", metavar="P", help="the people file")],
) -> None:
    """Answer request lines from standard input, one JSON object a line."""
    loaded = _load(site, people)
    if loaded.site is None:
        raise UserError("the files have errors")
    world = World(compile_site(loaded.site), loaded.people)
    for answer in answer_lines(world, pin_judge(loaded.pins), _lines()):
        sys.stdout.write(answer + "\n")


def _load(site: Path, people: Path) -> Checked:
    try:
        return load_files(site, people)
    except SiteFaults as faults:
        raise UserError(f"the files have errors:\n{faults}") from faults
    except OSError as error:
        raise unreadable(site, error) from error


def _lines() -> Iterable[str]:
    """Bytes that are no UTF-8 make a line that cannot be read, not an end of all."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")
