"""``gate camera model``: nothing is installed that was not asked for by its hash, or that finds nobody."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.cli import main
from tests.cameras.footage import model


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["camera", "model", *words])
    said = capsys.readouterr()
    return int(str(ended.value.code)), said.out, said.err


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    path = tmp_path / "junk.onnx"
    path.write_bytes(b"not a model")
    return path


def test_another_hash_is_refused(capsys: pytest.CaptureFixture[str], junk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    status, _, err = run(capsys, "install", str(junk), "--sha256", "0" * 64, "--to", str(folder))
    assert status == 2
    assert f"expected SHA-256 {'0' * 64}, came {hashlib.sha256(b'not a model').hexdigest()}" in err
    assert list(folder.iterdir()) == []


def test_the_right_hash_of_what_is_no_model_is_refused(
    capsys: pytest.CaptureFixture[str], junk: Path, tmp_path: Path
) -> None:
    digest = hashlib.sha256(junk.read_bytes()).hexdigest()
    folder = tmp_path / "models"
    status, _, err = run(capsys, "install", str(junk), "--sha256", digest, "--to", str(folder))
    assert status == 2
    assert "expected an ONNX model" in err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("digest", ["", "12", "g" * 64, "0" * 65])
def test_what_is_no_hash_is_refused(capsys: pytest.CaptureFixture[str], junk: Path, digest: str) -> None:
    status, _, err = run(capsys, "install", str(junk), "--sha256", digest)
    assert status == 2
    assert "expected a SHA-256 of 64 hexadecimal digits" in err


def test_a_missing_file_and_a_missing_model(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "install", str(tmp_path / "no"), "--sha256", "0" * 64, "--to", str(tmp_path))
    assert (status, "No such file" in err) == (2, True)
    status, _, err = run(capsys, "show", "--to", str(tmp_path))
    assert (status, "no model at" in err) == (2, True)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """Serves the temporary folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_from_a_url(capsys: pytest.CaptureFixture[str], web: str, junk: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "models")
    status, _, err = run(capsys, "install", f"{web}/{junk.name}", "--sha256", "0" * 64, "--to", folder)
    assert (status, "expected SHA-256" in err) == (2, True)
    status, _, err = run(capsys, "install", f"{web}/none.onnx", "--sha256", "0" * 64, "--to", folder)
    assert (status, "none.onnx: Not Found" in err or "none.onnx: File not found" in err) == (2, True)


def test_the_documented_model(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = model()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    status, out, _ = run(capsys, "install", str(file), "--sha256", digest.upper(), "--to", str(tmp_path))
    assert (status, out) == (0, f"installed {tmp_path / 'person.onnx'}\n")
    status, out, _ = run(capsys, "show", "--to", str(tmp_path))
    assert digest in out
