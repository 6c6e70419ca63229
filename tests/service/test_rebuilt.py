"""An engine that starts anew knows what the one before knew: presence, doors, alarms, waits, visits, devices."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gate.domain.card import CardNumber
from gate.domain.commands import ForgivePassback, LiftLockdown, LockDown, RegisterVisit, SetThreatLevel
from gate.domain.door_state import Contact
from gate.domain.events import DeviceHealthChanged, InputChanged, LockSensed, RexPressed
from tests.service.rig import ANA, CHEN, GUARD, LI, MANAGER, MORNING, Rig

READERS = ("rdr-front-in", "rdr-front-out", "rdr-office-in", "rdr-office-out", "rdr-lab-in", "rdr-lab-out")
PORTALS = ("front-door", "office-door", "lab-door", "archive-door")
CONTACTS = (Contact.OPEN, Contact.CLOSED, Contact.CLOSED, Contact.UNKNOWN)


def known(rig: Rig) -> dict[str, Any]:
    """All that decides what the engine does next."""
    facts = rig.facts
    return {
        "presence": {person: facts.world.presence(person) for person in facts.people},
        "world": sorted(facts.world.rows(), key=lambda row: (row.kind, row.key)),
        "doors": {portal: replace(state, at=MORNING) for portal, state in facts.doors.items()},
        "locked": facts.locked,
        "alarms": facts.alarms,
        "devices": facts.devices,
        "agents": facts.agents,
        "people": facts.people,
        "visits": facts.visits,
        "revision": facts.revision,
    }


def comes_in(rig: Rig, card: CardNumber) -> None:
    """At the front door, which opens and closes whatever it was before."""
    rig.door("front-door", Contact.CLOSED)
    rig.present(card, "rdr-front-in")
    rig.door("front-door", Contact.OPEN)
    rig.door("front-door", Contact.CLOSED)


def moves(dice: random.Random, rig: Rig) -> list[Callable[[], object]]:
    """What may happen next."""
    card, reader, portal = dice.choice((CHEN, LI, ANA)), dice.choice(READERS), dice.choice(PORTALS)
    now = rig.clock.now()
    visit = RegisterVisit(
        name=f"Guest {dice.randrange(99)}", company="x", host="p1001", zones=("lobby",), starts=now,
        ends=now + timedelta(hours=1),
    )  # fmt: skip
    level = SetThreatLevel(level=dice.choice(("elevated", None)), zones=("lab",), reason="drill")
    return [
        lambda: comes_in(rig, CHEN),
        lambda: comes_in(rig, LI),
        lambda: rig.present(card, reader),
        lambda: rig.present(card, "rdr-archive-in", dice.choice(("4821", "0000"))),
        lambda: rig.door(portal, dice.choice(CONTACTS)),
        lambda: rig.event(RexPressed(portal=portal)),
        lambda: rig.event(LockSensed(portal=portal, released=dice.choice((True, False)))),
        lambda: rig.event(DeviceHealthChanged(device="rdr-lab-in", online=dice.choice((True, False)), why="x")),
        lambda: rig.event(InputChanged(name="fire", owner="cabinet-1", active=dice.choice((True, False)))),
        lambda: rig.command(dice.choice((LockDown, LiftLockdown))(targets=("lab",), reason="drill"), MANAGER),
        lambda: rig.command(level, MANAGER),
        lambda: rig.command(ForgivePassback(person="p1001", reason="x"), GUARD),
        lambda: rig.command(visit, GUARD),
        lambda: rig.wait(seconds=dice.choice((1, 4, 31))),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_the_state_is_rebuilt_equal_after_each_of_many_starts(rig: Rig, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(6):
        for _ in range(dice.randrange(3, 12)):
            dice.choice(moves(dice, rig))()
        before = known(rig)
        rig.restart()
        after = known(rig)
        assert {name for name in before if before[name] != after[name]} == set()
    assert any(len(zones) < len(rig.site.zones) for zones in known(rig)["presence"].values()), (
        "somebody moved"
    )
