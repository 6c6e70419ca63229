"""CRC, sieve and the simulator's framing against published frames."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.modbus.crc import crc16
from drivers.modbus.sieve import RtuSieve, TcpSieve
from simulators.modbus.framing import Request, RtuServer, TcpServer

FOLDER = Path(__file__).parents[2] / "vectors/modbus"
WAVESHARE = json.loads((FOLDER / "waveshare.json").read_text())["vectors"]
EXCHANGES = json.loads((FOLDER / "exchanges.json").read_text())["exchanges"]
PAIRS = [(bytes.fromhex(e["request"]), bytes.fromhex(e["response"])) for e in EXCHANGES]
FRAMES = sorted({frame for pair in PAIRS for frame in pair} | {bytes.fromhex(v["hex"]) for v in WAVESHARE})
KNOWN = {1, 2, 3, 4, 5, 6, 15, 16}


def fits(request: bytes, response: bytes) -> bool:
    """Some quoted answers are shorter or longer than was asked: those must not pass."""
    if request[0] != response[0] or request[1] != response[1] & 0x7F:
        return False
    if response[1] & 0x80:
        return len(response) == 5
    if response[1] in {1, 2, 3, 4} and len(response) != 5 + response[2]:
        return False
    if response[1] in {1, 2}:
        return response[2] == (int.from_bytes(request[4:6], "big") + 7) // 8
    if response[1] in {3, 4}:
        return response[2] == 2 * int.from_bytes(request[4:6], "big")
    return len(response) == 8


@pytest.mark.parametrize("frame", FRAMES, ids=bytes.hex)
def test_checksum_of_published_frames(frame: bytes) -> None:
    assert crc16(frame[:-2]) == frame[-2:]


@pytest.mark.parametrize(("request_frame", "response"), PAIRS)
def test_the_sieve_passes_the_answer_that_fits_and_no_other(request_frame: bytes, response: bytes) -> None:
    sieve = RtuSieve()
    sieve.sent(request_frame)
    if fits(request_frame, response):
        assert sieve.came(response) == response
        assert sieve.came(b"\x00\xff" + response) == response
        assert sieve.other.startswith("2 bytes before the answer: 00 ff")
    else:
        assert sieve.came(response) == b""


@pytest.mark.parametrize(("request_frame", "response"), PAIRS[:20])
def test_the_sieve_over_tcp(request_frame: bytes, response: bytes) -> None:
    sieve = TcpSieve()
    sieve.sent(mbap(7, request_frame[:-2]))
    answer = mbap(7, response[:-2])
    passed = answer if fits(request_frame, response) else b""
    assert sieve.came(mbap(6, response[:-2]) + answer) == passed
    assert "late answer" in sieve.other or not passed


def mbap(tid: int, rest: bytes) -> bytes:
    return tid.to_bytes(2, "big") + b"\0\0" + len(rest).to_bytes(2, "big") + rest


READ = bytes.fromhex("01020000000879CC")
ANSWER = bytes.fromhex("01020100A188")


def rtu(data: str) -> bytes:
    frame = bytes.fromhex(data)
    return frame + crc16(frame)


@pytest.mark.parametrize(
    ("came", "other"),
    [
        (rtu("09020100"), "an answer from address 9 to a request for 1"),
        (ANSWER[:-1] + b"\x00", "6 bytes that are no answer: 01 02 01 00 a1 00"),
        (rtu("01010100"), "6 bytes that are no answer"),  # another function: the answer before
        (rtu("0102020000"), "7 bytes that are no answer"),  # another length
        (b"x" * 100, "100 bytes that are no answer: 78 78"),
    ],
)
def test_what_is_no_answer_is_named(came: bytes, other: str) -> None:
    sieve = RtuSieve()
    sieve.sent(READ)
    assert sieve.came(came) == b""
    assert sieve.other.startswith(other)
    sieve.sent(READ)
    assert sieve.other == ""


@pytest.mark.parametrize(
    ("came", "other"),
    [
        (mbap(1, bytes.fromhex("09020100")), "an answer from address 9 to a request for 1"),
        (mbap(1, bytes.fromhex("01010100")), "an answer of function 1 with 3 bytes to a request of 2"),
        (b"HTTP/1.1 400 Bad", "16 bytes that are no Modbus TCP: 48 54 54 50"),
        (mbap(1, b"\x01")[:8], ""),
    ],
)
def test_what_is_no_answer_over_tcp_is_named(came: bytes, other: str) -> None:
    sieve = TcpSieve()
    sieve.sent(mbap(1, READ[:-2]))
    assert sieve.came(came) == b""
    assert sieve.other.startswith(other)


@given(st.binary(max_size=300))
def test_any_bytes_pass_only_as_the_answer(data: bytes) -> None:
    for sieve, request in ((RtuSieve(), READ), (TcpSieve(), mbap(1, READ[:-2]))):
        sieve.sent(request)
        passed = sieve.came(data)
        assert passed == b"" or (passed in data and passed[-4 if request is READ else -2] & 0x7F in (1, 2))


@given(st.binary(max_size=60), st.integers(0, 8))
def test_an_exception_passes(noise: bytes, code: int) -> None:
    sieve = RtuSieve()
    sieve.sent(READ)
    answer = rtu(f"0182{code:02X}")
    assert sieve.came(noise + answer) != b"" or "address" in sieve.other


@pytest.mark.parametrize("frame", sorted({r for r, _ in PAIRS if r[1] in KNOWN}), ids=bytes.hex)
def test_the_servers_find_published_requests_bytewise(frame: bytes) -> None:
    rtu_server, tcp_server = RtuServer(), TcpServer()
    found = [r for byte in frame for r in rtu_server.feed(bytes([byte]))]
    assert found == [Request(unit=frame[0], pdu=frame[1:-2])]
    found = [r for byte in mbap(9, frame[:-2]) for r in tcp_server.feed(bytes([byte]))]
    assert found == [Request(unit=frame[0], pdu=frame[1:-2], tid=9)]


@given(st.binary(max_size=80))
def test_a_server_on_rtu_finds_the_request_after_noise_and_a_pause(noise: bytes) -> None:
    server = RtuServer()
    server.feed(noise)
    for _ in range(40):  # a master asks again; noise can pass for the beginning of a long request
        if any(r.unit == 1 and r.pdu == READ[1:-2] for r in server.feed(READ)):
            break
    else:
        raise AssertionError("never found again")
    assert len(server._buffer) <= 265
