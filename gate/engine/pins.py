"""PINs and identity numbers: opened and hashed here, and carried no further."""

from __future__ import annotations

import logging

from gate.domain.decision import PinVerdict
from gate.domain.events import CredentialPresented
from gate.domain.private_field import PrivateField, shown_part
from gate.keys.engine_keys import EngineKeys
from gate.keys.errors import KeyRingError, SealError
from gate.keys.letter import write_letter
from gate.keys.pins import pin_context
from gate.keys.search_ring import search_key_of

log = logging.getLogger(__name__)


class Secrets:
    """What use cases may ask of the keys."""

    def __init__(self, keys: EngineKeys) -> None:
        self._keys = keys

    def judge(
        self, read: CredentialPresented, identity: str, agent: str, person: str | None, verifier: str | None
    ) -> PinVerdict:
        """The verdict on a read's PIN. A box that does not open counts as none: nothing is granted on it."""
        if read.pin is None:
            return PinVerdict.ABSENT
        try:
            typed = self._keys.open_pin(agent, read.pin, pin_context(identity, read.reader))
        except (SealError, KeyRingError) as error:
            log.warning("%s: the PIN of read %s cannot be opened: %s", agent, identity, error)
            return PinVerdict.ABSENT
        if person is None:
            return PinVerdict.UNSET
        return self._keys.judge_pin(person, verifier, typed)

    def shut(self, person: str, name: str, value: str) -> PrivateField:
        """The field, sealed, with what finds it again."""
        fields = self._keys.fields
        return PrivateField(
            person=person,
            name=name,
            sealed=fields.seal(person, name, value.encode()),
            lookup=fields.lookup(name, value),
            shown=shown_part(value),
        )

    def letter(self, person: str, name: str, sealed: str, address: str) -> str | None:
        """The value for the holder of that address alone; None, and a line in the log, where it does not open."""
        try:
            plain = self._keys.fields.open(person, name, sealed)
            return write_letter(address, plain, f"{name} of {person}")
        except SealError as error:
            log.warning("%s of %s cannot be shown: %s", name, person, error)
            return None

    def hash_id(self, kind: str, number: str) -> str:
        """An identity document's number under the active search key: equal ones are found and none is read."""
        return self.hashes_of_id(kind, number)[0]

    def is_old(self, hash_: str) -> bool:
        """True for a hash under another search key than the active one."""
        return search_key_of(hash_) != self._keys.fields.search.active

    def hashes_of_id(self, kind: str, number: str) -> tuple[str, ...]:
        """All that it may stand under: the active key's first, then those of older keys that the ring still has."""
        return self._keys.document_hashes(kind, number)
