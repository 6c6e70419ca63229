"""Receipts of commands as the verifier takes them: with the events that they answer, each once."""

from __future__ import annotations

from collections.abc import Iterator

from gate.seal.leaf import Receipt
from gate.seal.report import SealBroken


class Receipts:
    """Receipts by the number of their event, read along with the log."""

    def __init__(self, found: Iterator[tuple[int | None, Receipt]]) -> None:
        """``found``: ordered by number."""
        self._found = found
        self._next = next(found, None)
        self._given: dict[int, Receipt] = {}

    def upto(self, last: int) -> dict[int, Receipt]:
        """Those of events up to ``last`` that were not handed out yet. SealBroken for one that is for no event."""
        self._given = {}
        while self._next is not None:
            seq, receipt = self._next
            if seq is None or seq in self._given or seq < 1:
                raise SealBroken(f"receipt {receipt.id} inserted: it is for no event of its own", seq)
            if seq > last:
                break
            self._given[seq] = receipt
            self._next = next(self._found, None)
        return self._given

    def end(self, size: int) -> None:
        """SealBroken if one is for an event behind the last, which is ``size``."""
        left = [(seq, receipt) for seq, receipt in self._given.items() if seq > size]
        if self._next is not None:
            left.append((self._next[0] or 0, self._next[1]))
        if left:
            seq, receipt = left[0]
            raise SealBroken(f"receipt {receipt.id} inserted: there is no event {seq}", seq)
