"""``gate policy reach``, ``who`` and ``where``: who can come where, and when."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.invariant import Who
from gate.domain.level import Clearance
from gate.domain.person import Person
from gate.domain.schedule import Calendar
from gate.policy.prove.abstract import companions, people_meant
from gate.policy.prove.as_json import reached_as_json, standing_as_json
from gate.policy.prove.ground import Ground
from gate.policy.prove.prover import Prover
from gate.policy.prove.questions import ANYONE, Questions, Reached, Standing
from gate.policy.prove.speech import Speech
from gate.policy.prove.words import reached_in_words, standing_in_words
from gate.roots.naming import LanguageOption, speech_of
from gate.roots.policy_files import Files, from_now, instant_of, load
from gate.roots.shape import UserError

SiteFile = Annotated[Path, typer.Option("--site", metavar="S", help="the site file")]
People = Annotated[Path, typer.Option("--people", metavar="P", help="the people file")]
MaybePeople = Annotated[Path | None, typer.Option("--people", metavar="P", help="the people file")]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="T", help="every door at that time, such as 2026-11-23T09:00; without: ever"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


def reach(
    site: SiteFile,
    person: Annotated[str | None, typer.Argument(metavar="PERSON", help="id of a person")] = None,
    who: Annotated[
        str | None,
        typer.Option("--who", help="anyone, visitor, lacks:PREREQUISITE, below:TIER, not-in:GROUP"),
    ] = None,
    people: MaybePeople = None,
    at: At = None,
    as_json: AsJson = False,
    language: LanguageOption = "en",
) -> None:
    """Each zone that a person, or some of those meant, can be let into, with a way there."""
    files = load(site, people)
    speech = speech_of(files.site, files.people or (), language)
    meant = _meant(files, person, who)
    asked = Questions(_prover(files, meant), *_times(files, at))
    for found in asked.reach(meant):
        _print(found, files.site.calendar, speech, as_json=as_json)


def who(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="id of a zone")],
    site: SiteFile,
    people: People,
    at: At = None,
    as_json: AsJson = False,
    language: LanguageOption = "en",
) -> None:
    """Everybody who can be let into a zone, with their ways."""
    files = load(site, people)
    speech = speech_of(files.site, files.people or (), language)
    if zone not in files.site.zones:
        raise UserError(f"expected a zone of {files.name}, got {zone!r}")
    asked = Questions(_prover(files, ANYONE), *_times(files, at))
    for found in asked.who(zone):
        _print(found, files.site.calendar, speech, as_json=as_json)


def where(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="id of a person")],
    site: SiteFile,
    people: People,
    at: At = None,
    as_json: AsJson = False,
    language: LanguageOption = "en",
) -> None:
    """What each zone is to a person: the next entry, by what right, with what beside the card, or what forbids it."""
    files = load(site, people)
    speech = speech_of(files.site, files.people or (), language)
    prover = _prover(files, ANYONE)
    subject = prover.named(_person(files, person).id)
    for standing in Questions(prover, *_times(files, at)).where(subject):
        _print(standing, files.site.calendar, speech, as_json=as_json)


def _print(found: Reached | Standing, calendar: Calendar, speech: Speech, *, as_json: bool) -> None:
    if isinstance(found, Standing):
        plain, words = standing_as_json(found, calendar), standing_in_words(found, calendar, speech)
    else:
        plain, words = reached_as_json(found, calendar), reached_in_words(found, calendar, speech)
    typer.echo(json.dumps(plain, ensure_ascii=False) if as_json else words)


def _times(files: Files, at: str | None) -> tuple[datetime, datetime | None]:
    return from_now(), None if at is None else instant_of(at, files.site)


def _prover(files: Files, meant: Who) -> Prover:
    """With everybody on file; without people, with the strongest of those meant."""
    ground = Ground(files.site, files.configuration)
    if files.people is not None:
        return Prover(ground, files.people)
    thinkable = next(people_meant(meant, files.site, from_now().date()))
    return Prover(ground, (thinkable,), companions(files.site))


def _person(files: Files, id: str) -> Person:
    for person in files.people or ():
        if person.id == id:
            return person
    raise UserError(f"expected the id of a person of the people file, got {id!r}")


def _meant(files: Files, person: str | None, who: str | None) -> Who:
    if (person is None) == (who is None):
        raise UserError("expected either a person or --who")
    if person is not None:
        return Who(person=_person(files, person).id)
    key, _, value = (who or "").partition(":")
    if key in ("anyone", "visitor") and not value:
        return Who(word=key)
    known = _known(files, key)
    if value not in known:
        raise UserError(f"expected {key}: with one of {', '.join(known) or 'none'}; got {value!r}")
    match key:
        case "lacks":
            return Who(lacks=value)
        case "below":
            return Who(below=Clearance.parse(value))
        case _:
            return Who(not_in=value)


def _known(files: Files, key: str) -> tuple[str, ...]:
    """What may stand behind ``lacks:``, ``below:`` and ``not-in:``."""
    match key:
        case "lacks":
            named = {name for zone in files.site.zones.values() for name in zone.prerequisites}
            named.update(name for person in files.people or () for name in person.prerequisites)
            return tuple(sorted(named))
        case "below":
            return tuple(tier.word for tier in Clearance if tier > Clearance.NONE)
        case "not-in":
            return tuple(files.site.groups)
    raise UserError(f"expected anyone, visitor, lacks:PREREQUISITE, below:TIER or not-in:GROUP, got {key!r}")
