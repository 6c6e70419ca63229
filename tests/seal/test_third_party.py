"""The format is told well enough for a stranger: his script agrees with ours on good exports and on bad ones."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from pathlib import Path

import pytest

from gate.roots.audit_export import write_export
from gate.roots.audit_sources import verify_export
from gate.seal.report import SealBroken
from tests.seal.conftest import Sealed

SCRIPT = Path(__file__).parent / "third_party_verifier.py"


def stranger(*words: str | Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", SCRIPT, *words], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_script_is_short_and_knows_nothing_of_gate() -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 200
    imported = {
        name.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | {"cryptography"}


@pytest.mark.parametrize("personal", [True, False])
@pytest.mark.regime("G1")
def test_a_good_export_holds_for_a_stranger(sealed_once: Sealed, tmp_path: Path, personal: bool) -> None:
    path = tmp_path / "record.jsonl"
    write_export(sealed_once.url, path, personal=personal)
    assert stranger(path) == (0, "sealed 60, checkpoints 3, ok\n")
    assert stranger(path, verify_export(path).keys[0])[0] == 0
    assert stranger(path, verify_export(path).keys[1]) == (1, "BROKEN: the first key is another one\n")


def test_a_bad_export_is_bad_for_both(sealed_once: Sealed, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    write_export(sealed_once.url, good)
    lines = good.read_text().splitlines(keepends=True)
    dice = random.Random(5)
    for _ in range(8):
        place = dice.randrange(1, 60)
        some = [*lines[:place], *lines[place + 1 :]] if dice.random() < 0.5 else list(lines)
        some[place] = some[place].replace('"boot":1', '"boot":2').replace("at 2026", "at 2027")
        bad.write_text("".join(some))
        code, said = stranger(bad)
        assert (code, said[:8]) == (1, "BROKEN: "), said
        with pytest.raises(SealBroken):
            verify_export(bad)
