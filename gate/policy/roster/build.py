"""From people to a roster, one after another: no list of them all is needed."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence

from gate.domain.person import Person
from gate.policy.roster.fields import Writer
from gate.policy.roster.record import write_rights
from gate.policy.roster.rest import write_rest
from gate.policy.roster.roster import Roster
from gate.policy.roster.table import build_table, key_of, key_of_card


class RosterBuilder:
    """Takes people; hands out the roster at the end."""

    def __init__(self) -> None:
        self._writer = Writer()
        self._starts = array("Q", [0])
        self._people: array[int] = array("I")
        self._cards: array[int] = array("I")
        self._credentials: array[int] = array("I")
        self._owners: array[int] = array("I")

    def add(self, person: Person) -> None:
        """One more person, whose id must not have come before; ValueError if a record does not hold them."""
        place = len(self._people)
        try:
            write_rights(self._writer, person)
            write_rest(self._writer, person)
        except struct.error as error:
            del self._writer.block[self._starts[-1] :]
            raise ValueError(
                f"expected a person who fits into a record; {person.id[:64]!r}: {error}"
            ) from error
        self._starts.append(len(self._writer.block))
        self._people.append(key_of(person.id))
        for credential in person.credentials:
            self._cards.append(key_of_card(credential.card))
            self._credentials.append(key_of(credential.id))
            self._owners.append(place)

    def roster(self) -> Roster:
        """All people taken so far."""
        return Roster(
            words=list(self._writer.words),
            starts=self._starts,
            records=bytes(self._writer.block),
            by_card=build_table(self._cards, self._owners),
            by_person=build_table(self._people, range(len(self._people))),
            by_credential=build_table(self._credentials, self._owners),
        )


MANY = 50_000
"""From so many people on a roster is worth its building."""


def compact(people: Sequence[Person]) -> Sequence[Person] | Roster:
    """The people as they take the least memory beside a world: a roster where they are :data:`MANY`."""
    return build_roster(people) if len(people) >= MANY else people


def build_roster(people: Iterable[Person]) -> Roster:
    """The roster of these people."""
    builder = RosterBuilder()
    for person in people:
        builder.add(person)
    return builder.roster()
