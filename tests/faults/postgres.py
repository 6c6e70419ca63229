"""A PostgreSQL that can be killed like any other process of the world, and comes back on the same data."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path

from gate.up import Program
from tests.support.postgres import Postgres, _copy_for, _initialise


def prepare(installed: Path, folder: Path) -> tuple[Program, Postgres]:
    """A new cluster below ``folder``, which is made: its server as a program, and how to reach it."""
    folder.mkdir(mode=0o755)
    user = "nobody" if os.geteuid() == 0 else None
    programs = _copy_for(user, installed, folder) if user else installed
    _initialise(programs, folder, user)
    command = [str(programs / "bin" / "postgres"), "-D", str(folder / "data")]
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "timezone": "UTC"}
    settings |= {"fsync": "off"}  # the machine stays up: what a process has written, the kernel has
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Program(name="postgres", argv=[*_as_user(user), *command]), Postgres(folder)


def backends(postmaster: int) -> list[int]:
    """Processes that this server has started: each is a session of its own, so that its group is not enough."""
    running = (entry for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [int(entry.name) for entry in running if _parent(entry) == postmaster]


def _parent(process: Path) -> int | None:
    try:
        _, _, rest = (process / "stat").read_text().rpartition(")")
    except OSError:
        return None
    return int(rest.split()[1])


def _as_user(user: str | None) -> list[str]:
    if user is None:
        return ["setpriv", "--pdeathsig", "TERM"]
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    return ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--pdeathsig", "TERM"]
