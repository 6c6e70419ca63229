"""All processes of a site as children of one: started in order, restarted when they die, ended together.

Promises: Ctrl-C or TERM ends every child within ``STOP_S``; a killed supervisor leaves none behind (PDEATHSIG).
Leaves to the children what they do. Must be used from the main thread: PDEATHSIG is bound to the thread that forks.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STOP_S = 5.0
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_S = 10.0
"""A child that lived this long starts its back-off anew when it dies."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One child: its name in logs, its command, what is added to its environment, and files it inherits."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()


def die_with_parent() -> None:
    """Ask the kernel for TERM when the parent is gone; run in the child, or in a supervisor that has one."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """A running program, or one that waits to be started again."""

    def __init__(self, program: Program, log: Path) -> None:
        """Nothing runs yet; output will be appended to ``log``."""
        self.program = program
        self.log = log
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0
        self._failures = 0

    @property
    def pid(self) -> int | None:
        """The process id while it lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start it in a process group of its own."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                list(self.program.argv),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.program.environment},
                pass_fds=self.program.pass_fds,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread when it forks
            )
        self.starts += 1
        self._started = time.monotonic()

    def tend(self, now: float, died: Callable[[Child, int, float], None]) -> None:
        """Start it again when it died and its back-off is over."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            self._process = None
            self._failures = 0 if now - self._started >= STEADY_S else self._failures + 1
            pause = BACKOFF_S[min(self._failures, len(BACKOFF_S)) - 1] if self._failures else 0.0
            self._due = now + pause
            died(self, code, pause)
        if now >= self._due:
            self.start()

    def signal(self, number: signal.Signals) -> None:
        """Signal its whole group, if it lives."""
        if self.pid is not None:
            os.killpg(self.pid, number)

    def wait(self, deadline: float) -> bool:
        """True once it has ended; False if it has not by ``deadline`` (monotonic)."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True


class Supervisor:
    """The children of one site, in the order in which they were added."""

    def __init__(self, logs: Path, say: Callable[[str], None] | None = None) -> None:
        """``logs``: a folder for one file a child; ``say`` gets a line when a child dies."""
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._say = say or (lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
        self._children: dict[str, Child] = {}
        self._paused: set[str] = set()

    def add(self, program: Program) -> Child:
        """Start a program now and keep it running."""
        child = Child(program, self._logs / f"{program.name}.log")
        self._children[program.name] = child
        child.start()
        return child

    def child(self, name: str) -> Child:
        """KeyError if no such child was added."""
        return self._children[name]

    def tend(self) -> None:
        """Call often: restarts what died."""
        now = time.monotonic()
        for name, child in self._children.items():
            if name not in self._paused:
                child.tend(now, self._died)

    def kill(self, name: str) -> None:
        """KILL a child and leave it dead until :meth:`revive`: a fault injected on purpose."""
        self._paused.add(name)
        child = self._children[name]
        child.signal(signal.SIGKILL)
        child.wait(time.monotonic() + STOP_S)

    def revive(self, name: str) -> None:
        """Start a killed child again, at once."""
        self._paused.discard(name)
        self._children[name].start()

    def stop(self) -> None:
        """TERM to all, one deadline, then KILL."""
        deadline = time.monotonic() + STOP_S
        for child in reversed(self._children.values()):
            child.signal(signal.SIGTERM)
        for child in self._children.values():
            if not child.wait(deadline):
                child.signal(signal.SIGKILL)
                child.wait(time.monotonic() + 1.0)

    def _died(self, child: Child, code: int, pause: float) -> None:
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        self._say(
            f"{child.program.name} ended ({how}); starting it again in {pause:g} s. Its log: {child.log}"
        )
