"""Requests that belong to no line: which controllers are there, what one keeps, and its cards erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from drivers.panel.exchange import Exchange
from drivers.transport.open import open_place
from drivers.transport.url import SocketPlace
from drivers.uhppote.codec import Message, decode_reply, encode_request
from drivers.uhppote.errors import UhppoteError
from drivers.uhppote.fields import Value
from drivers.uhppote.keeping import Ask
from drivers.uhppote.talk import split

PORT = 60000
_REPLY_S = 1.0


async def find(broadcast: str, port: int, wait_s: float) -> Mapping[int, Message]:
    """Controllers by serial number that answer a request to all within ``wait_s``. ``OSError`` without a network."""
    loop = asyncio.get_running_loop()
    found: dict[int, Message] = {}

    class Heard(asyncio.DatagramProtocol):
        """Takes answers from whoever."""

        def datagram_received(self, data: bytes, _addr: tuple[str, int]) -> None:
            """asyncio: one answer; what is none is not a controller's."""
            try:
                message = decode_reply(data)
            except UhppoteError:
                return
            if message.function == "get-controller":
                found[message.serial] = message

    transport, _ = await loop.create_datagram_endpoint(
        Heard,
        local_addr=("0.0.0.0", 0),  # noqa: S104 - a broadcast is answered on any interface
        allow_broadcast=True,
    )
    try:
        transport.sendto(encode_request("get-controller", 0), (broadcast, port))
        await asyncio.sleep(wait_s)
    finally:
        transport.close()
    return found


@asynccontextmanager
async def asking(host: str, port: int, serial: int) -> AsyncIterator[Ask]:
    """Requests to one controller. Raises ``NoAnswer`` or ``ConnectionError``."""
    stream = await open_place(SocketPlace(scheme="udp", host=host, port=port))
    exchange = Exchange(stream, split, lambda message: None, lambda why: None)
    exchange.open()

    async def ask(function: str, values: dict[str, Value]) -> Message:
        def fits(message: Message) -> bool:
            return (message.function, message.serial) == (function, serial)

        return await exchange.ask(encode_request(function, serial, **values), fits, _REPLY_S, tries=3)

    try:
        yield ask
    finally:
        exchange.close()
        stream.close()
