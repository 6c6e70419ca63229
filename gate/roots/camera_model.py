"""``gate camera model``: the person model, which is not part of Gate: installed from a file or URL by its SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final
from urllib.parse import urlsplit

import typer

from gate.roots.shape import UserError, new_app, unreadable

model_app = new_app("The model that finds people: install it, see which one is there.")
NAME: Final = "person.onnx"
MOST: Final = 256 * 1024 * 1024
CHUNK: Final = 1024 * 1024
ANSWERS_S: Final = 30.0
FolderOption = Annotated[
    Path | None, typer.Option("--to", metavar="DIR", help="the folder; the user's data folder if unset")
]


def models_folder() -> Path:
    """Where models are kept: ``GATE_MODELS``, else below the user's data folder (XDG Base Directory)."""
    named = os.environ.get("GATE_MODELS")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "gate" / "models"


def installed_model() -> Path | None:
    """The installed person model, or None."""
    path = models_folder() / NAME
    return path if path.is_file() else None


@model_app.command()
def install(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="an ONNX file here, or at https://…")],
    sha256: Annotated[str, typer.Option(metavar="HEX", help="what the file's SHA-256 must be")],
    to: FolderOption = None,
) -> None:
    """Check a model's hash, check that it finds people as YOLOX does, and install it."""
    wanted = sha256.strip().lower()
    if len(wanted) != 64 or set(wanted) - set("0123456789abcdef"):
        raise UserError(f"expected a SHA-256 of 64 hexadecimal digits; got {sha256[:80]!r}")
    folder = to or models_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(source, wanted, folder)
    except OSError as error:
        raise unreadable(folder, error) from error
    typer.echo(f"installed {folder / NAME}")


@model_app.command()
def show(to: FolderOption = None) -> None:
    """The installed model with its hash, and the engine that runs it."""
    from drivers.camera.network import ModelError, load_network

    path = (to or models_folder()) / NAME
    if not path.is_file():
        raise UserError(f"no model at {path}: gate camera model install FILE|URL --sha256 HEX")
    try:
        engine = load_network(path).engine
    except ModelError as error:
        raise UserError(str(error)) from error
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    typer.echo(f"{path}\nSHA-256 {digest}\nrun by {engine}")


def _put(source: str, wanted: str, folder: Path) -> None:
    """Nothing is in place before all checks have passed."""
    handle, name = tempfile.mkstemp(dir=folder, suffix=".onnx")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            came = _copy(source, file)
        _check(fresh, came, wanted)
        fresh.chmod(0o644)
        fresh.replace(folder / NAME)
    finally:
        fresh.unlink(missing_ok=True)


def _copy(source: str, file: BinaryIO) -> str:
    """The SHA-256 of what was copied."""
    digest = hashlib.sha256()
    for chunk in _chunks(source):
        file.write(chunk)
        digest.update(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest()


def _check(fresh: Path, came: str, wanted: str) -> None:
    from drivers.camera.network import ModelError
    from drivers.camera.yolox import load_yolox

    if came != wanted:
        raise UserError(f"expected SHA-256 {wanted}, came {came}: not installed")
    try:
        load_yolox(fresh)
    except ModelError as error:
        raise UserError(f"{error}: not installed") from error


def _chunks(source: str) -> Iterator[bytes]:
    if urlsplit(source).scheme in {"http", "https"}:
        try:
            with urllib.request.urlopen(source, timeout=ANSWERS_S) as answer:  # noqa: S310 (http and https only)
                yield from _bounded(answer, source)
        except (urllib.error.URLError, TimeoutError) as error:
            raise UserError(f"{source}: {getattr(error, 'reason', error)}") from error
        return
    try:
        with Path(source).open("rb") as file:
            yield from _bounded(file, source)
    except OSError as error:
        raise unreadable(Path(source), error) from error


def _bounded(file: BinaryIO, source: str) -> Iterator[bytes]:
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > MOST:
            raise UserError(f"{source}: expected a model of at most {MOST // 1024**2} MiB, came more")
        yield chunk
