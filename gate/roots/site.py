"""``gate site check`` and ``gate site show``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.site import Site
from gate.roots.shape import UserError, new_app, unreadable
from gate.site.draw_svg import draw_svg
from gate.site.draw_text import draw_text
from gate.site.finding import Finding, Severity
from gate.site.load import Checked, check_files

app = new_app("Site files: a building as TOML.")

SiteFile = Annotated[Path, typer.Argument(metavar="FILE", help="the site file")]
PeopleFile = Annotated[
    Path | None, typer.Option("--people", metavar="P", help="a people file to check with it")
]


@app.command()
def check(
    file: SiteFile,
    people: PeopleFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a finding")] = False,
) -> None:
    """Print every fault of a site file, and of a people file: exit 2 if there are errors."""
    checked = _checked(file, people)
    for finding in checked.findings:
        typer.echo(json.dumps(finding.as_json(), ensure_ascii=False) if as_json else str(finding))
    if not as_json:
        typer.echo(_summary(file, checked))
    if checked.site is None:
        raise typer.Exit(2)


@app.command()
def show(
    file: SiteFile,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="OUT", help="write a picture there instead")
    ] = None,
) -> None:
    """Draw zones and portals as text, or as an SVG picture."""
    site = _sound(_checked(file, None))
    if svg is None:
        typer.echo(draw_text(site), nl=False)
        return
    try:
        svg.write_text(draw_svg(site), encoding="utf-8")
    except OSError as error:
        raise unreadable(svg, error) from error


def _checked(file: Path, people: Path | None) -> Checked:
    try:
        return check_files(file, people)
    except OSError as error:
        raise unreadable(file, error) from error


def _sound(checked: Checked) -> Site:
    if checked.site is not None:
        return checked.site
    errors = [str(finding) for finding in checked.findings if finding.severity is Severity.ERROR]
    raise UserError("\n".join(["the site file has errors:", *errors]))


def _summary(file: Path, checked: Checked) -> str:
    errors = _count(checked.findings, Severity.ERROR)
    warnings = _count(checked.findings, Severity.WARNING)
    if checked.site is None:
        return f"{file.name}: {_number(errors, 'error')}, {_number(warnings, 'warning')}"
    site = checked.site
    parts = [
        _number(len(things), what)
        for things, what in (
            (site.zones, "zone"),
            (site.portals, "portal"),
            (site.groups, "group"),
            (site.schedules, "schedule"),
            (site.devices, "device"),
            (site.cameras, "camera"),
            (site.invariants, "invariant"),
        )
    ]
    if checked.people:
        parts.append(f"{len(checked.people)} people")
    if warnings:
        parts.append(_number(warnings, "warning"))
    return f"{file.name}: ok ({', '.join(parts)}; policy {site.version[:16]})"


def _count(findings: tuple[Finding, ...], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
