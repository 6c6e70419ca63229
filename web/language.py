"""English and 简体中文: which one a request gets, and how times and ages are written in each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.units import format_unit
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel

from gate.domain.text import Text
from gate.domain.words.machines.said import machine_said
from web.console import console

LANGUAGES = {"en": "English", "zh": "简体中文"}
LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
_DATES = {"en": "d MMM y", "zh": "y年M月d日"}
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


CATALOGUE = Path(__file__).parent / "translations" / LOCALES["zh"] / "LC_MESSAGES" / "messages.mo"


class NotCompiled(RuntimeError):
    """The set-up has not compiled the translations."""


def set_up(app: Flask) -> None:
    """Give the app its languages. NotCompiled if Chinese would silently be missing."""
    if not compiled():
        raise NotCompiled(f"expected {CATALOGUE}; run tools/translations.py (make does)")
    Babel(app, locale_selector=lambda: LOCALES[language()])
    app.add_template_filter(say)
    app.add_template_filter(said_by_machine)
    app.add_template_filter(clock_time)
    app.add_template_filter(moment)
    app.add_template_filter(minute)
    app.add_template_filter(day)
    app.add_template_filter(age)
    app.add_template_filter(iso)
    app.add_template_filter(field_time)


def compiled() -> bool:
    """Whether the set-up has compiled the translations."""
    return CATALOGUE.exists()


def language() -> str:
    """``en`` or ``zh``: what the operator chose, else what the browser asks for."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        chosen = session.get("language")
        asked = request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-Hans-CN"]) or "en"
        g.language = chosen if chosen in LANGUAGES else "zh" if asked.startswith("zh") else "en"
    found: str = g.language
    return found


def said_by_machine(said: str) -> str:
    """What a device, camera or agent said, in the language of the request as far as it has words for it."""
    return machine_said(said, language())


def say(text: Text) -> str:
    """A text of the domain in the page's language."""
    return text.in_language(language())


def zone() -> ZoneInfo:
    """The site's time zone; looked up once a request, for a page shows hundreds of times."""
    if "zone" not in g:
        g.zone = ZoneInfo(console().site.calendar.timezone)
    found: ZoneInfo = g.zone
    return found


def today() -> date:
    """The site's date; one date for a whole page."""
    if "today" not in g:
        g.today = local(console().now()).date()
    found: date = g.today
    return found


def local(at: datetime) -> datetime:
    """The instant on the site's wall clock."""
    return at.astimezone(zone())


def clock_time(at: datetime) -> str:
    """``14:03:05`` at the site."""
    return local(at).strftime("%H:%M:%S")


def minute(at: datetime) -> str:
    """``14:03``, with the date where it is not today's at the site."""
    there = local(at)
    text = f"{there:%H:%M}"
    return text if there.date() == today() else f"{day(at)} {text}"


def day(at: datetime) -> str:
    """``2 Mar 2026`` or ``2026年3月2日``."""
    return format_date(local(at).date(), _DATES[language()], locale=LOCALES[language()])


def moment(at: datetime) -> str:
    """The time of day, with the date where it is not today's at the site."""
    there = local(at)
    return f"{there:%H:%M:%S}" if there.date() == today() else f"{day(at)} {there:%H:%M}"


def field_time(at: datetime) -> str:
    """``2026-03-02 14:03``, as times are typed: a browser's own field would write it as its machine is set up."""
    return local(at).strftime("%Y-%m-%d %H:%M")


def iso(at: datetime) -> str:
    """For ``<time datetime>``."""
    return at.isoformat(timespec="seconds")


def age(since: datetime | timedelta) -> str:
    """``12 sec``, ``3 min``, ``2 hr``: the largest unit, as browsers write it too."""
    passed = since if isinstance(since, timedelta) else console().now() - since
    return age_in(passed, language())


def age_in(passed: timedelta, chosen: str) -> str:
    """The same in a language that is known already: for rows by the hundred."""
    seconds = max(0, int(passed.total_seconds()))
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds >= size), _UNITS[-1])
    return _spelt(seconds // size, unit, LOCALES[chosen])


@lru_cache(maxsize=1024)
def _spelt(count: int, unit: str, locale: str) -> str:
    """Spelling one takes a third of a millisecond, and a roll call has hundreds."""
    return str(format_unit(count, unit, length="short", locale=locale))
