"""``gate simulate device`` as a process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gate.cli import main


@contextmanager
def simulated(*words: str) -> Iterator[str]:
    """The process, and what it prints first."""
    command = [sys.executable, "-m", "gate.cli", "simulate", "device", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_a_reader_on_a_pty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hand, link = tmp_path / "hand", tmp_path / "reader"
    words = ["rdm6300", "--listen", "pty", "--link", str(link), "--control", str(hand)]
    with simulated(*words) as path:
        assert path == str(link)
        with link.open("rb", buffering=0) as wire:
            request = {"do": "present", "card": "EM4100:62E3086CED", "seconds": 0}
            status, out, _ = gate(capsys, "simulate", "tell", str(hand), json.dumps(request))
            assert (status, json.loads(out)) == (0, {"ok": True})
            came = b""
            while len(came) < 14:
                came += wire.read(14 - len(came))
        assert came == bytes.fromhex("0236324533303836434544303803")
        status, _, err = gate(capsys, "simulate", "tell", str(hand), '{"do": "keys", "keys": "1"}')
        assert status == 2
        assert "has no keypad" in err


def test_a_controller_on_tcp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "day.jsonl"
    scenario.write_text('{"at": 0, "do": "input", "input": 1, "on": true}\n')
    with simulated("moxa-iologik-e1214", "--listen", "tcp:0", "--scenario", str(scenario)) as url:
        assert url.startswith("tcp://127.0.0.1:")
        words = ["modbus", "probe", url, "--address", "1", "--profile", "moxa-iologik-e1214", "--json"]
        status, out, _ = gate(capsys, *words)
        assert status == 0
        assert json.loads(out)["inputs"][0] is True


def test_a_controller_behind_a_serial_server_in_udp_mode(capsys: pytest.CaptureFixture[str]) -> None:
    with simulated("waveshare-modbus-rtu-relay", "--listen", "udp:0") as url:
        assert url.startswith("udp://127.0.0.1:")
        words = [
            "modbus",
            "probe",
            url,
            "--address",
            "1",
            "--profile",
            "waveshare-modbus-rtu-relay",
            "--json",
        ]
        status, out, err = gate(capsys, *words)
        assert (status, json.loads(out)["address"]) == (0, 1), err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rdm63"], "no profile 'rdm63'"),
        (["rdm6300", "--listen", "sctp:1"], "expected pty, tcp:PORT or udp:PORT, came 'sctp:1'"),
        (["rdm6300", "--listen", "tcp:99999"], "expected pty, tcp:PORT or udp:PORT"),
        (["rdm6300", "--listen", "udp:-1"], "expected pty, tcp:PORT or udp:PORT"),
        (["wago-750", "--address", "300"], "--address: expected 0 to 255, came 300"),
        (["rdm6300", "--scenario", "/no/such"], "/no/such: No such file"),
    ],
)
def test_what_is_wrong_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], why: str) -> None:
    status, _, err = gate(capsys, "simulate", "device", *words)
    assert status == 2
    assert why in err


@pytest.mark.parametrize(
    ("text", "why"),
    [("{", "day.jsonl:1: "), ('{"at": 1}', 'day.jsonl:1: expected an object with a key "do"')],
)
def test_a_broken_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(text)
    status, _, err = gate(capsys, "simulate", "device", "rdm6300", "--scenario", str(path))
    assert status == 2
    assert why in err


def test_nobody_to_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = gate(capsys, "simulate", "tell", str(tmp_path / "hand"), '{"do": "power"}')
    assert status == 2
    assert "no simulated" in err
