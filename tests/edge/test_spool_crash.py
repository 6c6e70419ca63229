"""Power cuts: a file layer that keeps what was synced, and of the rest any part, torn anywhere.

The model follows what POSIX leaves open: appended bytes are on the disk only after fdatasync; without it any prefix of
them may be. A replaced file is one of the two, the old or the new, until its folder is synced.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gate.edge.spool import Spool
from gate.edge.spool_rows import Entry, Place


class CrashingDisk:
    """A disk in memory. ``durable`` is what a power cut leaves at the least, ``volatile`` what the process sees."""

    def __init__(self) -> None:
        self.durable, self.volatile = b"", b""
        self.full = False
        self.damaged = 0

    def read(self) -> bytes:
        return self.volatile

    def keep_aside(self, content: bytes) -> str:
        self.damaged += 1
        return "spool.damaged"

    def append(self, content: bytes) -> None:
        if self.full:
            self.volatile += content[: len(content) // 2]  # as a full disk does: a part goes in
            raise OSError("no space left on device")
        self.volatile += content

    def sync(self) -> None:
        self.durable = self.volatile

    def replace(self, content: bytes) -> None:
        if self.full:
            raise OSError("no space left on device")
        self.durable = self.volatile = content

    def truncate(self, size: int) -> None:
        self.volatile = self.volatile[:size]

    def close(self) -> None: ...

    def cut(self, kept: float) -> None:
        """The power goes: of what was not synced a part is left, torn where it may be."""
        if self.volatile.startswith(self.durable):
            loose = self.volatile[len(self.durable) :]
            self.volatile = self.durable + loose[: round(len(loose) * kept)]
        elif kept < 0.5:  # a truncation that did not reach the disk
            self.volatile = self.durable
        self.durable = self.volatile


def stand_in(boot: int, seq: int, count: int) -> bytes:
    return b"dropped %d" % count


def opened(disk: CrashingDisk) -> Spool:
    return Spool(Path("spool"), stand_in, limit=4_000, disk=disk, slack=200)


class Agent(RuleBasedStateMachine):
    """An agent that sees events, hears acknowledgements, is killed, and loses power, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = CrashingDisk()
        self.boot, self.seq = 1, 0
        self.seen: dict[Place, bytes] = {}  # not acknowledged, no telemetry
        self.synced: set[Place] = set()
        self.acknowledged: set[Place] = set()
        self.spool = opened(self.disk)

    @rule(telemetry=st.booleans(), size=st.integers(0, 300))
    def see(self, telemetry: bool, size: int) -> None:
        self.seq += 1
        place, message = (self.boot, self.seq), b"%d/%d" % (self.boot, self.seq) + b"." * size
        self.spool.append(Entry(*place, message, telemetry))
        if not telemetry:
            self.seen[place] = message

    @rule()
    def sync(self) -> None:
        self.spool.sync()
        if self.spool.durable:
            self.synced = set(self.seen)

    @precondition(lambda self: self.spool.first is not None)
    @rule(data=st.data())
    def acknowledge(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from([entry.place for entry in self.spool.after(None)]))
        self.spool.acknowledge(place)
        gone = {each for each in self.seen if each[0] == place[0] and each[1] <= place[1]}
        self.acknowledged |= gone
        for each in gone:
            del self.seen[each]
        self.synced -= gone

    @precondition(lambda self: self.spool.durable)
    @rule()
    def die(self) -> None:
        """KILL: the operating system has all that was appended."""
        self._start()
        assert {e.place: e.message for e in self.spool.after(None) if e.place in self.seen} == self.seen

    @rule(kept=st.floats(0, 1))
    def lose_power(self, kept: float) -> None:
        self.disk.cut(kept)
        self._start()
        left = {entry.place for entry in self.spool.after(None)}
        assert self.synced <= left
        self.seen = {place: message for place, message in self.seen.items() if place in left}

    @rule(full=st.booleans())
    def fill(self, full: bool) -> None:
        self.disk.full = full

    @invariant()
    def nothing_is_lost_or_invented(self) -> None:
        kept = {entry.place: entry for entry in self.spool.after(None)}
        assert {place: kept[place].message for place in self.seen if place in kept} == self.seen
        strangers = [e for p, e in kept.items() if p not in self.seen and p not in self.acknowledged]
        assert all(e.telemetry or e.message.startswith(b"dropped") for e in strangers)

    @invariant()
    def in_order(self) -> None:
        places = [entry.place for entry in self.spool.after(None)]
        assert places == sorted(set(places))

    @invariant()
    def telemetry_is_bounded(self) -> None:
        entries = list(self.spool.after(None))
        needed = sum(entry.size for entry in entries if not entry.telemetry)
        assert self.spool.size <= max(4_000, needed + 4_000 // 16) + 330

    def _start(self) -> None:
        self.disk.full = False
        self.spool = opened(self.disk)
        self.boot, self.seq = self.boot + 1, 0
        assert self.spool.durable


Agent.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAgent = Agent.TestCase


@given(kept=st.floats(0, 1), count=st.integers(1, 8))
def test_what_was_not_synced_may_go_but_never_what_was(kept: float, count: int) -> None:
    disk = CrashingDisk()
    spool = opened(disk)
    for seq in range(1, count + 1):
        spool.append(Entry(1, seq, b"event"))
    spool.sync()
    for seq in range(count + 1, 2 * count + 1):
        spool.append(Entry(1, seq, b"event"))
    disk.cut(kept)
    left = [entry.seq for entry in opened(disk).after(None)]
    assert left == list(range(1, len(left) + 1))
    assert count <= len(left) <= 2 * count
