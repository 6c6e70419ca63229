"""The published attacks on OSDP, each against panel and simulated reader: none brings a card through, all alarm.

Sources: Petro and Vargas, "Badge of Shame: Breaking into Secure Facilities with OSDP" (Black Hat USA 2023) for
optional encryption, capability downgrade, install mode, weak keys and key capture; replay and the four bytes of the MAC
are the standard's own threats (SIA OSDP 2.2, annex D). "Alarm" is the signal WireRefused, which the agent tells as
tampering with the reader.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.osdp.channel import Channel
from drivers.osdp.check import crc
from drivers.osdp.codes import DEFAULT_KEY, SOM, CommandCode, NakCode, ReplyCode, Scs
from drivers.osdp.commands import Chlng, Keyset
from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.crypto import SessionKeys, panel_cryptogram, reader_cryptogram, session_keys
from drivers.osdp.errors import SetupError
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.message import Message
from drivers.osdp.reads import Raw
from drivers.osdp.replies import Ccrypt, Nak, PdCap, PdId, RmacI
from drivers.osdp.setup import ReaderSetup
from drivers.osdp.translate import Translator
from gate.domain.signals import CardRead, Signal, WireRefused
from simulators.osdp.peripheral import Peripheral
from tests.drivers.osdp.rig import BITS, KEY, Rig, numbers

IDENTITY = PdId(vendor=bytes(3), model=1, version=1, serial=1, firmware=(1, 0, 0))
WEAK = PdCap(capabilities=((9, 0, 0),))


class Site:
    """A panel with a reader that has a key, and an attacker on the wire between them."""

    def __init__(self, reader: Peripheral | None = None) -> None:
        self.reader = reader or Peripheral(0, KEY, random=numbers(2))
        self.attack: Callable[[bytes], bytes] = lambda reply: reply
        self.line = Rig([ReaderSetup(address=0, key=KEY)], [self.reader], tap=self._tap)
        self._translator = Translator(
            "osdp-1", [OsdpReaderConfig(device="in", address=0, key=KEY)], lambda bits: (None, "no format")
        )

    def _tap(self, reply: bytes) -> bytes:
        return self.attack(reply)

    def signals(self, seconds: float) -> list[Signal]:
        """What the agent hears meanwhile."""
        return [
            signal
            for event in self.line.run(seconds)
            for signal in self._translator.signals(event, self.line.now)
        ]

    def commands(self) -> list[Frame]:
        """What the panel sent."""
        return [parse_frame(data[1:]) for _, data in self.line.sent]

    def overhear(self, seconds: float) -> list[Frame]:
        """The reader's replies while time passes."""
        heard: list[Frame] = []

        def listen(reply: bytes) -> bytes:
            heard.append(parse_frame(reply[1:]))
            return reply

        self.attack = listen
        self.signals(seconds)
        self.attack = lambda reply: reply
        return heard


def clear(sequence: int, message: Message) -> bytes:
    return Frame(
        address=0, reply=True, sequence=sequence, code=message.code, payload=message.payload()
    ).encode()


def assert_shut_and_alarmed(site: Site, signals: list[Signal]) -> None:
    assert not [s for s in signals if isinstance(s, CardRead)], "a card came through"
    assert [s for s in signals if isinstance(s, WireRefused)], "nobody was told"
    for frame in site.commands():
        assert frame.scs is not None, "the panel spoke in clear text"
        assert frame.scs not in (Scs.CHLNG, Scs.SCRYPT) or frame.scb[1] == 1, "the default key was asked for"


def impostor(answers: dict[int, Message]) -> Callable[[bytes], bytes]:
    """Somebody in the reader's place who answers in clear text, and a card to any poll."""

    def answer(reply: bytes) -> bytes:
        sequence = parse_frame(reply[1:]).sequence
        return clear(sequence, answers.get(parse_frame(reply[1:]).code, Raw(bits=BITS)))

    return answer


def test_encryption_is_not_optional() -> None:
    """Attack: cut the reader off and answer for it in clear text."""
    site = Site()
    site.signals(1.0)
    site.attack = impostor({})
    assert_shut_and_alarmed(site, site.signals(20.0))


def test_capability_downgrade() -> None:
    """Attack: claim in PDCAP and by NAK 5 to know no secure channel, before or after it was up."""
    site = Site()
    claims: dict[int, Message] = {
        ReplyCode.CCRYPT: Nak(reason=NakCode.SECURE_UNSUPPORTED),
        ReplyCode.PDCAP: WEAK,
    }
    site.attack = impostor({**claims, ReplyCode.PDID: IDENTITY, ReplyCode.ACK: WEAK})
    assert_shut_and_alarmed(site, site.signals(5.0))

    later = Site()
    later.signals(1.0)
    later.attack = impostor({**claims, ReplyCode.ACK: Nak(reason=NakCode.SECURE_UNSUPPORTED)})
    assert_shut_and_alarmed(later, later.signals(20.0))


def default_reader() -> Peripheral:
    """Whoever has only the key that everybody knows."""
    reader = Peripheral(0, None, random=numbers(3))
    reader.security.install = True
    return reader


def test_install_mode_left_on() -> None:
    """Attack: put a reader (or a laptop) with the default key in the real one's place."""
    site = Site(default_reader())
    site.reader.present(BITS)
    assert_shut_and_alarmed(site, site.signals(5.0))


def test_default_key_offered_in_the_handshake() -> None:
    """Attack: answer the challenge under the default key, correctly, and say so or not."""
    for block in (b"\x12\x00", b"\x12\x01"):
        site = Site()

        def offer(reply: bytes, block: bytes = block, site: Site = site) -> bytes:
            asked = site.commands()[-1]
            if asked.code != CommandCode.CHLNG:
                return clear(asked.sequence, Raw(bits=BITS))
            keys, rnd_b = session_keys(DEFAULT_KEY, asked.payload), bytes(8)
            proof = Ccrypt(
                cuid=bytes(8), rnd_b=rnd_b, cryptogram=reader_cryptogram(keys, asked.payload, rnd_b)
            )
            return Frame(
                address=0, reply=True, sequence=0, code=proof.code, payload=proof.payload(), scb=block
            ).encode()

        site.attack = offer
        assert_shut_and_alarmed(site, site.signals(5.0))


@pytest.mark.parametrize("key", [DEFAULT_KEY, b"", b"\x00" * 15])
def test_weak_keys_are_not_taken(key: bytes) -> None:
    with pytest.raises(SetupError):
        ReaderSetup(address=0, key=key)


def test_key_capture() -> None:
    """Attack: drive the panel to send KEYSET, in clear text or under a key that everybody knows."""
    for reader in (default_reader(), Peripheral(0, None), Peripheral(0, KEY, random=numbers(2))):
        site = Site(reader)
        site.signals(3.0)
        reader.power_cycle()
        site.attack = impostor({ReplyCode.CCRYPT: Nak(reason=NakCode.SECURE_CONDITIONS)})
        site.signals(10.0)
        assert CommandCode.KEYSET not in {frame.code for frame in site.commands()}


def test_a_reader_with_a_key_takes_no_other_from_a_stranger() -> None:
    """Attack from the panel's side: KEYSET in clear text, and a handshake under the default key."""
    reader = Peripheral(0, KEY, random=numbers(2))
    keyset = Keyset(key=bytes(16))
    stolen = Frame(address=0, reply=False, sequence=0, code=keyset.code, payload=keyset.payload())
    assert parse_frame(reader.receive(stolen.encode(), 1.0)[1:]).code == ReplyCode.NAK
    challenge = Frame(address=0, reply=False, sequence=0, code=Chlng.CODE, payload=bytes(8), scb=b"\x11\x00")
    assert parse_frame(reader.receive(challenge.encode(), 1.1)[1:]).code == ReplyCode.NAK
    assert reader.security.key == KEY


def test_replay_within_a_session() -> None:
    """Attack: repeat the recorded reply of a card at every poll, with each sequence number."""
    site = Site()
    site.signals(1.0)
    site.reader.present(BITS)
    (card,) = [frame for frame in site.overhear(0.5) if frame.code == ReplyCode.RAW]

    def again(reply: bytes) -> bytes:
        sequence = parse_frame(reply[1:]).sequence
        return b"\xff" + card._replace(sequence=sequence).encode() + card.encode()

    site.attack = again
    assert_shut_and_alarmed(site, site.signals(3.0))


def test_replay_of_a_whole_session() -> None:
    """Attack: answer a new handshake with the recorded one, then with the recorded card."""
    site = Site()
    site.reader.present(BITS)
    recorded = {frame.code: frame for frame in site.overhear(1.0)}
    recorded |= {frame.code: frame for frame in _card_of(site)}
    site.attack = lambda reply: recorded.get(
        {CommandCode.CHLNG: ReplyCode.CCRYPT, CommandCode.SCRYPT: ReplyCode.RMAC_I}.get(
            CommandCode(site.commands()[-1].code), ReplyCode.RAW
        ),
        parse_frame(reply[1:]),
    ).encode()
    site.reader.power_cycle()
    assert_shut_and_alarmed(site, site.signals(15.0))


def _card_of(site: Site) -> list[Frame]:
    site.reader.present(BITS)
    return site.overhear(0.5)


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_mac_truncation(length: int) -> None:
    """Attack: a card with so many bytes of a MAC, in the hope that only those are compared."""
    site = Site()
    site.signals(1.0)

    def forge(reply: bytes) -> bytes:
        ctrl = 0x0C | parse_frame(reply[1:]).sequence
        signed = bytes((ctrl, 2, Scs.REPLY_SECRET, ReplyCode.RAW)) + bytes(16) + bytes(length)
        body = bytes((SOM, 0x80, len(signed) + 6, 0)) + signed
        return b"\xff" + body + crc(body)

    site.attack = forge
    assert_shut_and_alarmed(site, site.signals(3.0))


def test_guessing_macs_ends_the_session_after_three() -> None:
    """32 bits of MAC are on the wire: a forger gets three guesses, then keys and chain are new."""
    site = Site()
    site.signals(1.0)
    before = sum(frame.code == CommandCode.CHLNG for frame in site.commands())
    guesses = 0

    def guess(reply: bytes) -> bytes:
        nonlocal guesses
        frame = parse_frame(reply[1:])
        if frame.scs not in (Scs.REPLY_MAC, Scs.REPLY_SECRET):
            return reply
        guesses += 1
        return frame._replace(mac=guesses.to_bytes(4, "big")).encode()

    site.attack = guess
    signals = site.signals(5.0)
    assert_shut_and_alarmed(site, signals)
    sessions = sum(frame.code == CommandCode.CHLNG for frame in site.commands()) - before
    assert guesses <= 3 * (sessions + 1)


def test_a_proof_that_only_mirrors_the_panels() -> None:
    """Attack: without the key, send back what the panel itself would prove."""
    site = Site()

    def mirror(reply: bytes) -> bytes:
        asked = site.commands()[-1]
        zero = SessionKeys(enc=bytes(16), mac1=bytes(16), mac2=bytes(16))
        if asked.code == CommandCode.CHLNG:
            proof: Message = Ccrypt(
                cuid=bytes(8),
                rnd_b=asked.payload,
                cryptogram=panel_cryptogram(zero, asked.payload, asked.payload),
            )
            return Frame(
                address=0, reply=True, sequence=0, code=proof.code, payload=proof.payload(), scb=b"\x12\x01"
            ).encode()
        proof = RmacI(rmac=bytes(16))
        return Channel(zero, bytes(16), command_out=True).seal(
            Frame(address=0, reply=True, sequence=asked.sequence, code=proof.code, payload=proof.payload())
        )

    site.attack = mirror
    assert_shut_and_alarmed(site, site.signals(5.0))
