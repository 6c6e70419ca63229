"""``gate subject``: what is kept of one person, for that person; and its erasure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.domain.privacy_commands import RecordReading
from gate.domain.private_field import PrivateField
from gate.keys.errors import KeysError
from gate.keys.field_ring import FieldRing
from gate.keys.plain_file import PRIVATE
from gate.keys.ring import KeyRing
from gate.privacy.run import Runner
from gate.privacy.subject import SubjectExport, collect
from gate.roots.asking import asking, bus_of, done
from gate.roots.bars import bars
from gate.roots.beside import beside
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import BusOption, DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.reading import reading
from gate.roots.retention import ReasonOption, said, write_report
from gate.roots.shape import UserError, new_app, unreadable

app = new_app("One person: everything that is kept, and its erasure.")
PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="the person's id")]


@app.command()
def export(
    person: PersonArgument,
    site: SiteOption,
    data: DataOption,
    reason: ReasonOption,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="write JSON there, 0600; else text is printed"),
    ] = None,
    bus: BusOption = DEFAULT_BUS,
    store: StoreOption = "",
) -> None:
    """Print or write all that is kept about PERSON. That it was read is recorded first."""
    loaded, folder, clock = load_site_or_stop(site), DataFolder(data), site_clock()
    try:
        fields = KeyRing(folder.keys).fields()
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    with reading(store or loaded.store_url or folder.store_url) as ask, ask() as connection:
        found = collect(connection, person, clock.now(), lambda each: _opened(fields, each))
    if found is None:
        raise UserError(f"no person {person!r}")
    with asking(loaded, bus_of(loaded, folder, bus), clock) as send:
        done(send(RecordReading(what="export", person=person, reason=reason)))
    _give(found, out)


@app.command()
def erase(
    person: PersonArgument,
    site: SiteOption,
    data: DataOption,
    reason: ReasonOption,
    bus: BusOption = DEFAULT_BUS,
    store: StoreOption = "",
) -> None:
    """Erase PERSON, who has left, from facts and log; the seal stays good. Writes a signed report."""
    loaded, folder, clock = load_site_or_stop(site), DataFolder(data), site_clock()
    refused: list[str] = []
    with (
        reading(store or loaded.store_url or folder.store_url) as ask,
        asking(loaded, bus_of(loaded, folder, bus), clock) as send,
        beside(folder) as kept,
        bars() as told,
    ):
        now = clock.now()
        run = Runner(
            send=send,
            ask=ask,
            beside=kept,
            reason=reason,
            told=told,
            refused=refused,
            evidence=folder.evidence,
        )
        erased = run.person(person, now)
    if refused:
        raise UserError("; ".join(refused))
    path = write_report(loaded, folder, now, reason, (erased,))
    typer.echo(f"erased: {said((erased,))}\nreport: {path}")


def _opened(fields: FieldRing, field: PrivateField) -> str:
    try:
        return fields.open(field.person, field.name, field.sealed).decode()
    except KeysError as fault:
        return f"does not open: {fault}"


def _give(found: SubjectExport, out: Path | None) -> None:
    if out is None:
        typer.echo(found.as_text(), nl=False)
        return
    try:
        with os.fdopen(
            os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="utf-8"
        ) as file:
            file.write(found.as_json() + "\n")
    except OSError as error:
        raise unreadable(out, error) from error
    typer.echo(f"{out}: {len(found.events)} events, {sum(map(len, found.facts.values()))} facts")
