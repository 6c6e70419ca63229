"""Gives a reader its key, and proves that it took it. Nothing here decides to: a person does, with a tool."""

from __future__ import annotations

from collections.abc import Callable

from drivers.osdp.commands import Id, Keyset, Poll
from drivers.osdp.errors import OsdpError
from drivers.osdp.field_link import FieldLink, NoAnswer
from drivers.osdp.handshake import KeyFor
from drivers.osdp.replies import Ack, Nak, PdId
from drivers.osdp.session import Random

Say = Callable[[str], None]


class KeyNotSet(OsdpError):
    """The reader has not got the key, as far as it says."""


class KeyUnknown(OsdpError):
    """The reader may or may not hold the new key: the old one must not be thrown away, nor the new one."""


async def holds(link: FieldLink, key: bytes | KeyFor | None, random: Random) -> bool:
    """Whether the reader proves this key (None: the default key). Raises :class:`NoAnswer`."""
    try:
        await link.connect(key, random)
    except NoAnswer:
        raise
    except OsdpError:
        return False
    return True


async def identify(link: FieldLink) -> PdId | None:
    """Who it is, over whatever channel stands; None where it does not say."""
    reply = await link.ask(Id())
    return reply if isinstance(reply, PdId) else None


async def set_key(link: FieldLink, new: bytes, random: Random, say: Say) -> None:
    """Over the channel that stands: KEYSET, then a new handshake with the new key as proof.

    Raises :class:`KeyNotSet` where the reader keeps what it had, :class:`KeyUnknown` where nobody can tell.
    """
    try:
        reply = await link.ask(Keyset(key=new))
    except NoAnswer:
        say("no answer to KEYSET; looking which key the reader holds now")
        reply = Ack()
    if isinstance(reply, Nak):
        raise KeyNotSet(f"the reader refuses the new key with {reply}")
    await _prove(link, new, random)
    say("the reader proved the new key in a new secure channel")


async def _prove(link: FieldLink, new: bytes, random: Random) -> None:
    try:
        if await holds(link, new, random):
            await link.ask(Poll())
            return
    except NoAnswer as error:
        raise KeyUnknown(f"after KEYSET {error}") from error
    raise KeyUnknown("the reader acknowledged the new key and does not use it, or not yet")
