"""What befalls the world in a round: a name for the table, and the deed, which undoes itself."""

from __future__ import annotations

import itertools
import resource
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from gate.edge.spool_file import Kind, Record, pack_record
from tests.faults.site import AGENTS
from tests.faults.world import World

_OFFSET = struct.Struct("<q")
FULL_BYTES = 4096
"""A file may grow to so much: less than any of them is, so that nothing more goes in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfortune:
    """``befall`` returns when everything runs again, if not settled yet."""

    name: str
    befall: Callable[[World], None]


def misfortunes(world: World) -> list[Misfortune]:
    """All that can happen to this world: each process alone, any of them together, and worse than a kill."""
    names = world.names
    sets = [chosen for size in range(1, len(names) + 1) for chosen in itertools.combinations(names, size)]
    found = [
        Misfortune(name="kill " + " ".join(chosen), befall=lambda w, chosen=chosen: _kill(w, chosen))  # type: ignore[misc]
        for chosen in sets
    ]
    found += [
        Misfortune(name="clock set back", befall=_set_back),
        Misfortune(name="torn spool, agents killed", befall=_tear_spools),
        Misfortune(name="full disk, engine", befall=lambda w: _fill(w, "engine")),
        Misfortune(name="full disk, agent", befall=lambda w: _fill(w, AGENTS[0])),
        Misfortune(name="full disk, engine, then killed", befall=lambda w: _fill(w, "engine", die=True)),
    ]
    if world.server is None:
        found.append(Misfortune(name="torn write-ahead log, engine killed", befall=_tear_log))
    else:
        found.append(Misfortune(name="read-only database", befall=_read_only))
    return found


def _kill(world: World, names: tuple[str, ...]) -> None:
    """Not in one instant, and back in another order: each process finds the others in every state."""
    order = list(names)
    world.chance.shuffle(order)
    for name in order:
        world.kill(name)
        world.wait(world.chance.choice((0.0, 0.05, 0.3)))
    world.wait(world.chance.uniform(0.0, 1.2))
    world.chance.shuffle(order)
    for name in order:
        world.revive(name)
        world.wait(world.chance.choice((0.0, 0.1, 0.5)))


def _set_back(world: World) -> None:
    back = timedelta(seconds=world.chance.choice((2, 3600, 86_400)))
    (ahead,) = _OFFSET.unpack(world.clock_file.read_bytes())
    with world.clock_file.open("r+b") as file:
        file.write(_OFFSET.pack(ahead - back // timedelta(microseconds=1)))
    world.wait(0.5)


def _tear_spools(world: World) -> None:
    """As a power cut leaves a file: behind what was written whole, a part of a record that was not."""
    for agent in AGENTS:
        world.kill(agent)
    for agent in AGENTS:
        whole = pack_record(Record(kind=Kind.EVENT, boot=1, seq=2**40, payload=b"{" * 300))
        with world.spool(agent).open("ab") as file:
            file.write(whole[: world.chance.randrange(1, len(whole))])
    for agent in AGENTS:
        world.revive(agent)


def _tear_log(world: World) -> None:
    """The same behind SQLite's write-ahead log: a frame that was never finished."""
    world.kill("engine")
    log = world.data.root / "gate.db-wal"
    if log.exists():
        with log.open("ab") as file:
            file.write(world.chance.randbytes(world.chance.randrange(1, 8000)))
    world.revive("engine")


def _fill(world: World, name: str, *, die: bool = False) -> None:
    """No file of the process may grow: its writes fail as on a full disk, until there is room again."""
    pid = world.supervisor.child(name).pid
    if pid is None:
        return
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (FULL_BYTES, hard))
    world.wait(world.chance.uniform(0.3, 1.5))
    if die:
        world.kill(name)
        world.revive(name)
    elif world.supervisor.child(name).pid == pid:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


def _read_only(world: World) -> None:
    """The database refuses every write, also on the connection that stands: it becomes a standby's."""
    assert world.server is not None
    world.server.execute("ALTER DATABASE gate SET default_transaction_read_only = on")
    world.server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'gate' AND pid <> pg_backend_pid()"
    )
    world.wait(world.chance.uniform(0.3, 1.5))
    world.server.execute("ALTER DATABASE gate SET default_transaction_read_only = off")
    world.server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'gate' AND pid <> pg_backend_pid()"
    )
