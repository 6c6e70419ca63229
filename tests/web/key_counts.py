"""How many fields and keys a check-in takes, from anywhere in the console to the badge, in a real browser."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from gate.domain.commands import RegisterVisit
from gate.domain.desk_commands import DeclareItems, IdentifyVisitor, IssuePass
from gate.domain.desk_record import Identified
from gate.domain.events import CredentialPresented
from tests.service.rig import GUARD, POOL
from tests.web.desk import Desk
from tests.web.hands import Hands
from tests.web.steps import guard, publish, sign
from tests.web.test_desk_browser import CODE, WEDGE
from web.desk.scan import code_hash

VISITOR = "Marta Kowalska"
DONE = "is checked in with badge H10301:200:31"


def walk_in(desk: Desk, page: Page) -> int:
    """Somebody whom nobody expected; the agreement is signed on the screen."""
    publish(desk)
    hands = Hands(page=page)
    hands.key("w")
    hands.type(VISITOR, into="#name")
    hands.key("Enter")
    hands.type("cw", into="#host-search")
    hands.key("Enter")
    hands.key("Enter", on="a.btn-primary[href$='/agreement']")
    hands.type(VISITOR, into="#typed_name")
    hands.key("Enter")
    hands.key("Enter", on="input[name=identity]")
    hands.key("Enter", on="input[name=items][value=none]")
    hands.type("200:31", into="#card")
    hands.key("Enter")
    expect(page.get_by_text(DONE)).to_be_visible()
    return hands.count


def pre_registered(desk: Desk, page: Page) -> int:
    """Somebody with a pass who lacks nothing: the keys after the scan of it."""
    visit = _who_lacks_nothing(desk)
    assert sign(desk, guard(desk), f"/visits/{visit}", typed_name=VISITOR).status_code == 302
    desk.engine.event(CredentialPresented(reader="rdr-desk", card=POOL))
    page.evaluate(WEDGE, CODE)
    hands = Hands(page=page)
    hands.key("Enter", on="#card")
    expect(page.get_by_text(DONE)).to_be_visible()
    return hands.count


def _who_lacks_nothing(desk: Desk) -> str:
    """The visit: identified, nothing carried, a pass given out; the agreement is not signed yet."""
    publish(desk)
    rig = desk.rig
    now = rig.clock.now()
    visit = rig.command(
        RegisterVisit(
            name=VISITOR, company="", host="p1001", zones=("lobby", "office"), starts=now,
            ends=now + timedelta(hours=3), escorts=("p1001",),
        ), GUARD
    ).subject  # fmt: skip
    record = rig.facts.desk.records.get(visit)
    read = IdentifyVisitor(
        visit=visit,
        revision=record.revision if record else 0,
        how=Identified.MRZ,
        id_kind="passport",
        id_number="L898902C3",
    )
    rig.command(read, GUARD)
    rig.command(DeclareItems(visit=visit, revision=rig.facts.desk.records[visit].revision, items=()), GUARD)
    rig.command(IssuePass(visit=visit, pass_hash=code_hash(CODE)), GUARD)
    return visit
