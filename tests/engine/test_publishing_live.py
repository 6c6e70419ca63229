"""A configuration is published while the engine runs: between two decisions, or not at all."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from gate.bus.messages import PackDelivery
from gate.bus.plain import to_json
from gate.domain.commands import (
    Actor,
    AddMembership,
    Command,
    EndMembership,
    LockDown,
    Outcome,
    Receipt,
    SetCredentialState,
)
from gate.domain.credential import CredentialState
from gate.domain.decision import Result
from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    AlarmReturned,
    ConfigurationPublished,
    CredentialPresented,
)
from gate.domain.invariant import Never, Who
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.site import Site
from gate.edge.pack import open_pack
from gate.engine.proving import EVERY, FIRST, Proving
from gate.policy.instant import micros
from gate.policy.proofs import LastProof, Proofs
from gate.policy.roster import build
from gate.store import open_store
from tests.engine.bus import PATIENCE_S, ask
from tests.engine.conftest import Setup
from tests.service.rig import CABINET, CHEN, MANAGER, MORNING, example_site

READ = CredentialPresented(reader="rdr-front-in", card=CHEN)
VERSION = "ab" * 32
OTHER = replace(MANAGER, user="zhao.min")


def without_grants(site: Site) -> Site:
    """The site where no group may go anywhere."""
    groups = {name: replace(group, grants=()) for name, group in site.groups.items()}
    return replace(site, version=VERSION, groups=groups)


_NUMBERS = count()


def send(setup: Setup, command: Command, actor: Actor = MANAGER) -> Receipt:
    """The receipt of a command."""
    id_ = f"k{next(_NUMBERS)}"
    ask(setup.bus, setup.site.id, command, actor, id=id_)
    return setup.bus.wait(Receipt, lambda receipt: receipt.id == id_)


def publish(setup: Setup, version: str = VERSION) -> Receipt:
    return send(setup, PublishConfiguration(version=version, reason="the new wing"))


def decided(setup: Setup) -> AccessDecided:
    request = setup.agent.say(READ)
    return setup.bus.wait(AccessDecided, lambda decided: decided.request == request)


def test_the_next_decision_is_the_new_configurations(setup: Setup) -> None:
    setup.start()
    assert decided(setup).decision.result is Result.GRANTED
    setup.on_disk = without_grants(setup.site)
    receipt = publish(setup)
    assert (receipt.outcome, receipt.subject) == (Outcome.DONE, VERSION)
    decision = decided(setup).decision
    assert (decision.policy, decision.reasons) == (VERSION, ("no_grant",))
    said = setup.bus.wait(ConfigurationPublished)
    assert (said.configuration, said.before, said.overridden) == (VERSION, setup.site.version, ())


def test_agents_get_packs_of_it(setup: Setup) -> None:
    setup.start()
    setup.on_disk = without_grants(setup.site)
    publish(setup)
    keys = setup.ring.for_agent(CABINET)

    def of_it(delivery: PackDelivery) -> bool:
        return open_pack(delivery, CABINET, keys.open_pack).site.version == VERSION

    assert setup.bus.wait(PackDelivery, of_it).agent == CABINET


def test_it_is_kept_for_replay_and_runs_after_a_restart(setup: Setup) -> None:
    setup.start()
    setup.on_disk = without_grants(setup.site)
    setup.at(MORNING + timedelta(seconds=1))
    publish(setup)
    reader = setup.reader()
    assert reader.newest_configuration() == VERSION
    assert f'"version":"{VERSION}"' in (reader.configuration(VERSION) or "")
    reader.close()
    setup.site = setup.on_disk
    setup.restart()
    assert decided(setup).decision.policy == VERSION


def test_what_moves_is_taken_along(setup: Setup) -> None:
    setup.start()
    send(setup, LockDown(targets=("lobby",), reason="drill"))
    setup.on_disk = replace(setup.site, version=VERSION)
    assert publish(setup).outcome is Outcome.DONE
    assert decided(setup).decision.reasons == ("lockdown",)


@pytest.mark.parametrize(
    ("on_disk", "why"),
    [
        (ValueError("zones[3]: expected a level"), "the site file cannot be run: zones[3]: expected a level"),
        (
            replace(example_site(), version="cd" * 32),
            f"expected {VERSION} in the engine's own site file, got",
        ),
        (replace(example_site(), version=VERSION, devices={}), "what is wired has changed (devices)"),
        (
            replace(example_site(), version=VERSION, portals={}, interlocks={}),
            "what is wired has changed (archive-door",
        ),
    ],
)
def test_what_cannot_be_taken_leaves_the_old_in_force(
    setup: Setup, on_disk: Site | ValueError, why: str
) -> None:
    setup.start()
    setup.on_disk = on_disk
    receipt = publish(setup)
    assert receipt.outcome is Outcome.REFUSED
    assert receipt.why.startswith(why)
    assert decided(setup).decision.policy == setup.site.version
    assert setup.bus.of(ConfigurationPublished) == []


def test_what_runs_already_is_said_so(setup: Setup) -> None:
    setup.start()
    assert publish(setup, setup.site.version).why == "this configuration runs already"


def test_a_breach_is_taken_once_two_people_override_it(setup: Setup) -> None:
    never = Never(id="no-one", who=Who(word="anyone"), reaches="lobby")
    setup.start()
    setup.on_disk = replace(setup.site, version=VERSION, invariants=(*setup.site.invariants, never))
    override = OverrideInvariants(version=VERSION, invariants=("no-one",), reason="the tour of the mayor")
    for actor in (MANAGER, OTHER):
        receipt = publish(setup)
        assert receipt.outcome is Outcome.REFUSED
        assert "breaches its own invariants: no-one" in receipt.why
        assert send(setup, override, actor).outcome is Outcome.DONE
    assert publish(setup).outcome is Outcome.DONE
    assert setup.bus.wait(ConfigurationPublished).overridden == ("no-one",)


def test_what_changes_meanwhile_counts(setup: Setup) -> None:
    """The world is made ready from the people as they were when it was asked for."""
    asked, go_on = threading.Event(), threading.Event()

    def read_slowly() -> Site:
        asked.set()
        assert go_on.wait(PATIENCE_S)
        return replace(setup.site, version=VERSION)

    setup.read_site = read_slowly  # type: ignore[method-assign]
    setup.start()
    ask(setup.bus, setup.site.id, PublishConfiguration(version=VERSION, reason="wing"), MANAGER, id="publish")
    assert asked.wait(PATIENCE_S)
    lost = SetCredentialState(credential="c1", state=CredentialState.LOST, reason="lost on the bus")
    assert send(setup, lost).outcome is Outcome.DONE
    assert decided(setup).decision.policy == setup.site.version
    go_on.set()
    done = setup.bus.wait(Receipt, lambda receipt: receipt.id == "publish")
    assert done.outcome is Outcome.DONE
    decision = decided(setup).decision
    assert (decision.policy, decision.reasons) == (VERSION, ("credential_lost",))


def broken(setup: Setup, never: Never) -> None:
    """Let the site have that invariant; it ran before, and so runs again whatever came since."""
    site = replace(setup.site, version=VERSION, invariants=(*setup.site.invariants, never))
    store = open_store(setup.url)
    with store.work() as work:
        work.begin_epoch(MORNING, VERSION, to_json(site).decode())
    store.close()
    setup.site = setup.on_disk = site


def is_broken(alarm: AlarmRaised) -> bool:
    return alarm.kind == "invariant_broken"


def last_proof(setup: Setup) -> LastProof:
    """What the store has of it."""
    store = open_store(setup.url)
    with store.work() as work:
        rows = [each for each in work.snapshot().world if each.kind == Proofs.kind]
    store.close()
    [row] = rows
    assert (row.key, row.value is None) == (VERSION, False)
    proofs = Proofs()
    proofs.take(row.key, json.loads(row.value or ""))
    proof = proofs.of(VERSION)
    assert proof is not None
    return proof


def test_invariants_are_proved_soon_after_the_start_for_the_people_on_file(setup: Setup) -> None:
    broken(setup, Never(id="no-one", who=Who(word="anyone"), reaches="lobby"))
    setup.start()
    setup.at(MORNING + FIRST - timedelta(microseconds=1))
    decided(setup)
    assert [each for each in setup.bus.of(AlarmRaised) if is_broken(each)] == []
    setup.at(MORNING + FIRST)
    raised = setup.bus.wait(AlarmRaised, is_broken)
    assert raised.subject == "no-one"
    assert re.fullmatch(r"employee p\d+: (outside|…)( —[\w-]+→ [\w-]+)* —[\w-]+→ lobby", raised.cause)
    setup.stop()
    assert set(last_proof(setup).breached) == {"no-one"}


def test_a_change_that_breaks_an_invariant_raises_an_alarm_which_returns_with_it(setup: Setup) -> None:
    """Nobody waits an hour: the site's time stands still while people change."""
    team = setup.site.groups["lab-team"]
    groups = {name: replace(each, grants=()) for name, each in setup.site.groups.items() if name != "staff"}
    auditors = {"auditors": replace(team, id="auditors")}
    setup.site = replace(setup.site, groups={**setup.site.groups, **groups, **auditors})
    broken(setup, Never(id="not-li", who=Who(person="p1002"), reaches="lab"))
    setup.start()
    setup.at(MORNING + FIRST)
    add = AddMembership(person="p1002", group="auditors", reason="cover", approved_by="p1001")
    membership = send(setup, add).subject
    raised = setup.bus.wait(AlarmRaised, is_broken)
    assert raised.subject == "not-li"
    end = EndMembership(person="p1002", membership=membership, reason="over")
    assert send(setup, end).outcome is Outcome.DONE
    setup.bus.wait(AlarmReturned, lambda alarm: alarm.alarm == raised.alarm)
    setup.stop()
    assert (last_proof(setup).breached, last_proof(setup).at) == ({}, micros(MORNING + FIRST))


def test_what_two_people_override_is_no_alarm_any_more(setup: Setup) -> None:
    broken(setup, Never(id="no-one", who=Who(word="anyone"), reaches="lobby"))
    setup.start()
    setup.at(MORNING + FIRST)
    raised = setup.bus.wait(AlarmRaised, is_broken)
    override = OverrideInvariants(version=VERSION, invariants=("no-one",), reason="the tour of the mayor")
    assert send(setup, override).outcome is Outcome.DONE
    assert setup.bus.of(AlarmReturned) == []
    assert send(setup, override, OTHER).outcome is Outcome.DONE
    assert setup.bus.wait(AlarmReturned).alarm == raised.alarm


def test_when_a_proof_is_due() -> None:
    proving = Proving(MORNING)
    assert not proving.due("one", MORNING + FIRST - timedelta(microseconds=1), changed=True)
    assert proving.due("one", MORNING + FIRST, changed=False)
    proving.begun("one", MORNING + FIRST)
    assert not proving.due("one", MORNING + FIRST, changed=True)  # it is at work
    proving.ended()
    assert not proving.due("one", MORNING + FIRST, changed=False)
    assert proving.due("one", MORNING + FIRST, changed=True)
    assert not proving.whole("one")
    assert not proving.due("one", MORNING + FIRST + EVERY - timedelta(microseconds=1), changed=False)
    assert proving.due("one", MORNING + FIRST + EVERY, changed=False)
    assert proving.due("two", MORNING + FIRST, changed=False)
    assert proving.whole("two")


def test_many_people_are_on_a_roster_and_nobody_can_tell(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "MANY", 1)
    setup.start()
    assert decided(setup).decision.result is Result.GRANTED
    setup.on_disk = replace(setup.site, version=VERSION)
    assert publish(setup).outcome is Outcome.DONE
    lost = SetCredentialState(credential="c1", state=CredentialState.LOST, reason="lost on the bus")
    assert send(setup, lost).outcome is Outcome.DONE
    decision = decided(setup).decision
    assert (decision.policy, decision.reasons) == (VERSION, ("credential_lost",))
