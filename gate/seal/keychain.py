"""Which key signs the heads: the first is taken as it stands or pinned, each later one is signed by the one before.

A key is introduced by an event of the log, a note (gate.seal.note) of three lines: ``ORIGIN/key``, its number, and
the key itself; signed by the key before it, and by itself to show that it is held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gate.seal.cosign import witness_name
from gate.seal.errors import SealedError
from gate.seal.note import COSIGNATURE, ED25519, Note, NoteKey, Verify, read_key, read_note

INTRODUCED = "SealKeyIntroduced"
WITNESS = "WitnessIntroduced"
KEY_EVENTS = (INTRODUCED, WITNESS)
"""Types of the events that the chain is made of."""


class KeyRefused(SealedError):
    """An event introduces a key that nobody vouched for."""


def key_name(origin: str, number: int) -> str:
    """The name that the n-th key signs under."""
    return f"{origin}/seal/{number}"


def introduction(
    origin: str, number: int, key: NoteKey, signers: Sequence[tuple[NoteKey, Callable[[bytes], bytes]]]
) -> Note:
    """The note that introduces a key. ``signers``: the key before it, if there is one, and the new key itself."""
    note = Note(text=f"{origin}/key\n{number}\n{key}\n")
    for by, sign in signers:
        note = note.signed(by, sign)
    return note


class KeyChain:
    """Keys in the order in which the log introduces them."""

    def __init__(self, verify: Verify, pinned: NoteKey | None = None) -> None:
        """``pinned``: the first key must be this one."""
        self._verify = verify
        self._pinned = pinned
        self.origin = ""
        self.keys: list[NoteKey] = []
        self.witnesses: dict[str, NoteKey] = {}

    @property
    def newest(self) -> NoteKey | None:
        """The key that signs heads now; None before the first."""
        return self.keys[-1] if self.keys else None

    def introduce(self, note: str) -> NoteKey:
        """Take the next key from its note; KeyRefused if it may not be believed."""
        try:
            read = read_note(note)
            said, number, text = read.text.removesuffix("\n").split("\n")
            key = read_key(text)
        except ValueError as fault:
            raise KeyRefused(f"introduces no key: {fault}") from fault
        origin = said.removesuffix("/key")
        if (self.origin or origin) != origin or number != str(len(self.keys) + 1):
            raise KeyRefused(
                f"expected key {len(self.keys) + 1} of {self.origin or 'a log'}, got {number} of {said}"
            )
        if key.kind != ED25519 or key.name != key_name(origin, int(number)):
            raise KeyRefused(f"expected a key {key_name(origin, int(number))}, got {key.name}")
        if not self.keys and self._pinned is not None and key != self._pinned:
            raise KeyRefused(f"expected the first key {self._pinned}, got {key}")
        for by in (*self.keys[-1:], key):
            if not read.signed_by(by, self._verify):
                raise KeyRefused(f"key {number} is not signed by {by.name}")
        self.origin = origin
        self.keys.append(key)
        return key

    def witness(self, agent: str, text: str) -> NoteKey:
        """Take an agent's key for countersignatures; a later one of the same agent takes its place."""
        try:
            key = read_key(text)
        except ValueError as fault:
            raise KeyRefused(f"introduces no key of agent {agent}: {fault}") from fault
        if key.kind != COSIGNATURE or key.name != witness_name(self.origin, agent):
            raise KeyRefused(f"expected a key {witness_name(self.origin, agent)}, got {key.name}")
        self.witnesses[agent] = key
        return key
