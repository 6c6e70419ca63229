"""OSDP for people: one line a frame, a reader in words. Digits typed and keys are never among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from drivers.osdp.discovery import FoundReader
from drivers.osdp.replies import PdId

IDLE = frozenset({"POLL", "ACK"})
_SHOWN = 120


def frame_line(said: Mapping[str, object], waited_s: float | None = None) -> str:
    """``panel → 3  LED #2 secured  {...}``; for a reply the milliseconds since its command, where known."""
    if "code" not in said:
        return f"broken: {said['error']}"
    address = said["address"]
    way = f"{address} → panel" if said["reply"] else f"panel → {address}"
    how = "secured" if said["secure"] else "clear"
    text = f"{way:<12} {said['code']:<8} #{said['sequence']} {how:<7} {_data(said)}"
    return (text if waited_s is None else f"{text}  ({waited_s * 1000:.1f} ms)").rstrip()


def clock_time(at_ns: int) -> str:
    """``09:00:01.123`` in UTC."""
    return datetime.fromtimestamp(at_ns / 1e9, UTC).strftime("%H:%M:%S.%f")[:-3]


def identity(said: PdId | None) -> str:
    """Who a reader says it is."""
    return "does not say who it is in clear text" if said is None else str(said)


def found_json(found: FoundReader) -> dict[str, object]:
    """A reader of ``gate osdp discover --json``."""
    said = found.identity
    return {
        "address": found.address,
        "baud": found.baud,
        "vendor": said and said.vendor.hex(),
        "model": said and said.model,
        "serial": said and f"{said.serial:08X}",
        "firmware": said and ".".join(map(str, said.firmware)),
        "secure_channel": found.can_secure,
        "default_key": found.has_default_key,
    }


def found_line(found: FoundReader) -> str:
    """A reader in a line, and what to think of it."""
    match found.can_secure, found.has_default_key:
        case None, _:
            key = "says nothing in clear text: it probably has a key already"
        case False, _:
            key = "NO secure channel: its cards can be read and forged on the cable"
        case _, True:
            key = "has the default key: anybody can take it over until it has its own (gate osdp keyset)"
        case _:
            key = "knows the secure channel"
    return f"address {found.address} at {found.baud} baud: {identity(found.identity)}; {key}"


def discovery_advice(found: list[FoundReader], commands_overheard: int) -> list[str]:
    """What to do next."""
    said = []
    if commands_overheard:
        said.append(
            "Another panel speaks on this line. Two panels on one line disturb each other: stop the agent, or the "
            "old system, and search again."
        )
    if not found:
        said.append(
            "Nobody answered. Look at: power at the reader (does its LED light?), A and B swapped, the common "
            "ground, whether the reader is set to OSDP and not to Wiegand. Some readers answer only at "
            "the rate and address of their DIP switches; --slow waits longer for each."
        )
    if len({reader.baud for reader in found}) > 1:
        said.append("A line has one rate: bring its readers to the same one (gate osdp comset).")
    if any(reader.has_default_key for reader in found):
        said.append("Give readers with the default key their own now: gate osdp keyset.")
    return said


def _data(said: Mapping[str, object]) -> str:
    if "error" in said:
        return f"NOT UNDERSTOOD: {said['error']}"
    data = said.get("data")
    if not isinstance(data, dict) or not data:
        return ""
    if set(data) == {"encrypted"}:
        return f"{data['encrypted']} bytes encrypted"
    text = " ".join(f"{name}={value}" for name, value in data.items())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
