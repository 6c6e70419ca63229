"""Where the master key comes from, and key files sealed under it."""

import base64
import os
import stat
import sys
from pathlib import Path

import pytest

from gate.keys.errors import KeyRingError
from gate.keys.kms import Kms
from gate.keys.master import Master, find_master
from gate.keys.plain_file import create_plain
from gate.keys.ring import KeyRing
from gate.keys.secret_file import create_secret, is_sealed, read_secret, reseal

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SPELT = base64.b64encode(KEY).decode()

KMS = """
import sys
content = sys.stdin.buffer.read()
if sys.argv[1] == "unwrap" and not content.startswith(b"wrapped:"):
    sys.stderr.write("no such key: " + repr(content)); sys.exit(3)
answer = b"wrapped:" + content[::-1] if sys.argv[1] == "wrap" else content[8:][::-1]
sys.stdout.buffer.write(answer)
"""


def _file(path: Path, content: bytes) -> Path:
    create_plain(path, content)
    return path


@pytest.fixture
def kms(tmp_path: Path) -> str:
    script = tmp_path / "kms.py"
    script.write_text(KMS)
    return f"{sys.executable} {script}"


def test_each_source_is_found_and_the_first_wins(tmp_path: Path) -> None:
    folder, credentials = tmp_path / "keys", tmp_path / "credentials"
    folder.mkdir()
    credentials.mkdir()
    env: dict[str, str] = {}
    assert find_master(folder, env) is None
    _file(folder / "master.key", KEY)
    sources = [find_master(folder, env)]
    env["GATE_MASTER_KEY"] = SPELT
    sources.append(find_master(folder, env))
    env["GATE_MASTER_KEY_FILE"] = str(_file(tmp_path / "elsewhere.key", KEY))
    sources.append(find_master(folder, env))
    env["CREDENTIALS_DIRECTORY"] = str(credentials)
    sources.append(find_master(folder, env))
    (credentials / "gate-master").write_text(SPELT + "\n")
    sources.append(find_master(folder, env))
    found = [each.source for each in sources if each is not None]
    elsewhere = str(tmp_path / "elsewhere.key")
    assert found == [
        str(folder / "master.key"),
        "GATE_MASTER_KEY",
        elsewhere,
        elsewhere,
        "the systemd credential",
    ]
    assert [each.external for each in sources if each is not None] == [False, True, True, True, True]
    boxes = {
        each.open(sources[0].seal(b"x", "c"), "c") for each in sources if each is not None and sources[0]
    }
    assert boxes == {b"x"}, "it is one key wherever it comes from"


def test_the_kms_unwraps_what_it_wrapped(tmp_path: Path, kms: str) -> None:
    (tmp_path / "master.wrapped").write_bytes(Kms(kms).wrap(KEY))
    found = find_master(tmp_path, {"GATE_KMS": kms})
    assert found is not None
    assert found.source == "GATE_KMS"
    assert Master("x", KEY).open(found.seal(b"content", "c"), "c") == b"content"


def test_a_kms_that_says_no_is_an_error_without_what_it_said(tmp_path: Path, kms: str) -> None:
    (tmp_path / "master.wrapped").write_bytes(b"secret bytes")
    with pytest.raises(KeyRingError, match="expected exit status 0; got 3") as fault:
        find_master(tmp_path, {"GATE_KMS": kms})
    assert "secret" not in str(fault.value)
    with pytest.raises(KeyRingError, match="expected a program"):
        Kms(str(tmp_path / "nothing-here")).wrap(KEY)
    with pytest.raises(KeyRingError, match="command line"):
        Kms('"unclosed')


@pytest.mark.parametrize("spelt", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, spelt: str) -> None:
    if not spelt:
        assert find_master(tmp_path, {"GATE_MASTER_KEY": spelt}) is None
        return
    with pytest.raises(KeyRingError) as fault:
        find_master(tmp_path, {"GATE_MASTER_KEY": spelt})
    assert spelt not in str(fault.value)


def test_a_master_open_to_others_is_refused(tmp_path: Path) -> None:
    _file(tmp_path / "master.key", KEY).chmod(0o644)
    with pytest.raises(KeyRingError, match="expected mode 0600"):
        find_master(tmp_path, {})


def test_key_files_are_sealed_and_bound_to_their_names(tmp_path: Path) -> None:
    _file(tmp_path / "master.key", KEY)
    secret = os.urandom(16)
    assert create_secret(tmp_path / "osdp-a.key", secret)
    assert is_sealed(tmp_path / "osdp-a.key")
    assert secret not in (tmp_path / "osdp-a.key").read_bytes()
    assert read_secret(tmp_path / "osdp-a.key", 16) == secret
    (tmp_path / "osdp-a.key").rename(tmp_path / "osdp-b.key")
    with pytest.raises(KeyRingError, match="osdp-b"):
        read_secret(tmp_path / "osdp-b.key", 16)


def test_a_sealed_file_without_its_master_says_what_is_missing(tmp_path: Path) -> None:
    _file(tmp_path / "master.key", KEY)
    create_secret(tmp_path / "pins.key", os.urandom(32))
    (tmp_path / "master.key").unlink()
    with pytest.raises(KeyRingError, match="there is no master key: expected a systemd credential"):
        read_secret(tmp_path / "pins.key", 32)
    _file(tmp_path / "master.key", OTHER)
    with pytest.raises(KeyRingError, match=r"expected it sealed under the master key of .*master\.key"):
        read_secret(tmp_path / "pins.key", 32)


def test_clear_files_of_an_earlier_version_are_read_and_sealed_once(tmp_path: Path) -> None:
    secret = os.urandom(32)
    path = _file(tmp_path / "pins.key", secret)
    assert read_secret(path, 32) == secret
    _file(tmp_path / "master.key", KEY)
    first, second = Master("first", KEY), Master("second", OTHER)
    reseal(path, None, first)
    assert is_sealed(path)
    assert read_secret(path, 32) == secret
    once = path.read_bytes()
    reseal(path, None, first)
    assert path.read_bytes() == once, "what is sealed already is left alone"
    reseal(path, first, second)
    with pytest.raises(KeyRingError):
        read_secret(path, 32)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.regime("G4")
def test_a_whole_ring_lies_sealed_and_works(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    ring.ensure(["cabinet-1"], ["rdr"])
    clear = {file.name for file in ring.folder.iterdir() if not is_sealed(file)}
    assert clear == {"master.key", "fields.ring", "engine.pub", "agent-cabinet-1.pub", "seal-1.pub"}
    assert len(ring.osdp_key("rdr")) == 16
    agent, engine = ring.for_agent("cabinet-1"), ring.for_engine(["cabinet-1"])
    assert agent.engine_signed(b"x", engine.sign(b"x"))


def test_a_separate_agent_seals_under_its_own_master(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    ring.ensure(["cabinet-1"], ["rdr"])
    there = tmp_path / "agent"
    there.mkdir(mode=0o700)
    _file(there / "master.key", OTHER)
    ring.provision("cabinet-1", ["rdr"], there)
    assert is_sealed(there / "osdp-rdr.key")
    assert KeyRing(there).osdp_key("rdr") == ring.osdp_key("rdr")


def test_a_new_ring_of_a_kms_keeps_the_wrapped_key_alone(
    tmp_path: Path, kms: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATE_KMS", kms)
    ring = KeyRing(tmp_path / "keys")
    ring.ensure([], ["rdr"])
    assert (ring.folder / "master.wrapped").read_bytes().startswith(b"wrapped:")
    assert not (ring.folder / "master.key").exists()
    assert len(ring.osdp_key("rdr")) == 16
    monkeypatch.delenv("GATE_KMS")
    with pytest.raises(KeyRingError, match="there is no master key"):
        ring.osdp_key("rdr")
    with pytest.raises(KeyRingError, match="expected the master key of the ring that is there"):
        ring.ensure([], ["rdr"])


def test_nothing_shows_a_master() -> None:
    shown = repr(Master("place", KEY)) + repr(Kms("vault --token abc"))
    assert KEY.hex() not in shown
    assert repr(KEY)[2:-1] not in shown
    assert "abc" not in shown
