"""A morning on the demo's site, for pictures: played through the real engine, so that every word is one of its."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from gate.domain.card import card_number
from gate.domain.commands import AcknowledgeAlarm, Actor, CheckInVisit, DepartPerson, RegisterVisit
from gate.domain.decision import Decision
from gate.domain.desk_commands import AddWatchEntries, PublishAgreement, PutWatchList, Watched
from gate.domain.desk_commands import AgreementWording as Wording
from gate.domain.door_state import Contact
from gate.domain.events import CameraSaw, CredentialPresented, DeviceHealthChanged, ModeChanged, PackTaken
from gate.domain.rights import Role
from gate.domain.roll import Mark, Occasion
from gate.domain.roll_commands import CallRoll, MarkPerson
from gate.domain.visit import Items
from gate.domain.watchlist import WatchAction
from simulators.camera.camera import SimulatedCamera
from tests.service.rig import ANA, CABINET, CHEN, GUARD, HR, LI, POOL, STRANGER, Rig
from tests.web.desk import Desk

WANG, ZHANG, LIU, ZHAO = (card_number("H10301", number, 123) for number in (4571, 4572, 4573, 4574))
FREE_BADGE = card_number("EM4100", "0A0031F2C4")


def play(desk: Desk) -> None:
    """A quarter of an hour until now: visitors, a denial, a forced door, a reader that fell silent, a departure."""
    rig = desk.rig
    _devices(desk)
    _arrivals(desk)
    _visitors(desk)
    _trouble(desk)
    rig.wait(seconds=21)


def roll(desk: Desk) -> str:
    """A drill: one was seen, one was looked for; its roll."""
    called = desk.engine.send(CallRoll(occasion=Occasion.DRILL), GUARD).subject
    for person, said in (("p1001", Mark.SEEN), ("p1002", Mark.NOT_HERE)):
        desk.engine.send(MarkPerson(roll=called, person=person, mark=said), GUARD)
    return called


def _devices(desk: Desk) -> None:
    site = desk.rig.site
    for device in (*site.devices, *site.cameras):
        desk.engine.event(DeviceHealthChanged(device=device, online=True))
    desk.engine.event(ModeChanged(mode="host", why="the engine answers and has recorded all events"))
    desk.engine.event(PackTaken(pack="3f9c", revision=7))
    desk.rig.wait(minutes=3)


def _arrivals(desk: Desk) -> None:
    def walk(rig: Rig) -> None:
        for card, doors in ((CHEN, 2), (LI, 2), (WANG, 2)):
            for reader, portal in (("rdr-front-in", "front-door"), ("rdr-office-in", "office-door"))[:doors]:
                rig.walk(card, reader, portal)
                rig.wait(seconds=9)

    desk.engine.act(walk)


def _visitors(desk: Desk) -> None:
    rig = desk.rig
    now = rig.clock.now()
    for name, name_zh, company, host, hours in (
        ("Marta Kowalska", None, "Łódź Optics", "p1002", 3),
        ("Sun Qiang", "孙强", "Tianjin Elevator Service", "p1004", 2),
        ("Ben Okafor", None, "Okafor Audit", "p1001", 5),
    ):
        starts = now + timedelta(hours=1) if hours == 5 else now
        ask = RegisterVisit(
            name=name, name_zh=name_zh, company=company, host=host, zones=("lobby", "office"), starts=starts,
            ends=now + timedelta(hours=hours), escorts=(host,), purpose="Maintenance" if hours == 2 else "Meeting",
            id_kind="passport", id_number="AB1234567",
        )  # fmt: skip
        receipt = desk.engine.send(ask, GUARD)
        if hours == 2:
            rig.wait(seconds=50)
            check_in = CheckInVisit(visit=receipt.subject, card=POOL, agreement=True, items=Items.DEPOSITED)
            desk.engine.send(check_in, GUARD)
    rig.wait(seconds=40)
    desk.engine.act(_enter)


def _enter(rig: Rig) -> None:
    rig.present(POOL, "rdr-front-in")
    rig.door("front-door", Contact.OPEN)
    rig.wait(seconds=4)
    rig.door("front-door", Contact.CLOSED)
    rig.wait(seconds=30)


def _trouble(desk: Desk) -> None:
    rig = desk.rig

    at_the_lab: list[Decision | None] = []

    def denied(rig: Rig) -> None:
        at_the_lab.append(rig.present(ZHANG, "rdr-lab-in"))
        rig.wait(seconds=31)
        rig.present(STRANGER, "rdr-bike-in")
        rig.wait(seconds=12)
        at_the_lab.append(rig.present(ANA, "rdr-lab-in"))
        rig.wait(seconds=40)

    desk.engine.act(denied)
    for decision in at_the_lab:
        _seen_at_the_lab(desk, decision)
    desk.engine.send(DepartPerson(person="p1005", reason="End of contract"), HR)
    rig.wait(seconds=25)
    desk.engine.act(lambda rig: rig.present(LIU, "rdr-front-in"))
    rig.wait(seconds=8)
    why = "no good reply for 8 s"
    desk.engine.event(DeviceHealthChanged(device="rdr-archive-in", online=False, why=why))
    for alarm in list(rig.facts.alarms.values()):
        if alarm.kind == "device_offline":
            desk.engine.send(
                AcknowledgeAlarm(alarm=alarm.id, revision=alarm.revision, note="spare ordered"), GUARD
            )
    rig.wait(seconds=33)
    desk.engine.event(
        CameraSaw(camera="cam-lab", rule="tamper", kind="covered", score=0.93, still=_still(desk))
    )
    rig.wait(seconds=35)
    desk.engine.act(lambda rig: rig.walk(ZHAO, "rdr-front-in", "front-door"))
    rig.wait(seconds=7)
    desk.engine.event(CredentialPresented(reader="rdr-desk", card=FREE_BADGE))
    desk.engine.act(lambda rig: rig.door("lab-door", Contact.OPEN))
    rig.wait(seconds=6)
    desk.engine.event(ModeChanged(mode="host", why="the engine answers and has recorded all events"), CABINET)


def _seen_at_the_lab(desk: Desk, decision: Decision | None) -> None:
    """The picture that a rule ``verify`` takes at a decision."""
    assert decision is not None
    kind = str(decision.id)
    saw = CameraSaw(camera="cam-lab", rule="verify", kind=kind, portal="lab-door", still=_still(desk))
    desk.engine.event(saw, src="camera")


def _still(desk: Desk) -> str:
    picture = SimulatedCamera("cam-lab", seed=7, now=desk.rig.clock.now).jpeg()
    name = hashlib.sha256(picture).hexdigest()
    (desk.console.evidence / f"{name}.jpg").write_bytes(picture)
    return name


def desk_rules(desk: Desk) -> None:
    """What a desk goes by: a watchlist, and what visitors sign."""
    keeper = Actor(user="chen.wei", role=Role.MANAGER)
    ask = PutWatchList(name="Banned", action=WatchAction.BLOCK, owner="p1001", review_on=date(2027, 6, 1))
    banned = desk.engine.send(ask, keeper).subject
    entries = (
        Watched(name="Shan Guoqiang", name_zh="单国强", note="took photographs"),
        Watched(name="Ivan Petrov"),
    )
    desk.engine.send(AddWatchEntries(list_id=banned, entries=entries), keeper)
    wordings = (
        Wording(language="en", title="Confidentiality", text="I keep what I see to myself.\n\nAll of it."),
        Wording(language="zh", title="保密承诺书", text="本人承诺保守所知悉的一切秘密。"),
    )
    desk.engine.send(PublishAgreement(wordings=wordings), keeper)
