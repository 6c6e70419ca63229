"""The end of the day: one line for each visitor of whom nobody said how he left."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import VisitLine
from gate.domain.evidence import EVIDENCE, EXIT_UNKNOWN
from gate.domain.rights import Right
from gate.domain.visit import VisitState
from gate.domain.visit_commands import CloseVisitorDay, DayLine
from web import access, last
from web.console import console
from web.language import language
from web.order import order
from web.texts import _
from web.words.names import Names

pages = Blueprint("day", __name__)
LONGEST = 200
OPEN = (VisitState.CHECKED_IN, VisitState.ARRIVED)


def evidence_texts() -> dict[str, str]:
    """What a guard may say, in the page's words."""
    texts = {
        "seen_leaving": _("Seen leaving the building"),
        "badge_at_desk": _("Gave the badge back and went"),
        "host_says": _("The host says so"),
        EXIT_UNKNOWN: _("Nobody saw it: stays on the muster list as uncertain"),
    }
    return {word: texts[word] for word in EVIDENCE}


@pages.get("/day")
@access.needs(Right.DESK)
def day() -> ResponseReturnValue:
    """Everybody who is open; badges that are out; exits that nobody knows."""
    return _page()


@pages.post("/day")
@access.needs(Right.DESK)
def close() -> ResponseReturnValue:
    """Close the day. Nothing is closed while one line is missing."""
    lines = [line for line in console().queries.visits_unfinished() if line.file.visit.state in OPEN]
    errors = {
        line.file.visit.id: _("Say how you know that the visitor has left.")
        for line in lines
        if request.form.get(f"evidence-{line.file.visit.id}") not in EVIDENCE
    }
    if errors:
        return _page(errors=errors, status=400)
    command = CloseVisitorDay(
        lines=tuple(_line(line.file.visit.id) for line in lines),
        note=" ".join(request.form.get("note", "").split())[:LONGEST],
    )
    ordered = order(command)
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(_("The visitors' day is closed"), "ok", url_for("day.day"))
    return redirect(url_for("day.day"))


def _line(visit: str) -> DayLine:
    return DayLine(
        visit=visit,
        evidence=request.form.get(f"evidence-{visit}", ""),
        badge_returned=request.form.get(f"badge-{visit}") == "yes",
    )


def _page(
    *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200, key: str = ""
) -> ResponseReturnValue:
    lines = console().queries.visits_unfinished()
    hosts = console().queries.named({line.file.visit.host for line in lines if line.file.visit.host})
    shown = {
        "open": [line for line in lines if line.file.visit.state in OPEN],
        "out": [line for line in lines if line.file.visit.state is VisitState.CHECKED_OUT],
        "unknown": [line for line in lines if _unknown(line)],
        "names": Names(console().site, hosts, language()),
        "evidence": evidence_texts(),
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
        "typed": request.form,
    }
    return render_template("muster/day.html", **shown), status


def _unknown(line: VisitLine) -> bool:
    return line.file.evidence == EXIT_UNKNOWN and line.file.exit_settled_at is None
