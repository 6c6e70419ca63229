"""Hosts with accounts, and visits before, inside and after: for pictures and for the tests of those pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, cast

from gate.client import Queries
from gate.domain.card import card_number
from gate.domain.commands import Actor, CheckInVisit
from gate.domain.rights import Role
from gate.domain.visit import Items
from gate.domain.visit_commands import (
    ApproveVisit,
    ArriveVisit,
    ChangeVisit,
    Invited,
    InviteVisitors,
    LoseBadge,
    VisitSpan,
)
from gate.notify import contacts
from gate.notify.composing import Message
from gate.notify.notifier import Notifier
from gate.notify.settings import Settings
from tests.service.rig import GUARD
from tests.web.desk import PASSWORD, QUICK, Desk
from web.auth import operators

LI = Actor(user="li.na", role=Role.HOST, person="p1002")
CHEN = Actor(user="chen.host", role=Role.HOST, person="p1001")
LOST, FOUND = card_number("H10301", 41, 200), card_number("H10301", 42, 200)
SETTINGS = Settings(
    console="https://gate.example.net", mail="mailto://mx.example.net", desk=("json://desk/",)
)
LINK = re.compile(r"https://gate\.example\.net(/[ih]/[A-Za-z0-9_-]{43})")


class Post:
    """What went out, newest last."""

    def __init__(self) -> None:
        self.out: list[tuple[str, Message]] = []

    def send(self, address: str, message: Message) -> None:
        """Keep it."""
        self.out.append((address, message))

    def link(self) -> str:
        """The path of the newest link that went out."""
        found = [match[1] for _, message in self.out for match in LINK.finditer(message.body)]
        return found[-1]


def hosts(desk: Desk) -> None:
    """Li Na may sign in as a host; so may Chen Wei, who owns the laboratory. The manager is somebody else."""
    for actor in (LI, CHEN):
        operators.put(desk.console.books, QUICK, actor.user, Role.HOST, PASSWORD, actor.person)
    contacts.put(desk.console.told, [contacts.contact("p1001", "chen@example.net", "zh")])
    contacts.put(desk.console.told, [contacts.contact("p1002", "li@example.net", "en")])


def post(desk: Desk) -> tuple[Post, Notifier]:
    """A notifier on the desk's store that has read up to now."""
    sent = Post()
    notifier = Notifier(
        desk.rig.site,
        desk.console.told,
        cast("Queries", desk.console.queries),
        sent,
        SETTINGS,
        desk.rig.clock.now,
    )
    notifier.step()
    return sent, notifier


def invite(desk: Desk, actor: Actor = LI, **changes: Any) -> str:
    """Marta Kowalska to the host's office, from now on; her visit."""
    now = desk.rig.clock.now()
    base: dict[str, object] = {
        "visitors": (Invited(name="Marta Kowalska", company="Łódź Optics", email="marta@example.net"),),
        "spans": (VisitSpan(starts=now, ends=now + timedelta(hours=3)),),
        "host": actor.person,
        "zones": ("lobby", "office"),
        "escorts": (actor.person,),
        "purpose": "Calibration",
    }
    receipt = desk.engine.send(InviteVisitors(**{**base, **changes}), actor)
    assert receipt.outcome.value == "done", receipt.why
    return next(file.visit.id for file in desk.rig.facts.visits.values() if file.series == receipt.subject)


def play(desk: Desk) -> Post:
    """For pictures: one of each."""
    hosts(desk)
    sent, notifier = post(desk)
    rig = desk.rig
    lab = invite(desk, zones=("lobby", "office", "lab"), kind="official")
    desk.engine.send(ApproveVisit(visit=lab, edition=1), CHEN)
    file = rig.facts.visits[lab].visit
    changed = ChangeVisit(
        visit=lab, edition=1, host="p1002", zones=file.zones, starts=file.starts,
        purpose="Calibration of the interferometer",
        ends=file.ends + timedelta(hours=2), escorts=("p1002", "p1006"),
    )  # fmt: skip
    desk.engine.send(changed, LI)
    invite(desk, visitors=(Invited(name="Piotr Nowak", company="Elevator Service"),), kind="contractor")
    waiting = invite(
        desk, visitors=(Invited(name="Wu Jing", name_zh="吴静", company="清华大学", email="w@example.net"),)
    )
    desk.engine.send(ArriveVisit(visit=waiting), GUARD)
    inside = invite(desk, visitors=(Invited(name="Ayşe Yılmaz", company="Bosphorus Survey"),))
    check_in = CheckInVisit(visit=inside, card=LOST, agreement=True, items=Items.DEPOSITED)
    assert desk.engine.send(check_in, GUARD).outcome.value == "done"
    desk.engine.act(lambda rig: rig.walk(LOST, "rdr-front-in", "front-door"))
    desk.engine.send(LoseBadge(visit=inside, reason="Left in a taxi", replacement=FOUND), GUARD)
    notifier.step()
    return sent
