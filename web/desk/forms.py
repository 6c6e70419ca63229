"""Which forms a visit's page offers now: what is still to be done, and what the check-in itself asks."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.carried import CarriedItem, CarryPermit, ItemState, PermitState, PermitWay
from gate.domain.visit import VisitState
from gate.domain.visitor_type import AskedField
from gate.domain.watchlist import Hit, Screening, Verdict
from gate.visitors.bans import banned_for, is_banned, unreconciled
from web import access
from web.console import console
from web.desk.standing import Standing

HOLDING = (PermitState.APPLIED, PermitState.APPROVED, PermitState.USED)
BEFORE = (VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """``at_check_in``: obligations that the guard answers by ticking in the check-in's own form. ``permits`` are those
    that a thing may go in under; ``papers`` all that are still open, in and out.
    """

    before: bool
    particulars: tuple[AskedField, ...]
    identity: bool
    screening: bool
    hits: tuple[Hit, ...]
    may_judge: bool
    agreement: bool
    photo: bool
    declare: bool
    settle: tuple[CarriedItem, ...]
    reconcile: tuple[CarriedItem, ...]
    permits: tuple[CarryPermit, ...]
    papers: tuple[CarryPermit, ...]
    at_check_in: frozenset[str]


def of(stands: Standing) -> Forms:
    """The forms of a visit as it stands."""
    file, record = stands.file, stands.record
    before = file.visit.state in BEFORE
    banned = banned_for(console().site, file.visit.zones)
    inside = file.visit.state in (VisitState.CHECKED_IN, VisitState.CHECKED_OUT)
    codes = {each.id: each.code for each in stands.lines}
    ticked = {
        "identity": codes["identity"] in ("document_to_see", "document_to_compare"),
        "agreement": codes["agreement"] == "on_paper",
        "items": codes["items"] == "to_ask",
    }
    return Forms(
        before=before,
        particulars=tuple(AskedField(name) for name in _still(stands)) if before else (),
        identity=before,
        screening=before and record.screening is Screening.UNSCREENED and stands.desk.lists,
        hits=tuple(hit for hit in record.hits if hit.verdict is Verdict.OPEN),
        may_judge=access.may("judge_hits"),
        agreement=before and bool(stands.desk.texts),
        photo=before,
        declare=before,
        settle=tuple(
            item
            for item in stands.desk.items
            if before and item.state is ItemState.DECLARED and is_banned(item, banned)
        ),
        reconcile=unreconciled(stands.desk.items) if inside else (),
        permits=tuple(
            permit
            for permit in stands.desk.permits
            if permit.way is PermitWay.IN and permit.state is PermitState.APPROVED
        ),
        papers=tuple(permit for permit in stands.desk.permits if permit.state in HOLDING),
        at_check_in=frozenset(name for name, open_ in ticked.items() if before and open_),
    )


def _still(stands: Standing) -> tuple[str, ...]:
    """What the type of the visitor asks for and nobody has given."""
    return next((each.about for each in stands.lines if each.id == "particulars"), ())
