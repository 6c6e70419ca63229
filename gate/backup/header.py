"""The first two lines of a backup, in the clear: what it is, and how its key is made from the secret.

::

    gate backup 1
    {"made_at": "…", "site": "hq", "secret": "master" | "passphrase", "salt": "…", "chunk": 65536}

The key is HKDF-Expand(secret, "backup" ‖ SHA-256 of both lines), so that neither line can be changed. A passphrase
becomes a secret by scrypt (RFC 7914) with N = 2^17, r = 8, p = 1 (OWASP's first choice); the master key by derivation
with the salt.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gate.backup.errors import BackupError, NoBackup
from gate.backup.stream import CHUNK
from gate.keys.box import KEY_SIZE, derive
from gate.keys.master import Master
from gate.keys.plain_file import read_private

FIRST = b"gate backup 1\n"
SALT = 16
LONGEST_LINE = 4096
LEAST_PASSPHRASE = 12
SCRYPT_N = 2**17


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What a backup may be sealed with; ``passphrase`` wins. Its representation shows neither."""

    master: Master | None = None
    passphrase: bytes | None = None

    def __repr__(self) -> str:
        return f"Secrets({self.kind})"

    @property
    def kind(self) -> str:
        """``passphrase``, ``master`` or ``none``."""
        if self.passphrase is not None:
            return "passphrase"
        return "none" if self.master is None else "master"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``lines`` are the two as they stand in the file."""

    made_at: datetime
    site: str
    secret: str
    salt: bytes
    lines: bytes

    def key(self, secrets: Secrets) -> bytes:
        """The stream's key. BackupError where the secret that it asks for was not given."""
        digest = hashlib.sha256(self.lines).hexdigest()
        return derive(_secret(self.secret, self.salt, secrets), f"backup {digest}")


def read_passphrase(path: Path) -> bytes:
    """The first line of a file that is its owner's alone; KeyRingError or BackupError for one that is not fit."""
    phrase = read_private(path, LONGEST_LINE).splitlines()
    if not phrase or len(phrase[0].strip()) < LEAST_PASSPHRASE:
        raise BackupError(
            f"{path}: expected a passphrase of at least {LEAST_PASSPHRASE} characters on one line"
        )
    return phrase[0].strip()


def new_header(site: str, secrets: Secrets, made_at: datetime) -> Header:
    """For a backup that begins now."""
    salt = os.urandom(SALT)
    fields = {
        "made_at": made_at.isoformat(),
        "site": site,
        "secret": secrets.kind,
        "salt": base64.b64encode(salt).decode(),
        "chunk": CHUNK,
    }
    lines = FIRST + json.dumps(fields).encode() + b"\n"
    return Header(made_at=made_at, site=site, secret=secrets.kind, salt=salt, lines=lines)


def read_header(file: BinaryIO) -> Header:
    """Off the front of a file; NoBackup for what is none."""
    first = file.readline(LONGEST_LINE)
    if first != FIRST:
        raise NoBackup("expected a backup of Gate, version 1; the file begins otherwise")
    second = file.readline(LONGEST_LINE)
    try:
        fields = json.loads(second)
        return Header(
            made_at=datetime.fromisoformat(fields["made_at"]),
            site=str(fields["site"]),
            secret=str(fields["secret"]),
            salt=base64.b64decode(fields["salt"], validate=True),
            lines=first + second,
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise NoBackup(f"expected a backup's second line as JSON ({type(fault).__name__})") from fault


def _secret(kind: str, salt: bytes, secrets: Secrets) -> bytes:
    if kind == "passphrase":
        if secrets.passphrase is None:
            raise BackupError("the backup opens with a passphrase: name its file by --passphrase-file")
        return Scrypt(salt=salt, length=KEY_SIZE, n=SCRYPT_N, r=8, p=1).derive(secrets.passphrase)
    if kind != "master":
        raise NoBackup(f"expected a backup sealed with a passphrase or the master key; got {kind[:20]!r}")
    if secrets.master is None:
        raise BackupError("the backup opens with the master key of its site, which is not here")
    return secrets.master.derived(f"backup {salt.hex()}")
