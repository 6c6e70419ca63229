"""Who asks for visits in these tests, and for what."""

from datetime import timedelta

from gate.domain.card import CardNumber
from gate.domain.commands import Actor, CheckInVisit
from gate.domain.desk_commands import IdentifyVisitor
from gate.domain.desk_record import Identified
from gate.domain.rights import Role
from gate.domain.visit import Items
from gate.domain.visit_commands import ApproveVisit, ArriveVisit, Invited, InviteVisitors, VisitSpan
from gate.service.desk.kept import record_of
from tests.service.rig import MORNING, POOL, Rig

CHEN = Actor(user="chen", role=Role.HOST, person="p1001")  # owns laboratory and archive
LI = Actor(user="li", role=Role.HOST, person="p1002")
ZHANG = Actor(user="zhang", role=Role.HOST, person="p1004")
BOSS = Actor(user="boss", role=Role.MANAGER)
BOSS_TOO = Actor(user="boss.too", role=Role.MANAGER)
DESK = Actor(user="wang.fang", role=Role.GUARD, person="p1003")
NIGHT = Actor(user="night", role=Role.GUARD)

LATER = MORNING + timedelta(hours=1)
END = MORNING + timedelta(hours=4)
OFFICE = ("lobby", "office")
LAB = ("lobby", "office", "lab")
MARTA = Invited(name="Marta Kowalska", company="Łódź Optics", email="marta@example.net", language="en")
SUN = Invited(
    name="Sun Qiang", name_zh="孙强", company="Tianjin Elevator", email="sun@example.net", language="zh"
)


def invitation(**changes: object) -> InviteVisitors:
    """Marta to Li Na's office, this morning."""
    base: dict[str, object] = {
        "visitors": (MARTA,),
        "spans": (VisitSpan(starts=LATER, ends=END),),
        "host": "p1002",
        "zones": OFFICE,
        "escorts": ("p1002",),
        "purpose": "Calibration",
    }
    return InviteVisitors(**{**base, **changes})  # type: ignore[arg-type]


def identified(rig: Rig, visit: str, actor: Actor = DESK) -> None:
    """The desk types the visitor's document."""
    ask = IdentifyVisitor(
        visit=visit, revision=record_of(rig.facts, visit).revision, how=Identified.TYPED, id_kind="passport",
        id_number="EK4471203",
    )  # fmt: skip
    receipt = rig.command(ask, actor)
    assert receipt.outcome.value == "done", receipt.why


def checked_in(rig: Rig, actor: Actor = DESK, card: CardNumber = POOL, **changes: object) -> str:
    """Invited, arrived and let in at the beginning of the visit."""
    visit = invited(rig, LI, **changes)
    if rig.facts.visits[visit].approvals:
        rig.command(ApproveVisit(visit=visit, edition=1), CHEN)
    rig.wait(hours=1)
    rig.command(ArriveVisit(visit=visit), actor)
    identified(rig, visit, actor)
    ask = CheckInVisit(visit=visit, card=card, agreement=True, items=Items.DEPOSITED)
    receipt = rig.command(ask, actor)
    assert receipt.outcome.value == "done", receipt.why
    return visit


def only(rig: Rig, series: str) -> str:
    """The one visit of a series."""
    found = [file.visit.id for file in rig.facts.visits.values() if file.series == series]
    assert len(found) == 1
    return found[0]


def invited(rig: Rig, actor: Actor = LI, **changes: object) -> str:
    """An invitation that the engine takes: its one visit."""
    receipt = rig.command(invitation(**changes), actor)
    assert receipt.outcome.value == "done", receipt.why
    return only(rig, receipt.subject)
