"""A configuration is published while the engine runs: between two decisions, or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from gate.bus.messages import PackDelivery
from gate.bus.plain import to_json
from gate.domain.commands import Actor, Command, LockDown, Outcome, Receipt, SetCredentialState
from gate.domain.credential import CredentialState
from gate.domain.decision import Result
from gate.domain.events import AccessDecided, AlarmRaised, ConfigurationPublished, CredentialPresented
from gate.domain.invariant import Never, Who
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.site import Site
from gate.edge.pack import open_pack
from gate.engine.proving import EVERY, Proving
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


def test_invariants_are_proved_again_for_the_people_on_file(setup: Setup) -> None:
    """A file that ran before runs again whatever grants came since: the alarm comes an hour later."""
    never = Never(id="no-one", who=Who(word="anyone"), reaches="lobby")
    broken = replace(setup.site, version=VERSION, invariants=(*setup.site.invariants, never))
    store = open_store(setup.url)
    with store.work() as work:
        work.begin_epoch(MORNING, VERSION, to_json(broken).decode())
    store.close()
    setup.site = setup.on_disk = broken
    setup.start()
    setup.at(MORNING + EVERY - timedelta(microseconds=1))
    decided(setup)
    assert [each for each in setup.bus.of(AlarmRaised) if each.kind == "invariant_broken"] == []
    setup.at(MORNING + EVERY)
    raised = setup.bus.wait(AlarmRaised, lambda alarm: alarm.kind == "invariant_broken")
    assert (raised.subject, raised.cause[:7]) == ("no-one", "no-one:")


@pytest.mark.parametrize(
    ("seconds", "revision", "due"),
    [(-0.001, 7, False), (0, 7, True), (1, 7, True), (0, 6, False), (0, 8, True)],
)
def test_when_a_proof_is_due(seconds: float, revision: int, due: bool) -> None:
    proving = Proving(MORNING)
    proving.begun(6, MORNING)
    assert not proving.due(7, MORNING + 2 * EVERY)  # one is at work
    proving.ended()
    assert proving.due(revision, MORNING + EVERY + timedelta(seconds=seconds)) is due


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
