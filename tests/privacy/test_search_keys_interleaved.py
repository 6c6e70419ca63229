"""For any order of writes, searches, changes of the key, deaths and pages: nothing missed, nothing found twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.domain.erasure import MoveHashes
from tests.privacy.place import Place
from tests.privacy.search_keys import (
    comes,
    dismiss,
    found,
    leaves,
    make_list,
    move,
    move_all,
    pages,
    restart,
    rotate,
    watch,
)

WORK = st.tuples(st.sampled_from(["watch", "watch", "come", "come", "dismiss", "leave"]), st.integers(0, 1))
KEYS = st.tuples(st.sampled_from(["rotate", "die", "page", "page", "finish"]), st.just(0))
_runs = count(1)


class Model:
    """What must be found: an entry for each number that is watched, for each visitor who came with it, unless a verdict
    on his document was given."""

    def __init__(self, place: Place) -> None:
        self.place, self.listed, self.run = place, make_list(place), next(_runs)
        self.watched: set[int] = set()
        self.dismissed: set[int] = set()
        self.visits: dict[int, list[str]] = {}
        self.seen: dict[str, bool] = {}
        self.page: Iterator[MoveHashes] = iter(())

    def number(self, which: int) -> str:
        return f"N{self.run:04d}{which}ZZ"

    def take(self, step: str, which: int) -> None:
        getattr(self, f"do_{step}")(which)
        self.check()

    def do_watch(self, which: int) -> None:
        watch(self.place, self.listed, self.number(which))
        self.watched.add(which)

    def do_come(self, which: int) -> None:
        visit = comes(self.place, self.number(which).lower())
        self.visits.setdefault(which, []).append(visit)
        if which in self.dismissed:
            assert found(self.place, visit) == [], "a verdict on his document was given"

    def do_dismiss(self, which: int) -> None:
        """A verdict on one of his visits stands for the later ones; those that are there get theirs, too."""
        for visit in self.visits.get(which, ()):
            if found(self.place, visit):
                dismiss(self.place, visit)
        if which in self.watched and self.visits.get(which):
            self.dismissed.add(which)

    def do_leave(self, which: int) -> None:
        if self.visits.get(which):
            leaves(self.place, self.visits[which].pop())

    def do_rotate(self, _: int) -> None:
        rotate(self.place)
        self.page = pages(self.place, at_once=1)

    def do_die(self, _: int) -> None:
        restart(self.place)
        self.page = pages(self.place, at_once=1)

    def do_page(self, _: int) -> None:
        hashes = next(self.page, None)
        if hashes is not None:
            move(self.place, hashes)

    def do_finish(self, _: int) -> None:
        assert move_all(self.place, at_once=1) == 0
        self.page = iter(())

    def check(self) -> None:
        entries = [each for each in self.place.rig.facts.desk.entries.values() if each.list_id == self.listed]
        assert len(entries) == len(self.watched), "the same row is one entry"
        for which, visits in self.visits.items():
            for visit in visits:
                hits = found(self.place, visit)
                assert len(hits) == len(set(hits)) <= 1
                if which in self.watched and which not in self.dismissed:
                    assert len(hits) == 1, "a watched document is found"
                if which not in self.watched:
                    assert hits == []
        self.check_one_hash_for_a_number()

    def check_one_hash_for_a_number(self) -> None:
        """In memory and in the store, whatever key it is under."""
        both = [str(each) for each in self.place.column("SELECT id || ' ' || id_hash FROM people")]
        stored = dict(each.split(" ", 1) for each in both)
        for which in {*self.visits, *self.watched}:
            possible = set(self.place.rig.keys.document_hashes("passport", self.number(which)))
            people = [file for file in self.place.rig.facts.people.values() if file.id_hash in possible]
            hashes = {file.id_hash for file in people} | {stored[file.person.id] for file in people}
            entries = self.place.rig.facts.desk.entries.values()
            hashes |= {entry.id_hash for entry in entries if entry.id_hash in possible}
            assert len(hashes) <= 1


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(WORK, min_size=2, max_size=5),
    during=st.lists(WORK | KEYS, min_size=3, max_size=8),
)
def test_nothing_is_missed_and_nothing_found_twice(
    place: Place, before: list[tuple[str, int]], during: list[tuple[str, int]]
) -> None:
    model = Model(place)
    for step, which in (*before, ("rotate", 0), *during, ("finish", 0)):
        model.take(step, which)
    for which in model.watched - model.dismissed:
        model.take("come", which)
