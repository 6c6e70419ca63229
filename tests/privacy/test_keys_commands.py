"""``gate keys``: a search key is changed, and the older one goes only when nothing hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gate.keys.ring_file import add_search_key, drop_keys
from gate.roots.keys import app
from gate.roots.shape import UserError
from tests.privacy.place import NUMBER, Place
from tests.privacy.search_keys import comes, move_all, restart
from tests.service.rig import EXAMPLES

SITE = ["--site", str(EXAMPLES / "hq.site.toml")]


def said(*words: str) -> str:
    """What a command says; UserError where it refuses."""
    done = CliRunner().invoke(app, words)
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == 0, done.output
    assert NUMBER not in done.output
    return done.output


def test_a_search_key_goes_when_nothing_hangs_on_it(place: Place, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path)]
    comes(place, NUMBER)
    assert "search key i2 is active from the engine's next start" in said("rotate", "--search", *data)
    listed = said("list", *data)
    assert "search key i1" in listed
    assert "finds older hashes" in listed
    with pytest.raises(UserError, match="i1 cannot be dropped: 1 private fields, 1 documents of people hang"):
        said("drop", "i1", *SITE, *data)
    with pytest.raises(UserError, match="i2 cannot be dropped: it is the active one"):
        said("drop", "i2", *SITE, *data)
    with pytest.raises(UserError, match=r"expected a key of the ring \(f1, i1, i2\); got 'i7'"):
        said("drop", "i7", *SITE, *data)
    assert "dropped: none" in said("drop", *SITE, *data)
    restart(place)
    assert move_all(place) == 0
    assert "dropped: i1\n" in said("drop", "i1", *SITE, *data)
    assert "i1" not in said("list", *data)


def test_an_engine_that_still_works_with_the_older_keys_keeps_them(place: Place, tmp_path: Path) -> None:
    """Nothing hangs on them yet; the next visitor would."""
    data = ["--data", str(tmp_path)]
    said("rotate", "--search", *data)
    said("rotate", *data)
    with pytest.raises(UserError, match="the engine does not work with i2 yet: start it"):
        said("drop", "i1", *SITE, *data)
    assert "kept: f1: the engine does not work with f2 yet" in said("drop", *SITE, *data)


def test_rows_under_a_key_that_is_not_there_are_named(place: Place, tmp_path: Path) -> None:
    """A backup of before the change beside a ring that has forgotten the key."""
    comes(place, NUMBER)
    add_search_key(place.ring.folder, place.ring.master(), place.rig.clock.now())
    drop_keys(place.ring.folder, frozenset({"i1"}))
    said_all = said("drop", *SITE, "--data", str(tmp_path))
    expected = (
        "missing: i1: 1 private fields, 1 documents of people hang on it, and the ring does not have it"
    )
    assert expected in said_all
