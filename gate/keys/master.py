"""The master key: what all other keys of a folder are sealed under, and where it comes from.

The first of these that is there is the one (:func:`find_master`):

==============================  =============================================================================
``$CREDENTIALS_DIRECTORY``      its file ``gate-master``: systemd's ``LoadCredentialEncrypted=`` (systemd.exec(5))
``$GATE_MASTER_KEY_FILE``       a file, 0600, of 32 bytes
``$GATE_MASTER_KEY``            base64 of 32 bytes
``$GATE_KMS``                   a command that unwraps ``master.wrapped`` of the folder (:mod:`gate.keys.kms`)
``master.key`` of the folder    a file, 0600: keeps copies of single key files shut, not of the whole folder
==============================  =============================================================================

A folder with none of them holds its keys in the clear, readable by their owner alone.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gate.keys.box import KEY_SIZE, Box, derive
from gate.keys.errors import KeyRingError, SealError
from gate.keys.kms import Kms
from gate.keys.plain_file import create_plain, read_plain

CREDENTIAL = "gate-master"
FILE = "master.key"
WRAPPED = "master.wrapped"
RING = "fields.ring"


@dataclass(frozen=True, slots=True)
class Master:
    """32 bytes and where they came from. Its representation shows the place alone."""

    source: str
    _key: bytes = field(repr=False)
    external: bool = True  # False: it lies in the folder that it protects

    def __post_init__(self) -> None:
        if len(self._key) != KEY_SIZE:
            raise KeyRingError(f"{self.source}: expected a master key of {KEY_SIZE} bytes; got another size")

    def seal(self, content: bytes, context: str) -> str:
        """A box that opens under this master and for this context alone."""
        return self._box().seal(content, context)

    def open(self, box: str, context: str) -> bytes:
        """What was sealed; KeyRingError, which names the source, if it was under another master or changed."""
        try:
            return self._box().open(box, context)
        except SealError as fault:
            raise KeyRingError(
                f"{context}: expected it sealed under the master key of {self.source}; it is not, or was changed"
            ) from fault

    def derived(self, purpose: str) -> bytes:
        """A key of its own for one purpose, 32 bytes."""
        return derive(self._key, f"master {purpose}")

    def _box(self) -> Box:
        return Box(derive(self._key, "master box"))


def find_master(folder: Path, environment: Mapping[str, str] | None = None) -> Master | None:
    """The master of a folder of keys, None where there is none. KeyRingError for one that is not fit."""
    env = os.environ if environment is None else environment
    credential = Path(env["CREDENTIALS_DIRECTORY"]) / CREDENTIAL if env.get("CREDENTIALS_DIRECTORY") else None
    if credential is not None and credential.exists():
        return Master("the systemd credential", _bytes_of(credential, credential.read_bytes()))
    if named := env.get("GATE_MASTER_KEY_FILE"):
        return Master(named, read_plain(Path(named), KEY_SIZE))
    if spelt := env.get("GATE_MASTER_KEY"):
        return Master("GATE_MASTER_KEY", _decoded("GATE_MASTER_KEY", spelt))
    if command := env.get("GATE_KMS"):
        return _from_kms(folder, command)
    own = folder / FILE
    return Master(str(own), read_plain(own, KEY_SIZE), external=False) if own.exists() else None


def ensure_master(folder: Path, environment: Mapping[str, str] | None = None) -> Master:
    """The master of a folder; made, in the service of ``GATE_KMS`` or as a file there, for a new ring.

    KeyRingError where the folder holds a ring that was sealed under a master which is not here now.
    """
    env = os.environ if environment is None else environment
    found = find_master(folder, env)
    if found is not None:
        return found
    if (folder / RING).exists():
        raise KeyRingError(f"{folder}: expected the master key of the ring that is there; found none")
    key = os.urandom(KEY_SIZE)
    if command := env.get("GATE_KMS"):
        create_plain(folder / WRAPPED, Kms(command).wrap(key))
    else:
        create_plain(folder / FILE, key)
    made = find_master(folder, env)
    if made is None:
        raise KeyRingError(f"{folder}: expected the master key that was made a moment ago; it is gone")
    return made


def _from_kms(folder: Path, command: str) -> Master | None:
    wrapped = folder / WRAPPED
    if not wrapped.exists():
        return None
    return Master("GATE_KMS", Kms(command).unwrap(wrapped.read_bytes()))


def _bytes_of(path: Path, content: bytes) -> bytes:
    """Raw bytes, or base64 as ``systemd-creds`` users often write it."""
    return content if len(content) == KEY_SIZE else _decoded(str(path), content.decode("ascii", "replace"))


def _decoded(source: str, text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise KeyRingError(f"{source}: expected base64 of {KEY_SIZE} bytes; it is no base64") from fault
