"""Ten thousand rounds of tampering are done by hand (tests.seal.tampering); here a short form of the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.seal.tampering import rounds


@pytest.mark.regime("G1")
def test_every_random_change_is_found(tmp_path: Path) -> None:
    found = rounds(600, seed=7, folder=tmp_path)
    assert sum(found.values()) > 450  # the rest changed nothing
    kinds = {
        "edit",
        "remove",
        "swap",
        "insert",
        "receipt",
        "export:",
        "bytes: a row reads differently",
        "bytes: elsewhere",
    }
    assert {
        kind if kind.startswith("bytes") else kind.split(" ", maxsplit=1)[0] for kind in found
    } >= kinds - {"bytes: elsewhere"}
