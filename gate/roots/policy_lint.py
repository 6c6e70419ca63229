"""``gate policy lint``: what in a policy cannot have been meant."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gate.policy.lint import lint
from gate.roots.policy_files import load


def lint_(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="the site file")],
    people: Annotated[
        Path | None, typer.Option("--people", metavar="P", help="say too what is odd for these people alone")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a finding")] = False,
) -> None:
    """Say what cannot have been meant: unusable grants, denies without effect, holes on holidays. Exit 1 if any."""
    files = load(site, people)
    found = lint(files.site, files.people, datetime.now(UTC))
    for odd in found:
        typer.echo(json.dumps(asdict(odd), ensure_ascii=False) if as_json else str(odd))
    if not as_json:
        count = f"{len(found)} thing{'' if len(found) == 1 else 's'} odd" if found else "nothing odd"
        typer.echo(f"{files.name}: {count} (policy {files.site.version[:16]})")
    if found:
        raise typer.Exit(1)
