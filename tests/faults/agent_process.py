"""One agent of the site under test, as a process: the product's own agent on a line without wires.

``python -m tests.faults.agent_process AGENT --site FILE --data FOLDER --bus URL --load FILE --pause-ms MS``
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import gate.edge.agent
from gate.clock import site_clock
from gate.edge.agent import Agent
from gate.keys.ring import KeyRing
from gate.roots.agent import _connection
from gate.roots.folders import DataFolder
from gate.roots.options import log_to_stderr
from gate.roots.until import until_stopped
from gate.site.load import load_site
from tests.faults.journal import JournallingSpool
from tests.faults.load_line import LoadLine


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("agent")
    for name in ("--site", "--data", "--load"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--bus", required=True)
    parser.add_argument("--pause-ms", type=float, required=True)
    chosen = parser.parse_args()
    log_to_stderr()
    vars(gate.edge.agent)["Spool"] = JournallingSpool
    asyncio.run(until_stopped(_built(chosen).run()))


def _built(chosen: argparse.Namespace) -> Agent:
    site, folder = load_site(chosen.site), DataFolder(chosen.data)
    lines = [line.id for line in site.lines.values() if line.agent == chosen.agent]
    devices = {line: [device.id for device in site.devices.values() if device.line == line] for line in lines}
    return Agent(
        site,
        chosen.agent,
        lines=[LoadLine(line, devices[line], chosen.load, chosen.pause_ms / 1000) for line in lines],
        bus=lambda boot: _connection(site, chosen.agent, boot, chosen.bus),
        keys=KeyRing(folder.keys).for_agent(chosen.agent),
        clock=site_clock(),
        folder=folder.agent(chosen.agent),
        trusted_time=True,
    )


if __name__ == "__main__":
    main()
