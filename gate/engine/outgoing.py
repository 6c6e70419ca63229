"""What leaves the engine, in its envelope, with its proof, on its topic. Any thread may call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from gate.bus.codec import encode, encode_signed
from gate.bus.messages import Ack, Fresh, Health, Hint, HintRow, PackDelivery, SealedHead
from gate.bus.proofs import Proof, proof_of
from gate.bus.sender import Sender
from gate.bus.topics import ENGINE, Topics
from gate.domain.commands import Receipt
from gate.domain.decision import Decision
from gate.domain.door_commands import ReleaseLock, ShowAnswer
from gate.domain.envelope import Envelope
from gate.domain.events import PortalChanged
from gate.engine.outcome import Outcome
from gate.engine.tidings import Tidings
from gate.keys.engine_keys import EngineKeys
from gate.service.change import Told


class Publisher(Protocol):
    """The bus, as far as sending goes."""

    def publish(self, topic: str, payload: bytes, retain: bool = False, sure: bool = True) -> bool:
        """False: not sent, and it will not be."""


class Outgoing:
    """Every message of the engine. ``commands`` numbers what is no event: it has a sequence of its own."""

    def __init__(self, bus: Publisher, site: str, keys: EngineKeys, commands: Sender) -> None:
        self._bus = bus
        self._topics = Topics(site)
        self._keys = keys
        self._commands = commands
        self._tidings = Tidings(self._acknowledge, self._hint)

    def start(self) -> None:
        """Begin to send what may wait a moment."""
        self._tidings.start()

    def stop(self) -> None:
        """Send the rest of it."""
        self._tidings.stop()

    def tell(self, told: Iterable[Told], decision: Decision | None = None, *, late: bool = False) -> None:
        """Commands to agents. ``decision``: goes along, for nothing has recorded it. ``late``: releases stay here."""
        for each in told:
            command = each.command
            if late and isinstance(command, ReleaseLock):
                continue
            if decision is not None and isinstance(command, ReleaseLock | ShowAnswer) and command.request:
                command = replace(command, decision=decision)
            envelope = self._commands.wrap(command)
            payload = encode_signed(envelope, partial(self._keys.tag, each.agent))
            self._bus.publish(self._topics.commands(each.agent), payload)

    def recorded(self, outcome: Outcome) -> None:
        """All that waits for the commit but the commands: events, states and receipt now; soon hints and the
        acknowledgement."""
        for logged in outcome.logged:
            if logged.own is not None:
                self._event(logged.own)
        if outcome.receipt is not None:
            self.receipt(*outcome.receipt)
        if outcome.acknowledge is not None:
            self._tidings.acknowledge(*outcome.acknowledge)
        for logged in outcome.logged:
            row = logged.row
            subject = row.subject or row.portal or row.person or ""
            self._tidings.hint(HintRow(event=row.seq, kind=row.type, subject=subject))

    def receipt(self, client: str, receipt: Receipt) -> None:
        """The answer to a command."""
        self._plain(self._topics.receipt(client), receipt)

    def fresh(self, token: Fresh) -> None:
        """What leases count from."""
        self._signed(self._topics.fresh, token)

    def pack(self, delivery: PackDelivery) -> None:
        """A pack for its agent."""
        self._signed(self._topics.pack(delivery.agent), delivery)

    def head(self, head: SealedHead) -> None:
        """The newest head of the record, retained."""
        self._bus.publish(self._topics.head, encode_signed(self._commands.wrap(head), self._keys.sign), True)

    def health(self, health: Health) -> None:
        """How the engine is, for everybody who looks."""
        self._plain(self._topics.health(ENGINE), health, retain=True)

    def state(self, change: PortalChanged) -> None:
        """A portal's state, retained: for people and dashboards, nothing is decided on it."""
        self._plain(self._topics.state(change.portal), change, retain=True)

    def _event(self, envelope: Envelope[Any]) -> None:
        signed = proof_of(type(envelope.body)) is Proof.SIGNATURE
        payload = encode_signed(envelope, self._keys.sign) if signed else encode(envelope)
        self._bus.publish(self._topics.events(ENGINE), payload, sure=False)  # the log has it
        if isinstance(envelope.body, PortalChanged):
            self.state(envelope.body)

    def _acknowledge(self, src: str, ack: Ack) -> None:
        """How far a source's events are recorded. An agent lets go of them on it, so it must know from whom it is.

        Not sure to arrive, like hints: the next one says it too, and what stays unacknowledged is sent again.
        """
        if self._keys.shares_with(src):
            message = encode_signed(self._commands.wrap(ack), partial(self._keys.tag, src))
            self._bus.publish(self._topics.ack(src), message, sure=False)
        else:
            self._plain(self._topics.ack(src), ack, sure=False)

    def _hint(self, rows: Sequence[HintRow]) -> None:
        self._plain(self._topics.hint, Hint(rows=tuple(rows)), sure=False)

    def _plain(self, topic: str, body: Any, *, retain: bool = False, sure: bool = True) -> None:
        self._bus.publish(topic, encode(self._commands.wrap(body)), retain, sure)

    def _signed(self, topic: str, body: Any) -> None:
        self._bus.publish(topic, encode_signed(self._commands.wrap(body), self._keys.sign))
