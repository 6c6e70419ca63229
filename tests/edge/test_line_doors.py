"""Orders to lines: at once where the line can, else by a task; each is answered once."""

import asyncio
from collections.abc import Callable

from gate.domain.lines import Emit
from gate.domain.signals import Feedback, OutputOrder, OutputResult
from gate.edge.line_doors import LineDoors
from tests.service.rig import example_site


class Slow:
    """A line that needs a task for everything."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.by_task: list[OutputOrder] = []

    async def run(self, emit: Emit) -> None: ...

    async def order(self, order: OutputOrder) -> OutputResult:
        self.by_task.append(order)
        return OutputResult.OFFLINE

    async def show(self, device: str, feedback: Feedback) -> None: ...


class Prompt(Slow):
    """One that begins at once, where it says so; what comes of it is told by hand."""

    free = True

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.dones: list[Callable[[OutputResult | None], None]] = []

    def order_now(self, order: OutputOrder, done: Callable[[OutputResult | None], None]) -> bool:
        if self.free:
            self.dones.append(done)
        return self.free


class Desk:
    """Doors on one line, and what came of the orders."""

    def __init__(self, make: Callable[[str], Slow]) -> None:
        site = example_site()
        device = next(
            each for each in site.devices.values() if each.id == site.portals["front-door"].lock.device
        )
        self.line = make(device.line)
        self.doors = LineDoors(site, [self.line])
        self.results: asyncio.Queue[OutputResult] = asyncio.Queue()
        self.afters = 0
        self.order = OutputOrder(device=device.id, output=1, on=True)
        self.doors.open(asyncio.get_running_loop(), self.after)

    def after(self) -> None:
        self.afters += 1

    def give(self) -> None:
        self.doors.order(self.order, self.results.put_nowait)


def test_a_line_that_is_free_begins_at_once() -> None:
    async def main() -> None:
        desk = Desk(Prompt)
        assert isinstance(desk.line, Prompt)
        desk.give()
        assert (len(desk.line.dones), desk.results.empty()) == (1, True)
        desk.line.dones[0](OutputResult.DONE)
        assert (desk.results.get_nowait(), desk.afters, desk.line.by_task) == (OutputResult.DONE, 1, [])

    asyncio.run(main())


def test_what_did_not_succeed_at_once_is_for_a_task() -> None:
    async def main() -> None:
        desk = Desk(Prompt)
        assert isinstance(desk.line, Prompt)
        desk.give()
        desk.line.dones[0](None)
        assert await desk.results.get() is OutputResult.OFFLINE
        assert desk.line.by_task == [desk.order]

    asyncio.run(main())


def test_a_line_that_is_not_free_is_waited_for_by_a_task() -> None:
    async def main() -> None:
        desk = Desk(Prompt)
        assert isinstance(desk.line, Prompt)
        desk.line.free = False
        desk.give()
        assert await desk.results.get() is OutputResult.OFFLINE
        assert desk.line.dones == []

    asyncio.run(main())


def test_a_line_that_always_needs_a_task_gets_one() -> None:
    async def main() -> None:
        desk = Desk(Slow)
        desk.give()
        assert await desk.results.get() is OutputResult.OFFLINE
        assert desk.line.by_task == [desk.order]

    asyncio.run(main())
