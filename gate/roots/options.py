"""Options that several commands share, and what every long-running process does first."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.site import Site
from gate.roots.folders import DEFAULT_BUS
from gate.roots.shape import UserError, unreadable

SiteOption = Annotated[Path, typer.Option("--site", metavar="FILE", help="the site file")]
DataOption = Annotated[Path, typer.Option("--data", metavar="DIR", help="the data folder")]
BusOption = Annotated[str, typer.Option("--bus", metavar="URL", help=f"the broker, e.g. {DEFAULT_BUS}")]
StoreOption = Annotated[
    str, typer.Option("--store", metavar="URL", help="the store; SQLite in the data folder if unset")
]


def load_site_or_stop(path: Path) -> Site:
    """The site, or one error that lists every fault: nothing starts on a broken file."""
    from gate.site.faults import SiteFaults
    from gate.site.load import load_site

    try:
        return load_site(path)
    except SiteFaults as faults:
        raise UserError(f"{path} has errors; nothing was started:\n{faults}") from faults
    except OSError as error:
        raise unreadable(path, error) from error


def log_to_stderr() -> None:
    """One line an event, UTC, for the journal or the supervisor's log file."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )


def pairs(words: list[str], what: str) -> Mapping[str, str]:
    """``ID=VALUE`` options as a mapping."""
    found: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key or not value:
            raise UserError(f"expected {what} as ID=VALUE; got {word!r}")
        found[key] = value
    return found
