"""``gate policy publish``: whether a new site file may be run, and the word of two people where it breaches itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.commands import Receipt
from gate.domain.policy_commands import PolicyCommand
from gate.policy.prove import Proof, Verdict, check_invariants
from gate.policy.prove.words import verdict_in_words
from gate.roots.policy_files import Files, from_now, load
from gate.roots.shape import UserError

PROOF_S = 600.0
"""How long a proof may take before the engine answers."""

NewFile = Annotated[Path, typer.Argument(metavar="NEW", help="the site file to be published")]
Current = Annotated[
    Path | None,
    typer.Option("--site", metavar="FILE", help="the site file that the engine runs now, if it is another"),
]
People = Annotated[
    Path | None,
    typer.Option("--people", metavar="P", help="prove for these; without: for everybody thinkable"),
]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="the data folder, to override")]
Bus = Annotated[str, typer.Option("--bus", metavar="URL", help="the broker, if not the site file's")]
Override = Annotated[bool, typer.Option("--override", help="take a breach upon yourself; two people must")]
Run = Annotated[
    bool, typer.Option("--run", help="let the running engine take it: NEW stands where its site file stood")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="why, for the record")]


def publish(
    new: NewFile,
    site: Current = None,
    people: People = None,
    data: Data = None,
    bus: Bus = "",
    override: Override = False,
    run: Run = False,
    reason: Reason = "",
) -> None:
    """Prove a new site file before it is run: exit 1 if it breaches an invariant and is not overridden by two people.

    The engine refuses such a file as well, whoever starts it. With --run it proves and takes the file while it runs.
    """
    files, current = load(new, people), load(site or new, None)
    if files.site.id != current.site.id:
        raise UserError(f"expected a file of the site {current.site.id}, got one of {files.site.id}")
    if run and not override:
        typer.echo(f"{files.name}: {_run(files, current, data, bus, reason)}")
        return
    verdicts = check_invariants(files.site, files.configuration, files.people, from_now())
    breached = [verdict for verdict in verdicts if not isinstance(verdict, Proof)]
    for verdict in breached:
        typer.echo(verdict_in_words(verdict, files.site.calendar))
    if not breached:
        typer.echo(f"{files.name}: {len(verdicts)} invariants proved; --run lets the engine take it")
        return
    if not override:
        typer.echo(f"{files.name}: {len(breached)} of {len(verdicts)} invariants breached: not published")
        raise typer.Exit(1)
    typer.echo(f"{files.name}: {_overridden(files, current, breached, data, bus, reason)}")


def _run(files: Files, current: Files, data: Path | None, bus: str, reason: str) -> str:
    from gate.domain.policy_commands import PublishConfiguration

    ask = PublishConfiguration(version=files.site.version, reason=reason)
    _send(ask, current, data, bus)
    return f"the engine decides by {files.site.version[:16]} from now on"


def _overridden(
    files: Files, current: Files, breached: Sequence[Verdict], data: Path | None, bus: str, reason: str
) -> str:
    from gate.domain.policy_commands import OverrideInvariants

    ask = OverrideInvariants(
        version=files.site.version,
        invariants=tuple(each.invariant.id for each in breached),
        reason=reason,
    )
    return _send(ask, current, data, bus).letter or "overridden"


def _send(ask: PolicyCommand, current: Files, data: Path | None, bus: str) -> Receipt:
    """To the engine that runs now; UserError with its reason if it says no."""
    from gate.clock import site_clock
    from gate.roots.asking import asking, bus_of, done
    from gate.roots.folders import DataFolder

    if not ask.reason.strip() or data is None:
        raise UserError("expected --reason and --data to speak to the engine")
    url = bus_of(current.site, DataFolder(data), bus)
    with asking(current.site, url, site_clock(), PROOF_S) as send:
        return done(send(ask))
