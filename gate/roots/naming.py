"""Names of a site file and of people, in a language, for command lines that say more than ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

import typer

from gate.domain.person import Person
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.words.reasons import reason
from gate.domain.words.remedies import Naming
from gate.policy.local import local
from gate.policy.prove.speech import Speech
from gate.roots.shape import UserError

LanguageOption = Annotated[str, typer.Option("--language", metavar="LANG", help="en or zh")]


def checked(language: str) -> str:
    """The language; UserError for one that nothing is said in."""
    if language not in ("en", "zh"):
        raise UserError(f"expected --language en or zh, got {language!r}")
    return language


def names_of(people: Iterable[Person]) -> Mapping[str, Text]:
    """People's names by id."""
    return {each.id: Text(each.name, each.name_zh) for each in people}


def naming_of(site: Site | None, people: Mapping[str, Text], language: str) -> Naming:
    """Names by id, an id where nobody knows a name, and the site's wall clock."""

    def of(kind: str) -> dict[str, Text]:
        return {} if site is None else {id_: noun.name for id_, noun in getattr(site, kind).items()}

    def shown(known: Mapping[str, Text], id_: str) -> str:
        return known[id_].in_language(language) if id_ in known else id_

    def instant(at: datetime) -> str:
        return f"{at if site is None else local(at, site.calendar):%Y-%m-%d %H:%M:%S}"

    zones, portals, groups = of("zones"), of("portals"), of("groups")
    return Naming(
        person=lambda id_: shown(people, id_),
        zone=lambda id_: shown(zones, id_),
        portal=lambda id_: shown(portals, id_),
        group=lambda id_: shown(groups, id_),
        instant=instant,
    )


def speech_of(site: Site, people: Iterable[Person], language: str) -> Speech:
    """As people read it: names in a way, a zone's id with its name where a line begins, reasons as sentences."""
    naming = naming_of(site, names_of(people), checked(language))
    plain = Speech(language=language)

    def head(zone: str) -> str:
        name = naming.zone(zone)
        return zone if name == zone else f"{zone}{plain.bracketed(name)}"

    def sentence(code: str) -> str:
        return f"{reason(code, language)} [{code}]"

    between = "；" if plain.chinese else "; "
    return Speech(language=language, naming=naming, head=head, reason=sentence, between=between)
