"""``gate retention``: how long records are kept, what is due, what must stay, and what went."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.domain.commands import Command
from gate.domain.privacy_commands import LiftHold, PlaceHold
from gate.domain.site import Site
from gate.keys.errors import KeysError
from gate.keys.ring import ENGINE, KeyRing
from gate.keys.secret_file import read_secret
from gate.keys.signing import KEY_SIZE
from gate.privacy.plan import Due, plan
from gate.privacy.report import Erased, Report, ReportFault, checked, signed
from gate.privacy.run import Runner
from gate.roots.asking import account, asking, bus_of, done
from gate.roots.bars import bars
from gate.roots.beside import beside
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import BusOption, DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.reading import reading
from gate.roots.shape import UserError, new_app, unreadable
from gate.store.read import privacy_rows

app = new_app("How long records are kept; legal holds; what went, as signed reports.")
ReasonOption = Annotated[str, typer.Option("--reason", help="why; it is recorded")]
YEAR = 365


@app.command()
def show(site: SiteOption) -> None:
    """Print the spans of a site file, by kind of record and type of visitor."""
    loaded = load_site_or_stop(site)
    for kind, span in loaded.retention.items():
        typer.echo(f"{kind:<24} {_days(span.days)}")
    for name, each in loaded.visitor_types.items():
        if each.retention is not None:
            typer.echo(f"{'visits of ' + name:<24} {_days(each.retention.days)}")


@app.command()
def run(
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    store: StoreOption = "",
    reason: ReasonOption = "retention",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print what is due, and change nothing")] = False,
) -> None:
    """Erase what has outlived its span; writes a signed report into the data folder's reports/."""
    loaded, folder, clock = load_site_or_stop(site), DataFolder(data), site_clock()
    now = clock.now()
    with reading(store or loaded.store_url or folder.store_url) as ask:
        with ask() as connection:
            found = plan(connection, loaded, folder.evidence, now)
        _print(found)
        wanted = [each for each in found if not each.nothing]
        if dry_run or not wanted:
            return
        refused: list[str] = []
        with (
            asking(loaded, bus_of(loaded, folder, bus), clock) as send,
            beside(folder) as kept,
            bars() as told,
        ):
            runner = Runner(
                send=send,
                ask=ask,
                beside=kept,
                reason=reason,
                told=told,
                refused=refused,
                evidence=folder.evidence,
            )
            erased = tuple(runner.run(each) for each in wanted)
    path = write_report(loaded, folder, now, reason, erased)
    typer.echo(f"erased: {said(erased)}\nreport: {path}")
    for each in refused:
        typer.echo(f"not erased: {each}", err=True)
    if refused:
        raise typer.Exit(1)


@app.command()
def hold(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="a person's id, a kind of record, or * for all")
    ],
    site: SiteOption,
    data: DataOption,
    reason: ReasonOption,
    bus: BusOption = DEFAULT_BUS,
) -> None:
    """Keep everything of SUBJECT until the hold is lifted."""
    typer.echo(f"hold {_send(site, data, bus, PlaceHold(subject=subject, reason=reason))} is in force")


@app.command()
def lift(
    hold: Annotated[str, typer.Argument(metavar="HOLD", help="the hold's id")],
    site: SiteOption,
    data: DataOption,
    reason: ReasonOption,
    bus: BusOption = DEFAULT_BUS,
) -> None:
    """End a hold."""
    typer.echo(f"hold {_send(site, data, bus, LiftHold(hold=hold, reason=reason))} is lifted")


@app.command()
def holds(
    site: SiteOption,
    data: DataOption,
    store: StoreOption = "",
    lifted: Annotated[bool, typer.Option("--lifted", help="those that were lifted, too")] = False,
) -> None:
    """List legal holds."""
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    with reading(store or loaded.store_url or folder.store_url) as ask, ask() as connection:
        found = privacy_rows.holds(connection, lifted=lifted)
    for each in found:
        end = f"; lifted {each.lifted_at:%Y-%m-%d} by {each.lifted_by}" if each.lifted_at else ""
        typer.echo(
            f"{each.id}  {each.subject:<20} {each.placed_at:%Y-%m-%d} by {each.placed_by}: {each.reason}{end}"
        )
    if not found:
        typer.echo("no hold is in force")


@app.command()
def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a deletion report")], data: DataOption
) -> None:
    """Check a report's signature and print what it says."""
    try:
        public = read_secret(DataFolder(data).keys / f"{ENGINE}.pub", KEY_SIZE)
        found = checked(file.read_bytes(), public)
    except OSError as error:
        raise unreadable(file, error) from error
    except (ReportFault, KeysError) as fault:
        raise UserError(f"{file}: {fault}") from fault
    typer.echo(f"site {found.site}, {found.at:%Y-%m-%d %H:%M} UTC, by {found.by}: {found.reason}")
    for each in found.erased:
        typer.echo(f"{each.kind:<10} before {each.before:%Y-%m-%d}: {_counts(each)}")
    typer.echo("signature: good")


def write_report(
    site: Site, folder: DataFolder, now: datetime, reason: str, erased: tuple[Erased, ...]
) -> Path:
    """The signed report as a file that names its instant; its path. UserError where it cannot be signed."""
    report = Report(site=site.id, at=now, by=account(), reason=reason, erased=erased)
    path = folder.root / "reports" / f"erased-{now:%Y%m%dT%H%M%S%f}Z.json"
    try:
        content = signed(report, KeyRing(folder.keys).engine_signer())
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
    except (KeysError, OSError) as error:
        raise UserError(f"what was due is erased, but the report cannot be written: {error}") from error
    return path


def said(erased: tuple[Erased, ...]) -> str:
    """All kinds in one line."""
    return "; ".join(f"{each.kind} {_counts(each)}" for each in erased) or "nothing"


def _send(site: Path, data: Path, bus: str, command: Command) -> str:
    loaded = load_site_or_stop(site)
    with asking(loaded, bus_of(loaded, DataFolder(data), bus), site_clock()) as send:
        return done(send(command)).subject


def _print(found: tuple[Due, ...]) -> None:
    for due in found:
        if due.held:
            why = f"hold {due.held[0].id} keeps it: {due.held[0].reason}"
            typer.echo(f"{due.kind:<10} before {due.before:%Y-%m-%d}: {why}")
            continue
        erased = Erased(
            kind=due.kind,
            before=due.before,
            events=due.events,
            people=len(due.people),
            records=len(due.records),
            images=len(due.images),
        )
        typer.echo(f"{due.kind:<10} before {due.before:%Y-%m-%d}: {_counts(erased)}")


def _counts(each: Erased) -> str:
    parts = (
        ("events", each.events),
        ("people", each.people),
        ("records", each.records),
        ("pictures", each.images),
    )
    return ", ".join(f"{count} {what}" for what, count in parts if count) or "nothing"


def _days(days: int) -> str:
    return f"{days // YEAR} years" if days % YEAR == 0 and days > YEAR else f"{days} days"
