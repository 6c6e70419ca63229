"""The pass and the label of a visit: a QR code that finds it, and what the visitor wears."""

from __future__ import annotations

import io

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from gate.domain.desk_commands import IssuePass
from gate.domain.rights import Right
from gate.domain.zone import Visitors
from gate.notify import prints
from gate.visitors.obligations import visitors_in
from web import access, language, last
from web.console import console
from web.desk.scan import code_hash, new_code
from web.desk.standing import Standing, known_visit, standing
from web.order import order
from web.papers.label import Label, label_paper, qr_png
from web.texts import _
from web.visits import views as visit_pages
from web.words.names import Names, person_name

pages = Blueprint("passes", __name__)


@pages.post("/visits/<id>/label")
@access.needs(Right.DESK)
def label(id: str) -> ResponseReturnValue:
    """A label with a new pass on it: the token exists on paper alone, an earlier one finds nothing any more."""
    file = known_visit(id)
    code = new_code()
    ordered = order(IssuePass(visit=id, pass_hash=code_hash(code)))
    if not ordered.done:
        return visit_pages.answer(file, ordered, "")
    if request.form.get("form") == "png":
        return send_file(io.BytesIO(qr_png(code)), mimetype="image/png", download_name="pass.png")
    content = label_paper(_label(standing(file), code))
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name="label.pdf")


@pages.post("/visits/<id>/label/print")
@access.needs(Right.DESK)
def to_printer(id: str) -> ResponseReturnValue:
    """The same into the queue of the desk's printer: nobody waits for it."""
    file, code = known_visit(id), new_code()
    ordered = order(IssuePass(visit=id, pass_hash=code_hash(code)))
    if ordered.done:
        paper = console().files.put(label_paper(_label(standing(file), code)))
        dropped = prints.add(console().told, id, paper, access.operator().name, console().now())
        for each in dropped:
            console().files.forget(each)
    return visit_pages.answer(file, ordered, _("The label waits for the printer"))


@pages.get("/prints")
@access.needs(Right.DESK)
def queue() -> ResponseReturnValue:
    """Labels that wait, failed, or are printed."""
    rows = prints.listed(console().told)
    files = {row.visit: console().queries.visit(row.visit) for row in rows}
    people = {file.person for file in files.values() if file is not None}
    names = Names(console().site, console().queries.named(people), language.language())
    return render_template("desk/prints.html", rows=rows, files=files, names=names)


@pages.post("/prints/<number>/again")
@access.needs(Right.DESK)
def print_again(number: str) -> ResponseReturnValue:
    """Try one that failed once more, now."""
    known = number.isascii() and number.isdecimal() and len(number) < 10
    if not known or not prints.again(console().told, int(number), console().now()):
        abort(404)
    last.remember(_("The label waits for the printer"), "ok", url_for("passes.queue"))
    return redirect(url_for("passes.queue"))


def _label(stands: Standing, code: str) -> Label:
    if stands.person is None:
        abort(404)
    site, visit = console().site, stands.file.visit
    zones = [zone for zone in visit.zones if zone in site.zones]
    return Label(
        name=person_name(stands.person.file.person, language.language()),
        company=stands.person.file.person.company,
        host=stands.names.person(visit.host) if visit.host else "",
        until=language.minute(visit.ends),
        zones=stands.names.zones(zones),
        escorted=any(visitors_in(site, zone) is Visitors.ESCORTED for zone in zones),
        code=code,
        made=console().now(),
    )
