"""A private field is revealed: asked for with a reason, carried by a letter, shown once and kept by no page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from gate.client.reveal import LetterUnread, Question
from gate.domain.privacy_commands import RevealField
from gate.domain.private_field import PrivateField
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.order import order
from web.texts import _
from web.words.names import person_name
from web.words.private import PRIVATE

pages = Blueprint("privacy", __name__)
LONGEST_REASON = 200


@pages.get("/people/<id>/private/<name>")
@access.needs(Right.REVEAL)
def ask(id: str, name: str) -> ResponseReturnValue:
    """The question for the reason."""
    return _page(id, _known(id, name))


@pages.post("/people/<id>/private/<name>")
@access.needs(Right.REVEAL)
def reveal(id: str, name: str) -> ResponseReturnValue:
    """The value, on this answer alone."""
    field = _known(id, name)
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return _page(id, field, trouble=_("Give the reason: this is recorded."), status=400)
    question = Question()
    command = RevealField(person=id, name=name, sealed=field.sealed, address=question.address, reason=reason)
    ordered = order(command)
    if not ordered.done or ordered.receipt is None:
        return _page(id, field, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    try:
        value = question.answer(ordered.receipt.letter, id, name)
    except LetterUnread:
        trouble = _("It was shown already, and is shown once. Ask again; that is recorded too.")
        return _page(id, field, trouble=trouble, status=409)
    return _page(id, field, value=value)


def _known(id: str, name: str) -> PrivateField:
    found = {field.name: field for field in console().queries.private_fields(id)}
    if name not in found:
        abort(404)
    return found[name]


def _page(
    id: str, field: PrivateField, *, value: str = "", trouble: str = "", status: int = 200, key: str = ""
) -> ResponseReturnValue:
    found = console().queries.named({id})
    who = person_name(found[id], language()) if id in found else id
    shown = {
        "who": who,
        "id": id,
        "field": field,
        "what": PRIVATE[field.name],
        "value": value,
        "trouble": trouble,
        "key": key,
        "reason": request.form.get("reason", ""),
    }
    return render_template("privacy/reveal.html", **shown), status
