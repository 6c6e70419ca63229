"""Once a reader has a key: no clear text, no default key, no downgrade, no replay. Nothing is believed, all is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.osdp.codes import DEFAULT_KEY, CommandCode, NakCode, ReplyCode, Scs
from drivers.osdp.errors import SetupError
from drivers.osdp.events import Fault, ReaderDown, ReaderUp, Refused, Reported
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.message import Message
from drivers.osdp.reads import Raw
from drivers.osdp.replies import Ack, Ccrypt, Nak, PdCap
from drivers.osdp.setup import ReaderSetup
from simulators.osdp.peripheral import Peripheral
from tests.drivers.osdp.rig import BITS, KEY, Rig, numbers

OTHER = bytes(reversed(range(16)))


def rig(reader: Peripheral | None = None, tap: Callable[[bytes], bytes] | None = None) -> Rig:
    peripheral = reader or Peripheral(0, KEY, random=numbers(2))
    return Rig([ReaderSetup(address=0, key=KEY)], [peripheral], tap=tap or (lambda reply: reply))


def reads(line: Rig) -> list[Message]:
    return [e.reply for e in line.of(Reported) if isinstance(e.reply, Raw)]


def clear(sequence: int, message: Message) -> bytes:
    code, payload = message.code, message.payload()
    return Frame(address=0, reply=True, sequence=sequence, code=code, payload=payload).encode()


def commands(line: Rig) -> list[Frame]:
    return [parse_frame(data[1:]) for _, data in line.sent]


def test_nothing_but_the_handshake_is_ever_sent_in_clear() -> None:
    line = rig()
    line.run(2.0)
    line.peripherals[0].power_cycle()
    line.run(2.0)
    line.peripherals[0].faults.silent = True
    line.run(10.0)
    for frame in commands(line):
        assert frame.scs is not None
        if frame.scs in (Scs.CHLNG, Scs.SCRYPT):
            assert frame.code in (CommandCode.CHLNG, CommandCode.SCRYPT)
            assert frame.scb[1] == 1, "the reader's own key, never the default one"


def test_challenges_never_repeat() -> None:
    line = rig(Peripheral(0, OTHER))
    line.run(10.0)
    asked = [frame.payload for frame in commands(line) if frame.code == CommandCode.CHLNG]
    assert len(asked) > 5
    assert len(set(asked)) == len(asked)


def test_a_reader_with_another_key_is_refused_and_its_cards_ignored() -> None:
    reader = Peripheral(0, OTHER, random=numbers(2))
    line = rig(reader)
    line.run(0.5)
    reader.present(BITS)
    line.run(3.0)
    assert [down.address for down in line.of(ReaderDown)] == [0]
    assert "wrong cryptogram" in line.of(ReaderDown)[0].why
    assert line.of(Refused)
    assert not line.of(ReaderUp)
    assert not reads(line)


def test_a_reader_without_a_key_is_refused() -> None:
    line = rig(Peripheral(0, None))
    line.run(0.5)
    line.peripherals[0].present(BITS)
    line.run(3.0)
    assert "SECURE_UNSUPPORTED" in line.of(ReaderDown)[0].why
    assert line.of(Refused)
    assert not line.of(ReaderUp)
    assert not reads(line)


def test_a_reader_left_in_install_mode_gets_no_channel_with_the_default_key() -> None:
    reader = Peripheral(0, None, random=numbers(2))
    reader.security.install = True
    line = rig(reader)
    line.run(3.0)
    assert line.of(Refused)
    assert not line.of(ReaderUp)


def test_an_answer_under_the_default_key_is_a_downgrade() -> None:
    def offer_default(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if frame.code != ReplyCode.CCRYPT:
            return reply
        return Frame(
            address=0, reply=True, sequence=0, code=frame.code, payload=frame.payload, scb=b"\x12\x00"
        ).encode()

    line = rig(tap=offer_default)
    line.run(1.0)
    assert "SCBK-D" in line.of(Refused)[0].why
    assert "SCBK-D" in line.of(ReaderDown)[0].why
    assert not line.of(ReaderUp)


@pytest.mark.parametrize(
    "answer",
    [
        Ack(),
        Raw(bits=BITS),
        PdCap(capabilities=((9, 0, 0),)),
        Nak(reason=NakCode.SECURE_UNSUPPORTED),
        Nak(reason=NakCode.UNKNOWN_COMMAND),
        Ccrypt(cuid=bytes(8), rnd_b=bytes(8), cryptogram=bytes(16)),
    ],
    ids=lambda message: type(message).__name__,
)
def test_clear_text_instead_of_the_handshake_is_a_downgrade(answer: Message) -> None:
    line = rig(tap=lambda reply: clear(0, answer))
    line.run(3.0)
    assert line.of(Refused)
    assert len(line.of(ReaderDown)) == 1
    assert not line.of(ReaderUp)
    assert not line.of(Reported)


def test_the_capability_report_cannot_switch_security_off() -> None:
    """The published downgrade: a reader that claims to know no secure channel (function 9 zero)."""
    reader = Peripheral(0, KEY, random=numbers(2))
    weak = PdCap(capabilities=((9, 0, 0),))
    reader.capabilities = lambda: weak  # type: ignore[method-assign]
    line = rig(reader)
    line.run(1.0)
    assert all(frame.scs is not None for frame in commands(line))
    assert reader.secure
    reader.present(BITS)
    line.run(0.1)
    assert len(reads(line)) == 1


def test_a_card_in_clear_text_is_not_believed_while_the_channel_is_up() -> None:
    forged: list[bytes] = []

    def forge(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if frame.scs in (Scs.REPLY_MAC, Scs.REPLY_SECRET) and not forged:
            forged.append(clear(frame.sequence, Raw(bits=BITS)))
            return forged[0] + reply
        return reply

    line = rig(tap=forge)
    line.run(2.0)
    assert forged
    assert "clear text" in line.of(Refused)[0].why
    assert not reads(line)
    assert line.of(ReaderUp), "the true reply behind the forgery still counts"
    assert not line.of(ReaderDown)


def test_an_old_secured_card_read_is_not_believed_again() -> None:
    recorded: list[bytes] = []

    def record(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if frame.code == ReplyCode.RAW:
            recorded.append(reply)
        return reply

    line = rig(tap=record)
    line.run(1.0)
    line.peripherals[0].present(BITS)
    line.run(0.5)
    assert len(reads(line)) == 1
    line.peripherals[0].faults.silent = True
    while line.now < 1.8:
        line.run(0.003)
        line.inject(recorded[0])
    assert len(reads(line)) == 1
    assert len(line.of(Fault)) + len(line.of(Refused)) > 0


def test_three_forged_macs_end_the_session_before_the_forger_can_guess_on() -> None:
    def spoil(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if line.now < 1.0 or frame.scs not in (Scs.REPLY_MAC, Scs.REPLY_SECRET):
            return reply
        fakes = b"".join(
            Frame(
                address=0, reply=True, sequence=frame.sequence, code=0x40, scb=b"\x16", mac=bytes((n,)) * 4
            ).encode()
            for n in range(5)
        )
        return fakes + reply

    line = rig(tap=spoil)
    line.run(1.5)
    assert any("3 frames that the secure channel did not open" in refused.why for refused in line.of(Refused))
    challenges = [
        f for (at, _), f in zip(line.sent, commands(line), strict=True) if at > 1.0 and f.code == 0x76
    ]
    assert challenges, "a new session with new keys"


def test_card_data_that_is_only_signed_is_refused() -> None:
    """SCS_16 with data: genuine but readable on the wire."""
    reader = Peripheral(0, KEY, random=numbers(2))
    line = rig(reader)
    line.run(1.0)

    def unencrypted(data: bytes, now: float) -> bytes:
        frame = parse_frame(data[1:])
        channel = reader.security.channel
        if channel is None or frame.scs not in (Scs.COMMAND_MAC, Scs.COMMAND_SECRET):
            return b""
        channel.open(frame)
        signed = Frame(
            address=0, reply=True, sequence=frame.sequence, code=0x50, payload=Raw(bits=BITS).payload()
        )
        plain = signed._replace(scb=b"\x16")
        mac = channel._ciphers.mac(channel._cmac, plain.signed())
        return plain._replace(mac=mac[:4]).encode()

    reader.receive = unencrypted  # type: ignore[method-assign]
    line.run(0.5)
    assert "not encrypted" in line.of(Refused)[0].why
    assert not reads(line)
    assert line.of(ReaderDown)


def test_naks_in_clear_cannot_keep_a_reader_online() -> None:
    line = rig(
        tap=lambda reply: clear(parse_frame(reply[1:]).sequence, Nak(reason=6)) if line.now > 1 else reply
    )
    line.run(1.0)
    line.run(9.0)
    assert line.of(ReaderDown)


def test_busy_in_clear_cannot_keep_a_reader_online() -> None:
    line = rig()
    line.run(1.0)
    line.peripherals[0].faults.busy = 1_000_000
    line.run(7.9)
    assert not line.of(ReaderDown)
    line.run(0.2)
    assert line.of(ReaderDown)


def test_the_second_panel_that_knows_no_key_gets_nothing_from_the_reader() -> None:
    reader = Peripheral(0, KEY, random=numbers(2))
    intruder = Rig([ReaderSetup(address=0, key=OTHER)], [reader])
    reader.present(BITS)
    intruder.run(3.0)
    assert not intruder.of(Reported)
    in_clear = Rig([ReaderSetup(address=0)], [reader])
    in_clear.run(3.0)
    assert not [e for e in in_clear.of(Reported) if isinstance(e.reply, Raw)]
    assert "demands a secure channel" in in_clear.of(ReaderDown)[0].why
    assert len(in_clear.of(ReaderUp)) == 0


@pytest.mark.parametrize(("key", "expected"), [(b"short", "16 bytes"), (DEFAULT_KEY, "SCBK-D")])
def test_bad_keys_are_refused_at_once(key: bytes, expected: str) -> None:
    with pytest.raises(SetupError, match=expected):
        ReaderSetup(address=1, key=key)
