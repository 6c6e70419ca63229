"""``gate policy prove``: whether the invariants of a site file hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gate.policy.prove import Proof, Verdict, check_invariants
from gate.policy.prove.as_json import verdict_as_json
from gate.policy.prove.words import verdict_in_words
from gate.roots.policy_files import Files, from_now, instant_of, load

SiteFile = Annotated[Path, typer.Argument(metavar="SITE", help="the site file")]
PeopleFile = Annotated[
    Path | None,
    typer.Option("--people", metavar="P", help="prove for these people; without: for everybody thinkable"),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="T", help="show a breach at its first time from there on; without: from now on"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object")]


def prove(site: SiteFile, people: PeopleFile = None, near: From = None, as_json: AsJson = False) -> None:
    """Prove the invariants of a site file for all times and people: exit 1 if one is breached, with the way."""
    files = load(site, people)
    start = from_now() if near is None else instant_of(near, files.site)
    verdicts = check_invariants(files.site, files.configuration, files.people, start)
    typer.echo(_json(files, verdicts) if as_json else _text(files, verdicts))
    if not all(isinstance(verdict, Proof) for verdict in verdicts):
        raise typer.Exit(1)


def _text(files: Files, verdicts: tuple[Verdict, ...]) -> str:
    breached = sum(not isinstance(verdict, Proof) for verdict in verdicts)
    lines = [verdict_in_words(verdict, files.site.calendar) for verdict in verdicts]
    outcome = f"{breached} of {len(verdicts)} invariants breached" if breached else _proved(len(verdicts))
    lines.append(f"{files.name}: {outcome} ({_scope(files)}; policy {files.site.version[:16]})")
    return "\n".join(lines)


def _proved(count: int) -> str:
    if count == 0:
        return "no invariants to prove"
    return "the invariant proved" if count == 1 else f"every one of {count} invariants proved"


def _scope(files: Files) -> str:
    if files.people is None:
        return "for everybody whom the site file could describe"
    return f"for {len(files.people)} {'person' if len(files.people) == 1 else 'people'}"


def _json(files: Files, verdicts: tuple[Verdict, ...]) -> str:
    return json.dumps(
        {
            "site": files.site.id,
            "policy": files.site.version,
            "people": None if files.people is None else len(files.people),
            "proved": all(isinstance(verdict, Proof) for verdict in verdicts),
            "invariants": [verdict_as_json(verdict, files.site.calendar) for verdict in verdicts],
        },
        ensure_ascii=False,
    )
