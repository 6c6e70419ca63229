"""``gate line``: listen to an OSDP line without speaking, for whoever stands at the cabinet with a laptop."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from drivers.osdp.capture import CaptureError, Record, read_record
from drivers.osdp.describe import Describer
from drivers.osdp.frame import MAX_LENGTH
from drivers.osdp.framer import Found, Framer
from drivers.osdp.overhear import Overhearing
from drivers.transport.stream import ByteStream
from gate.roots.field_line import LineArgument, OptionalSite, open_or_stop, place_of
from gate.roots.osdp_words import IDLE, clock_time, frame_line
from gate.roots.shape import UserError, new_app, unreadable
from gate.roots.until import until_stopped

app = new_app("Listen to an OSDP line without speaking: capture, watch, explain a capture.")

QUIET_S = 0.05
"""A pause after which what has come is a record, even if it makes no frame."""

Seconds = Annotated[float | None, typer.Option("--seconds", metavar="N", help="stop by itself after so long")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a frame")]
All = Annotated[bool, typer.Option("--all", help="polls without news, too")]


@app.command()
def sniff(line: LineArgument, site: OptionalSite = None, seconds: Seconds = None) -> None:
    """Write what is heard to standard output as JSON lines (osdpcap); what was heard, in short, at the end."""
    view = _View(lambda record: typer.echo(record.line()))
    _listen(line, site, seconds, view)


@app.command()
def trace(
    line: LineArgument,
    site: OptionalSite = None,
    seconds: Seconds = None,
    as_json: AsJson = False,
    everything: All = False,
) -> None:
    """Show who says what while it is said, and how long each reader took to answer."""
    view = _View(None, as_json=as_json, everything=everything)
    _listen(line, site, seconds, view)


@app.command()
def decode(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="a capture (osdpcap JSON lines); - for standard input")
    ],
    as_json: AsJson = False,
    everything: All = False,
) -> None:
    """Explain a capture: each frame in words, then what is odd about the line. Exit 1 where frames were broken."""
    view = _View(None, as_json=as_json, everything=everything)
    for number, text in enumerate(_lines(file), 1):
        if text.strip():
            try:
                view.take(read_record(text))
            except CaptureError as error:
                raise UserError(f"{file}:{number}: {error}") from error
    view.end()
    if view.heard.broken:
        raise typer.Exit(1)


class _View:
    """Where records go: to ``write`` as they are, or explained to standard output."""

    def __init__(
        self, write: Callable[[Record], None] | None, *, as_json: bool = False, everything: bool = True
    ) -> None:
        self.heard = Overhearing()
        self._write, self._json, self._everything = write, as_json, everything
        self._framer, self._describer = Framer(), Describer()
        self._at_ns = 0

    def take(self, record: Record) -> None:
        """One more."""
        if self._write is not None:
            self._write(record)
        if record.at_ns - self._at_ns > QUIET_S * 1e9:
            self._show(self._framer.flush(), self._at_ns)  # the rest of a frame does not come that late
        self._at_ns = record.at_ns
        self._show(self._framer.feed(record.data), record.at_ns)

    def end(self) -> None:
        """What was heard, in short, and what to look at; to standard error."""
        self._show(self._framer.flush(), self._at_ns)
        for address, talk in sorted(self.heard.talks.items()):
            typer.echo(
                f"reader {address}: {talk.commands} commands, {talk.replies} replies, slowest "
                f"{talk.slowest_s * 1000:.1f} ms",
                err=True,
            )
        for advice in self.heard.advice():
            typer.echo(advice, err=True)

    def _show(self, found: Iterable[Found], at_ns: int) -> None:
        for item in found:
            waited_s = self.heard.hear(item, at_ns / 1e9)
            if self._write is not None:
                continue
            said = self._describer.said(item)
            if self._json:
                wait = {} if waited_s is None else {"waited_ms": round(waited_s * 1000, 1)}
                typer.echo(json.dumps({"at": clock_time(at_ns), **said, **wait}, ensure_ascii=False))
            elif self._everything or said.get("code") not in IDLE:
                typer.echo(f"{clock_time(at_ns)}  {frame_line(said, waited_s)}")


def _listen(line: str, site: Path | None, seconds: float | None, view: _View) -> None:
    place = place_of(line, site)

    async def listen() -> None:
        stream = await open_or_stop(place)
        typer.echo(f"listening on {place}; Ctrl-C ends", err=True)
        try:
            async with asyncio.timeout(seconds):
                await _records(stream, view)
        except TimeoutError:
            return
        except ConnectionError as error:
            raise UserError(str(error)) from error
        finally:
            stream.close()

    try:
        asyncio.run(until_stopped(listen()))
    finally:
        view.end()


async def _records(stream: ByteStream, view: _View) -> None:
    """Cut what comes into records: at the end of a frame, or where the line pauses. A record's time is its end."""
    framer, held = Framer(), b""
    while True:
        try:
            async with asyncio.timeout(QUIET_S if held else None):
                data = await stream.read()
        except TimeoutError:
            data = b""
            framer.reset()
        framer.feed(data)
        held += data
        if held and (not framer.pending or len(held) > MAX_LENGTH):
            view.take(Record(at_ns=time.time_ns(), data=held))
            held = b""


def _lines(file: Path) -> Iterable[str]:
    if str(file) == "-":
        return sys.stdin
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise (
            unreadable(file, error) if isinstance(error, OSError) else UserError(f"{file}: {error}")
        ) from error
