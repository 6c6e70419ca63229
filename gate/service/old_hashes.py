"""Hashes under older search keys: a document's hash moves to the active key everywhere at once.

So all that stands under one document's hash, in memory and in the store, is under the same key at any instant, and to
compare two hashes remains to compare two documents: a visitor with an entry of a watchlist, a verdict with whom it was
about, a new entry with those that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gate.domain.commands import Command, RegisterVisit
from gate.domain.desk_commands import AddWatchEntries, IdentifyVisitor
from gate.domain.erasure import MoveHashes
from gate.domain.key_events import SearchKeyTaken
from gate.domain.visit_commands import CompleteVisit
from gate.service.change import Change
from gate.service.vault import Vault

if TYPE_CHECKING:
    from gate.service.facts import Facts


class OldHashes:
    """Who in memory stands under an older key. None is added later: new hashes are under the active one."""

    def __init__(self) -> None:
        """Nothing stands under an older key."""
        self._people: dict[str, list[str]] = {}
        self._entries: dict[str, list[str]] = {}
        self.over = True
        """True once nothing stands under an older key, in the store neither."""

    def find(self, facts: Facts, is_old: Callable[[str], bool]) -> None:
        """Look through all facts, at the start; whether it is over is for the store to say."""
        self.over = False
        for id_, file in facts.people.items():
            _note(self._people, file.id_hash, id_, is_old)
        for id_, entry in facts.desk.entries.items():
            _note(self._entries, entry.id_hash, id_, is_old)

    def move(self, facts: Facts, pairs: Mapping[str, str]) -> None:
        """From each hash to that of the same document under the active key. Facts' revisions stay: nobody changed."""
        for old, new in pairs.items():
            for person in self._people.pop(old, ()):
                file = facts.people.get(person)
                if file is not None and file.id_hash == old:
                    facts.people[person] = replace(file, id_hash=new)
            facts.desk.move_hash(self._entries.pop(old, ()), old, new)


def move(facts: Facts, hashes: MoveHashes) -> Change:
    """What was found in the store, moved there and in memory in one transaction."""
    change = Change()
    facts.old_hashes.move(facts, dict(hashes.documents))
    change.erasures.append(hashes)
    return change


def moved(facts: Facts, key: str, left: int, *, said: bool) -> Change:
    """All was looked through. From now on a document's older hashes are made only where some are left."""
    facts.old_hashes.over = not left
    change = Change()
    if not said:
        change.note(SearchKeyTaken(key=key, left=left))
    return change


def moved_with(facts: Facts, command: Command, vault: Vault) -> tuple[MoveHashes, ...]:
    """What an operator's command says of documents moves first, whatever comes of the command: their numbers are at
    hand, which those of an entry of a watchlist may be at no other time."""
    if facts.old_hashes.over:
        return ()
    pairs: dict[str, str] = {}
    for kind, number in _documents(command):
        newest, *older = vault.hashes_of_id(kind, number)
        pairs.update((old, newest) for old in older)
    if not pairs:
        return ()
    facts.old_hashes.move(facts, pairs)
    return (MoveHashes(documents=tuple(pairs.items())),)


def _documents(command: Command) -> Iterator[tuple[str, str]]:
    """Kind and number of each document that the command names."""
    match command:
        case RegisterVisit() | CompleteVisit() | IdentifyVisitor():
            named = [(command.id_kind, command.id_number)]
        case AddWatchEntries():
            named = [(row.id_kind, row.id_number) for row in command.entries]
        case _:
            named = []
    return ((kind, number) for kind, number in named if number.strip())


def _note(into: dict[str, list[str]], hash_: str, what: str, is_old: Callable[[str], bool]) -> None:
    if hash_ and is_old(hash_):
        into.setdefault(hash_, []).append(what)
