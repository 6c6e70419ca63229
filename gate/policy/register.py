"""The people on file: by id, and by what their cards say. A change shows in the next decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.person import Person
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.holder import Holder, Token, compile_person, token_of
from gate.policy.kept import Json, Kept, text

CardKey = tuple[str, int | None, str]


class Register(Kept):
    """People and credentials. Credential states set since a person was put survive a restart; the people themselves
    are the store's to keep, and putting a person anew ends what was set.
    """

    kind = "credential"

    def __init__(self, configuration: Configuration, people: Iterable[Person]) -> None:
        super().__init__()
        self._configuration = configuration
        self._holders: dict[str, Holder] = {}
        self._tokens: dict[CardKey, tuple[Token, ...]] = {}
        self._owners: dict[str, str] = {}  # person by credential
        self._states: dict[str, CredentialState] = {}
        self._arrivals = 0
        self.revision = 0  # of the facts, as the store counts
        for person in people:
            self.put(person)

    def __contains__(self, person: str) -> bool:
        return person in self._holders

    def __iter__(self) -> Iterator[Holder]:
        return iter(self._holders.values())

    def holder(self, person: str) -> Holder | None:
        """The compiled person, None if there is no such person."""
        return self._holders.get(person)

    def find(self, card: CardNumber) -> Token | None:
        """The credential that matches by format, facility and number: an active one before others, then the first."""
        tokens = self._tokens.get((card.format, card.facility, card.number))
        if tokens is None:
            return None
        if len(tokens) > 1:
            for token in tokens:
                if token.state is CredentialState.ACTIVE:
                    return token
        return tokens[0]

    def token(self, holder: Holder, credential: str) -> Token | None:
        """A credential of this person by id."""
        for each in holder.person.credentials:
            if each.id == credential:
                return token_of(holder, each)
        return None

    def owner(self, credential: str) -> str | None:
        """Whose credential that is."""
        return self._owners.get(credential)

    def put(self, person: Person) -> None:
        """Add a person, or replace all that was known of them."""
        for credential in person.credentials:
            if self._states.pop(credential.id, None) is not None:
                self.changed.add(credential.id)
        self._index(person)

    def drop(self, person: str) -> None:
        """Forget a person and their credentials; harmless if unknown."""
        holder = self._holders.pop(person, None)
        if holder is not None:
            self._unindex(holder)

    def set_state(self, credential: str, state: CredentialState) -> None:
        """Set the state of one credential; NotThere if nobody has it."""
        owner = self._owners.get(credential)
        if owner is None:
            raise NotThere("credential", credential)
        person = self._holders[owner].person
        changed = tuple(
            replace(each, state=state) if each.id == credential else each for each in person.credentials
        )
        self._index(replace(person, credentials=changed))
        self._states[credential] = state
        self.changed.add(credential)

    def _index(self, person: Person) -> None:
        known = self._holders.get(person.id)
        if known is None:
            self._arrivals += 1
        else:
            self._unindex(known)
        order = self._arrivals if known is None else known.order
        holder = compile_person(person, self._configuration, order)
        self._holders[person.id] = holder
        for credential in person.credentials:
            key = _key(credential.card)
            tokens = (*self._tokens.get(key, ()), token_of(holder, credential))
            self._tokens[key] = tuple(sorted(tokens, key=_order)) if len(tokens) > 1 else tokens
            self._owners[credential.id] = person.id

    def _unindex(self, holder: Holder) -> None:
        for credential in holder.person.credentials:
            key = _key(credential.card)
            tokens = tuple(each for each in self._tokens.get(key, ()) if each.holder is not holder)
            if tokens:
                self._tokens[key] = tokens
            else:
                self._tokens.pop(key, None)
            if self._owners.get(credential.id) == holder.person.id:
                del self._owners[credential.id]

    def value(self, key: str) -> Json:
        """The state that was set."""
        state = self._states.get(key)
        return None if state is None else state.value

    def take(self, key: str, value: Json) -> None:
        """A state out of a row; a credential that nobody has any more is left out."""
        if key in self._owners:
            self.set_state(key, CredentialState(text(value)))
            self.changed.discard(key)


def _key(card: CardNumber) -> CardKey:
    return (card.format, card.facility, card.number)


def _order(token: Token) -> int:
    return token.holder.order
