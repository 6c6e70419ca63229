"""What may wait a moment after its commit: acknowledgements and hints, many in one message, out of a door's way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from gate.bus.messages import Ack, HintRow

MOMENT_S = 0.04
"""Nobody notices it on a page, and an agent's spool has room for far more; a read has its answer by then."""
MOST_ROWS = 200
"""Rows one hint tells of: a page that gets more looks at everything again."""

SendAck = Callable[[str, Ack], None]
SendHint = Callable[[Sequence[HintRow]], None]


class Tidings:
    """A thread of its own sends them. Of the acknowledgements for one start of a source only the last is sent."""

    def __init__(self, acknowledge: SendAck, hint: SendHint) -> None:
        """``acknowledge`` and ``hint`` are called on the thread of this."""
        self._acknowledge, self._hint = acknowledge, hint
        self._acks: dict[tuple[str, int], Ack] = {}
        self._rows: list[HintRow] = []
        self._lock = threading.Lock()
        self._some = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tidings", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Send what waits, and end."""
        self._stopping.set()
        self._some.set()
        self._thread.join()

    def acknowledge(self, src: str, ack: Ack) -> None:
        """Tell the source soon. Any thread."""
        with self._lock:
            self._acks.pop((src, ack.boot), None)  # the order of the last ones counts
            self._acks[src, ack.boot] = ack
        self._some.set()

    def hint(self, row: HintRow) -> None:
        """Tell pages soon. Any thread."""
        with self._lock:
            self._rows.append(row)
        self._some.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._some.wait()
            self._stopping.wait(MOMENT_S)
            self._some.clear()
            self._send()

    def _send(self) -> None:
        with self._lock:
            acks, rows = self._acks, self._rows
            self._acks, self._rows = {}, []
        for (src, _), ack in acks.items():
            self._acknowledge(src, ack)
        for start in range(0, len(rows), MOST_ROWS):
            self._hint(rows[start : start + MOST_ROWS])
