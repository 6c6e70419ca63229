"""What the desk asks, with everything but what a test is about filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gate.domain.commands import Actor, CheckInVisit, Outcome, Receipt, RegisterVisit
from gate.domain.desk_commands import (
    AddWatchEntries,
    AgreementWording,
    Declared,
    DeclareItems,
    IdentifyVisitor,
    PublishAgreement,
    PutWatchList,
    Watched,
)
from gate.domain.desk_record import DeskRecord, Identified
from gate.domain.rights import Role
from gate.domain.visit import Items
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchAction
from tests.service.rig import GUARD, MORNING, POOL, Rig

END = MORNING + timedelta(hours=4)
SECOND = Actor(user="liu.jun", role=Role.GUARD, origin="desk")
"""Another guard than the one who registers: for classified zones the hands must differ."""
KEEPER = Actor(user="chen.wei", role=Role.MANAGER)
ASK = RegisterVisit(
    name="Ana Souza",
    company="Souza Instruments",
    host="p1001",
    zones=("lobby", "office"),
    starts=MORNING,
    ends=END,
    escorts=("p1001",),
)


def done(rig: Rig, command: Any, actor: Actor = GUARD) -> str:
    """Ask; it must be done."""
    receipt = rig.command(command, actor)
    assert receipt.outcome is Outcome.DONE, receipt.why
    return receipt.subject


def registered(rig: Rig, **changes: Any) -> str:
    """A visit's id."""
    return done(rig, replace(ASK, **changes))


def record(rig: Rig, visit: str) -> DeskRecord:
    """What the desk knows of it."""
    return rig.facts.desk.records.get(visit) or DeskRecord(visit=visit, person=file(rig, visit).person)


def file(rig: Rig, visit: str) -> VisitFile:
    """The visit."""
    return rig.facts.visits[visit]


def revision(rig: Rig, visit: str) -> int:
    """What a page that was just opened would send."""
    return record(rig, visit).revision


def checked_in(rig: Rig, visit: str, **changes: Any) -> Receipt:
    """The guard hands out a badge."""
    ask = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE)
    return rig.command(replace(ask, **changes), SECOND)


def identified(rig: Rig, visit: str, **changes: Any) -> Receipt:
    """A passport is read."""
    ask = IdentifyVisitor(
        visit=visit,
        revision=revision(rig, visit),
        how=Identified.MRZ,
        id_kind="passport",
        id_number="L898902C3",
    )
    return rig.command(replace(ask, **changes))


def watch(rig: Rig, *rows: Watched, action: WatchAction = WatchAction.BLOCK) -> str:
    """A list with these on it; its id."""
    list_id = done(
        rig, PutWatchList(name="Banned", action=action, owner="p1001", review_on=date(2027, 6, 1)), KEEPER
    )
    if rows:
        done(rig, AddWatchEntries(list_id=list_id, entries=rows), KEEPER)
    return list_id


def declared(rig: Rig, visit: str, *items: Declared) -> Receipt:
    """The visitor says what he carries."""
    return rig.command(DeclareItems(visit=visit, revision=revision(rig, visit), items=items))


def published(rig: Rig, text: str = "I keep secrets.") -> str:
    """An agreement in both languages; its version."""
    wordings = (
        AgreementWording(language="en", title="Confidentiality", text=text),
        AgreementWording(language="zh", title="保密承诺书", text=f"本人承诺保守秘密。{text}"),
    )
    return done(rig, PublishAgreement(wordings=wordings), KEEPER)
