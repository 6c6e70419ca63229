"""``gate line``: listening to a line on which a panel and readers speak, and explaining a capture."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drivers.osdp.capture import CaptureError, Record, read_record
from drivers.osdp.display import Buz
from drivers.osdp.frame import Frame
from drivers.osdp.overhear import Overhearing
from drivers.osdp.reads import Keypad, Raw
from gate.roots.line import app
from gate.roots.shape import UserError
from simulators.pty import PtyPair


def frame(address: int, message: Raw | Keypad | Buz | None, *, reply: bool, sequence: int = 1) -> bytes:
    code = (0x40 if reply else 0x60) if message is None else message.code
    payload = b"" if message is None else message.payload()
    return Frame(address=address, reply=reply, sequence=sequence, code=code, payload=payload).encode()


POLL, ACK = frame(3, None, reply=False), frame(3, None, reply=True)
CARD = frame(3, Raw(bits="1" * 26), reply=True)
PIN = frame(3, Keypad(keys=b"1234"), reply=True)


def gate(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def capture(folder: Path, *data: bytes) -> str:
    path = folder / "line.osdpcap"
    lines = [Record(at_ns=i * 5_000_000, data=each).line() for i, each in enumerate(data, 1)]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def test_a_capture_in_words(tmp_path: Path) -> None:
    result = gate("decode", capture(tmp_path, POLL, ACK, POLL, CARD, POLL, PIN))
    assert result.exit_code == 0
    raw, keys = result.stdout.splitlines()
    assert raw.startswith("00:00:00.020  3 → panel")
    assert "RAW" in raw
    assert "(5.0 ms)" in raw
    assert "KEYPAD" in keys
    assert "1234" not in keys
    assert "reader 3: 3 commands, 3 replies, slowest 5.0 ms" in result.stderr
    assert "clear text" in result.stderr


def test_a_capture_as_json_and_whole(tmp_path: Path) -> None:
    result = gate("decode", capture(tmp_path, POLL[:3], POLL[3:], ACK), "--json")
    poll, ack = map(json.loads, result.stdout.splitlines())
    assert (poll["code"], ack["code"], ack["waited_ms"]) == ("POLL", "ACK", 5.0)
    everything = gate("decode", capture(tmp_path, POLL, ACK), "--all").stdout
    assert len(everything.splitlines()) == 2
    assert gate("decode", capture(tmp_path, POLL, ACK)).stdout == ""


def test_broken_frames_are_exit_1(tmp_path: Path) -> None:
    result = gate("decode", capture(tmp_path, POLL, ACK[:-1] + b"\0"))
    assert result.exit_code == 1
    assert "broken" in result.stdout
    assert "120 ohm" in result.stderr


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "nonsense", '{"timeSec":"x","timeNano":"0","data":"00"}', '{"data":"0"}', "x" * 200_000],
)
def test_what_is_no_capture_says_where(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wrong"
    path.write_text(f"\n{line}\n")
    result = gate("decode", str(path))
    assert isinstance(result.exception, UserError)
    assert f"{path}:2: expected" in str(result.exception)


def test_records_of_other_tools_are_read() -> None:
    theirs = (
        '{ "timeSec" : "1580342115", "timeNano" : "984691851", "io" : "output", "data" : "FF-53-80-08-00-01-4B",'
        ' "osdpTraceVersion":"1", "osdpSource":"other" }'
    )
    record = read_record(theirs)
    assert record == Record(at_ns=1580342115_984691851, data=bytes.fromhex("ff53800800014b"), io="output")
    assert read_record(record.line()) == record
    with pytest.raises(CaptureError, match="io"):
        read_record(theirs.replace("output", "sideways"))


def listened(*words: str, data: bytes) -> Result:
    pair = PtyPair()
    timer = threading.Timer(0.15, lambda: os.write(pair.master, data))
    timer.start()
    try:
        return gate(words[0], pair.path, "--seconds", "0.5", *words[1:])
    finally:
        timer.join()
        pair.close()


def test_sniffing_writes_records_and_says_what_it_heard() -> None:
    result = listened("sniff", data=POLL + ACK + b"\x00\x53")
    records = [read_record(line) for line in result.stdout.splitlines()]
    assert b"".join(record.data for record in records) == POLL + ACK + b"\x00\x53"
    assert "reader 3: 1 commands" in result.stderr


def test_tracing_shows_frames_as_they_come() -> None:
    result = listened("trace", "--all", data=POLL + CARD)
    poll, raw = result.stdout.splitlines()
    assert "POLL" in poll
    assert "bits=11111111111111111111111111" in raw


def test_silence_is_explained() -> None:
    result = listened("trace", data=b"")
    assert "nothing came at all" in result.stderr
    assert "another rate" in listened("trace", data=b"\x10\x20\x30").stderr


def test_advice_names_the_reader_and_the_fault() -> None:
    heard = Overhearing()
    for n in range(20):
        heard.hear(Frame(address=1, reply=False, sequence=1, code=0x60), n)
        if n % 2:
            heard.hear(Frame(address=1, reply=True, sequence=1, code=0x41, payload=b"\3"), n + 0.3)
    heard.hear(Frame(address=2, reply=False, sequence=1, code=0x60), 30)
    heard.hear(Frame(address=9, reply=True, sequence=1, code=0x40), 31)
    said = "\n".join(heard.advice())
    for wanted in (
        "reader 1 answered 10 of 20",
        "up to 300 ms",
        "refused 10",
        "reader 2 never answers",
        "reader 9 answers, but the panel is not heard",
    ):
        assert wanted in said
