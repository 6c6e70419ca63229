"""Envelopes in order, and the counter of starts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.bus.sender import Sender, next_boot
from gate.domain.events import RexPressed

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def test_numbers_go_up_from_one() -> None:
    sender = Sender("hq", "engine", 4, lambda: AT)
    first, second = sender.wrap(RexPressed(portal="a")), sender.wrap(RexPressed(portal="b"))
    assert (first.identity, second.identity) == ("engine/4/1", "engine/4/2")
    assert first.at == AT
    assert second.body == RexPressed(portal="b")


def test_starts_are_counted_across_restarts(tmp_path: Path) -> None:
    path = tmp_path / "agents" / "boot"
    assert [next_boot(path) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("content", ["", "-1", "one", "1.5"])
def test_a_broken_counter_is_refused_rather_than_guessed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "boot"
    path.write_text(content)
    with pytest.raises(ValueError, match="expected the number of starts"):
        next_boot(path)
    assert path.read_text() == content
