"""What the tests of offline rights have in common."""

from gate.bus.messages import PackDelivery
from gate.domain.card import card_number
from gate.domain.decision import Result
from gate.edge.pack import seal_pack
from tests.edge.bench import AGENT, Bench

LI = card_number("H10301", 4568, 123)


def alone(bench: Bench, reader: str, card: object) -> tuple[Result, tuple[str, ...]]:
    """The agent's own answer, with no broker."""
    assert bench.core.alone is not None
    judged = bench.core.alone.decide("x", reader, card, None)  # type: ignore[arg-type]
    assert judged is not None
    return judged.decision.result, judged.decision.reasons


def sealed_for(bench: Bench, content: bytes, *, agent: str = AGENT, revision: int = 9) -> PackDelivery:
    return seal_pack(
        content,
        agent=agent,
        revision=revision,
        epoch=bench.epoch,
        seal=lambda raw, context: bench.engine_keys.seal_pack(AGENT, raw, context),
    )


def held(bench: Bench) -> str | None:
    """The pack that the agent has now."""
    return bench.core.alone.pack
