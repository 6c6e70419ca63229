"""Compiles the console's translations: every .po under web/translations that is newer than its .mo.

Promises that a .mo stands beside each .po and is not older. Leaves the texts themselves to their authors.
"""

import subprocess
import sys
from pathlib import Path

TRANSLATIONS = Path(__file__).resolve().parent.parent / "web" / "translations"


def stale(source: Path) -> bool:
    """Whether ``source`` has no compiled catalogue, or an older one."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def main() -> int:
    pybabel = Path(sys.executable).parent / "pybabel"
    for source in sorted(TRANSLATIONS.rglob("*.po")):
        if stale(source):
            command = [str(pybabel), "compile", "-i", str(source), "-o", str(source.with_suffix(".mo"))]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                print(f"setup: {source} could not be compiled:\n{done.stderr}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
