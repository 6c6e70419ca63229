"""Why a command was not carried out. Both become receipts; neither is a fault of the program."""

from __future__ import annotations


class CommandError(Exception):
    """Says in words for an operator why not."""


class Refused(CommandError):
    """The facts or the rules forbid it."""


class NotThere(CommandError):
    """It names what does not exist, or does not fit."""
