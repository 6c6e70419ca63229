"""The page on which whoever held a badge at a chosen door is compared with its owner, and accepted or refused."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gate.domain.commands import Command, SetCredentialState
from gate.domain.privacy_commands import RecordReading
from gate.domain.rights import Right
from web import access
from web.cameras import checks
from web.cameras.checks import OTHER, SAME, Check
from web.console import console
from web.live.views import told
from web.order import order
from web.words.checks import WORDS

pages = Blueprint("checks", __name__)
READING = "picture at the reader"


@pages.get("/cameras/verify")
@access.needs(Right.SEE_EVENTS)
def index() -> ResponseReturnValue:
    """The newest pictures at chosen doors."""
    return _page()


@pages.get("/cameras/verify/now")
@access.watches(Right.SEE_EVENTS)
def now() -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("cameras/checks.html", **_facts())


@pages.post("/cameras/verify/<path:id>/same")
@access.needs(Right.SEE_PEOPLE)
def same(id: str) -> ResponseReturnValue:
    """It is the badge's owner: who compared them is recorded."""
    check = _known(id)
    reason = checks.reason_for(check, SAME)
    return _sent(RecordReading(what=READING, person=check.body.decision.person or "", reason=reason))


@pages.post("/cameras/verify/<path:id>/other")
@access.needs(Right.CREDENTIALS)
def other(id: str) -> ResponseReturnValue:
    """It is somebody else: the badge is suspended at every door."""
    check = _known(id)
    reason = checks.reason_for(check, OTHER)
    credential = check.body.decision.credential or ""
    return _sent(SetCredentialState(credential=credential, state="suspended", reason=reason))


def _sent(command: Command) -> ResponseReturnValue:
    ordered = order(command)
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status)
    return redirect(url_for("checks.index"), HTTPStatus.SEE_OTHER)


def _known(id: str) -> Check:
    """The picture at a decision about somebody's badge."""
    found = checks.one(id)
    if found is None or not found.body.decision.person:
        abort(404)
    return found


def _page(*, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    return render_template("cameras/verify.html", **_facts(), trouble=trouble), status


def _facts() -> dict[str, object]:
    found = checks.latest()
    names, rows = told(tuple(each.decided for each in found))
    return {
        "checks": list(zip(found, rows, strict=True)),
        "names": names,
        "doors": checks.doors(console().site),
        "check_words": WORDS,
    }
