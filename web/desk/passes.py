"""The pass and the label of a visit: a QR code that finds it, and what the visitor wears."""

from __future__ import annotations

import io

from flask import Blueprint, abort, request, send_file
from flask.typing import ResponseReturnValue

from gate.domain.desk_commands import IssuePass
from gate.domain.rights import Right
from gate.domain.zone import Visitors
from gate.visitors.obligations import visitors_in
from web import access, language
from web.console import console
from web.desk.scan import code_hash, new_code
from web.desk.standing import Standing, known_visit, standing
from web.order import order
from web.papers.label import Label, label_paper, qr_png
from web.visits import views as visit_pages
from web.words.names import person_name

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
