"""``gate serial``: what a UART reader's bytes mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from drivers.serial_reader.describe import decode_capture
from firmware_profiles.load import ProfileError, load_profile
from gate.roots.shape import UserError, new_app

app = new_app("UART readers: captured bytes to cards and keys.")


@app.callback()
def main() -> None:
    """UART readers: captured bytes to cards and keys."""


@app.command()
def decode(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="such as rdm6300; see gate profile list")],
    data: Annotated[str, typer.Argument(metavar="HEX", help="the bytes from the reader")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a frame")] = False,
) -> None:
    """Say what each frame is; exit 1 if there is a bad one. Keys are shown: they can be a PIN."""
    try:
        frames = decode_capture(load_profile(profile), _bytes(data))
    except (ProfileError, ValueError) as error:
        raise UserError(str(error)) from error
    for frame in frames:
        typer.echo(json.dumps(frame, ensure_ascii=False) if as_json else _text(frame))
    if any("error" in frame and "kind" not in frame for frame in frames):
        raise typer.Exit(1)


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise ValueError(f"expected hex digits in pairs, came {text[:80]!r}") from None


def _text(frame: Mapping[str, Any]) -> str:
    if "kind" not in frame:
        return f"bad frame: {frame['error']}"
    if frame["kind"] == "reply":
        fields = ", ".join(f"{name} {value}" for name, value in frame.items() if name not in {"kind", "name"})
        return f"{frame['name']}: {fields}"
    fields = ", ".join(f"{name} {value}" for name, value in frame.items() if name != "kind")
    return f"{frame['kind']}: {fields}"
