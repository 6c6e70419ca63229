"""What an engine that was killed left in its redo file: said to whoever reads its store, which does not have it yet."""

from __future__ import annotations

import typer

from gate.store.connect import engine_for
from gate.store.errors import RedoDamaged, StoreAway, StoreUrlInvalid
from gate.store.redo.recovery import redo_path, waiting


def saying_what_waits(url: str) -> str:
    """The same URL, once it is said on standard error what its store lacks; nothing where it lacks nothing.

    An engine that runs has its records in hand, and is not disturbed.
    """
    if line := unwritten(url):
        typer.echo(line, err=True)
    return url


def unwritten(url: str) -> str:
    """One line, "" for nothing: where there is no such store whoever opens it says so."""
    try:
        engine = engine_for(url, read_only=True)
    except StoreUrlInvalid:
        return ""  # told by whoever reads it
    path = redo_path(url)
    if path is None or not path.exists():
        return ""
    try:
        count = waiting(engine, path)
    except (RedoDamaged, StoreAway) as fault:
        return f"whether records wait in {path.name} is not known: {fault}"
    finally:
        engine.dispose()
    if count == 0:
        return ""
    return (
        f"1 record waits in {path.name}: the engine's next start writes it"
        if count == 1
        else f"{count} records wait in {path.name}: the engine's next start writes them"
    )
