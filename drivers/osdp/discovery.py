"""Finds readers on a line: every address at every rate, what each says of itself, and who else is heard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from drivers.osdp.codes import Function
from drivers.osdp.commands import Cap, Id, Poll
from drivers.osdp.errors import OsdpError
from drivers.osdp.field_link import FieldLink, NoAnswer
from drivers.osdp.frame import Frame
from drivers.osdp.message import Message
from drivers.osdp.replies import Nak, PdCap, PdId
from drivers.transport.stream import ByteStream

BAUDS = (9600, 115_200, 38_400, 19_200, 57_600, 230_400)
"""The rates of the standard, the usual ones first."""

_POLL_BITS = 10 * (9 + 16)  # a poll and a short reply, mark and gap with them


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReader:
    """A reader that answered. ``identity`` or ``capabilities`` None: it refuses to say in clear (it has a key)."""

    address: int
    baud: int
    identity: PdId | None
    capabilities: PdCap | None

    @property
    def can_secure(self) -> bool | None:
        """Whether it knows the secure channel (AES-128); None where it did not say."""
        return None if self.capabilities is None else self._security[0] & 1 == 1

    @property
    def has_default_key(self) -> bool | None:
        """Whether it says that the default key works: anybody can take it over."""
        return None if self.capabilities is None else self._security[1] & 1 == 1

    @property
    def _security(self) -> tuple[int, int]:
        caps = () if self.capabilities is None else self.capabilities.capabilities
        return next(((level, items) for code, level, items in caps if code == Function.SECURITY), (0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Progress: this rate is being searched; ``done`` of ``total`` questions asked."""

    baud: int
    done: int
    total: int


@dataclass(slots=True)
class Overheard:
    """What else was on the line."""

    commands: int = 0
    addresses: set[int] = field(default_factory=set)

    def hear(self, frame: Frame) -> None:
        """A frame that answered nothing of ours."""
        if frame.reply:
            self.addresses.add(frame.address)
        else:
            self.commands += 1


OpenAt = Callable[[int], Awaitable[ByteStream]]


async def discover(
    open_at: OpenAt,
    bauds: Sequence[int],
    addresses: Sequence[int],
    overheard: Overheard,
    *,
    wait_s: float = 0.06,
) -> AsyncIterator[FoundReader | Tried]:
    """Ask each address at each rate. ``wait_s``: for an answer to begin; a reader that is slower is overheard at the
    next question and then asked again, patiently. Raises ``ConnectionError`` where the line cannot be opened.
    """
    total, done = len(bauds) * len(addresses), 0
    for baud in bauds:
        stream = await open_at(baud)
        try:
            for address in addresses:
                found = await _ask(stream, address, baud, wait_s, overheard)
                done += 1
                yield found or Tried(baud=baud, done=done, total=total)
            for address in sorted(overheard.addresses & set(addresses)):
                if found := await _ask(stream, address, baud, 0.3, overheard):
                    yield found
            overheard.addresses.clear()
        finally:
            stream.close()


async def _ask(
    stream: ByteStream, address: int, baud: int, wait_s: float, overheard: Overheard
) -> FoundReader | None:
    wait = wait_s + _POLL_BITS / baud
    try:
        await FieldLink(stream, address, wait_s=wait, tries=1, others=overheard.hear).ask(Poll())
    except NoAnswer:
        return None
    except OsdpError:
        pass  # it answers, if not as it should: worth naming
    overheard.addresses.discard(address)
    link = FieldLink(stream, address, wait_s=0.3, tries=2, others=overheard.hear)
    identity, capabilities = await _said(link, Id()), await _said(link, Cap())
    return FoundReader(
        address=address,
        baud=baud,
        identity=identity if isinstance(identity, PdId) else None,
        capabilities=capabilities if isinstance(capabilities, PdCap) else None,
    )


async def _said(link: FieldLink, question: Message) -> Message | None:
    link.restart()
    try:
        reply = await link.ask(question)
    except OsdpError:
        return None
    return None if isinstance(reply, Nak) else reply
