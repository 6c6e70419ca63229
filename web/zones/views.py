"""Zones and the posture of the site: lockdown with a look at what it does first, threat levels, alternate days."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.commands import Command, LiftLockdown, LockDown, SetThreatLevel
from gate.domain.rights import Right
from gate.domain.standing_commands import SetAlternateDay
from web import access, last
from web.console import console
from web.language import language, today
from web.live import board
from web.order import order
from web.texts import _
from web.words.names import Names
from web.zones.preflight import preflight

pages = Blueprint("zones", __name__)
LONGEST = 200


@pages.get("/zones")
@access.needs(Right.SEE_LIVE)
def index() -> ResponseReturnValue:
    """Every zone with what is set on it, the doors locked down, days that count as others, the policy in force."""
    return _page()


@pages.get("/zones/lockdown")
@access.needs(Right.LOCKDOWN)
def look() -> ResponseReturnValue:
    """Who would be where and what would shut; nothing is ordered yet."""
    targets = _targets(request.args.getlist("target"))
    if not targets:
        return _page(trouble=_("Choose at least one zone or door."), status=400)
    return _look(targets)


@pages.post("/zones/lockdown")
@access.needs(Right.LOCKDOWN)
def lock_down() -> ResponseReturnValue:
    """Order it, as it was looked at."""
    targets = _targets(request.form.getlist("target"))
    if not targets:
        return _page(trouble=_("Choose at least one zone or door."), status=400)
    if not _reason() or request.form.get("sure") != "yes":
        return _look(targets, trouble=_("Give the reason and tick the box: this is recorded."), status=400)
    said = _("Locked down: %(where)s", where=_named(targets))
    ordered = order(LockDown(targets=targets, reason=_reason()))
    if not ordered.done:
        return _look(targets, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(said, "info", url_for("zones.index"))
    return redirect(url_for("zones.index"))


@pages.post("/zones/lift")
@access.needs(Right.LOCKDOWN)
def lift() -> ResponseReturnValue:
    """End a lockdown; what another target covers stays."""
    targets = _targets(request.form.getlist("target"))
    if not targets:
        return _page(trouble=_("Choose at least one zone or door."), status=400)
    return _ordered(
        "lift",
        LiftLockdown(targets=targets, reason=_reason()),
        _("Lockdown lifted: %(where)s", where=_named(targets)),
    )


@pages.post("/zones/threat")
@access.needs(Right.LOCKDOWN)
def threat() -> ResponseReturnValue:
    """Set a threat level on zones, or clear it."""
    zones = tuple(zone for zone in request.form.getlist("zone") if zone in console().site.zones)
    level = request.form.get("level", "")
    if not zones or (level and level not in console().site.threat_levels):
        return _page(trouble=_("Choose at least one zone, and a level or none."), status=400)
    said = _("Threat level set: %(where)s", where=_named(zones))
    return _ordered("threat", SetThreatLevel(level=level or None, zones=zones, reason=_reason()), said)


@pages.post("/zones/day")
@access.needs(Right.GRANT)
def day() -> ResponseReturnValue:
    """Let a date count as another day."""
    counts_as = request.form.get("as_", "")
    try:
        when = date.fromisoformat(request.form.get("day", "").strip())
    except ValueError:
        when = None
    if when is None or counts_as not in day_words():
        return _page(trouble=_("Give a date as 2026-11-30, and what it counts as."), status=400)
    said = _("%(day)s counts as %(as_)s", day=when.isoformat(), as_=day_words()[counts_as])
    return _ordered("day", SetAlternateDay(day=when, as_=counts_as, reason=_reason()), said)


def day_words() -> dict[str, str]:
    """What a date may count as."""
    return {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
        "holiday": _("a holiday"),
    }


def _ordered(form: str, command: Command, said: str) -> ResponseReturnValue:
    if not _reason():
        return _page(trouble=_("Give the reason: it is recorded."), status=400)
    ordered = order(command)
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status, keys={form: ordered.key})
    last.remember(said, "info", url_for("zones.index"))
    return redirect(url_for("zones.index"))


def _reason() -> str:
    return " ".join(request.form.get("reason", "").split())[:LONGEST]


def _targets(given: list[str]) -> tuple[str, ...]:
    site = console().site
    return tuple(each for each in dict.fromkeys(given) if each in site.zones or each in site.portals)


def _named(targets: tuple[str, ...]) -> str:
    names = Names(console().site, {}, language())
    return ("、" if language() == "zh" else ", ").join(names.anything(each) for each in targets)


def _look(
    targets: tuple[str, ...], *, trouble: str = "", status: int = 200, key: str = ""
) -> ResponseReturnValue:
    site = console().site
    lines = console().queries.muster({zone.id for zone in site.zones.values() if zone.outside})
    shown = {
        "before": preflight(site, targets, board.doors(), lines),
        "names": Names(site, {line.person.id: line.person for line in lines}, language()),
        "reason": request.form.get("reason", ""),
        "trouble": trouble,
        "key": key,
    }
    return render_template("zones/lockdown.html", **shown), status


def _page(*, trouble: str = "", status: int = 200, keys: dict[str, str] | None = None) -> ResponseReturnValue:
    """``keys``: of the form that was not carried out, so that sending it again is the same command."""
    queries, site = console().queries, console().site
    kept = queries.posture()
    shown = {
        "posture": kept,
        "names": Names(site, {}, language()),
        "day_words": day_words(),
        "days": {when: as_ for when, as_ in kept.days.items() if when >= today()},
        "running": queries.newest_configuration(),
        "trouble": trouble,
        "keys": keys or {},
        "typed": request.form,
    }
    return render_template("zones/index.html", **shown), status
