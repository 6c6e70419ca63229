"""``python -m gate.bus.docs [--check] [FOLDER]``: writes docs/bus.md and docs/asyncapi.yaml from the types.

With ``--check`` nothing is written: exit 1 if a file differs from what the types say.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gate.bus.asyncapi import document
from gate.bus.handbook import handbook
from gate.bus.yaml import to_yaml


def rendered() -> dict[str, str]:
    """File name to content."""
    return {"bus.md": handbook(), "asyncapi.yaml": to_yaml(document())}


def stale(folder: Path) -> tuple[str, ...]:
    """The files in ``folder`` that are missing or differ."""
    return tuple(
        name
        for name, content in rendered().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != content
    )


def write(folder: Path) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in rendered().items():
        (folder / name).write_text(content, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m gate.bus.docs", description="Documents the bus from its types."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the files are not up to date"
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs"))
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder)
        return 0
    old = stale(options.folder)
    for name in old:
        sys.stderr.write(f"{options.folder / name}: not what the types say; run: python -m gate.bus.docs\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
