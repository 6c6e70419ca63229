"""What is said to a reader that answers only: how it is set up, and the question that is asked again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.serial_reader import chafon, m100, pn532, r2000, twn4
from drivers.serial_reader.frames import BitsFrame, Frame, NumberFrame, ReplyFrame
from firmware_profiles.serial_reader import SerialReaderFacts

Answered = Callable[[Frame], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question and how its answer is known; frames before it may belong to the answer too."""

    send: bytes
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """``setup`` once after opening and after each loss; ``poll`` for ever. ``give_up`` is sent before the next
    question where the reader is still busy with the last: it has shown life, and no card came."""

    poll: Ask
    setup: tuple[Ask, ...] = ()
    give_up: bytes = b""


def dialogue_for(facts: SerialReaderFacts) -> Dialogue | None:
    """The dialogue of a polled framing; None for readers that talk by themselves."""
    match facts.framing:
        case "twn4-ascii":
            return _twn4(twn4.encode_ascii)
        case "twn4-binary":
            return _twn4(twn4.Twn4Binary(crc=False).encode)
        case "twn4-binary-crc":
            return _twn4(twn4.Twn4Binary(crc=True).encode)
        case "pn532":
            return _pn532()
        case "m100":
            return _m100()
        case "r2000":
            return _r2000(facts.address)
        case "chafon-18" | "chafon-288":
            return _chafon(facts.address)
        case _:
            return None


def _twn4(encode: Callable[[bytes], bytes]) -> Dialogue:
    return Dialogue(
        setup=(Ask(send=encode(twn4.GET_VERSION), answered=_reply("reply")),),
        poll=Ask(send=encode(twn4.SEARCH_TAG), answered=_card_or("reply")),
    )


def _pn532() -> Dialogue:
    def command(code: int, data: bytes) -> bytes:
        return pn532.encode(bytes([code]) + data)

    return Dialogue(
        # normal mode, without a time-out: the card is asked for by the host
        setup=(Ask(send=pn532.WAKE + command(pn532.SAM, b"\x01"), answered=_reply("SAMConfiguration")),),
        poll=Ask(send=command(pn532.LIST, b"\x01\x00"), answered=_card_or("InListPassiveTarget")),
        give_up=pn532.ACK,
    )


def _m100() -> Dialogue:
    return Dialogue(
        setup=(Ask(send=m100.encode(m100.COMMAND, m100.VERSION, b"\x00"), answered=_reply("version")),),
        poll=Ask(send=m100.encode(m100.COMMAND, m100.POLL), answered=_card_or("no tag", "error")),
    )


def _r2000(address: int) -> Dialogue:
    return Dialogue(
        setup=(Ask(send=r2000.encode(address, r2000.FIRMWARE), answered=_reply("firmware")),),
        # one round: the tags come first, and then the frame that ends it
        poll=Ask(
            send=r2000.encode(address, r2000.INVENTORY, b"\x01"), answered=_reply(r2000.END, "inventory")
        ),
    )


def _chafon(address: int) -> Dialogue:
    return Dialogue(
        setup=(Ask(send=chafon.encode(address, chafon.INFO), answered=_reply("reader info")),),
        poll=Ask(send=chafon.encode(address, chafon.INVENTORY), answered=_card_or("inventory")),
    )


def _reply(*names: str) -> Answered:
    return lambda frame: isinstance(frame, ReplyFrame) and frame.name in names and not frame.from_host


def _card_or(*names: str) -> Answered:
    replied = _reply(*names)
    return lambda frame: isinstance(frame, NumberFrame | BitsFrame) or replied(frame)
