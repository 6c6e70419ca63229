"""``gate audit verify --site``: what came of it is said, and then the engine is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gate.domain.commands import Command, Outcome, Receipt
from gate.domain.verification import RecordVerification, Verdict
from gate.roots import audit
from gate.roots.shape import UserError
from tests.seal.conftest import Sealed
from tests.seal.forging import run, tampered

SITE = Path(__file__).parents[1] / "examples" / "hq.site.toml"
Told = list[RecordVerification]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the engine was told; it takes all of it."""
    kept: Told = []

    def take(command: Command) -> Receipt:
        assert isinstance(command, RecordVerification)
        kept.append(command)
        return Receipt(id="1", outcome=Outcome.DONE)

    @contextmanager
    def asking(*_: object) -> Iterator[Callable[[Command], Receipt]]:
        yield take

    monkeypatch.setattr(audit, "asking", asking)
    return kept


def test_what_holds_is_told(sealed: Sealed, told: Told) -> None:
    code, said = run("verify", "--data", sealed.folder, "--site", SITE)
    assert (code, said.splitlines()[0]) == (0, "sealed 60, checkpoints 3, ok")
    (one,) = told
    assert (one.found.verdict, one.found.sealed, one.found.newer, one.found.why) == (Verdict.HOLDS, 60, 4, "")


def test_what_does_not_is_told_with_the_event(sealed: Sealed, told: Told) -> None:
    tampered(sealed, "UPDATE events SET zone = 'office' WHERE seq = 23")
    code, said = run("verify", "--data", sealed.folder, "--site", SITE)
    assert (code, said.startswith("BROKEN: event 23")) == (1, True)
    (one,) = told
    assert (one.found.verdict, one.found.event) == (Verdict.BROKEN, 23)


def test_without_a_site_nobody_is_told(sealed: Sealed, told: Told) -> None:
    assert run("verify", "--data", sealed.folder)[0] == 0
    assert told == []


def test_an_export_is_not_the_engines_own_record(sealed: Sealed, told: Told) -> None:
    with pytest.raises(UserError, match="expected --site FILE with --data DIR"):
        run("verify", "--export", sealed.folder / "x", "--site", SITE)
