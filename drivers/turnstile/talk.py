"""The conversation with one barrier. See :class:`drivers.panel.talk.Talk`.

A barrier says nothing by itself that a source explains: it counts as online while its port is open, and its profile
says so to the installer. A passage that is freed cannot be taken back.
"""

from __future__ import annotations

from drivers.panel.errors import OrderRefused, Refused
from drivers.panel.exchange import Exchange
from drivers.panel.talk import Fault, Talker
from drivers.transport.stream import ByteStream
from drivers.turnstile.codec import Answer, BarrierCodec, Framer
from gate.domain.signals import OutputOrder


def talker(codec: BarrierCodec, outputs: int, reply: float) -> Talker:
    """Begins conversations; ``reply``: seconds until an answer is given up."""
    return lambda stream, tell, fault: TurnstileTalk(codec, outputs, reply, stream, fault)


class TurnstileTalk:
    """``fault`` hears of what should not be."""

    def __init__(
        self, codec: BarrierCodec, outputs: int, reply: float, stream: ByteStream, fault: Fault
    ) -> None:
        self._codec, self._outputs, self._reply, self._fault = codec, outputs, reply, fault
        self._exchange = Exchange(stream, Framer(codec).feed, self._unasked, fault)
        self._exchange.open()

    def close(self) -> None:
        """See :class:`drivers.panel.talk.Talk`."""
        self._exchange.close()

    async def come_up(self) -> str:
        """See :class:`drivers.panel.talk.Talk`."""
        return "port open; the barrier itself gives no sign of life"

    async def verify(self) -> None:
        """Nothing of it can be read."""

    async def poll(self) -> None:
        """Nothing is asked; a wire that is lost is found here."""
        self._exchange.check()

    async def carry_out(self, order: OutputOrder) -> None:
        """See :class:`drivers.panel.talk.Talk`. The barrier ends the passage by itself, whatever the pulse's length."""
        if not 1 <= order.output <= self._outputs:
            raise OrderRefused(f"expected output 1 to {self._outputs}, came {order.output}")
        if not order.on or order.pulse is None:
            raise OrderRefused("a barrier frees one passage; it can neither be held nor take one back")
        if not self._codec.answers:
            await self._exchange.tell(self._codec.free(order.output))
            return
        # Asked once: a second command would free a second passage.
        answer = await self._exchange.ask(
            self._codec.free(order.output), lambda came: came is not Answer.OTHER, self._reply, tries=1
        )
        if answer is Answer.REFUSED:
            raise Refused("the barrier refuses")

    def _unasked(self, answer: Answer) -> None:
        self._fault(f"a frame without a meaning that is known ({answer.value})")
