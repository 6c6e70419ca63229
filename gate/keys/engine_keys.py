"""All that the engine can do with keys."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.card import CardNumber
from gate.domain.decision import PinVerdict
from gate.keys.agent_keys import AgentSecret
from gate.keys.documents import document_hash
from gate.keys.errors import KeyRingError
from gate.keys.field_ring import FieldRing
from gate.keys.pins import judge_pin, open_pin, person_key, pin_verifier
from gate.keys.seal_keys import SealKeys
from gate.keys.signing import Signer, Verifier


class EngineKeys:
    """Signs for the engine, knows every agent, keeps the site's PIN key. Its representation shows nothing."""

    __slots__ = ("_pin_key", "_secrets", "_signer", "_verifiers", "fields", "seal")

    def __init__(
        self,
        signer: Signer,
        pin_key: bytes,
        secrets: Mapping[str, AgentSecret],
        agents: Mapping[str, Verifier],
        fields: FieldRing,
        seal: SealKeys,
    ) -> None:
        self._signer = signer
        self._pin_key = pin_key
        self._secrets = dict(secrets)
        self._verifiers = dict(agents)
        self.fields = fields
        self.seal = seal

    def sign(self, content: bytes) -> str:
        """The engine's signature, base64."""
        return self._signer.sign(content)

    def agent_signed(self, agent: str, content: bytes, signature: str) -> bool:
        """True if that agent signed exactly this; False for an agent that the ring does not know."""
        verifier = self._verifiers.get(agent)
        return verifier is not None and verifier.verify(content, signature)

    def agent_public(self, agent: str) -> bytes:
        """The public key of an agent of the ring, 32 bytes."""
        return self._verifiers[agent].public

    def shares_with(self, src: str) -> bool:
        """True for an agent: it and the engine can tag for each other."""
        return src in self._secrets

    def tag(self, agent: str, content: bytes) -> str:
        """What proves to that agent, and to nobody else, that the engine sent it."""
        return self._secret(agent).commands.tag(content)

    def agent_tagged(self, agent: str, content: bytes, tag: str) -> bool:
        """True if that agent made this tag over exactly this; False for an agent that the ring does not know."""
        secret = self._secrets.get(agent)
        return secret is not None and secret.events.check(content, tag)

    def open_pin(self, agent: str, sealed: str, context: str) -> str:
        """The digits typed at a reader of that agent; SealError where the box is not for this read."""
        return open_pin(self._secret(agent).pin_box, sealed, context)

    def pin_verifier(self, person: str, digits: str) -> str:
        """What ``Person.pin`` holds; ValueError for digits that are no fit PIN."""
        return pin_verifier(self._pin_key, person, digits)

    def judge_pin(self, person: str, kept: str | None, typed: str | None) -> PinVerdict:
        """The verdict on typed digits, duress included."""
        return judge_pin(self._pin_key, person, kept, typed)

    def person_pin_key(self, person: str) -> bytes:
        """For packs: lets an agent judge the PIN of this person and nobody else."""
        return person_key(self._pin_key, person)

    def document_hash(self, key: str, kind: str, number: str) -> str:
        """An identity document's number under that search key; KeyRingError for one that the ring does not have."""
        return document_hash(self.fields.search, self._pin_key, key, kind, number)

    def document_hashes(self, kind: str, number: str) -> tuple[str, ...]:
        """All that a row with this document may stand under, the active search key's first."""
        return tuple(self.document_hash(key, kind, number) for key in self.fields.search.ids)

    def seal_pack(self, agent: str, content: bytes, context: str) -> str:
        """A pack's content for one agent alone."""
        return self._secret(agent).pack_box.seal(content, context)

    def card_hash(self, agent: str, card: CardNumber) -> str:
        """How that agent's packs name a card."""
        return self._secret(agent).card_hash(card)

    def _secret(self, agent: str) -> AgentSecret:
        try:
            return self._secrets[agent]
        except KeyError:
            raise KeyRingError(f"expected a secret shared with agent {agent!r}; the ring has none") from None
