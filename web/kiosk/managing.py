"""Kiosks for those who set them up: made, paired by a code, taken away."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.kiosk import devices
from web.texts import _

pages = Blueprint("kiosks", __name__)
LONGEST = 40


@pages.get("/kiosks")
@access.needs(Right.DESK_RULES)
def index() -> ResponseReturnValue:
    """Every kiosk."""
    return _page()


@pages.post("/kiosks")
@access.needs(Right.DESK_RULES)
def make() -> ResponseReturnValue:
    """A new one: its code is shown this once."""
    name = " ".join(request.form.get("name", "").split())[:LONGEST]
    if not name:
        return _page(trouble=_("Give the kiosk a name: where it stands."), status=400)
    return _page(code=devices.make(console().books, name, access.operator().name), name=name)


@pages.post("/kiosks/<id>/code")
@access.needs(Right.DESK_RULES)
def code(id: str) -> ResponseReturnValue:
    """Another code: the device that was paired is one no more."""
    made = devices.code_again(console().books, id)
    if made is None:
        abort(404)
    return _page(code=made)


@pages.post("/kiosks/<id>/remove")
@access.needs(Right.DESK_RULES)
def remove(id: str) -> ResponseReturnValue:
    """Take it away; the device shows nothing but the form for a code."""
    if not devices.remove(console().books, id):
        abort(404)
    last.remember(_("The kiosk is taken away"), "ok", url_for("kiosks.index"))
    return redirect(url_for("kiosks.index"))


def _page(*, code: str = "", name: str = "", trouble: str = "", status: int = 200) -> ResponseReturnValue:
    kiosks = devices.listed(console().books)
    page = render_template("kiosk/kiosks.html", kiosks=kiosks, code=code, name=name, trouble=trouble)
    return page, status
