"""The people on file: by id, and by what their cards say. A change shows in the next decision.

Most of a big site's people stand in a roster (:mod:`gate.policy.roster`), which never changes; whoever is put or
dropped after that counts from the compiled ones here, and no more from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.person import Person
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.holder import Holder, compile_person
from gate.policy.kept import Json, Kept, text
from gate.policy.roster import Roll, Roster
from gate.policy.roster.recent import Recent
from gate.policy.roster.roster import EMPTY
from gate.policy.token import Token, token_of

_ACTIVE = CredentialState.ACTIVE
CardKey = tuple[str, int | None, str]


class Register(Kept):
    """People and credentials. Credential states set since a person was put survive a restart; the people themselves
    are the store's to keep, and putting a person anew ends what was set.
    """

    kind = "credential"

    def __init__(self, configuration: Configuration, people: Iterable[Person] | Roster) -> None:
        super().__init__()
        roster = people if isinstance(people, Roster) else EMPTY
        self._configuration = configuration
        self._roll = Roll(configuration, roster)
        self._rolled = len(roster) > 0
        self._holders: dict[str, Holder] = {}
        self._tokens: dict[CardKey, tuple[Token, ...]] = {}
        self._recent: Recent[CardKey, tuple[Token, ...]] = Recent()
        self._ready = self._recent if self._rolled else self._tokens
        self._owners: dict[str, str] = {}  # person by credential
        self._states: dict[str, CredentialState] = {}
        self._arrivals = len(roster)
        self.revision = 0  # of the facts, as the store counts
        for person in () if isinstance(people, Roster) else people:
            self.put(person)

    def __len__(self) -> int:
        return len(self._holders) + len(self._roll)

    def __contains__(self, person: str) -> bool:
        return person in self._holders or self._roll.place_of(person) is not None

    def __iter__(self) -> Iterator[Holder]:
        if not self._rolled:
            return iter(self._holders.values())
        return merge(self._roll, sorted(self._holders.values(), key=_place), key=_place)

    def holder(self, person: str) -> Holder | None:
        """The compiled person, None if there is no such person."""
        holder = self._holders.get(person)
        if holder is None and (place := self._roll.place_of(person)) is not None:
            return self._roll.holder(place)
        return holder

    def find(self, card: CardNumber) -> Token | None:
        """The credential that matches by format, facility and number: an active one before others, then the first."""
        key = (card.format, card.facility, card.number)
        tokens = self._ready.get(key)
        if tokens is None:
            tokens = self._look_up(key, card) if self._rolled else ()
        return tokens[0] if tokens else None

    def _look_up(self, key: CardKey, card: CardNumber) -> tuple[Token, ...]:
        """Those of the roster and the compiled ones; what nobody has is not remembered."""
        found = (*self._tokens.get(key, ()), *self._roll.find(card))
        return self._recent.keep(key, tuple(sorted(found, key=_order))) if found else ()

    def token(self, holder: Holder, credential: str) -> Token | None:
        """A credential of this person by id."""
        if holder.id not in self._holders:
            return self._roll.token(holder, credential)
        for each in holder.person.credentials:
            if each.id == credential:
                return token_of(holder, each)
        return None

    def owner(self, credential: str) -> str | None:
        """Whose credential that is."""
        owner = self._owners.get(credential)
        if owner is None and (place := self._roll.place_of_owner(credential)) is not None:
            return self._roll.roster.person_id(place)
        return owner

    def put(self, person: Person) -> None:
        """Add a person, or replace all that was known of them."""
        for credential in person.credentials:
            if self._states.pop(credential.id, None) is not None:
                self.changed.add(credential.id)
        self._index(person)

    def drop(self, person: str) -> None:
        """Forget a person and their credentials; harmless if unknown."""
        self._leave_roll(person)
        holder = self._holders.pop(person, None)
        if holder is not None:
            self._unindex(holder)

    def set_state(self, credential: str, state: CredentialState) -> None:
        """Set the state of one credential; NotThere if nobody has it."""
        owner = self.owner(credential)
        holder = None if owner is None else self.holder(owner)
        if holder is None:
            raise NotThere("credential", credential)
        person = holder.person
        changed = tuple(
            replace(each, state=state) if each.id == credential else each for each in person.credentials
        )
        self._index(replace(person, credentials=changed))
        self._states[credential] = state
        self.changed.add(credential)

    def _index(self, person: Person) -> None:
        holder = compile_person(person, self._configuration, self._make_room(person.id))
        self._holders[person.id] = holder
        for credential in person.credentials:
            key = _key(credential.card)
            self._recent.pop(key, None)
            tokens = (*self._tokens.get(key, ()), token_of(holder, credential))
            self._tokens[key] = tuple(sorted(tokens, key=_order)) if len(tokens) > 1 else tokens
            self._owners[credential.id] = person.id

    def _make_room(self, person: str) -> int:
        """Take away what was known of a person; returns their place, which stays."""
        known = self._holders.get(person)
        if known is not None:
            self._unindex(known)
            return known.order
        place = self._leave_roll(person)
        if place is not None:
            return place
        self._arrivals += 1
        return self._arrivals - 1

    def _leave_roll(self, person: str) -> int | None:
        """The person counts no more from the roster; returns their place, None if they did not count from it."""
        place = self._roll.place_of(person)
        if place is not None:
            for credential in self._roll.roster.person(place).credentials:
                self._recent.pop(_key(credential.card), None)
            self._roll.left.add(place)
        return place

    def _unindex(self, holder: Holder) -> None:
        for credential in holder.person.credentials:
            key = _key(credential.card)
            self._recent.pop(key, None)
            tokens = tuple(each for each in self._tokens.get(key, ()) if each.holder is not holder)
            if tokens:
                self._tokens[key] = tokens
            else:
                self._tokens.pop(key, None)
            if self._owners.get(credential.id) == holder.person.id:
                del self._owners[credential.id]

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._states

    def value(self, key: str) -> Json:
        """The state that was set."""
        state = self._states.get(key)
        return None if state is None else state.value

    def take(self, key: str, value: Json) -> None:
        """A state out of a row; a credential that nobody has any more is left out."""
        if self.owner(key) is not None:
            self.set_state(key, CredentialState(text(value)))
            self.changed.discard(key)


def _key(card: CardNumber) -> CardKey:
    return (card.format, card.facility, card.number)


def _place(holder: Holder) -> int:
    return holder.order


def _order(token: Token) -> tuple[bool, int]:
    """Active ones first, then by place."""
    return token.state is not _ACTIVE, token.holder.order
