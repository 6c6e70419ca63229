"""Envelopes to bytes and back.

Wire form, UTF-8 JSON in this order, no white space between tokens::

    {"v":1,"site":…,"src":…,"boot":…,"seq":…,"at":…,"type":…,"body":{…},"sig":"…"[,"resent":true[,"oldest":true][,"more":true]]}

A signature covers the bytes before ``,"sig"`` closed by ``}``; ``sig`` stands after the body so that nobody has to
agree on a canonical JSON. What follows it is outside the signature: an agent adds it to what it sends again.
``oldest``: the agent keeps nothing of this start before it, so that nobody need wait for that. ``more``: it sends
others again behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, NoReturn, TypeVar

from gate.bus.convert import converter, object_encoder
from gate.bus.errors import CodecError, shown
from gate.bus.json_text import read_json, write_json
from gate.bus.registry import BODIES
from gate.bus.scalars import INT_MAX, Decode, Encode, decode_instant, encode_instant
from gate.domain.envelope import Envelope

VERSION = 1
MAX_BYTES = 16 * 1024 * 1024
Body = TypeVar("Body", covariant=True)
Sign = Callable[[bytes], str]
Verify = Callable[[bytes, str], bool]


_WRITERS: dict[type, tuple[str, Encode]] = {cls: (name, object_encoder(cls)) for name, cls in BODIES.items()}
_READERS = {name: converter(cls).decode for name, cls in BODIES.items()}
_FIELDS = frozenset({"v", "site", "src", "boot", "seq", "at", "type", "body", "sig"})
_TAIL = re.compile(rb',"sig":"([A-Za-z0-9+/=_-]*)"(,"resent":true(?:,"oldest":true)?(?:,"more":true)?)?\}\Z')
_TAIL_MARK = b',"sig":"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Generic[Body]):
    """A message as it came. ``resent``: its source sends it again; ``signed``: what a signature must cover.

    ``oldest`` and ``more`` are of what is sent again only, as at the top of this file.
    """

    envelope: Envelope[Body]
    resent: bool = False
    oldest: bool = False
    more: bool = False
    signed: bytes = b""

    def proved(self, verify: Verify) -> bool:
        """True if there is a signature and ``verify(signed, signature)`` says that it holds."""
        return bool(self.envelope.sig) and verify(self.signed, self.envelope.sig)


def encode(envelope: Envelope[Any], *, resent: bool = False) -> bytes:
    """The message's bytes; CodecError for a body that is none of the bus's or cannot be written."""
    return _unsigned(envelope)[:-1] + _tail(envelope.sig, resent)


def encode_signed(envelope: Envelope[Any], sign: Sign) -> bytes:
    """The message's bytes with a fresh signature by ``sign``."""
    content = _unsigned(envelope)
    return content[:-1] + _tail(sign(content), False)


def signed_by(envelope: Envelope[Body], sign: Sign) -> Envelope[Body]:
    """The envelope with its signature; encodes to the very bytes that were signed."""
    return replace(envelope, sig=sign(_unsigned(envelope)))


def mark_resent(message: bytes, *, oldest: bool = False, more: bool = False) -> bytes:
    """A message as it was sent first, marked as sent again."""
    marks = b',"resent":true' + (b',"oldest":true' if oldest else b"") + (b',"more":true' if more else b"")
    return message[:-1] + marks + b"}"


def decode(message: bytes) -> Received[Any]:
    """Read a message from outside; CodecError says what was expected, what came and where."""
    raw = _parsed(message)
    resent, oldest, more = _marks(raw)
    if (oldest or more) and not resent:
        raise CodecError("oldest and more with resent only", "them without", ("resent",))
    envelope = _envelope(raw)
    signed = _signed_part(message, envelope.sig)
    return Received(envelope=envelope, resent=resent, oldest=oldest, more=more, signed=signed)


# ── writing ──────────────────────────────────────────────────────────────────


def _unsigned(envelope: Envelope[Any]) -> bytes:
    name, write = _WRITERS.get(type(envelope.body), ("", _refuse_body))
    content = {
        "v": envelope.v,
        "site": envelope.site,
        "src": envelope.src,
        "boot": envelope.boot,
        "seq": envelope.seq,
        "at": encode_instant(envelope.at),
        "type": name,
        "body": write(envelope.body),
    }
    try:
        text = write_json(content)
        if b"\\u0000" in text:
            _check_texts(content)
        return text
    except CodecError:
        raise
    except ValueError as fault:  # half of a surrogate pair
        raise CodecError("text and numbers that JSON can carry", str(fault)[:80], ("body",)) from None


def _refuse_body(body: object) -> NoReturn:
    raise CodecError("a body of the bus", type(body).__name__, ("body",))


def _tail(sig: str, resent: bool) -> bytes:
    if not sig and not resent:
        return b',"sig":""}'
    tail = f',"sig":"{sig}"' + (',"resent":true}' if resent else "}")
    if not _TAIL.match(tail.encode()):
        raise CodecError("a base64 signature", shown(sig), ("sig",))
    return tail.encode()


# ── reading ──────────────────────────────────────────────────────────────────


def _parsed(message: bytes) -> dict[str, Any]:
    if len(message) > MAX_BYTES:
        raise CodecError(f"at most {MAX_BYTES} bytes", f"{len(message)} bytes")
    try:
        raw = read_json(message)
        if b"\\u" in message:  # escapes can smuggle in what no store can keep
            _check_texts(raw)
    except CodecError:
        raise
    except ValueError as fault:
        raise CodecError(
            "a JSON object in UTF-8", f"{len(message)} bytes that are none ({type(fault).__name__})"
        ) from None
    if type(raw) is not dict:
        raise CodecError("a JSON object", shown(raw))
    return raw


def _marks(raw: dict[str, Any]) -> tuple[bool, bool, bool]:
    """``resent``, ``oldest``, ``more``, which are taken out: what is said for the first time has none."""
    if len(raw) == len(_FIELDS):
        return False, False, False
    return _mark(raw, "resent"), _mark(raw, "oldest"), _mark(raw, "more")


def _mark(raw: dict[str, Any], name: str) -> bool:
    """One of the marks behind the signature; False where it is not there."""
    mark = raw.pop(name, False)
    if type(mark) is not bool:
        raise CodecError("true or false", shown(mark), (name,))
    return mark


def _check_texts(value: Any) -> None:
    """No NUL and no half of a surrogate pair: no store keeps them. The latter raises UnicodeEncodeError."""
    if isinstance(value, str):
        value.encode()
        if "\0" in value:
            raise CodecError("text without NUL", "NUL")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key)
            _check_texts(item)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)


def _envelope(raw: dict[str, Any]) -> Envelope[Any]:
    if raw.keys() != _FIELDS:
        odd = sorted(raw.keys() ^ _FIELDS)
        raise CodecError(
            f"the fields {', '.join(sorted(_FIELDS))}", f"missing or unknown: {shown(', '.join(odd))}"
        )
    if type(raw["v"]) is not int or raw["v"] != VERSION:
        raise CodecError(f"version {VERSION}", shown(raw["v"]), ("v",))
    name = raw["type"]
    read = _READERS.get(name) if type(name) is str else None
    if read is None:
        raise CodecError("the name of a message", shown(name), ("type",))
    for text in ("site", "src", "sig"):
        if type(raw[text]) is not str or not (raw[text] or text == "sig"):
            raise CodecError("text", shown(raw[text]), (text,))
    for count in ("boot", "seq"):
        if type(raw[count]) is not int or not 0 <= raw[count] <= INT_MAX:
            raise CodecError("a whole number from 0", shown(raw[count]), (count,))
    at, body = _at(raw["at"], decode_instant, "at"), _at(raw["body"], read, "body")
    return Envelope(
        site=raw["site"], src=raw["src"], boot=raw["boot"], seq=raw["seq"], at=at, body=body, sig=raw["sig"]
    )


def _at(raw: Any, read: Decode, place: str) -> Any:
    try:
        return read(raw)
    except CodecError as fault:
        raise fault.under(place) from None


def _signed_part(message: bytes, sig: str) -> bytes:
    if not sig:
        return b""
    place = message.rfind(_TAIL_MARK)
    found = _TAIL.match(message, place) if place >= 0 else None
    if found is None or found.group(1).decode() != sig:
        raise CodecError("sig after the body, as the last field but the marks", "it elsewhere", ("sig",))
    return message[:place] + b"}"
