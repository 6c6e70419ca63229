"""``gate demo --scenario day --json``, begun and looked at later: a day mostly waits for wires."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gate.up import die_with_parent

PLAYED_S = 240
END_S = 20


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """A day that is being played; its folder holds ``demo``, the data, and what was said on either channel."""

    process: subprocess.Popen[bytes]
    folder: Path

    def ended(self) -> tuple[int, list[dict[str, object]], str]:
        """Waits for the end: exit status, the lines of ``--json``, and what was said on standard error."""
        status = self.process.wait(PLAYED_S)
        lines = (self.folder / "out").read_text(encoding="utf-8").splitlines()
        return status, [json.loads(line) for line in lines], (self.folder / "err").read_text(encoding="utf-8")


@contextmanager
def playing(folder: Path, *options: str) -> Iterator[PlayedDay]:
    """Begin a day; what still runs at the end of the block is ended."""
    argv = [sys.executable, "-m", "gate.cli", "demo", "--scenario", "day", "--json"]
    argv += ["--data", str(folder / "demo"), *options]
    with (
        (folder / "out").open("wb") as out,
        (folder / "err").open("wb") as err,
        subprocess.Popen(
            argv,
            stdout=out,
            stderr=err,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - a killed test run must not leave a site running
        ) as process,
    ):
        try:
            yield PlayedDay(process, folder)
        finally:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()  # its children end with it
                raise
