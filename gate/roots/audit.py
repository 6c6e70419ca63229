"""``gate audit``: is the record what was sealed? Offline, from the store or an export, against heads kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.domain.verification import Found, RecordVerification
from gate.keys.errors import KeysError
from gate.keys.ring import KeyRing
from gate.roots.asking import asking, bus_of, done
from gate.roots.audit_export import proof_of, write_export
from gate.roots.audit_sources import heads_beside, heads_of_file, verify_export, verify_store
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import BusOption, load_site_or_stop
from gate.roots.record_found import found_broken, found_of
from gate.roots.shape import UserError, new_app, unreadable
from gate.roots.unwritten import saying_what_waits
from gate.seal.errors import SealedError
from gate.seal.note import NoteKey, read_key
from gate.seal.report import KeptHead, Report, SealBroken
from gate.store.errors import StoreError
from gate.store.seal.source import open_record

app = new_app("Is the record what was sealed? Verify, export and prove it offline.")

DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="the site's data folder")]
StoreOption = Annotated[str, typer.Option("--store", metavar="URL", help="the site's store")]


@app.command()
def verify(
    data: DataOption = None,
    store: StoreOption = "",
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="an export of it")] = None,
    heads: Annotated[
        list[Path] | None, typer.Option("--heads", metavar="FILE", help="heads that were kept elsewhere")
    ] = None,
    key: Annotated[
        str, typer.Option("--key", metavar="KEY", help="the first key, as the handover sheet has it")
    ] = "",
    tree: Annotated[
        bool,
        typer.Option("--tree", help="make the whole tree anew, also where the heads say what their rows are"),
    ] = False,
    site: Annotated[
        Path | None, typer.Option("--site", metavar="FILE", help="have the site's engine record the result")
    ] = None,
    bus: BusOption = DEFAULT_BUS,
) -> None:
    """Every event, receipt and head of the record, and with --data the heads that are kept beside it.

    Exit status 1 names the first that is not what was sealed. With --site the engine that runs records the result, and
    raises an alarm where it is not.
    """
    begun = site_clock().now()
    if site is not None and (data is None or export is not None):
        raise UserError(
            "expected --site FILE with --data DIR: the engine records what came of its own record"
        )
    with _told(site, data, bus, begun) as told, _mended():
        outside = [sorted(heads_of_file(path), key=_size) for path in heads or ()]
        pinned = read_key(key) if key else None
        try:
            report = _verified(data, store, export, outside, pinned, tree=tree)
        except SealBroken as broken:
            told.append(found_broken(broken))
            raise
        told.append(found_of(report))
        typer.echo(f"sealed {report.sealed}, checkpoints {report.checkpoints}, ok")
        for line in _details(report):
            typer.echo(f"  {line}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a new file")],
    data: DataOption = None,
    store: StoreOption = "",
    without_personal: Annotated[
        bool,
        typer.Option("--without-personal", help="nothing of people in it; it can be verified all the same"),
    ] = False,
) -> None:
    """The whole record as lines of JSON, for anyone to verify (docs/record.md)."""
    with _mended():
        written = write_export(_url(data, store), file, personal=not without_personal)
    typer.echo(f"{written} events in {file}")


@app.command()
def head(data: DataOption = None, store: StoreOption = "") -> None:
    """The newest signed head with its countersignatures: to print on the handover sheet, to keep elsewhere."""
    with _mended(), open_record(_url(data, store)) as record:
        newest = record.newest_head()
    if newest is None:
        raise UserError("expected a head of the record; there is none yet")
    typer.echo(newest.note + "".join(f"{line}\n" for line in newest.countersignatures.values()), nl=False)


@app.command()
def prove(
    event: Annotated[int, typer.Argument(metavar="EVENT", help="the number of the event in the log")],
    data: DataOption = None,
    store: StoreOption = "",
) -> None:
    """That an event stands in the record: the event, the head and the path between them, as JSON."""
    with _mended():
        proof = proof_of(_url(data, store), event)
    if proof is None:
        raise UserError(f"expected an event under a head of the record; {event} is none")
    typer.echo(json.dumps(proof, ensure_ascii=False, indent=2))


@app.command("rotate-key")
def rotate_key(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="the site's data folder")],
) -> None:
    """Make the next key that signs heads. The engine's next start introduces it, signed by the one before."""
    try:
        number = KeyRing(DataFolder(data).keys).next_seal()
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    typer.echo(f"seal key {number} is made: restart the engine, which introduces it")


@contextmanager
def _told(site: Path | None, data: Path | None, bus: str, begun: datetime) -> Iterator[list[Found]]:
    """What came of it is put into the list, and said; only then the site's engine is told, if there is one to tell."""
    told: list[Found] = []
    loaded = None if site is None else load_site_or_stop(site)
    try:
        yield told
    finally:
        if loaded is not None and data is not None and told:
            with asking(loaded, bus_of(loaded, DataFolder(data), bus), site_clock()) as send:
                done(send(RecordVerification(begun_at=begun, found=told[0])))


def _verified(
    data: Path | None,
    store: str,
    export: Path | None,
    outside: list[list[KeptHead]],
    pinned: NoteKey | None,
    *,
    tree: bool,
) -> Report:
    if export is None:
        beside = () if data is None else heads_beside(DataFolder(data))
        return verify_store(_url(data, store), [*outside, *beside], pinned, by_tree=tree)
    if data is not None or store:
        raise UserError("expected --export FILE or a store, not both")
    return verify_export(export, outside, pinned)


def _size(head: KeptHead) -> int:
    return head.size


def _details(report: Report) -> Iterator[str]:
    if report.by_tree:
        yield "the whole tree was made anew"
    if report.newer:
        yield f"{report.newer} newer, under no checkpoint yet"
    if report.erased:
        yield f"{report.erased} without their personal part, which was erased"
    if report.countersigned:
        yield f"{report.countersigned} countersignatures of agents"
    if report.outside:
        yield f"{report.outside} heads from elsewhere agree"
    for key in report.keys:
        yield f"key {key}"


def _url(data: Path | None, store: str) -> str:
    if (data is None) == (not store):
        raise UserError("expected one of --data DIR, --store URL and --export FILE")
    return saying_what_waits(store or DataFolder(data or Path()).store_url)


@contextmanager
def _mended() -> Iterator[None]:
    """What is wrong with the record is exit status 1; what is wrong with the question is the user's to mend."""
    try:
        yield
    except SealBroken as fault:
        typer.echo(f"BROKEN: {fault}")
        raise typer.Exit(1) from fault
    except (SealedError, StoreError) as fault:
        raise UserError(str(fault)) from fault
    except OSError as fault:
        raise unreadable(Path(fault.filename or "."), fault) from fault
