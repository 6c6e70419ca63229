"""What can be wrong with a backup, told apart by what one can do about it."""

from __future__ import annotations


class BackupError(Exception):
    """The root of this package's errors."""


class NoBackup(BackupError):
    """The file is no backup of Gate, or of a later version."""


class Torn(BackupError):
    """The file ends before its end: the copy was interrupted."""


class Tampered(BackupError):
    """A part does not open: it was changed, or the secret is another."""


class Unequal(BackupError):
    """What came back is not what went in: which table or file, what was expected, what came."""


class ToolMissing(BackupError):
    """A program of the database is not there, or said no."""
