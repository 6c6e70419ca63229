"""The deletion report: what lost its personal part, when, by whom and why, signed by the site's engine key.

It names no person. A file of JSON::

    {"report": {"v": 1, "site", "at", "by", "reason", "erased": [
        {"kind", "before", "events", "first", "last", "leaves", "people", "records", "images"}]},
     "key": hex of the public key, "signature": base64 of Ed25519 over the report as canonical JSON}

``leaves`` is SHA-256 over ``seq ":" leaf-hash-hex LF`` of every event of the kind's types from ``first`` to ``last``
that is without its personal part, ``events`` of them: anyone with the log can check that it is these and no others,
and that the tree still holds. For one person it covers the types of every kind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from gate.keys.signing import KEY_SIZE, Signer, Verifier


class ReportFault(ValueError):
    """The file is no report, or was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """One kind. ``people``, ``records``, ``images`` are how many; ``first`` and ``last`` 0 for no events."""

    kind: str
    before: datetime
    events: int = 0
    first: int = 0
    last: int = 0
    leaves: str = ""
    people: int = 0
    records: int = 0
    images: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run, or the erasure of one person."""

    site: str
    at: datetime
    by: str
    reason: str
    erased: tuple[Erased, ...]


def leaves_digest(erased: Iterable[tuple[int, bytes]]) -> tuple[int, str]:
    """How many, and the digest over them; they come in order of the log."""
    digest, count = hashlib.sha256(), 0
    for seq, leaf in erased:
        digest.update(f"{seq}:{leaf.hex()}\n".encode())
        count += 1
    return count, digest.hexdigest() if count else ""


def signed(report: Report, signer: Signer) -> bytes:
    """The file's content."""
    plain = _plain(report)
    file = {"report": plain, "key": signer.public.hex(), "signature": signer.sign(_canonical(plain))}
    return json.dumps(file, indent=1, ensure_ascii=False).encode() + b"\n"


def checked(content: bytes, public: bytes) -> Report:
    """The report, if this key signed it. ReportFault says what is wrong."""
    try:
        file = json.loads(content)
        plain, key, signature = file["report"], bytes.fromhex(file["key"]), str(file["signature"])
        report = _report(plain)
    except (ValueError, KeyError, TypeError) as fault:
        raise ReportFault(f"expected a deletion report ({type(fault).__name__})") from fault
    if len(key) != KEY_SIZE or key != public:
        raise ReportFault("expected the key of this site's engine; the report names another")
    if not Verifier(public).verify(_canonical(plain), signature):
        raise ReportFault("expected the engine's signature over this report: it was changed")
    return report


def _plain(report: Report) -> dict[str, Any]:
    rows = [{**asdict(each), "before": each.before.isoformat()} for each in report.erased]
    return {"v": 1, **asdict(report), "at": report.at.isoformat(), "erased": rows}


def _report(plain: Mapping[str, Any]) -> Report:
    if plain["v"] != 1:
        raise ValueError("a later version")
    erased = tuple(
        Erased(**{**row, "before": datetime.fromisoformat(row["before"])}) for row in plain["erased"]
    )
    return Report(
        site=plain["site"],
        at=datetime.fromisoformat(plain["at"]),
        by=plain["by"],
        reason=plain["reason"],
        erased=erased,
    )


def _canonical(plain: Mapping[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
