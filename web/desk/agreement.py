"""The agreement at the desk: shown whole, signed by hand or by name, or refused; and the paper of it."""

from __future__ import annotations

import base64
import binascii
import io

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from gate.domain.agreement import AgreementText, SignedBy
from gate.domain.desk_commands import AgreementWording, PublishAgreement, RefuseAgreement, SignAgreement
from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.desk.standing import known_visit, standing
from web.language import language
from web.order import order
from web.papers.signed import Signed, signed_paper
from web.texts import _
from web.visits import views as visit_pages
from web.words.names import person_name

pages = Blueprint("agreement", __name__)
PNG = "data:image/png;base64,"
LARGEST = 150_000
LONGEST = 200


@pages.get("/visits/<id>/agreement")
@access.needs(Right.DESK)
def show(id: str) -> ResponseReturnValue:
    """The whole text, for the visitor to read."""
    return _show(id)


@pages.post("/visits/<id>/agreement")
@access.needs(Right.DESK)
def sign(id: str) -> ResponseReturnValue:
    """Signed, by hand or by name."""
    file, text = known_visit(id), _text(request.form.get("language", ""))
    if text is None:
        abort(404)
    typed = " ".join(request.form.get("typed_name", "").split())[:LONGEST]
    drawing = drawing_of(request.form.get("drawing", ""))
    if not drawing and not typed:
        return _show(
            id, trouble=_("Sign in the field with finger, pen or mouse, or type the name."), status=400
        )
    command = SignAgreement(
        visit=id,
        revision=request.form.get("revision", default=-1, type=int),
        version=request.form.get("version", default=0, type=int),
        language=text.language,
        text_sha256=request.form.get("text_sha256", ""),
        method=SignedBy.DRAWN if drawing else SignedBy.TYPED,
        typed_name=typed,
        drawing=console().files.put(drawing) if drawing else "",
    )
    return visit_pages.answer(file, order(command), _("The agreement is signed"))


@pages.post("/visits/<id>/agreement/refuse")
@access.needs(Right.DESK)
def refuse(id: str) -> ResponseReturnValue:
    """He would not sign."""
    file, text = known_visit(id), _text(request.form.get("language", ""))
    reason = " ".join(request.form.get("reason", "").split())[:LONGEST]
    if text is None:
        abort(404)
    if not reason:
        return _show(id, trouble=_("Say why the visitor does not sign."), status=400)
    command = RefuseAgreement(
        visit=id,
        revision=request.form.get("revision", default=-1, type=int),
        version=request.form.get("version", default=0, type=int),
        language=text.language,
        text_sha256=request.form.get("text_sha256", ""),
        reason=reason,
    )
    return visit_pages.answer(file, order(command), _("The refusal is recorded"))


@pages.get("/visits/<id>/agreement.pdf")
@access.needs(Right.DESK)
def paper(id: str) -> ResponseReturnValue:
    """The newest signature, or refusal, with the text that it was given to."""
    stands = standing(known_visit(id))
    if not stands.desk.signatures or stands.person is None:
        abort(404)
    signature = stands.desk.signatures[0]
    texts = console().queries.agreement(signature.version)
    text = next((each for each in texts if each.language == signature.language), None)
    if text is None or text.sha256 != signature.text_sha256:
        abort(404)
    drawing = console().files.get(signature.drawing) if signature.drawing else None
    name = person_name(stands.person.file.person, language())
    content = signed_paper(Signed(text=text, signature=signature, name=name, drawing=drawing))
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name="agreement.pdf")


# ── the text itself ──────────────────────────────────────────────────────────


@pages.get("/agreement")
@access.needs(Right.DESK_RULES)
def text() -> ResponseReturnValue:
    """What is signed now, and the form for the next version."""
    return _text_page()


@pages.post("/agreement")
@access.needs(Right.DESK_RULES)
def publish() -> ResponseReturnValue:
    """The next version in both languages."""
    given = [
        (each, request.form.get(f"title_{each}", ""), request.form.get(f"text_{each}", ""))
        for each in ("en", "zh")
    ]
    wordings = tuple(
        AgreementWording(language=each, title=title.strip(), text=body.replace("\r\n", "\n").strip())
        for each, title, body in given
        if title.strip() or body.strip()
    )
    ordered = order(PublishAgreement(wordings=wordings))
    if not ordered.done:
        return _text_page(trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(_("The agreement is published: whoever comes is asked anew"), "ok", "/agreement")
    return _text_page()


def _text_page(trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    texts = {each.language: each for each in console().queries.agreement()}
    return (
        render_template("desk/text.html", texts=texts, trouble=trouble, key=key, typed=request.form),
        status,
    )


def _show(id: str, *, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    stands = standing(known_visit(id))
    wanted = request.values.get("language", language())
    texts = {each.language: each for each in stands.desk.texts}
    shown = texts.get(wanted) or next(iter(texts.values()), None)
    if shown is None:
        abort(404)
    page = render_template(
        "desk/agreement.html",
        stands=stands,
        file=stands.file,
        record=stands.record,
        text=shown,
        texts=texts,
        trouble=trouble,
        name=person_name(stands.person.file.person, language()) if stands.person else "",
    )
    return page, status


def _text(wanted: str) -> AgreementText | None:
    return next((each for each in console().queries.agreement() if each.language == wanted), None)


def drawing_of(data: str) -> bytes:
    """The picture that the canvas gave; nothing for anything else."""
    if not data.startswith(PNG) or len(data) > LARGEST:
        return b""
    try:
        content = base64.b64decode(data.removeprefix(PNG), validate=True)
    except binascii.Error:
        return b""
    return content if content.startswith(b"\x89PNG\r\n\x1a\n") else b""
