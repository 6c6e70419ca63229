"""Frames in words, as JSON objects: for people with a capture in their hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from drivers.serial_reader.frames import BadFrame, BitsFrame, Frame, KeysFrame, NumberFrame, ReplyFrame
from drivers.serial_reader.framing import bit_formats, framer_for
from drivers.wiegand import decode_card
from firmware_profiles.schema import Profile
from gate.domain.card import CardNumber, card_number


def decode_capture(profile: Profile, data: bytes) -> Sequence[Mapping[str, Any]]:
    """One object a frame of ``data``, with silence after it: see :func:`describe`.

    Raises ``ValueError`` if the profile is no serial reader's.
    """
    if profile.serial_reader is None:
        raise ValueError(f"profile {profile.id} is {profile.protocol}, not serial-reader")
    framer = framer_for(profile.serial_reader)
    frames = [*framer.feed(data), *framer.idle()]
    return [describe(frame, profile) for frame in frames] or [{"error": "no frame in these bytes"}]


def describe(frame: Frame, profile: Profile) -> Mapping[str, Any]:
    """``{"kind": "card" | "keys" | "reply", …}``, or ``{"error": why}`` for a bad frame."""
    match frame:
        case NumberFrame(number=number, facility=facility):
            named = profile.serial_reader.card_format if profile.serial_reader else ""
            return {"kind": "card", **_card(card_number(frame.format or named, number, facility))}
        case BitsFrame(bits=bits):
            card, why = (None, frame.why) if frame.why else decode_card(bits, bit_formats(profile))
            found = {"number": None, "why": why} if card is None else _card(card)
            return {"kind": "card", **found, "bits": bits}
        case KeysFrame(keys=keys):
            return {"kind": "keys", "keys": keys}
        case ReplyFrame():
            sender = "host" if frame.from_host else "reader"
            return {"kind": "reply", "name": frame.name, "from": sender, **dict(frame.data)}
        case BadFrame(why=why):
            return {"error": why}
    assert_never(frame)


def _card(card: CardNumber) -> Mapping[str, Any]:
    facility = {} if card.facility is None else {"facility": card.facility}
    return {"format": card.format, **facility, "number": card.number}
