"""The drivers: OSDP, Modbus, and a whole building's lines in one process."""

import asyncio
import time

from benchmarks import modbus, osdp
from benchmarks.figures import Figure
from benchmarks.osdp_rig import OurPanels, readers
from benchmarks.suite import Options


def run(options: Options) -> list[Figure]:
    """The figures of both families, and of both together."""
    seconds = 3.0 if options.quick else 15.0
    return [*osdp.run(options), *modbus.run(options), *asyncio.run(_together(seconds))]


async def _together(seconds: float) -> list[Figure]:
    """32 readers on four lines polled every 50 ms, and 500 controllers at 10 Hz."""
    addresses = tuple(range(osdp.PER_LINE))
    with readers(osdp.LINES, addresses) as rig, modbus.controllers(modbus.CONTROLLERS) as field:
        async with modbus.our_lines(field.ports), OurPanels([(path, addresses) for path in rig.paths]):
            cpu, wall = time.process_time(), time.monotonic()
            polled, asked = await asyncio.gather(rig.measure("polls", seconds), field.polls(seconds))
            busy = (time.process_time() - cpu) / (time.monotonic() - wall)
    name = "32 readers and 500 controllers, of one core"
    return [
        Figure(name=name, value=100 * busy, unit="%", target=modbus.at_most(60.0)),
        *modbus.punctuality("the readers beside the controllers", polled, osdp.PERIOD_MS),
        *modbus.punctuality("the controllers beside the readers", asked, modbus.PERIOD_MS),
    ]
