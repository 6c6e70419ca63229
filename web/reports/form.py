"""What a report's form asks: a span of the site's time, a zone, a person, a number of days. From the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import request

from gate.client import PersonLine
from gate.client.reports import Span
from web.console import console
from web.language import field_time, local, zone
from web.texts import _

LONGEST = timedelta(days=92)
YEARS = range(2000, 2200)
"""Times outside of them are slips of the hand, and no calendar reaches much further."""

DAYS = (30, 90, 180, 365)
MOST_LETTERS = 80
CHOICES = 20


@dataclass(slots=True)
class Asked:
    """``errors`` by field, in the page's words; what they are about is None then."""

    errors: dict[str, str] = field(default_factory=dict)
    span: Span | None = None
    zone: str | None = None
    person: PersonLine | None = None
    choices: Sequence[PersonLine] = ()
    days: int | None = None


def given(name: str) -> str:
    """A field of the address as it was typed."""
    return request.args.get(name, "").strip()[:MOST_LETTERS]


def shown() -> dict[str, str]:
    """What the fields show: what was typed, else the first zone indoors, today until now."""
    now, zones = local(console().now()), console().site.zones.values()
    return {
        "since": given("since") or field_time(now.replace(hour=0, minute=0)),
        "until": given("until") or field_time(now),
        "zone": given("zone") or next((each.id for each in zones if not each.outside), ""),
        "person": given("person"),
    }


def of_zone() -> Asked:
    """Which zone, when."""
    asked = _with_span()
    if given("zone") in console().site.zones:
        asked.zone = given("zone")
    else:
        asked.errors["zone"] = _("Choose a zone.")
    return asked


def of_person() -> Asked:
    """Who, when; ``choices`` where the words find several."""
    asked = _with_span()
    words = given("person")
    exact = console().queries.named({words}) if words else {}
    found = tuple(exact.values()) or (console().queries.people(words, CHOICES) if words else ())
    if len(found) == 1:
        asked.person = found[0]
    elif found:
        asked.choices = found
        asked.errors["person"] = _("Several people fit. Choose one.")
    else:
        asked.errors["person"] = _("Nobody found for “%(words)s”.", words=words)
    return asked


def of_days() -> Asked:
    """How many days: one of those that are offered."""
    if given("days") in map(str, DAYS):
        return Asked(days=int(given("days")))
    return Asked(errors={"days": _("Choose a number of days.")})


def _with_span() -> Asked:
    asked, now = Asked(), console().now()
    since = _instant("since", asked)
    until = _instant("until", asked) if given("until") else now
    if since is None or until is None:
        return asked
    if since >= until:
        asked.errors["until"] = _("The end is not after the beginning.")
    elif until - since > LONGEST:
        asked.errors["until"] = _("At most %(days)s days at a time.", days=LONGEST.days)
    else:
        asked.span = since, until
    return asked


def _instant(name: str, asked: Asked) -> datetime | None:
    try:
        typed = datetime.fromisoformat(given(name))
        if typed.year in YEARS:
            return typed.replace(tzinfo=zone())
    except ValueError:
        pass  # told beside the field
    asked.errors[name] = _("Write it as 2026-11-23 08:00.")
    return None
