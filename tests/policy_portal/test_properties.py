"""What holds for every story that a portal can live through."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.portal import Egress
from gate.policy.portal import (
    Changed,
    ContactSeen,
    Effect,
    FireSeen,
    Granted,
    Held,
    HoldEnded,
    KeyTurned,
    Lifted,
    LockAgain,
    LockedDown,
    LockSeen,
    PortalInput,
    PortalRules,
    PortalState,
    Raise,
    Release,
    Return,
    RexSeen,
    Tick,
    next_deadline,
    state_from_json,
    state_to_json,
    transition,
)
from gate.policy.portal.contact import closed
from gate.policy.portal.situation import Situation
from gate.policy.portal.table import TABLE, Word
from tests.policy_portal.rig import RULES, START

contacts = st.builds(ContactSeen, contact=st.sampled_from(Contact), brief=st.booleans())
inputs: st.SearchStrategy[PortalInput] = st.one_of(
    st.builds(Granted, cause=st.sampled_from(["grant", "exit", "unlock"]), extended=st.booleans()),
    st.builds(RexSeen, extended=st.booleans()),
    st.just(KeyTurned()),
    st.builds(Held, until=st.integers(0, 400).map(lambda s: START + timedelta(seconds=s))),
    st.just(HoldEnded()),
    contacts,
    contacts,
    st.builds(LockSeen, released=st.sampled_from([True, False, None])),
    st.just(LockedDown()),
    st.just(Lifted()),
    st.builds(FireSeen, active=st.booleans()),
    st.just(Tick()),
)
stories = st.lists(st.tuples(st.integers(0, 12_000), inputs), max_size=30)
rules_of_any = st.builds(
    PortalRules,
    release=st.integers(1, 10).map(lambda s: timedelta(seconds=s)),
    egress=st.sampled_from(Egress),
    fail_safe=st.booleans(),
    rex_input=st.booleans(),
    held_after=st.one_of(st.none(), st.integers(5, 40).map(lambda s: timedelta(seconds=s))),
    warn_before=st.integers(0, 4).map(lambda s: timedelta(seconds=s)),
)


Story = list[tuple[int, PortalInput]]
Lived = tuple[PortalState, PortalInput, datetime, PortalState, tuple[Effect, ...]]


def lived(rules: PortalRules, story: Story) -> Iterator[Lived]:
    """Every step of a story: before, input, now, after, effects. Ticks come on time."""
    state, now = PortalState(), START
    for pause_ms, came in story:
        until = now + timedelta(milliseconds=pause_ms)
        while (due := next_deadline(state)) is not None and due <= until:
            before, (state, effects) = state, transition(rules, state, Tick(), due)
            yield before, Tick(), due, state, effects
        now = until
        before, (state, effects) = state, transition(rules, state, came, now)
        yield before, came, now, state, effects


@settings(max_examples=150, deadline=None)
@given(rules_of_any, stories)
def test_whatever_happens(rules: PortalRules, story: Story) -> None:
    raised: set[str] = set()
    for before, came, now, after, effects in lived(rules, story):
        due = next_deadline(after)
        assert due is None or due > now, "every due deadline was carried out"
        never_released_without_a_cause(rules, before, came, effects)
        unknown_is_never_shown_as_secure(after)
        what_is_shown_fits_what_is_known(after, now)
        for effect in effects:
            if isinstance(effect, Raise):
                raised.add(effect.kind)
            if isinstance(effect, Return):
                assert effect.kind in raised, "only what was raised returns"
                raised.discard(effect.kind)
        assert raised == after.alarms
        changed = [effect for effect in effects if isinstance(effect, Changed)]
        shown = (after.commanded, after.contact, after.state)
        if changed:
            assert (changed[-1].commanded, changed[-1].contact, changed[-1].state) == shown
        else:
            assert shown == (before.commanded, before.contact, before.state)
        assert state_from_json(state_to_json(after)) == after


def never_released_without_a_cause(
    rules: PortalRules, before: PortalState, came: PortalInput, effects: tuple[Effect, ...]
) -> None:
    if any(isinstance(effect, Release) for effect in effects):
        asked = isinstance(came, Granted | Held) or (
            isinstance(came, RexSeen) and rules.egress is Egress.REX_SOFTWARE
        )
        goes_on = before.hold_until is not None or before.released_until is not None
        assert asked or goes_on


def unknown_is_never_shown_as_secure(after: PortalState) -> None:
    if after.contact is not Contact.CLOSED:
        assert after.state not in (DoorState.SECURE, DoorState.LOCKDOWN, DoorState.RELEASED)
    if after.contact in (Contact.UNKNOWN, Contact.TAMPER):
        assert after.state is DoorState.UNKNOWN
    if after.sensed or after.released_until or after.commanded is not Commanded.LOCKED:
        assert after.state not in (DoorState.SECURE, DoorState.LOCKDOWN)


def what_is_shown_fits_what_is_known(after: PortalState, now: datetime) -> None:
    is_open = after.state in (DoorState.OPEN, DoorState.HELD_WARN, DoorState.HELD, DoorState.FORCED)
    assert is_open == (after.contact is Contact.OPEN)
    assert ("held_open" in after.alarms) >= (after.state is DoorState.HELD)
    assert ("forced_open" in after.alarms) >= (after.state is DoorState.FORCED)
    assert (after.commanded is Commanded.HELD) == (after.hold_until is not None)
    assert after.hold_until is None or not after.locked_down
    assert after.hold_until is None or after.hold_until > now


@settings(max_examples=100, deadline=None)
@given(rules_of_any, stories)
def test_lockdown_never_blocks_egress(rules: PortalRules, story: Story) -> None:
    *_, (_, _, now, state, _) = lived(rules, [*story, (0, LockedDown())])
    _, by_card = transition(rules, state, Granted(cause="exit"), now)
    assert any(isinstance(effect, Release) for effect in by_card)
    left, by_button = transition(rules, state, RexSeen(), now)
    if rules.egress is Egress.REX_SOFTWARE:
        assert any(isinstance(effect, Release) for effect in by_button)
    assert not any(isinstance(effect, LockAgain) for effect in (*by_card, *by_button))
    assert left.pass_until is not None
    assert left.pass_until > now


@settings(max_examples=80, deadline=None)
@given(rules_of_any, st.lists(st.tuples(st.integers(0, 10_000_000), inputs), max_size=12))
def test_a_host_that_was_away_for_hours_floods_nobody(rules: PortalRules, story: Story) -> None:
    state, now = PortalState(), START
    for pause_ms, came in story:
        now += timedelta(milliseconds=pause_ms)
        state, effects = transition(rules, state, came, now)
        assert len(effects) <= 24
        assert all(effect.duration > timedelta(0) for effect in effects if isinstance(effect, Release))
        due = next_deadline(state)
        assert due is None or due > now
        unknown_is_never_shown_as_secure(state)
        what_is_shown_fits_what_is_known(state, now)


@settings(max_examples=60, deadline=None)
@given(rules_of_any, stories, inputs)
def test_a_repeat_is_harmless(rules: PortalRules, story: Story, again: PortalInput) -> None:
    """The second of two equal inputs at one instant changes no derived state and raises nothing."""
    *_, (_, _, now, state, _) = lived(rules, [*story, (0, again)])
    after, effects = transition(rules, state, again, now)
    if not isinstance(again, Granted):  # a second grant at an open door starts its time to close anew
        assert after.state is state.state
    assert not any(isinstance(effect, Raise | Return) for effect in effects)


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Word)
    assert all(set(row) == set(DoorState) for row in TABLE.values())


def test_a_row_for_another_input_is_a_fault_that_is_named() -> None:
    with pytest.raises(TypeError, match="expected ContactSeen in this row, got RexSeen"):
        closed(PortalState(), Situation(rules=RULES, input=RexSeen(), now=START))
