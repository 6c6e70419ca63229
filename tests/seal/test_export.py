"""Exports, proofs of single events, printed heads: what is handed to somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gate.roots.audit_sources import verify_export, verify_store
from gate.roots.shape import UserError
from gate.seal.checkpoint import read_checkpoint
from gate.seal.note import read_note
from gate.seal.proofs import includes
from gate.store import open_store
from tests.seal.conftest import Sealed
from tests.seal.forging import run
from tests.seal.log import SealedLog


def test_an_export_without_personal_parts_holds_and_tells_nothing_of_people(
    sealed: Sealed, tmp_path: Path
) -> None:
    path = tmp_path / "bare.jsonl"
    run("export", path, "--store", sealed.url, "--without-personal")
    report = verify_export(path)
    assert (report.sealed, report.checkpoints) == (60, 3)
    assert report.erased > 10
    text = path.read_text()
    assert all(word not in text for word in ("p1001", "10.0.0.7", "进错门", "H10301"))
    assert all(word in sealed.path.read_bytes().decode(errors="replace") for word in ("p1001", "H10301"))


EXPORT_CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "altered": (lambda lines: [line.replace("lab-door", "hub-door", 1) for line in lines], "altered"),
    "removed": (lambda lines: lines[:8] + lines[9:], "removed"),
    "inserted": (lambda lines: lines[:8] + lines[7:8] + lines[8:], "inserted or reordered"),
    "reordered": (lambda lines: lines[:8] + lines[9:10] + lines[8:9] + lines[10:], "removed: the next is"),
    "a head too early": (lambda lines: [*lines[:22], lines[23], lines[22], *lines[24:]], "behind 21 events"),
    "cut": (lambda lines: lines[:-1], "no end"),
    "cut in a line": (lambda lines: [*lines[:-1], lines[-1][:20]], "cannot be read"),
    "continued": (lambda lines: [*lines, lines[3]], "behind its end"),
    "without its beginning": (lambda lines: lines[1:], "begin with one record"),
    "a key twice": (lambda lines: [line.replace('{"seq":5,', '{"seq":6,"seq":5,') for line in lines], "twice"),
    "a field more": (lambda lines: [line.replace('{"seq":5,', '{"x":1,"seq":5,') for line in lines], "unknown: x"),
}  # fmt: skip


@pytest.mark.parametrize("change", EXPORT_CHANGES)
def test_what_is_changed_in_an_export_is_found(sealed: Sealed, tmp_path: Path, change: str) -> None:
    path = tmp_path / "all.jsonl"
    run("export", path, "--store", sealed.url)
    how, expected = EXPORT_CHANGES[change]
    path.write_text("\n".join(how(path.read_text().splitlines())) + "\n")
    code, said = run("verify", "--export", path)
    assert code == 1
    assert re.search(expected, said)


def test_the_pinned_key_must_be_the_first(sealed: Sealed, tmp_path: Path) -> None:
    first, second = verify_store(sealed.url).keys
    assert run("verify", "--data", sealed.folder, "--key", first)[0] == 0
    code, said = run("verify", "--data", sealed.folder, "--key", second)
    assert (code, "expected the first key gate/hq/seal/2" in said) == (1, True)
    store = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    SealedLog(store, tmp_path / "other").head()
    store.close()
    assert (
        run("verify", "--store", f"sqlite:///{tmp_path / 'other.db'}")[0] == 0
    )  # a whole forgery is good in itself
    assert run("verify", "--store", f"sqlite:///{tmp_path / 'other.db'}", "--key", first)[0] == 1


def test_a_proof_of_one_event_can_be_checked_alone(sealed: Sealed) -> None:

    for seq in (1, 22, 37, 60):
        code, said = run("prove", str(seq), "--store", sealed.url)
        proof = json.loads(said)
        root = read_checkpoint(read_note(proof["checkpoint"])).root
        path = [bytes.fromhex(each) for each in proof["path"]]
        assert (code, proof["event"]["seq"], proof["size"]) == (0, seq, 60)
        assert includes(bytes.fromhex(proof["leaf"]), proof["index"], proof["size"], path, root)
    for seq in (0, 61, 999):  # no event, one under no head, none yet
        with pytest.raises(UserError, match=f"{seq} is none"):
            run("prove", str(seq), "--store", sealed.url)


def test_the_newest_head_is_printed_with_its_countersignature(sealed: Sealed, tmp_path: Path) -> None:
    code, said = run("head", "--data", sealed.folder)
    (tmp_path / "sheet").write_text(said)
    assert (code, said.count("— gate/hq/")) == (0, 2)
    assert run("verify", "--data", sealed.folder, "--heads", tmp_path / "sheet")[0] == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "expected one of --data DIR"),
        (["--store", "sqlite:////nowhere/gate.db"], "there is none"),
        (["--store", "mysql://x/y"], "expected sqlite or postgresql"),
        (["--export", "/nowhere/x.jsonl"], "No such file"),
        (["--data", "x", "--export", "y"], "not both"),
        (["--store", "sqlite:///x", "--key", "nonsense"], "expected an Ed25519 key"),
        (["--store", "sqlite:///x", "--heads", __file__], "expected"),
    ],
)
def test_a_wrong_question_is_the_users_to_mend(words: list[str], expected: str) -> None:
    with pytest.raises(UserError, match=expected):
        run("verify", *words)
