"""Where a sealed record is read from: a store, an export, files of heads. And the one question: does it hold?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from gate.keys.seal_keys import verify_raw
from gate.roots.folders import DataFolder
from gate.seal.checkpoint import read_checkpoint
from gate.seal.errors import SealedError
from gate.seal.export import ExportError, read_end, read_event, read_head, read_line
from gate.seal.frontier import Frontier
from gate.seal.leaf import Receipt, Spelt, spelt_row
from gate.seal.note import NoteKey, read_note
from gate.seal.report import KeptHead, Report, SealBroken
from gate.seal.short import NoShortWay, ShortVerifier
from gate.seal.verify import Verifier
from gate.store.seal.source import Record, open_record

log = logging.getLogger(__name__)

CHUNK = 1024
Outside = Sequence[Iterable[KeptHead]]


def verify_store(
    url: str,
    outside: Outside = (),
    pinned: NoteKey | None = None,
    *,
    heads_due: bool = True,
    by_tree: bool = False,
) -> Report:
    """What holds of the record in a store, read alone and offline. SealBroken names the first thing that does not.

    ``outside``: rows of heads from elsewhere, by size, which may be read twice; ``pinned``: the first key must be this
    one. ``heads_due``: False where no engine wrote the log; ``by_tree``: make the whole tree anew, though each head
    says what its rows are (gate.seal.short). StoreAway, StoreUrlInvalid: no store to read.
    """
    with open_record(url) as record:
        return verify_record(record, outside, pinned, heads_due=heads_due, by_tree=by_tree)


def verify_record(
    record: Record, outside: Outside, pinned: NoteKey | None, *, heads_due: bool, by_tree: bool
) -> Report:
    """As :func:`verify_store`."""
    broken: SealBroken | None = None
    if not by_tree:
        try:
            return _shortly(record, outside, pinned, heads_due=heads_due)
        except NoShortWay as why:
            log.info("verified by the tree: %s", why)
        except SealBroken as found:  # the tree tells better what is wrong
            broken = found
    verifier = Verifier(verify_raw, record.heads(), outside, pinned)
    record.feed(verifier)
    report = verifier.finish(record.frontier(), heads_due=heads_due)
    record.check_rest()
    if broken is not None:
        raise broken
    return report


def _shortly(record: Record, outside: Outside, pinned: NoteKey | None, *, heads_due: bool) -> Report:
    short = ShortVerifier(verify_raw, record.heads(), record.edge, outside, pinned)
    record.feed_short(short)
    report = short.finish(record.frontier(), heads_due=heads_due)
    record.check_rest()
    return report


def verify_export(path: Path, outside: Outside = (), pinned: NoteKey | None = None) -> Report:
    """The same of an export. OSError where it cannot be read."""
    verifier = Verifier(verify_raw, _heads(path), outside, pinned)
    rows: list[Spelt] = []
    answers: dict[int, Receipt] = {}
    end: Frontier | None = None
    count = 0
    for kind, content in _lines(path):
        if end is not None:
            raise SealBroken("the export goes on behind its end: inserted")
        if kind == "event":
            _collect(content, rows, answers, verifier)
            count += 1
        elif kind == "checkpoint" and content.get("size") != count:
            verifier.rows(rows, answers)  # what stands before it is judged first
            raise SealBroken(
                f"a checkpoint stands behind {count} events that is over {content.get('size')}: reordered"
            )
        elif kind == "end":
            end = _end(content)
        if len(rows) == CHUNK:
            verifier.rows(rows, answers)
            rows, answers = [], {}
    verifier.rows(rows, answers)
    if end is None:
        raise SealBroken("the export has no end: what follows was removed")
    return verifier.finish(end)


def heads_beside(data: DataFolder) -> Outside:
    """Heads that a site's data folder keeps beside the store: the engine's files as of now, and each agent's."""
    rows: list[Iterable[KeptHead]] = [
        HeadFiles([(path, path.stat().st_size) for path in sorted(data.heads.glob("*.heads"))])
    ]
    rows += [list(heads_of_file(path)) for path in sorted(data.agent("x").parent.glob("*/head"))]
    return rows


class HeadFiles:
    """Heads of files that follow one another, so many bytes of each, read anew each time that they are asked for."""

    def __init__(self, files: Sequence[tuple[Path, int]]) -> None:
        self._files = files

    def __iter__(self) -> Iterator[KeptHead]:
        """As of :func:`heads_of_file`."""
        return chain.from_iterable(heads_of_file(path, size) for path, size in self._files)


def heads_of_file(path: Path, size: int = -1) -> Iterator[KeptHead]:
    """Heads one after the other with an empty line between, as the engine and the agents keep them.

    ``size``: only so many bytes of the file. ExportError for a file that holds something else; OSError where it
    cannot be read.
    """
    try:
        with path.open("rb") as file:
            blocks = file.read(size).decode().rstrip("\n").split("\n\n")
    except UnicodeDecodeError:
        raise ExportError(f"{path}: expected signed notes; got no text") from None
    if len(blocks) % 2:
        raise ExportError(f"{path}: expected notes: a text, an empty line, signatures")
    for text, signatures in zip(blocks[::2], blocks[1::2], strict=True):
        content = f"{text}\n\n{signatures}\n"
        try:
            size = read_checkpoint(read_note(content)).size
        except SealedError as fault:
            raise ExportError(f"{path}: {fault}") from fault
        yield KeptHead(size=size, note=content, source=str(path))


def _collect(
    content: dict[str, object], rows: list[Spelt], answers: dict[int, Receipt], verifier: Verifier
) -> None:
    try:
        row, receipt = read_event(content)
        rows.append(spelt_row(row))
    except (ExportError, UnicodeEncodeError) as fault:
        verifier.rows(rows, answers)  # what stands before it is judged first
        raise SealBroken(f"an event is none of an export's: {fault}") from fault
    if receipt is not None:
        answers[row.seq] = receipt


def _end(content: dict[str, object]) -> Frontier:
    try:
        return read_end(content)
    except ExportError as fault:
        raise SealBroken(f"the export's end is none: {fault}") from fault


def _heads(path: Path) -> Iterator[KeptHead]:
    last = 0
    for kind, content in _lines(path):
        if kind == "checkpoint":
            try:
                head = read_head(content)
            except ExportError as fault:
                raise SealBroken(f"a checkpoint is none of an export's: {fault}") from fault
            if head.size <= last:
                raise SealBroken(
                    f"the checkpoint of {head.size} events stands behind that of {last}: reordered"
                )
            last = head.size
            yield head


def _lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                kind, content = read_line(raw.decode())
            except (ExportError, UnicodeDecodeError) as fault:
                raise SealBroken(f"line {number} of the export cannot be read: {fault}") from fault
            if (number == 1) != (kind == "record"):
                raise SealBroken(
                    f"line {number} of the export: expected it to begin with one record; got {kind}"
                )
            yield kind, content
