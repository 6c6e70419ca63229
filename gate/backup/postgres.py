"""PostgreSQL's own programs: found, and run with the connection in their environment, so that no password is in argv.

The variables are those of libpq (PostgreSQL documentation, 34.15).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from gate.backup.errors import ToolMissing
from gate.backup.progress import Progress

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "username": "PGUSER",
    "password": "PGPASSWORD",
    "database": "PGDATABASE",
}
QUERIES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
LONGEST_WORDS = 300


class PgTools:
    """The programs of one installation: those of ``folder``, else those that PATH finds."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def run(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], progress: Progress
    ) -> None:
        """Run one to its end. ToolMissing where it is not there, or with the first line of what it said."""
        progress(name, 0, 1)
        command = [self._find(name), *arguments]
        done = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            said = (done.stderr.strip().splitlines() or ["it said nothing"])[0]
            raise ToolMissing(
                f"{name}: expected exit status 0; got {done.returncode}: {said[:LONGEST_WORDS]}"
            )
        progress(name, 1, 1)

    def _find(self, name: str) -> str:
        path = None if self._folder is None else str(self._folder)
        found = shutil.which(name, path=path)
        if found is None:
            where = str(self._folder or "PATH")
            raise ToolMissing(
                f"expected {name} in {where}: install PostgreSQL's client programs, or name their folder by --pg-bin"
            )
        return found


def pg_environment(url: str) -> dict[str, str]:
    """The connection of an SQLAlchemy URL as libpq's variables."""
    parsed: URL = make_url(url)
    found = {variable: str(value) for name, variable in VARIABLES.items() if (value := getattr(parsed, name))}
    for name, variable in QUERIES.items():
        value = parsed.query.get(name)
        if isinstance(value, str):
            found[variable] = value
    return found
