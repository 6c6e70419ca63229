"""Who reads the store of an engine that was killed is told what it lacks; nobody is told of one that runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gate.roots import audit, policy, why
from gate.roots.reading import reading
from gate.roots.unwritten import unwritten
from gate.store import Batch, Store, open_store
from gate.store.redo.recovery import redo_path
from tests.store.examples import event

LINE = "2 records wait in gate.db-redo: the engine's next start writes them\n"


@pytest.fixture
def url(tmp_path: Path, migrated_file: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "gate.db")
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.fixture
def killed(url: str) -> Iterator[Store]:
    """Two batches were answered; the tables never followed."""
    store = open_store(url)
    keeper = store.redo()
    assert keeper is not None
    for number in (1, 2):
        assert keeper.keep(Batch(events=[event(number)]))
    assert unwritten(url) == "", "an engine that runs has them in hand"
    keeper.close()
    yield store
    store.close()


@pytest.mark.parametrize(
    ("app", "words"),
    [
        (audit.app, ["verify"]),
        (audit.app, ["head"]),
        (audit.app, ["export", "out.jsonl"]),
        (audit.app, ["prove", "1"]),
        (why.app, ["1"]),
        (policy.app, ["replay"]),
    ],
)
def test_every_reader_says_what_waits_and_ends_as_before(
    killed: Store,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    app: object,
    words: Sequence[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(app, [*words, "--store", url])
    assert said.stderr == LINE
    Path("out.jsonl").unlink(missing_ok=True)
    open_store(url).close()  # as the next start does
    after = run(app, [*words, "--store", url])
    assert after.stderr == ""
    if words == ["verify"]:
        assert (said.exit_code, after.exit_code) == (0, 0)


def test_command_lines_that_read_tables_say_it(
    killed: Store, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with reading(url) as ask, ask():
        pass
    assert capsys.readouterr().err == LINE


def test_a_file_that_cannot_be_put_in_is_said(killed: Store, url: str) -> None:
    path = redo_path(url)
    assert path is not None
    content = bytearray(path.read_bytes())
    first = content.index(b'"names"')
    content[first] ^= 1
    path.write_bytes(content)
    assert unwritten(url).startswith("whether records wait in gate.db-redo is not known: ")
    assert "behind those that the database has" in unwritten(url)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/gate.db", "postgresql+psycopg://nobody@localhost/x", "x"]
)
def test_a_store_without_such_a_file_is_silent(url: str) -> None:
    assert unwritten(url) == ""


def run(app: object, words: Sequence[str]) -> Result:
    return CliRunner().invoke(app, list(words))  # type: ignore[arg-type]
