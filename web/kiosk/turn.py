"""Whose turn it is at the kiosk, what he still owes, and how his commands are sent. Everything else is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import abort, redirect, request, session, url_for

from gate.domain.commands import Actor, Command
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from web import access
from web.console import console
from web.desk.standing import Standing, standing
from web.kiosk import devices
from web.kiosk.devices import Kiosk
from web.order import Ordered, form_key, send_as

TOKEN = "kiosk"  # noqa: S105 - the key in the cookie, no secret
AHEAD = (VisitState.SUBMITTED, VisitState.APPROVED)
OPEN = (*AHEAD, VisitState.ARRIVED)


class Step(StrEnum):
    """What is next, in this order."""

    PARTICULARS = "particulars"
    AGREEMENT = "agreement"
    PHOTO = "photo"
    ARRIVE = "arrive"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One visitor before one kiosk."""

    kiosk: Kiosk
    file: VisitFile
    stands: Standing
    step: Step


def kiosk_here() -> Kiosk | None:
    """The kiosk that this browser is, if it is one."""
    token = session.get(TOKEN)
    return devices.of_token(console().books, token) if token else None


def turn_here(*, without_photo: bool = False) -> Turn:
    """Whose turn it is; the start page for a device with nobody before it, or a form of whoever was there before."""
    kiosk = kiosk_here()
    file = console().queries.visit(kiosk.visit) if kiosk and kiosk.visit else None
    stale = request.method == "POST" and kiosk is not None and request.form.get("turn") != kiosk.turn
    if kiosk is None or file is None or stale or file.visit.state not in OPEN:
        abort(redirect(url_for("kiosk.start")))
    devices.touch(console().books, kiosk.id)
    stands = standing(file)
    return Turn(kiosk=kiosk, file=file, stands=stands, step=_next(stands, without_photo=without_photo))


def do(turn: Turn, command: Command) -> Ordered:
    """Send what the visitor did, in the kiosk's name."""
    actor = Actor(user=f"kiosk {turn.kiosk.name}", role=Role.KIOSK, origin=access.origin())
    return send_as(command, actor, form_key())


def _next(stands: Standing, *, without_photo: bool) -> Step:
    file, record = stands.file, stands.record
    if file.visit.state in AHEAD and file.completed_at is None:
        return Step.PARTICULARS
    newest = max((text.version for text in stands.desk.texts), default=0)
    if newest and record.signed_version != newest and record.refused_at is None:
        return Step.AGREEMENT
    if not record.photo and not without_photo:
        return Step.PHOTO
    return Step.DONE if file.visit.state is VisitState.ARRIVED else Step.ARRIVE
