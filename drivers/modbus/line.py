"""One Modbus line with its controllers: a single poll scheduler, and writes that go before polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from zlib import crc32

from drivers.modbus.controller import Controller
from drivers.modbus.host_pulses import HostPulses
from drivers.modbus.link import Answer, NoAnswer, Refused
from drivers.modbus.pdu import Request, Write, write_one
from drivers.modbus.plan import OrderRefused, writes_for
from drivers.modbus.quiet import QuietPolls
from drivers.modbus.schedule import PollSchedule
from drivers.modbus.settings import UnsafeSetting, enforce
from drivers.modbus.wire import Wire
from drivers.transport.backoff import Backoff
from drivers.transport.faults import FaultSummary
from drivers.transport.url import parse_url
from gate.domain.lines import Emit
from gate.domain.signals import Feedback, OutputOrder, OutputResult, Signal, WireFault

ORDER_TIMEOUT_S = 1.0
VERIFY_EVERY_S = 60.0
"""Required settings are checked again this often: someone may change them with another tool."""
_TRIES = 2
"""A write that stays unanswered is sent once more; none of them toggles, so a repeat does no harm."""


class ModbusLine:
    """A :class:`gate.domain.lines.Line`. ``poll`` overrides the profiles' poll periods.

    Raises ``ValueError`` for a wrong url, no device, or two devices with one address.
    """

    def __init__(
        self, line_id: str, url: str, controllers: Sequence[Controller], poll: timedelta | None = None
    ) -> None:
        if not controllers or len({c.address for c in controllers}) != len(controllers):
            raise ValueError(f"line {line_id}: expected devices, each with an address of its own")
        serial = controllers[0].profile.serial
        self._id = line_id
        self._wire = Wire(parse_url(url, serial.baud if serial else 9600))
        self._controllers = {c.device: c for c in controllers}
        self._schedule = PollSchedule(
            {c.device: poll.total_seconds() if poll else c.facts.poll_ms / 1000 for c in controllers},
            phase=crc32(line_id.encode()) / 0xFFFFFFFF,
        )
        self._verify_at = dict.fromkeys(self._controllers, float("-inf"))
        self._faults = {device: FaultSummary() for device in self._controllers}
        self._pulses = HostPulses(self.order)
        self._free_at = dict.fromkeys(self._controllers, float("-inf"))
        self._quiet = QuietPolls(self._wire, self._schedule, self._controllers, self._is_quiet, self._heard)
        self._backoff = Backoff()
        self._emit: Emit = lambda signal: None

    @property
    def id(self) -> str:
        """See :class:`gate.domain.lines.Line`."""
        return self._id

    async def run(self, emit: Emit) -> None:
        """See :class:`gate.domain.lines.Line`."""
        self._emit = emit
        while True:
            try:
                await self._wire.open()
                self._schedule.restart()
                await self._serve()
            except ConnectionError as error:
                for controller in self._controllers.values():
                    self._tell(controller.went_down(str(error)))
            finally:
                self._wire.close()
            await asyncio.sleep(self._backoff.next())

    async def order(self, order: OutputOrder) -> OutputResult:
        """See :class:`gate.domain.lines.Line`."""
        controller = self._controllers.get(order.device)
        try:
            if controller is None:
                raise OrderRefused(f"line {self._id} has no device {order.device!r}")
            writes = writes_for(order, controller.profile)
        except OrderRefused as error:
            self._emit(WireFault(device=order.device, why=str(error)))
            return OutputResult.FAILED
        if not controller.online:
            return OutputResult.OFFLINE
        try:
            async with asyncio.timeout(ORDER_TIMEOUT_S):
                return await self._carry_out(controller, order, writes)
        except (TimeoutError, NoAnswer, ConnectionError):
            return OutputResult.OFFLINE

    def order_now(self, order: OutputOrder, done: Callable[[OutputResult | None], None]) -> bool:
        """See :class:`gate.domain.lines.PromptLine`. Only what is one write, and on a wire that is free."""
        controller = self._controllers.get(order.device)
        if controller is None or not controller.online or controller.facts.gap_ms:
            return False
        try:
            writes = writes_for(order, controller.profile)
        except OrderRefused:
            return False
        if len(writes) != 1:
            return False
        request = write_one(controller.address, writes[0])

        def answered(answer: Answer, noise: str) -> None:
            self._look_soon(controller)
            if noise:
                self._fault(controller, noise)
            done(self._concluded(controller, order) if answer == request.pdu else None)

        return self._wire.ask_now(request, controller.reply_timeout, answered)

    async def show(self, device: str, feedback: Feedback) -> None:
        """A door controller has nothing to show."""

    async def _carry_out(
        self, controller: Controller, order: OutputOrder, writes: Iterable[Write]
    ) -> OutputResult:
        try:
            for write in writes:
                await self._write(controller, write)
        except Refused as error:
            self._fault(controller, f"output {order.output}: {error}")
            return OutputResult.FAILED
        finally:
            self._look_soon(controller)
        return self._concluded(controller, order)

    def _concluded(self, controller: Controller, order: OutputOrder) -> OutputResult:
        """All its writes were answered as they must be."""
        self._pulses.cancel(order)
        if order.pulse is None:
            controller.watch.forget(order.output)
        else:
            controller.watch.started(order.output, order.pulse, self._now())
            if controller.facts.pulse is not None and controller.facts.pulse.method == "host":
                self._pulses.end_later(order)
        return OutputResult.DONE

    def _look_soon(self, controller: Controller) -> None:
        """Read its outputs back, whatever came of a write: one that was not answered may have been carried out."""
        controller.wrote()
        self._schedule.hurry(controller.device, self._now())
        self._quiet.wake()

    async def _write(self, controller: Controller, write: Write) -> None:
        request = write_one(controller.address, write)
        for left in reversed(range(_TRIES)):
            try:
                echo = await self._ask(controller, request)
            except NoAnswer:
                if not left:
                    raise
                continue
            if echo == request.pdu:
                return
            self._fault(controller, f"the echo of a write differs: expected {write}")
        raise NoAnswer(0, "the echo of a write differs")

    async def _serve(self) -> None:
        while True:
            device, due = self._schedule.next()
            if due > self._now():
                await self._quiet.until_needed()
                continue
            controller = self._controllers[device]
            try:
                await self._poll(controller)
            except (NoAnswer, Refused, UnsafeSetting) as error:
                self._missed(controller, error)
            else:
                self._backoff.reset()
                self._schedule.answered(device, self._now())

    def _is_quiet(self, controller: Controller) -> bool:
        """Whether reading its points is all that the controller wants."""
        now = self._now()
        if not controller.online or now >= self._verify_at[controller.device] or controller.watch.active:
            return False
        # where silence must stand between two requests, one that follows at once is for the task
        return not controller.facts.gap_ms and not (self._wire.gap and controller.outputs_wanted(now))

    def _heard(self, controller: Controller, request: Request, answer: Answer, noise: str) -> Request | None:
        """The answer to a quiet poll: inputs first, then, where they are wanted, outputs."""
        if not isinstance(answer, bytes):
            if isinstance(answer, ConnectionError):
                raise answer
            self._missed(controller, answer)
            return None
        if noise:
            self._fault(controller, noise)
        now, is_first = self._now(), request is (controller.ask_inputs or controller.ask_outputs)
        if not controller.online:
            self._tell(controller.came_up(""))
        if request is controller.ask_outputs:
            self._tell(controller.outputs_answered(answer, now))
        elif news := controller.inputs_answered(answer):
            self._tell(news)
        if is_first:
            self._backoff.reset()
            self._schedule.answered(controller.device, now)
        return controller.ask_outputs if is_first and controller.outputs_wanted(now) else None

    async def _poll(self, controller: Controller) -> None:
        changed = await self._verified(controller)
        inputs = b"" if controller.ask_inputs is None else await self._ask(controller, controller.ask_inputs)
        if controller.online:
            self._tell(controller.inputs_answered(inputs))  # before all else: a contact must be seen at once
        outputs: bytes | None = None
        if controller.ask_outputs is not None and controller.outputs_wanted(self._now()):
            outputs = await self._ask(controller, controller.ask_outputs)
        self._tell(controller.came_up(changed))
        self._tell(controller.inputs_answered(inputs))
        if outputs is not None:
            self._tell(controller.outputs_answered(outputs, self._now()))
            await self._end_overdue(controller)

    async def _verified(self, controller: Controller) -> str:
        if controller.online and self._now() < self._verify_at[controller.device]:
            return ""
        changed = await enforce(controller, lambda request: self._ask(controller, request))
        self._verify_at[controller.device] = self._now() + VERIFY_EVERY_S
        if changed and controller.online:
            self._fault(controller, f"a required setting had been changed: {changed}")
        return changed

    async def _end_overdue(self, controller: Controller) -> None:
        for output in controller.watch.overdue(controller.outputs_on, self._now()):
            self._emit(
                WireFault(
                    device=controller.device,
                    why=f"output {output} is still on after its pulse: check its pulse width and count",
                )
            )
            await self.order(OutputOrder(device=controller.device, output=output, on=False))

    async def _ask(self, controller: Controller, request: Request) -> bytes:
        if controller.facts.gap_ms:
            await asyncio.sleep(self._free_at[controller.device] - self._now())
        try:
            answer, noise = await self._wire.ask(request, controller.reply_timeout)
        finally:
            self._free_at[controller.device] = self._now() + controller.facts.gap_ms / 1000
        if noise:
            self._fault(controller, noise)
        return answer

    def _missed(self, controller: Controller, error: NoAnswer | Refused | UnsafeSetting) -> None:
        if isinstance(error, NoAnswer) and error.other:
            self._fault(controller, error.other)
        down = controller.went_down if isinstance(error, UnsafeSetting) else controller.missed
        self._tell(down(str(error)))
        self._schedule.failed(controller.device, self._now(), known=bool(controller.online))

    def _fault(self, controller: Controller, why: str) -> None:
        if (report := self._faults[controller.device].note(why, self._now())) is not None:
            self._emit(WireFault(device=controller.device, why=report))

    def _tell(self, signals: Iterable[Signal]) -> None:
        for signal in signals:
            self._emit(signal)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
