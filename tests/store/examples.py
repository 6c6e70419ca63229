"""Facts and events to put into stores."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from gate.domain.alarm import Alarm
from gate.domain.card import card_number
from gate.domain.credential import Credential, CredentialState
from gate.domain.departure import Departure
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit import Items, Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.store import EventRecord

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
CARD = card_number("H10301", 4567, 123)

CHEN = PersonFile(
    person=Person(
        id="p1001",
        name="Chen Wei",
        name_zh="陈伟",
        clearance=Clearance.CORE,
        starts=NOON - timedelta(days=700),
        memberships=(
            Membership(id="m1", group="staff", reason="post", approved_by="p1002"),
            Membership(id="m2", group="lab-team", reason="project 17", ends=NOON + timedelta(days=30)),
        ),
        prerequisites={"agreement": date(2027, 6, 30), "vetting": None},
        credentials=(
            Credential(id="c1", card=CARD, assurance=Assurance.PROTECTED),
            Credential(
                id="c9", card=card_number("EM4100", "62e3086ced"), kind="fob", state=CredentialState.LOST
            ),
        ),
        pin="v1:keyed",
        extended_time=True,
        department="Physics",
    ),
    revision=7,
    initials="cw",
)
ANA = PersonFile(
    person=Person(id="v2001", name="Ana Souza", kind=PersonKind.VISITOR, company="Souza Instruments"),
    revision=8,
    initials="as",
    id_kind="passport",
    id_hash="hash",
    id_last4="3456",
)
VISIT = VisitFile(
    visit=Visit(
        id="w1",
        starts=NOON,
        ends=NOON + timedelta(hours=4),
        zones=("lobby", "office"),
        host="p1001",
        escorts=("p1001",),
        state=VisitState.CHECKED_IN,
        items=Items.DEPOSITED,
    ),
    person="v2001",
    purpose="calibration",
    registered_by="wang.fang",
    approved_by="p1001",
    badge="c5",
    agreed_at=NOON,
    checked_in_at=NOON,
)
ALARM = Alarm(
    id="a1", kind="forced_open", subject="lab-door", portal="lab-door", zone="lab", priority=1,
    raised_at=NOON, changed_at=NOON, cause="force",
)  # fmt: skip
PORTAL = PortalStatus(
    portal="lab-door",
    commanded=Commanded.LOCKED,
    contact=Contact.OPEN,
    state=DoorState.FORCED,
    since=NOON,
    cause="force",
    machine="{}",
)
DEVICE = DeviceHealth(device="rdr-lab-in", online=False, since=NOON, why="no reply for 8 s")
AGENT = AgentStatus(agent="cabinet-1", mode="host", since=NOON, pack="ab12", revision=7)
DEPARTURE = Departure(
    id="d1",
    person="p1001",
    revision=9,
    credentials=("c1", "c9"),
    started_at=NOON,
    started_by="liu.yang",
    reason="resigned",
    answers={"cabinet-2": NOON + timedelta(seconds=1), "cabinet-1": None},
)
EVERYTHING = (CHEN, ANA, VISIT, ALARM, PORTAL, DEVICE, AGENT, DEPARTURE)


def event(seq: int, **changes: object) -> EventRecord:
    """An event of the log; its identity follows ``seq``."""
    base = EventRecord(
        seq=seq, src="cabinet-1", boot=1, src_seq=seq, at=NOON + timedelta(seconds=seq),
        recorded_at=NOON + timedelta(seconds=seq), type="ContactChanged", body="{}",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]
