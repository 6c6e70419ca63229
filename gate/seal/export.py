"""The record as lines of JSON: what ``gate audit export`` writes and anyone can verify (docs/record.md).

One object a line, with one key: ``record`` first, then ``event`` in order, each ``checkpoint`` behind the last event
that it covers, ``end`` last. Bytes are hex, instants microseconds since 1970.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gate.seal.errors import SealedError
from gate.seal.frontier import Frontier
from gate.seal.leaf import COLUMNS, Receipt, Row, hidden_hash, personal_bytes
from gate.seal.report import KeptHead

VERSION = 1
BYTES = ("salt", "hidden", "leaf")
EVENT_KEYS = frozenset(COLUMNS)
RECEIPT_KEYS = frozenset(Receipt._fields)
HEAD_KEYS = frozenset({"size", "at", "note", "countersignatures"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ExportError(SealedError):
    """A line is none of an export's: what was expected, what came."""


def record_line() -> str:
    """The first line. Which site's it is stands in the checkpoints."""
    return _line({"record": {"version": VERSION}})


def event_line(row: Row, receipt: Receipt | None) -> str:
    """One event, with the answer to the command that it records."""
    fields: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    for name in BYTES:
        fields[name] = None if fields[name] is None else bytes(fields[name]).hex()
    if receipt is not None:
        fields["receipt"] = receipt._asdict()
    return _line({"event": fields})


def without_personal(row: Row, receipt: Receipt | None) -> tuple[Row, Receipt | None]:
    """The row as it is after an erasure: verifiable, and nothing personal in it. Nothing is erased by this."""
    text = None if receipt is None else receipt.text
    apart = personal_bytes(row.person, row.credential, row.personal, text)
    if row.salt is None or not apart:
        return row, receipt
    hidden = hidden_hash(row.salt, apart)
    bare = row._replace(person=None, credential=None, personal=None, salt=None, hidden=hidden)
    return bare, None if receipt is None else receipt._replace(text="")


def head_line(head: KeptHead) -> str:
    """One checkpoint with its countersignatures."""
    at = None if head.at is None else (head.at - EPOCH) // timedelta(microseconds=1)
    fields = {
        "size": head.size,
        "at": at,
        "note": head.note,
        "countersignatures": dict(head.countersignatures),
    }
    return _line({"checkpoint": fields})


def end_line(frontier: Frontier) -> str:
    """The last line: how many events there are, and the tree's right edge."""
    return _line({"end": {"size": frontier.size, "frontier": frontier.to_bytes().hex()}})


def read_line(line: str) -> tuple[str, dict[str, Any]]:
    """Kind and content of a line; ExportError if it is none."""
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise ExportError(f"expected one JSON object; {str(fault)[:100]}") from None
    if type(found) is not dict or len(found) != 1:
        raise ExportError(f"expected an object with one key; got {line[:60]!r}")
    ((kind, content),) = found.items()
    if kind not in ("record", "event", "checkpoint", "end") or type(content) is not dict:
        raise ExportError(f"expected record, event, checkpoint or end; got {str(kind)[:40]!r}")
    return kind, content


def read_event(content: Mapping[str, Any]) -> tuple[Row, Receipt | None]:
    """An event's row and receipt as they were stored."""
    receipt = None
    if "receipt" in content:
        kept = content["receipt"]
        _check_keys(kept, RECEIPT_KEYS, "receipt")
        receipt = Receipt(**kept)
        content = {name: value for name, value in content.items() if name != "receipt"}
    _check_keys(content, EVENT_KEYS, "event")
    fields = dict(content)
    try:
        for name in BYTES:
            fields[name] = None if fields[name] is None else _hex(fields[name])
    except (TypeError, ValueError):
        raise ExportError(
            f"expected hex in salt, hidden and leaf of event {str(content['seq'])[:20]}"
        ) from None
    return Row(**fields), receipt


def read_head(content: Mapping[str, Any], source: str = "") -> KeptHead:
    """A checkpoint as it was stored."""
    _check_keys(content, HEAD_KEYS, "checkpoint")
    at, size, note, lines = (content[name] for name in ("at", "size", "note", "countersignatures"))
    if type(size) is not int or type(note) is not str or type(at) is not int or type(lines) is not dict:
        raise ExportError("expected a checkpoint's size and time as numbers, its note as text")
    if any(type(line) is not str for line in lines.values()):
        raise ExportError("expected countersignatures as texts")
    return KeptHead(
        size=size, note=note, at=EPOCH + timedelta(microseconds=at), countersignatures=lines, source=source
    )


def read_end(content: Mapping[str, Any]) -> Frontier:
    """The tree's right edge as it was stored."""
    _check_keys(content, frozenset({"size", "frontier"}), "end")
    try:
        return Frontier.of_bytes(content["size"], _hex(content["frontier"]))
    except (TypeError, ValueError, AttributeError) as fault:
        raise ExportError(f"expected the tree's size and right edge: {fault}") from None


def _hex(text: str) -> bytes:
    """Hex in its one spelling: lower case, no white space."""
    raw = bytes.fromhex(text)
    if raw.hex() != text:
        raise ValueError(f"expected lower case hex, got {text[:20]!r}")
    return raw


def _check_keys(content: Any, expected: frozenset[str], what: str) -> None:
    if type(content) is not dict or content.keys() != expected:
        odd = sorted(content.keys() ^ expected) if type(content) is dict else [str(type(content).__name__)]
        raise ExportError(f"expected the fields of {what}; missing or unknown: {', '.join(odd)[:100]}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """No key twice: two readers might take different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _line(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
