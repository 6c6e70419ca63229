"""All that one agent can do with keys: what ``gate.edge`` gets as an argument."""

from __future__ import annotations

from gate.domain.card import CardNumber
from gate.domain.decision import PinVerdict
from gate.keys.box import Box, derive
from gate.keys.cards import card_hash
from gate.keys.pins import judge_own, seal_pin
from gate.keys.seal_keys import verify_raw
from gate.keys.signing import Signer, Verifier
from gate.keys.tags import Tagger


class AgentSecret:
    """The secret that one agent shares with the engine, split by purpose. Its representation shows nothing."""

    __slots__ = ("_cards", "commands", "events", "pack_box", "pin_box")

    def __init__(self, secret: bytes) -> None:
        """``secret``: 32 random bytes."""
        self.pin_box = Box(derive(secret, "pin"))
        self.pack_box = Box(derive(secret, "pack"))
        self._cards = Tagger(derive(secret, "cards"))
        self.events = Tagger(derive(secret, "events"))
        self.commands = Tagger(derive(secret, "commands"))

    def card_hash(self, card: CardNumber) -> str:
        """How this agent's packs name a card."""
        return card_hash(self._cards, card)


class AgentKeys:
    """Signs for the agent, believes the engine alone, opens the agent's own packs."""

    __slots__ = ("_engine", "_secret", "_signer", "agent")

    def __init__(self, agent: str, signer: Signer, secret: AgentSecret, engine: Verifier) -> None:
        self.agent = agent
        self._signer = signer
        self._secret = secret
        self._engine = engine

    def sign(self, content: bytes) -> str:
        """The agent's signature, base64."""
        return self._signer.sign(content)

    @property
    def public(self) -> bytes:
        """The agent's public key, 32 bytes."""
        return self._signer.public

    def engine_signed(self, content: bytes, signature: str) -> bool:
        """True if the site's engine signed exactly this."""
        return self._engine.verify(content, signature)

    def holds(self, public: bytes, content: bytes, signature: bytes) -> bool:
        """True if the signature (Ed25519) is that key's over exactly this."""
        return verify_raw(public, content, signature)

    def tag(self, content: bytes) -> str:
        """What proves to the engine that this agent sent it, at a hundredth of a signature's cost."""
        return self._secret.events.tag(content)

    def engine_tagged(self, content: bytes, tag: str) -> bool:
        """True if the engine made this tag, for this agent, over exactly this."""
        return self._secret.commands.check(content, tag)

    def seal_pin(self, digits: str, context: str) -> str:
        """Digits for the engine alone; ``context`` from :func:`gate.domain.pin.pin_context`."""
        return seal_pin(self._secret.pin_box, digits, context)

    def judge_pin(self, own_key: bytes, kept: str | None, typed: str | None) -> PinVerdict:
        """The verdict on a PIN of somebody whose key is in the pack."""
        return judge_own(own_key, kept, typed)

    def open_pack(self, sealed: str, context: str) -> bytes:
        """A pack's content; SealError if it is not this agent's."""
        return self._secret.pack_box.open(sealed, context)

    def card_hash(self, card: CardNumber) -> str:
        """How this agent's packs name a card."""
        return self._secret.card_hash(card)
