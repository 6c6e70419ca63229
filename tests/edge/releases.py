"""Releases of the front door."""

from datetime import timedelta

from gate.domain.door_commands import ReleaseLock
from tests.edge.bench import Bench

RELEASE = timedelta(seconds=5)


def release(
    bench: Bench, request: str, *, id: str = "r1", epoch: int = 7, portal: str = "front-door"
) -> None:
    bench.send(
        ReleaseLock(id=id, portal=portal, duration=RELEASE, epoch=epoch, valid_ms=2000, request=request)
    )
