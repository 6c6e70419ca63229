"""``gate audit``: what holds is said so; the first thing that does not is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gate.roots.audit_sources import heads_of_file, verify_export, verify_store
from gate.seal.report import SealBroken
from tests.seal.conftest import Sealed, fill
from tests.seal.forging import cut, forged, run, tampered
from tests.seal.log import SealedLog


def test_a_good_record_holds_on_both_databases(log: tuple[SealedLog, str], tmp_path: Path) -> None:
    made, url = log
    fill(made)
    report = verify_store(url)
    assert (report.sealed, report.checkpoints, report.newer, report.countersigned) == (60, 3, 4, 3)
    assert [key.split("+")[0] for key in report.keys] == ["gate/hq/seal/1", "gate/hq/seal/2"]
    assert run("export", tmp_path / "all.jsonl", "--store", url) == (
        0,
        f"64 events in {tmp_path}/all.jsonl\n",
    )
    assert verify_export(tmp_path / "all.jsonl") == report


def test_the_command_says_what_holds(sealed: Sealed) -> None:
    heads = next((sealed.folder / "heads").iterdir())
    code, said = run("verify", "--data", sealed.folder, "--heads", heads)
    assert code == 0
    assert said.splitlines()[0] == "sealed 60, checkpoints 3, ok"
    assert "tree" not in said
    by_tree = run("verify", "--data", sealed.folder, "--heads", heads, "--tree")
    assert by_tree == (0, said.replace("ok\n", "ok\n  the whole tree was made anew\n"))
    assert "  4 newer, under no checkpoint yet" in said
    assert "  3 countersignatures of agents" in said
    assert "  6 heads from elsewhere agree" in said  # those given, and those beside the store


def test_an_update_of_one_row_is_named(sealed: Sealed) -> None:
    tampered(sealed, "UPDATE events SET zone = 'office' WHERE seq = 23")
    code, said = run("verify", "--store", sealed.url)
    assert code == 1
    assert re.match(r"BROKEN: event 23 \(\w+, cabinet-1/1/23\) altered", said)


FIRST = "seq = (SELECT min(seq) FROM events WHERE {} IS NOT NULL)"
GONE = "salt = NULL, person = NULL, credential = NULL, personal = NULL"
CHANGES = {
    "body": ("UPDATE events SET body = body || ' ' WHERE seq = 9", 9, "altered"),
    "person": (f"UPDATE events SET person = 'p9' WHERE {FIRST.format('person')}", 0, "person"),
    "removed": ("DELETE FROM events WHERE seq = 11", 11, "event 11 removed: the next is event 12"),
    "several removed": ("DELETE FROM events WHERE seq BETWEEN 11 AND 14", 11, "events 11 to 14 removed"),
    "newest removed": ("DELETE FROM events WHERE seq = 64", 64, "event 64 removed"),
    "all removed": ("DELETE FROM events", 1, "events 1 to 64 removed"),
    "text for none": ("UPDATE events SET zone = '' WHERE seq = 1", 1, "altered"),
    "salt": (f"UPDATE events SET salt = zeroblob(16) WHERE {FIRST.format('salt')}", 0, "altered"),
    "salt and part": (
        f"UPDATE events SET salt = NULL WHERE {FIRST.format('salt')}",
        0,
        "do not belong together",
    ),
    "a blob": (
        "UPDATE events SET src = CAST(src AS BLOB) WHERE seq = 30",
        30,
        "another type than was written",
    ),
    "half a microsecond": ("UPDATE events SET at = at + 0.5 WHERE seq = 30", 30, "altered"),
    "leaf": ("UPDATE events SET leaf = zeroblob(32) WHERE seq = 12", 12, "altered"),
    "no leaf": ("UPDATE events SET leaf = NULL WHERE seq = 12", 12, "inserted: it was never sealed"),
    "erased, yet not": (
        f"UPDATE events SET hidden = zeroblob(32) WHERE {FIRST.format('salt')}",
        0,
        "erased, and yet",
    ),
    "hidden too short": (
        f"UPDATE events SET hidden = x'00', {GONE} WHERE type = 'AccessDecided'",
        0,
        "erased without the 32 bytes",
    ),
    "receipt removed": ("DELETE FROM receipts WHERE seq = (SELECT min(seq) FROM receipts)", 0, "altered"),
    "receipt altered": ("UPDATE receipts SET receipt = replace(receipt, 'done', 'refused')", 0, "altered"),
    "receipt inserted": ("INSERT INTO receipts VALUES ('x', 1, 2, '{}')", 2, "do not belong together"),
    "receipt for nothing": ("INSERT INTO receipts VALUES ('x', 1, NULL, '{}')", 0, "receipt x inserted"),
    "receipt for later": ("INSERT INTO receipts VALUES ('x', 1, 99, '{}')", 99, "there is no event 99"),
    "head altered": ("UPDATE checkpoints SET note = replace(note, 'at 2026', 'at 2025')", None, "altered"),
    "head moved": ("UPDATE checkpoints SET size = 21 WHERE size = 22", None, "says 22 events"),
    "head unsigned": (
        "UPDATE checkpoints SET note = replace(note, 'seal/1 ', 'seal/3 ')",
        None,
        "not signed by",
    ),
    "countersignature": (
        "UPDATE countersignatures SET signature = (SELECT max(signature) FROM countersignatures)",
        None,
        "not its own",
    ),
    "countersignature for nothing": (
        "UPDATE countersignatures SET size = 23 WHERE size = 22",
        None,
        "there is none",
    ),
    "state": ("UPDATE seal_frontier SET size = 65", None, "damaged"),
    "state emptied": ("DELETE FROM seal_frontier", 1, "event 1 inserted"),
    "another state": ("UPDATE seal_frontier SET roots = zeroblob(32 * 1)", None, "not that of its events"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_is_found_and_named(sealed: Sealed, change: str) -> None:
    statement, seq, expected = CHANGES[change]
    tampered(sealed, statement)
    with pytest.raises(SealBroken, match=expected) as broken:
        verify_store(sealed.url)
    assert seq in (0, broken.value.seq)


def test_rows_that_changed_places_are_told_so(sealed: Sealed) -> None:
    swap = ("UPDATE events SET seq = -1 WHERE seq = 7", "UPDATE events SET seq = 7 WHERE seq = 33")
    tampered(sealed, *swap, "UPDATE events SET seq = 33 WHERE seq = -1")
    with pytest.raises(SealBroken, match="event 7 .* reordered: this was sealed as event 33"):
        verify_store(sealed.url)


def test_a_row_taken_out_and_the_rest_moved_up_is_found_where_it_was(sealed: Sealed) -> None:
    moved = "UPDATE events SET seq = seq - 1 WHERE seq = {}"
    tampered(sealed, "DELETE FROM events WHERE seq = 40", *(moved.format(seq) for seq in range(41, 65)))
    with pytest.raises(SealBroken, match="event 40 .* sealed as event 41"):
        verify_store(sealed.url)


def test_a_row_with_its_leaf_made_anew_is_found_by_the_head_over_it(sealed: Sealed) -> None:
    """Whoever knows the format can make leaf and state fit, but not the signed head."""
    forged(sealed, 30)
    with pytest.raises(
        SealBroken, match="one of events 23 to 42 altered: the root is not that of the checkpoint"
    ) as broken:
        verify_store(sealed.url)
    assert broken.value.seq == 23


def test_a_forged_tail_is_found_by_a_head_kept_elsewhere(sealed: Sealed) -> None:
    heads = list(heads_of_file(next((sealed.folder / "heads").iterdir())))
    assert [head.size for head in heads] == [22, 42, 60]
    tampered(
        sealed,
        "DELETE FROM checkpoints WHERE size > 22",
        "DELETE FROM countersignatures WHERE size > 22",
        "UPDATE events SET recorded_at = (SELECT recorded_at FROM events WHERE seq = 22) WHERE seq > 22",
    )
    forged(sealed, *range(23, 65))
    assert verify_store(sealed.url).newer == 42  # all of it fits by itself
    with pytest.raises(SealBroken, match="events 23 to 42 altered"):
        verify_store(sealed.url, [heads])


def test_an_old_database_is_found_by_a_head_kept_elsewhere(sealed: Sealed) -> None:
    heads = list(heads_of_file(next((sealed.folder / "heads").iterdir())))
    tampered(
        sealed, "DELETE FROM checkpoints WHERE size > 22", "DELETE FROM countersignatures WHERE size > 22"
    )
    cut(sealed, 30)
    assert verify_store(sealed.url).sealed == 22
    with pytest.raises(SealBroken, match="removed"):
        verify_store(sealed.url, [heads])


def test_heads_that_are_gone_leave_a_hole_in_time(sealed: Sealed) -> None:
    tampered(
        sealed, "DELETE FROM checkpoints WHERE size > 22", "DELETE FROM countersignatures WHERE size > 22"
    )
    assert verify_store(sealed.url).newer == 42  # a minute's worth may wait
    later = "UPDATE events SET recorded_at = recorded_at + 600000000 WHERE seq > 60"
    tampered(sealed, later)
    forged(sealed, *range(61, 65))
    with pytest.raises(SealBroken, match="no checkpoint over events 23 to 64, which took 10 minutes"):
        verify_store(sealed.url)


def test_the_heads_beside_the_store_are_asked_too(sealed: Sealed) -> None:
    """Whoever changes the store and signs it anew must change the files and every agent's copy as well."""
    tampered(
        sealed, "DELETE FROM checkpoints WHERE size > 22", "DELETE FROM countersignatures WHERE size > 22"
    )
    cut(sealed, 30)
    assert run("verify", "--store", sealed.url)[0] == 0
    code, said = run("verify", "--data", sealed.folder)
    assert (code, "removed: the checkpoint of 42 events in" in said) == (1, True)
    (sealed.folder / "agents" / "cabinet-1").mkdir(parents=True)
    heads = next((sealed.folder / "heads").iterdir())
    notes = heads.read_text().split("\n\n")
    (sealed.folder / "agents" / "cabinet-1" / "head").write_text("\n\n".join(notes[-3:-1]) + "\n")
    heads.unlink()
    code, said = run("verify", "--data", sealed.folder)
    assert (code, "events 31 to 60 removed, or the checkpoint of 60 events in" in said) == (1, True)


def test_an_introduction_that_is_none_is_told(sealed: Sealed) -> None:
    tampered(sealed, "UPDATE events SET body = '[]' WHERE seq = 1")
    forged(sealed, 1)
    with pytest.raises(SealBroken, match="event 1 .*SealKeyIntroduced"):
        verify_store(sealed.url)
