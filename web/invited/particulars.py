"""What a visitor enters of himself, on his own page or at a kiosk: what is wrong with it, and the command it makes."""

from __future__ import annotations

from flask import request

from gate.domain.visit_commands import CompleteVisit
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField
from web.console import console
from web.invited.notice import VERSION
from web.texts import _
from web.words.states import ID_KINDS

LONGEST = 200


def asked(file: VisitFile) -> frozenset[AskedField]:
    """What his type may not leave empty."""
    kind = console().site.visitor_types.get(file.kind)
    return kind.asks if kind else frozenset()


def errors_of(file: VisitFile) -> dict[str, str]:
    """What is wrong with the form that came, by field."""
    asks, errors = asked(file), {}
    if not _text("name"):
        errors["name"] = _("A name is needed.")
    if AskedField.COMPANY in asks and not _text("company"):
        errors["company"] = _("Your company is needed.")
    if AskedField.NATIONALITY in asks and not _text("nationality"):
        errors["nationality"] = _("Your nationality is needed.")
    if _text("id_number") and _text("id_kind") not in ID_KINDS:
        errors["id_kind"] = _("Say which document the number is of.")
    if AskedField.DOCUMENT in asks and not _text("id_number") and not _has_document(file):
        errors["id_number"] = _("The number of a document is needed.")
    if request.form.get("notice") != VERSION:
        errors["notice"] = _("Please read the notice and tick the box.")
    return errors


def command_of(file: VisitFile) -> CompleteVisit:
    """The form's command."""
    return CompleteVisit(
        visit=file.visit.id,
        name=_text("name"),
        name_zh=_text("name_zh") or None,
        company=_text("company"),
        nationality=_text("nationality"),
        id_kind=_text("id_kind"),
        id_number=_text("id_number"),
        notice=VERSION,
    )


def _has_document(file: VisitFile) -> bool:
    person = console().queries.person(file.person)
    return person is not None and bool(person.file.id_last4)


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
