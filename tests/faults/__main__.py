"""``python -m tests.faults --rounds N``: kills, torn files, full disks, clocks set back; nothing lost, nothing twice.

Prints a line a round and the sum; exit 1 if anything was lost, doubled or not as the log tells.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.faults.rounds import Round, play
from tests.faults.world import World

HEAD = f"{'round':>5}  {'kills':>5}  {'sent':>7}  {'recorded':>8}  {'lost':>4}  {'doubled':>7}  what"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make test-faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="for each store; the long form is 200")
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep logs and databases there")
    chosen = parser.parse_args(arguments)
    stores = ("sqlite", "postgresql") if chosen.store == "both" else (chosen.store,)
    good = [_run(store, chosen) for store in stores]  # each of them, also after one that was not good
    return 0 if all(good) else 1


def _run(store: str, chosen: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix="gate-faults-") as name:
        folder = Path(name) if chosen.folder is None else chosen.folder / store
        folder.mkdir(parents=True, exist_ok=chosen.folder is None)
        folder.chmod(0o755)  # a database server that is not root's looks in
        print(f"{store}, seed {chosen.seed}\n{HEAD}", flush=True)
        with World(folder, on_postgres=store == "postgresql", seed=chosen.seed) as world:
            played = [_shown(each) for each in play(world, chosen.rounds)]
    return _sum_up(played)


def _shown(each: Round) -> Round:
    verdict = each.verdict
    figures = f"{each.number:>5}  {each.kills:>5}  {verdict.sent:>7}  {verdict.recorded:>8}"
    print(f"{figures}  {len(verdict.lost):>4}  {len(verdict.doubled):>7}  {each.what}", flush=True)
    for fault in (*verdict.lost[:5], *verdict.doubled[:5], *verdict.wrong[:5]):
        print(f"       ! {fault}", flush=True)
    return each


def _sum_up(played: Sequence[Round]) -> bool:
    if not played:
        return True
    last = played[-1].verdict
    good = all(each.verdict.good for each in played)
    print(
        f"rounds {len(played)}, kills {played[-1].kills}, events sent {last.sent}, recorded {last.recorded}, "
        f"lost {len(last.lost)}, doubled {len(last.doubled)}: {'good' if good else 'NOT GOOD'}\n"
    )
    return good


if __name__ == "__main__":
    sys.exit(main())
