"""What visits are found by is what a look at all of them would find, whatever happened to them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.domain.evidence import EXIT_UNKNOWN
from gate.domain.visit import Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.service.reminders import STAGES
from gate.service.visit_facts import AT_THE_DESK, VisitFacts

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
IDS, PEOPLE = ("w-1", "w-2", "w-3", "w-4"), ("p-1", "p-2")
TAKEN = ((), ("host_reminded_at",), ("host_reminded_at", "desk_reminded_at"), tuple(s[0] for s in STAGES))

files = st.builds(
    lambda visit, person, state, ends, taken, evidence, settled: VisitFile(
        visit=Visit(id=visit, starts=NOON, ends=NOON + timedelta(minutes=ends), zones=(), state=state),
        person=person,
        evidence=evidence,
        exit_settled_at=NOON if settled else None,
        **dict.fromkeys(taken, NOON),  # type: ignore[arg-type] # instants by their fields' names
    ),
    st.sampled_from(IDS),
    st.sampled_from(PEOPLE),
    st.sampled_from(VisitState),
    st.integers(1, 4).map(lambda quarter: 15 * quarter),
    st.sampled_from(TAKEN),
    st.sampled_from(("", EXIT_UNKNOWN)),
    st.booleans(),
)
steps = st.one_of(files, st.sampled_from(IDS), st.sampled_from(IDS).map(lambda each: ("pop", each)))


def due_of(file: VisitFile) -> datetime | None:
    """By its definition, step for step."""
    if file.visit.state is not VisitState.CHECKED_IN:
        return None
    return min(
        (file.visit.ends + after for name, after, _ in STAGES if not getattr(file, name)), default=None
    )


@given(st.lists(files, max_size=3), st.lists(steps, max_size=30))
def test_indexes_agree_with_a_look_at_everything(first: list[VisitFile], then: list[object]) -> None:
    visits = VisitFacts({file.visit.id: file for file in first})
    for step in then:
        match step:
            case VisitFile():
                visits[step.visit.id] = step
            case str() if step in visits:
                del visits[step]
            case ("pop", str(visit)):
                visits.pop(visit, None)
        agree(visits)


def agree(visits: VisitFacts) -> None:
    everything = list(visits.values())
    for person in PEOPLE:
        assert ids(visits.of(person)) == ids(each for each in everything if each.person == person)
    assert ids(visits.here()) == ids(each for each in everything if each.visit.state in AT_THE_DESK)
    assert ids(visits.exits_unknown()) == ids(
        each for each in everything if each.evidence == EXIT_UNKNOWN and each.exit_settled_at is None
    )
    dues = {each.visit.id: due for each in everything if (due := due_of(each)) is not None}
    assert visits.next_due() == min(dues.values(), default=None)
    for now in {instant for due in dues.values() for instant in (due - INSTANT, due, due + INSTANT)}:
        wanted = {visit for visit, due in dues.items() if due <= now}
        assert ids(visits.due(now)) == wanted
        assert ids(visits.due(now)) == wanted, "a look takes nothing away"


def ids(found: object) -> set[str]:
    listed = [each.visit.id for each in found]  # type: ignore[attr-defined]
    assert len(set(listed)) == len(listed)
    return set(listed)


@pytest.mark.parametrize(("late", "found"), [(-INSTANT, 0), (timedelta(0), 1), (INSTANT, 1)])
def test_a_step_is_due_from_its_instant_on(late: timedelta, found: int) -> None:
    visit = Visit(id="w-1", starts=NOON, ends=NOON, zones=(), state=VisitState.CHECKED_IN)
    visits = VisitFacts({"w-1": VisitFile(visit=visit, person="p-1")})
    assert len(list(visits.due(NOON + late))) == found


def test_the_earliest_comes_first() -> None:
    visits = VisitFacts()
    for number in (3, 1, 2):
        ends = NOON + timedelta(minutes=number)
        visit = Visit(id=f"w-{number}", starts=NOON, ends=ends, zones=(), state=VisitState.CHECKED_IN)
        visits[visit.id] = VisitFile(visit=visit, person="p-1")
    assert [file.visit.id for file in visits.due(NOON + timedelta(hours=1))] == ["w-1", "w-2", "w-3"]
