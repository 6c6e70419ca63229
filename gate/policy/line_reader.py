"""Reads the lines of `gate decide`, strictly: exactly the keys of policy.md, "Lines", each of its type.

Whether names exist is for the world to say; what is read here is only well formed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from gate.domain.card import card_number
from gate.domain.decision import Biometric
from gate.policy.kept import Json
from gate.policy.line import Ask, Closed, Line, Opened, Said
from gate.policy.line_set import read_set
from gate.policy.line_values import LineFault, Object, object_of, only, shown, text_of


def read_line(line: str) -> Line:
    """The line; LineFault with the line's id, if that much can be read, and what was expected."""
    row = object_of(_parse(line), "line")
    id_ = row.get("id")
    if isinstance(id_, bool) or not isinstance(id_, int | str):
        raise LineFault(f"id: expected a number or text, got {shown(id_)}")
    try:
        return Line(id=id_, at=_instant(row.get("at")), said=_said(row))
    except LineFault as fault:
        fault.id = id_
        raise


def _parse(line: str) -> Json:
    try:
        parsed: Json = _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        raise LineFault(f"expected one JSON object a line: {error}") from error
    return parsed


def _once(pairs: list[tuple[str, Json]]) -> Object:
    """An object whose keys come once each."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("the same key twice")
    return row


def _no_constant(word: str) -> Json:
    raise ValueError(f"{word} is not JSON")


def _instant(value: Json) -> datetime:
    written = text_of(value, "at")
    try:
        at = datetime.fromisoformat(written)
        if at.utcoffset() is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineFault(f"at: expected an instant with an offset, got {shown(written)}") from error
    raise LineFault(f"at: expected an offset, got {shown(written)}")


def _said(row: Object) -> Said:
    """The one thing that the line says."""
    kinds = [key for key in _READERS if key in row]
    if len(kinds) != 1:
        raise LineFault(f"expected one of {', '.join(_READERS)}; got {' and '.join(kinds) or 'none'}")
    return _READERS[kinds[0]](row)


def _read_ask(row: Object) -> Ask:
    only(row, "line", ("id", "at", "reader", "credential"), optional=("pin", "biometric"))
    card = object_of(row["credential"], "credential")
    only(card, "credential", ("format", "number"), optional=("facility",))
    number, facility = card["number"], card.get("facility")
    if isinstance(number, bool) or not isinstance(number, int | str) or number == "":
        raise LineFault(f"credential.number: expected a number or text, got {shown(number)}")
    if isinstance(facility, bool) or not isinstance(facility, int | None):
        raise LineFault(f"credential.facility: expected a number, got {shown(facility)}")
    return Ask(
        reader=text_of(row["reader"], "reader"),
        card=card_number(text_of(card["format"], "credential.format"), number, facility),
        pin=_pin(row.get("pin")),
        biometric=_biometric(row.get("biometric")),
    )


def _pin(value: Json) -> str | None:
    """The digits; never shown in a fault."""
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise LineFault("pin: expected digits as text")
    return value


def _biometric(value: Json) -> Biometric | None:
    if value is None:
        return None
    try:
        return Biometric(text_of(value, "biometric"))
    except ValueError as error:
        words = " or ".join(each.value for each in Biometric)
        raise LineFault(f"biometric: expected {words}, got {shown(value)}") from error


def _read_opened(row: Object) -> Opened:
    only(row, "line", ("id", "at", "opened"))
    return Opened(portal=text_of(row["opened"], "opened"))


def _read_closed(row: Object) -> Closed:
    only(row, "line", ("id", "at", "closed"))
    return Closed(portal=text_of(row["closed"], "closed"))


def _read_set(row: Object) -> Said:
    only(row, "line", ("id", "at", "set"))
    return read_set(object_of(row["set"], "set"))


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)

_READERS: dict[str, Callable[[Object], Said]] = {
    "reader": _read_ask,
    "opened": _read_opened,
    "closed": _read_closed,
    "set": _read_set,
}
