"""The engine of the site under test, as a process: the product's own, which also shows what it knows to whoever asks.

``python -m tests.faults.engine_process --site FILE --data FOLDER --bus URL --store URL``, with ``FAULTS_MEMORY`` in the
environment: a Unix socket; whoever connects is sent a :data:`tests.faults.memory.Known`, or None to ask again.
"""

from __future__ import annotations

import argparse
import os
import threading
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any

import gate.engine.engine
from gate.engine.decider import Decider
from gate.roots.engine import engine
from tests.faults.memory import Known, of_decider

ANSWER_S = 10.0


class ShownDecider(Decider):
    """The product's own; a thread shows what it knows."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        threading.Thread(target=_show, args=(self,), daemon=True).start()


def ask(place: Path) -> Known | None:
    """What the engine there knows; None if it is not there, or learns something at this moment."""
    try:
        with Client(str(place), family="AF_UNIX") as line:
            known: Known | None = line.recv() if line.poll(ANSWER_S) else None
            return known
    except (OSError, EOFError):
        return None


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--site", "--data"):
        parser.add_argument(name, type=Path, required=True)
    for name in ("--bus", "--store"):
        parser.add_argument(name, required=True)
    chosen = parser.parse_args()
    vars(gate.engine.engine)["Decider"] = ShownDecider
    engine(site=chosen.site, data=chosen.data, bus=chosen.bus, store=chosen.store)


def _show(decider: Decider) -> None:
    place = Path(os.environ["FAULTS_MEMORY"])
    place.unlink(missing_ok=True)  # of an engine that was killed
    with Listener(str(place), family="AF_UNIX") as listener:
        while True:
            try:
                with listener.accept() as line:
                    line.send(_known(decider))
            except OSError:  # whoever asked is gone
                continue


def _known(decider: Decider) -> Known | None:
    try:
        return of_decider(decider)
    except RuntimeError:  # a dict grew meanwhile
        return None


if __name__ == "__main__":
    main()
