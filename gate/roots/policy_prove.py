"""``gate policy prove``: whether the invariants of a site file hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.text import Text
from gate.domain.words import proofs as w
from gate.policy.prove import Proof, Verdict, check_invariants
from gate.policy.prove.as_json import verdict_as_json
from gate.policy.prove.speech import Speech
from gate.policy.prove.words import verdict_in_words
from gate.roots.naming import LanguageOption, speech_of
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


def prove(
    site: SiteFile,
    people: PeopleFile = None,
    near: From = None,
    as_json: AsJson = False,
    language: LanguageOption = "en",
) -> None:
    """Prove the invariants of a site file for all times and people: exit 1 if one is breached, with the way."""
    files = load(site, people)
    start = from_now() if near is None else instant_of(near, files.site)
    verdicts = check_invariants(files.site, files.configuration, files.people, start)
    speech = speech_of(files.site, files.people or (), language)
    typer.echo(_json(files, verdicts) if as_json else _text(files, verdicts, speech))
    if not all(isinstance(verdict, Proof) for verdict in verdicts):
        raise typer.Exit(1)


def _text(files: Files, verdicts: tuple[Verdict, ...], speech: Speech) -> str:
    breached = sum(not isinstance(verdict, Proof) for verdict in verdicts)
    lines = [verdict_in_words(verdict, files.site.calendar, speech) for verdict in verdicts]
    counted = {"count": breached, "all": len(verdicts)}
    outcome = speech.say(w.INVARIANTS_BREACHED if breached else _proved(len(verdicts)), **counted)
    scope = speech.say(_scope(files), people=len(files.people or ()))
    version = files.site.version[:16]
    lines.append(speech.say(w.SCOPE, file=files.name, outcome=outcome, scope=scope, policy=version))
    return "\n".join(lines)


def _proved(count: int) -> Text:
    if count == 0:
        return w.NO_INVARIANTS
    return w.ONE_PROVED if count == 1 else w.ALL_PROVED


def _scope(files: Files) -> Text:
    if files.people is None:
        return w.FOR_THINKABLE
    return w.FOR_ONE if len(files.people) == 1 else w.FOR_PEOPLE


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
