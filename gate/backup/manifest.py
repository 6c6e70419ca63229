"""What a backup holds: files by SHA-256, rows by table. Its last member: it says what was written before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gate.backup.errors import NoBackup, Unequal

NAME = "manifest.json"
PART = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``database``: ``sqlite`` or ``postgresql``; ``rows`` by table of the store; ``files``: SHA-256 by name."""

    site: str
    made_at: str
    database: str
    revision: str  # of the schema
    rows: Mapping[str, int]
    files: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """One JSON object."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(fields, indent=1, sort_keys=True).encode() + b"\n"


def read_manifest(content: bytes) -> Manifest:
    """NoBackup for what is none."""
    try:
        fields: dict[str, Any] = json.loads(content)
        return Manifest(**fields)
    except (ValueError, TypeError) as fault:
        raise NoBackup(f"expected {NAME} of a backup ({type(fault).__name__})") from fault


def check_files(folder: Path, files: Mapping[str, str]) -> None:
    """Unequal where a file is missing, is another one, or is there and not named."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    if missing := sorted(files.keys() - found):
        raise Unequal(f"expected {missing[0]} in the backup; it is not there")
    if strange := sorted(found - files.keys()):
        raise Unequal(f"expected the files of {NAME} alone; got {strange[0]}")
    for name, digest in files.items():
        if digest_of(folder / name) != digest:
            raise Unequal(f"{name}: expected SHA-256 {digest[:16]}…; got another")


def check_rows(expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Unequal names the first table whose number of rows differs."""
    for table in sorted(expected.keys() | found.keys()):
        if expected.get(table) != found.get(table):
            raise Unequal(f"table {table}: expected {expected.get(table)} rows; got {found.get(table)}")


def digest_of(path: Path) -> str:
    """SHA-256, hex, in bounded memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            digest.update(part)
    return digest.hexdigest()
