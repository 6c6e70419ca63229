"""What every page needs around its own content: the site, the counters, who is signed in, the last action."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session

from gate.client import ENGINE, new_id
from web import access, last, stream
from web.console import console
from web.desk import words as desk_words
from web.language import LANGUAGES, LOCALES, language
from web.live import board
from web.live import views as live
from web.texts import _
from web.words import causes, kinds, names, states

THEMES = ("day", "night")


def set_up(app: Flask) -> None:
    """Make it known to every template."""
    app.before_request(_note_seen)
    app.context_processor(_around)
    app.jinja_env.globals.update(
        new_key=new_id,
        words={"causes": causes, "kinds": kinds, "names": names},
        desk_words=desk_words,
        states=states,
        counters_now=board.counters,
        rail_now=rail,
        engine_down=engine_down,
        not_recorded=not_recorded,
    )


def theme() -> str:
    """``day`` or ``night``."""
    chosen = session.get("theme")
    return chosen if chosen in THEMES else "day"


def rail() -> dict[str, Any]:
    """The alarm queue beside every page; asked for once a page."""
    if "rail" not in g:
        g.rail = live.queue()
    found: dict[str, Any] = g.rail
    return found


def engine_down() -> bool:
    """Whether commands would not be carried out now."""
    feed = console().feed
    return not feed.connected or feed.online(ENGINE) is not True  # unknown is no all-clear


def not_recorded() -> bool:
    """Whether the engine says that its store is away: the only thing that it says of itself while it runs."""
    return bool(console().feed.trouble(ENGINE))


def _note_seen() -> None:
    """Before anything is looked up: what is hinted at while the page is made and on its way, it asks for again."""
    g.seen = stream.newest()


def _around() -> dict[str, Any]:
    return {
        "site": console().site,
        "now": console().now(),
        "language": language(),
        "languages": LANGUAGES,
        "locale": LOCALES[language()].replace("_", "-"),
        "theme": theme(),
        "nav": _nav(),
        "last": last.shown(),
        "here": request.path,
        "seen": g.get("seen", ""),
    }


def _nav() -> list[tuple[str, str, str, str]]:
    """(address, name, icon, key) of what the operator may see."""
    entries = (
        ("see_live", "/live", _("Live"), "pulse", "g d"),
        ("see_live", "/map", _("Map"), "map", "g m"),
        ("desk", "/visits", _("Visitors"), "badge", "g v"),
        ("see_live", "/alarms", _("Alarms"), "bell", "g a"),
        ("see_events", "/cameras", _("Cameras"), "camera", "g c"),
        ("invite", "/invitations", _("Invitations"), "calendar", "g i"),
        ("approve_visits", "/approvals", _("Approvals"), "check", "g o"),
        ("carry", "/permits", _("Permits"), "note", "g k"),
        ("see_live", "/zones", _("Zones"), "lock", "g z"),
        ("see_live", "/muster", _("Roll call"), "shield", "g r"),
        ("see_live", "/handover", _("Handover"), "list", "g h"),
        ("desk_rules", "/watchlists", _("Watchlists"), "eye", "g w"),
        ("see_people", "/people", _("People"), "people", "g p"),
        ("audit", "/audit", _("Audit"), "list", "g l"),
    )
    shown = [(path, name, icon, key) for right, path, name, icon, key in entries if access.may(right)]
    return [
        entry for entry in shown if entry[0] != "/invitations" or not access.may("desk")
    ]  # a button at the desk
