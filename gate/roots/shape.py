"""What all commands share: how their app is made, and how a user's error ends."""

from __future__ import annotations

from pathlib import Path

import typer


class UserError(Exception):
    """Something the user can mend: shown as one line, exit status 2."""


def new_app(does: str) -> typer.Typer:
    """A Typer app that prints plain text and leaves exceptions alone."""
    return typer.Typer(
        help=does,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


def unreadable(path: Path, error: OSError) -> UserError:
    """For a file that cannot be opened, or a place that cannot be written."""
    return UserError(f"{error.filename or path}: {error.strerror or error}")
