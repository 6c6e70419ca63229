"""``gate osdp`` as an installer types it: what is printed, what is refused, what a reader has afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import serial
from typer.testing import CliRunner, Result

from drivers.osdp.crypto import diversified_key
from gate.keys.install_window import InstallWindows
from gate.keys.reader_keys import ReaderKeys
from gate.roots.osdp import app
from gate.roots.shape import UserError
from simulators.osdp.peripheral import Peripheral
from tests.support.osdp_line import served

SITE = Path(__file__).parents[2] / "simulators" / "hq" / "hq.site.toml"
READER = "rdr-front-in"
KEY = bytes(range(16))


def gate(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def refusal(*words: str) -> str:
    result = gate(*words)
    assert isinstance(result.exception, UserError), result.output
    return str(result.exception)


# ── decode ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_poll_as_json() -> None:
    result = gate("decode", "FF 53 00 08 00 06 60 89 CC", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "address": 0,
        "reply": False,
        "sequence": 2,
        "code": "POLL",
        "secure": False,
        "data": {},
    }


def test_secured_frames_open_with_the_sessions_keys() -> None:
    vectors = json.loads((Path(__file__).parents[1] / "vectors/osdp/command_frames.json").read_text())
    secured = [v["frame"] for v in vectors["frames"] if v["mode"] == "secure"]
    zero = ",".join(["00" * 16] * 4)
    for frame in secured:
        opened = gate("decode", frame, "--keys", zero, "--json")
        assert opened.exit_code == 0
        assert "encrypted" not in opened.stdout
    assert gate("decode", secured[0], "--keys", ",".join(["11" * 16] * 4), "--json").exit_code == 1


def test_what_is_no_frame_says_so() -> None:
    assert gate("decode", "ff53000800066089cd").exit_code == 1, "the last byte is wrong"
    result = gate("decode", "00112233", "--json")
    assert result.exit_code == 1
    assert "error" in json.loads(result.stdout)
    assert "hex digits" in refusal("decode", "xyz")
    said = refusal("decode", "53", "--keys", "1234secret")
    assert "secret" not in said


# ── discover ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_readers_are_found_with_what_they_are() -> None:
    fresh, keyed, plain = Peripheral(0), Peripheral(3, KEY), Peripheral(5)
    fresh.security.install = True
    with served([fresh, keyed, plain]) as path:
        result = gate("discover", path, "--bauds", "9600", "--addresses", "0-6", "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(f["address"], f["secure_channel"], f["default_key"]) for f in found] == [
        (0, True, True),
        (3, True, False),
        (5, False, False),
    ]
    assert found[0]["serial"] == f"{1000:08X}"
    assert "gate osdp keyset" in result.stderr


def test_nobody_there_is_exit_1_with_advice() -> None:
    with served([]) as path:
        result = gate("discover", path, "--bauds", "9600", "--addresses", "0,1")
    assert result.exit_code == 1
    assert "A and B swapped" in result.stderr


@pytest.mark.parametrize("words", [("--addresses", "0-127"), ("--addresses", "x"), ("--bauds", "1")])
def test_what_cannot_be_searched_is_said(words: tuple[str, str]) -> None:
    assert "expected" in refusal("discover", "/dev/null", *words)


def test_a_port_that_is_not_there() -> None:
    assert "no such port" in refusal("discover", "/dev/ttyNOWHERE", "--addresses", "0")
    assert "--site" in refusal("discover", "osdp-1")


def test_a_line_that_the_agent_holds_is_said_with_what_to_do() -> None:
    with served([]) as path, serial.Serial(path, exclusive=True):
        assert "stop it first" in refusal("discover", path, "--addresses", "0")


# ── keyset ───────────────────────────────────────────────────────────────────────────────────────────────────────


def keyset(path: str, data: Path, *more: str) -> tuple[str, ...]:
    return ("keyset", READER, "--site", str(SITE), "--data", str(data), "--line", f"serial://{path}", *more)


def reader(key: bytes | None = None) -> Peripheral:
    return Peripheral(_address(), key)


def _address() -> int:
    from gate.site.load import load_site

    return load_site(SITE).devices[READER].address or 0


def open_window(data: Path) -> None:
    assert gate("window", "ask", "--data", str(data), "--by", "Li", "--reason", "new reader").exit_code == 0
    result = gate("window", "confirm", "--data", str(data), "--by", "Anna")
    assert "OPEN until" in result.output


def test_a_new_reader_gets_its_key_in_an_open_window(tmp_path: Path) -> None:
    fresh = reader()
    fresh.security.install = True
    with served([fresh]) as path:
        said = refusal(*keyset(path, tmp_path))
        assert "two people" in said
        assert ReaderKeys(tmp_path / "keys").pending(READER) is None, "nothing was begun"
        open_window(tmp_path)
        result = gate(*keyset(path, tmp_path))
    assert result.exit_code == 0, (result.output, result.exception)
    key = ReaderKeys(tmp_path / "keys").current(READER)
    assert fresh.security.key == key
    assert not fresh.security.install
    assert "proved the new key" in result.output
    assert key is not None
    assert key.hex() not in result.output
    assert [step.what for step in InstallWindows(tmp_path / "keys").steps()] == ["asked", "confirmed", "used"]


def test_a_reader_that_has_its_key_is_left_alone_unless_told(tmp_path: Path) -> None:
    mine = reader(KEY)
    keys = ReaderKeys(tmp_path / "keys")
    keys.prepare(READER)
    keys.commit(READER)
    mine.security.key = old = keys.current(READER)
    with served([mine]) as path:
        assert "already" in gate(*keyset(path, tmp_path)).output
        assert mine.security.key == old
        assert gate(*keyset(path, tmp_path, "--rotate")).exit_code == 0
    assert mine.security.key == keys.current(READER) != old


def test_a_change_that_was_interrupted_is_completed(tmp_path: Path) -> None:
    keys = ReaderKeys(tmp_path / "keys")
    mine = reader(keys.prepare(READER))  # sent and taken, and then the laptop's battery was empty
    with served([mine]) as path:
        result = gate(*keyset(path, tmp_path))
    assert "interrupted" in result.output
    assert keys.current(READER) == mine.security.key
    assert keys.pending(READER) is None


def test_a_reader_with_somebody_elses_key_is_not_touched(tmp_path: Path) -> None:
    theirs = reader(KEY)
    open_window(tmp_path)
    with served([theirs]) as path:
        assert "installation mode" in refusal(*keyset(path, tmp_path))
    assert theirs.security.key == KEY
    assert ReaderKeys(tmp_path / "keys").current(READER) is None


def test_a_reader_of_a_former_system_is_taken_over_by_its_master_key(tmp_path: Path) -> None:
    master = tmp_path / "master"
    master.touch(mode=0o600)
    master.write_bytes(KEY)
    theirs = reader()
    theirs.security.key = diversified_key(KEY, theirs.security._cuid)
    with served([theirs]) as path:
        assert gate(*keyset(path, tmp_path, "--from-master", str(master))).exit_code == 0
    assert theirs.security.key == ReaderKeys(tmp_path / "keys").current(READER)
    assert theirs.security.key != diversified_key(KEY, theirs.security._cuid)


def test_a_silent_reader_is_told_with_what_to_look_at(tmp_path: Path) -> None:
    with served([]) as path:
        open_window(tmp_path)
        assert "A and B" in refusal(*keyset(path, tmp_path))


def test_only_secure_readers_of_the_site_have_keys(tmp_path: Path) -> None:
    said = refusal("keyset", "nobody", "--site", str(SITE), "--data", str(tmp_path))
    assert READER in said


# ── window and comset ────────────────────────────────────────────────────────────────────────────────────────────


def test_one_person_opens_nothing(tmp_path: Path) -> None:
    gate("window", "ask", "--data", str(tmp_path), "--by", "Li", "--reason", "new reader")
    assert "another person" in refusal("window", "confirm", "--data", str(tmp_path), "--by", "li")
    shown = gate("window", "show", "--data", str(tmp_path))
    assert shown.exit_code == 1
    assert "new reader" in shown.output
    assert shown.output.endswith("closed\n")


def test_a_window_is_closed_by_hand(tmp_path: Path) -> None:
    open_window(tmp_path)
    assert gate("window", "show", "--data", str(tmp_path)).exit_code == 0
    gate("window", "close", "--data", str(tmp_path), "--by", "Li")
    assert gate("window", "show", "--data", str(tmp_path)).exit_code == 1


def test_a_reader_moves_to_another_address() -> None:
    mover = Peripheral(0)
    with served([mover]) as path:
        result = gate("comset", path, "0", "--to-address", "7", "--to-baud", "38400")
    assert result.exit_code == 0, (result.output, result.exception)
    assert (mover.address, mover.baud) == (7, 38400)
    assert "address = 7" in result.output
    with served([mover]) as path:
        assert "does not answer" in refusal("comset", path, "0", "--to-address", "8")
        assert "expected --to-address" in refusal("comset", path, "0")
