"""``python -m benchmarks [SUITE...]``: all suites, or the named ones; exit 1 if a target is missed."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.suite import Options, run_suites

SUITES = ("path_floor", "path", "store", "policy", "drivers", "camera", "desk")
PARTS = ("osdp", "modbus", "prove")
"""Parts of ``drivers`` and of ``policy`` that run by themselves where they are named."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Figures beside their floors and peers.")
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES + PARTS)}; none: all"
    )
    parser.add_argument("--quick", action="store_true", help="few samples: to see that it runs, not to judge")
    parser.add_argument(
        "--full", action="store_true", help="the promised sizes, where a part of them is usual"
    )
    chosen = parser.parse_args(arguments)
    names = [name.replace("-", "_") for name in chosen.suites]
    for name in names:
        if name not in SUITES + PARTS:
            parser.error(f"expected one of {', '.join(SUITES)}; came {name}")
    return 0 if run_suites(names or SUITES, Options(quick=chosen.quick, full=chosen.full)) else 1


if __name__ == "__main__":
    sys.exit(main())
