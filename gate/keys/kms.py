"""A key management service behind a command: it wraps and unwraps the master key, and Gate never sees its own key.

``GATE_KMS`` is a command line, run without a shell, with one more argument: ``wrap`` or ``unwrap``. It reads the bytes
on standard input and writes the answer to standard output; any exit status but 0 means no. What it says on
standard error is for its administrator and is not repeated, since it may hold key material.
"""

from __future__ import annotations

import shlex
import subprocess

from gate.keys.errors import KeyRingError

PATIENCE_S = 30.0
LARGEST = 64 * 1024  # bytes of a wrapped key


class Kms:
    """One service. Its representation shows the command's first word."""

    def __init__(self, command: str) -> None:
        """KeyRingError for a command line that cannot be split."""
        try:
            self._argv = shlex.split(command)
        except ValueError as fault:
            raise KeyRingError(f"GATE_KMS: expected a command line ({fault})") from fault
        if not self._argv:
            raise KeyRingError("GATE_KMS: expected a command line; got an empty one")

    def __repr__(self) -> str:
        return f"Kms({self._argv[0]!r})"

    def wrap(self, key: bytes) -> bytes:
        """The key, wrapped."""
        return self._run("wrap", key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The key. KeyRingError where the service does not give it."""
        return self._run("unwrap", wrapped)

    def _run(self, verb: str, content: bytes) -> bytes:
        name = f"GATE_KMS ({self._argv[0]} {verb})"
        try:
            done = subprocess.run(
                [*self._argv, verb], input=content, capture_output=True, timeout=PATIENCE_S, check=False
            )
        except OSError as fault:
            raise KeyRingError(f"{name}: expected a program; {fault.strerror or fault}") from fault
        except subprocess.TimeoutExpired:
            raise KeyRingError(f"{name}: expected an answer within {PATIENCE_S:.0f} s; none came") from None
        if done.returncode != 0:
            raise KeyRingError(f"{name}: expected exit status 0; got {done.returncode}")
        if not 0 < len(done.stdout) <= LARGEST:
            raise KeyRingError(f"{name}: expected 1 to {LARGEST} bytes; got {len(done.stdout)}")
        return done.stdout
