"""Rounds: load, misfortune, rest, verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gate.roots.audit_sources import verify_store
from gate.seal.report import SealBroken
from gate.store import StoreAway
from gate.store.errors import away_as_such
from tests.faults.engine_process import ask
from tests.faults.journal import Noted
from tests.faults.judge import Verdict, judge, missing
from tests.faults.memory import differences, of_store
from tests.faults.misfortune import Misfortune, misfortunes
from tests.faults.record import Kept, read_record
from tests.faults.world import World

REST_S = 90.0
"""An agent looks every ten seconds whether what it sent is recorded, twice before it sends it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One line of the table; the figures of the verdict are of all rounds so far."""

    number: int
    what: str
    kills: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The record, and what agents had seen a moment later: agents at rest still speak now and then.

    ``otherwise``: what the engine knows other than one would that starts now; None if nobody could say yet.
    """

    noted: list[Noted]
    kept: Kept
    otherwise: list[str] | None = None


def play(world: World, rounds: int) -> Iterator[Round]:
    """So many rounds, each misfortune in turn, in an order of chance."""
    deck: list[Misfortune] = []
    for number in range(1, rounds + 1):
        if not deck:
            deck = misfortunes(world)
            world.chance.shuffle(deck)
        chosen = deck.pop()
        verdict = _play_one(world, chosen)
        yield Round(number=number, what=chosen.name, kills=world.kills, verdict=verdict)


def _play_one(world: World, chosen: Misfortune) -> Verdict:
    world.load.touch()
    world.wait(world.chance.uniform(0.2, 0.8))
    chosen.befall(world)
    world.wait(world.chance.uniform(0.1, 0.5))
    world.load.unlink()
    looks: list[Look] = []
    rested = world.wait_for(lambda: _at_rest(world, looks), REST_S)
    if not looks:
        return Verdict(wrong=["the store does not answer"])
    verdict = judge(looks[-1].noted, looks[-1].kept)
    verdict.wrong += [*_unsealed(world), *(looks[-1].otherwise or ())]
    if not rested and verdict.good:
        verdict.wrong.append(
            f"not at rest after {REST_S:g} s: the engine does not hear or show what it knows"
        )
    return verdict


def _unsealed(world: World) -> list[str]:
    """What the product's own verifier has against the record as it stands; nothing where it is good."""
    try:
        # a kill may fall on the minute of a head
        by_heads = verify_store(world.store_url, heads_due=False)
        by_tree = verify_store(world.store_url, heads_due=False, by_tree=True)
    except SealBroken as broken:
        return [f"the seal is broken: {broken}"]
    if by_heads.by_tree and by_tree.checkpoints:
        return ["the heads do not say what their rows are, or do not hang together"]
    return []


def _at_rest(world: World, looks: list[Look]) -> bool:
    """Everything that was noted is recorded, and the engine is there to go on and knows what the store knows.

    Adds what it saw to ``looks``.
    """
    world.wait(0.3)  # what an agent still has in its hand is noted by then
    kept = _record(world)
    if kept is None:
        return False
    noted = _noted(world)
    done = not missing(noted, kept) and _engine_up(kept)
    looks[:] = [Look(noted=noted, kept=kept, otherwise=_otherwise(world) if done else None)]
    return done and looks[-1].otherwise == []


def _otherwise(world: World) -> list[str] | None:
    """None while the engine and the store are at different events of the log."""
    before = ask(world.memory)
    try:
        with away_as_such():
            made = of_store(world.site, world.store_url)
    except StoreAway:
        return None
    if before is None or before["last event"] != made["last event"]:
        return None
    return differences(before, made)


def _engine_up(kept: Kept) -> bool:
    """True unless the store or an agent is told to be away."""
    return kept.devices.get("store") is not False and all(
        kept.devices.get(source) is not False for source in ("north", "south")
    )


def _noted(world: World) -> list[Noted]:
    world.listen()
    return [each for journal in world.journals.values() for each in journal.noted]


def _record(world: World) -> Kept | None:
    try:
        with away_as_such():
            return read_record(world.store_url)
    except StoreAway:
        return None
