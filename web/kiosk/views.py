"""What the kiosk shows: pairing, the start, one visitor's steps. It lists nobody, and knows of one visit at a time."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from gate.domain.agreement import AgreementText, SignedBy
from gate.domain.desk_commands import KeepPhoto, RefuseAgreement, SignAgreement
from gate.domain.visit_commands import ArriveVisit
from web import access
from web.auth.limits import limiter
from web.console import console
from web.desk.agreement import drawing_of
from web.desk.scan import looks_like_pass, visit_of_pass
from web.desk.words import faults
from web.invited import particulars
from web.invited.notice import NOTICE, VERSION
from web.kiosk import devices
from web.kiosk.turn import OPEN, TOKEN, Step, Turn, do, kiosk_here, turn_here
from web.language import LANGUAGES, language
from web.order import Ordered
from web.texts import _
from web.words.names import person_name
from web.words.states import ID_KINDS

pages = Blueprint("kiosk", __name__)
PAIRING = "10 per minute; 60 per hour"
FINDING = "30 per minute; 300 per hour"
EARLY = timedelta(hours=2)
LONGEST = 200
DONE_FOR_S = 10


# ── the device ───────────────────────────────────────────────────────────────


@pages.get("/kiosk")
@access.public
def start() -> ResponseReturnValue:
    """Nobody's turn: what the one before entered or chose is gone."""
    kiosk = kiosk_here()
    if kiosk is None:
        return render_template("kiosk/pair.html")
    devices.wipe(console().books, kiosk.id)
    if request.args.get("chosen") != "yes":
        session.pop("language", None)
    return render_template("kiosk/start.html", kiosk=kiosk)


@pages.post("/kiosk/pair")
@limiter.limit(PAIRING)
@access.public
def pair() -> ResponseReturnValue:
    """This browser becomes the kiosk of the code; whoever was signed in here is no more."""
    code = "".join(each for each in request.form.get("code", "") if each.isdecimal())
    token = devices.pair(console().books, code)
    if token is None:
        console().refusals.note("wrong_code", "kiosk", origin=access.origin())
        trouble = _("That code is not good, or no longer. Ask for another.")
        return render_template("kiosk/pair.html", trouble=trouble), 400
    session.clear()
    session[TOKEN] = token
    session.permanent = True  # a kiosk that is switched off at night is a kiosk in the morning
    return redirect(url_for("kiosk.start"))


@pages.post("/kiosk/language")
@access.public
def choose() -> ResponseReturnValue:
    """The language of this visitor."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
    kiosk = kiosk_here()
    if kiosk is not None and kiosk.visit:
        return redirect(url_for("kiosk.visit"))
    return redirect(url_for("kiosk.start", chosen="yes"))


@pages.post("/kiosk/find")
@limiter.limit(FINDING)
@access.public
def find() -> ResponseReturnValue:
    """The code of a visit, scanned or typed; every code that leads nowhere gets the same answer."""
    kiosk = kiosk_here()
    if kiosk is None:
        return redirect(url_for("kiosk.start"))
    code = "".join(request.form.get("text", "").split()).upper()[:LONGEST]
    visit = visit_of_pass(code) if looks_like_pass(code) else None
    if visit is None or not _now(visit):
        text = _("This code belongs to no visit of now. Please turn to the desk.")
        return render_template("kiosk/start.html", kiosk=kiosk, trouble=text), 404
    devices.begin(console().books, kiosk.id, visit)
    return redirect(url_for("kiosk.visit"))


@pages.post("/kiosk/stay")
@access.public
def stay() -> ResponseReturnValue:
    """He is still there."""
    kiosk = kiosk_here()
    if kiosk is not None:
        devices.touch(console().books, kiosk.id)
    return "", 204


def _now(visit: str) -> bool:
    file, now = console().queries.visit(visit), console().now()
    return (
        file is not None and file.visit.state in OPEN and file.visit.starts - EARLY <= now < file.visit.ends
    )


# ── one visitor's steps ──────────────────────────────────────────────────────


@pages.get("/kiosk/visit")
@access.public
def visit() -> ResponseReturnValue:
    """What is next."""
    return _page(turn_here(without_photo=request.args.get("photo") == "no"))


@pages.post("/kiosk/particulars")
@access.public
def complete() -> ResponseReturnValue:
    """Who he is."""
    turn = turn_here()
    errors = particulars.errors_of(turn.file)
    if errors:
        return _page(turn, errors=errors, status=400)
    return _after(turn, do(turn, particulars.command_of(turn.file)))


@pages.post("/kiosk/agreement")
@access.public
def sign() -> ResponseReturnValue:
    """Signed by hand or by name; or not signed, which the desk is told."""
    turn = turn_here()
    text = _text_of(turn, request.form.get("language", ""))
    version = request.form.get("version", default=0, type=int)
    drawing = drawing_of(request.form.get("drawing", ""))
    typed = " ".join(request.form.get("typed_name", "").split())[:LONGEST]
    shown = request.form.get("text_sha256", "")
    if text is None:
        return redirect(url_for("kiosk.visit"))
    if request.form.get("answer") == "refuse":
        command: RefuseAgreement | SignAgreement = RefuseAgreement(
            visit=turn.file.visit.id,
            revision=_revision(),
            version=version,
            language=text.language,
            text_sha256=shown,
            reason=_("Declined at the kiosk"),
        )
        return _after(turn, do(turn, command))
    if not drawing and not typed:
        errors = {"typed_name": _("Sign in the field with finger, pen or mouse, or type the name.")}
        return _page(turn, errors=errors, status=400)
    command = SignAgreement(
        visit=turn.file.visit.id,
        revision=_revision(),
        version=version,
        language=text.language,
        text_sha256=shown,
        method=SignedBy.DRAWN if drawing else SignedBy.TYPED,
        typed_name=typed,
        drawing=console().files.put(drawing) if drawing else "",
    )
    return _after(turn, do(turn, command))


@pages.post("/kiosk/photo")
@access.public
def photo() -> ResponseReturnValue:
    """A picture of him, looked at as at the desk."""
    turn = turn_here()
    upload = request.files.get("photo")
    content = upload.read() if upload else b""
    fault = console().pictures.judge(content)
    if fault is not None:
        return _page(turn, errors={"photo": faults()[str(fault)]}, status=400)
    name = console().files.put(console().pictures.as_jpeg(content))
    return _after(turn, do(turn, KeepPhoto(visit=turn.file.visit.id, revision=_revision(), photo=name)))


@pages.post("/kiosk/arrive")
@access.public
def arrive() -> ResponseReturnValue:
    """Tell the host; then the kiosk forgets him."""
    turn = turn_here(without_photo=True)
    ordered = do(turn, ArriveVisit(visit=turn.file.visit.id))
    if not ordered.done:
        return _page(turn, trouble=ordered.trouble, status=ordered.status)
    return redirect(url_for("kiosk.done"))


@pages.get("/kiosk/done")
@access.public
def done() -> ResponseReturnValue:
    """Thanks, and nothing of him any more."""
    kiosk = kiosk_here()
    if kiosk is None:
        return redirect(url_for("kiosk.start"))
    devices.wipe(console().books, kiosk.id)
    return render_template("kiosk/done.html", kiosk=kiosk, after_s=DONE_FOR_S)


def _after(turn: Turn, ordered: Ordered) -> ResponseReturnValue:
    if not ordered.done:
        return _page(turn, trouble=ordered.trouble, status=ordered.status)
    return redirect(url_for("kiosk.visit"))


def _page(
    turn: Turn, *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    if turn.step is Step.DONE:
        return redirect(url_for("kiosk.done"))
    person = turn.stands.person
    held = person.file if person else None
    shown = {
        "turn": turn,
        "file": turn.file,
        "held": held,
        "who": person_name(held.person, language()) if held else "",
        "host": turn.stands.names.person(turn.file.visit.host) if turn.file.visit.host else "",
        "asks": {field.value for field in particulars.asked(turn.file)},
        "text": _text_of(turn, language()),
        "texts": {each.language: each for each in turn.stands.desk.texts},
        "approved": turn.file.visit.state.value == "approved" if turn.file.visit.state else False,
        "notice": NOTICE,
        "version": VERSION,
        "id_kinds": ID_KINDS,
        "errors": errors or {},
        "trouble": trouble,
        "typed": request.form,
    }
    return render_template(f"kiosk/{turn.step.value}.html", **shown), status


def _text_of(turn: Turn, wanted: str) -> AgreementText | None:
    texts = {each.language: each for each in turn.stands.desk.texts}
    return texts.get(wanted) or next(iter(texts.values()), None)


def _revision() -> int:
    return request.form.get("revision", default=-1, type=int)
