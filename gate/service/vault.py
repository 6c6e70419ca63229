"""What use cases may ask of the keys: to hash, to shut, and to hand a value on. None of them sees one that was shut."""

from __future__ import annotations

from typing import Protocol

from gate.domain.private_field import PrivateField


class Vault(Protocol):
    """The engine's :class:`gate.engine.pins.Secrets`, or what stands in for it in tests."""

    def hash_id(self, kind: str, number: str) -> str:
        """An identity document's number under the active search key."""

    def hashes_of_id(self, kind: str, number: str) -> tuple[str, ...]:
        """All that it may stand under: the active key's hash first, then older keys'."""

    def shut(self, person: str, name: str, value: str) -> PrivateField:
        """The field, sealed."""

    def letter(self, person: str, name: str, sealed: str, address: str) -> str | None:
        """The value for the holder of that address alone; None where the box is not this person's field."""
