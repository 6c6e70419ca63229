"""``gate panel`` beside a simulated controller."""

import json
from pathlib import Path

import pytest

from tests.roots.test_simulate_device import gate, simulated


def test_find_show_and_erase(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hand = str(tmp_path / "hand")
    with simulated(
        "uhppote-controller-l02", "--listen", "udp:0", "--address", "405419896", "--control", hand
    ) as url:
        gate(capsys, "simulate", "tell", hand, '{"do": "store", "card": "H10301:1:2"}')
        port = url.rpartition(":")[2]
        status, out, _ = gate(
            capsys, "panel", "find", "--broadcast", "127.0.0.1", "--port", port, "--wait", "0.5", "--json"
        )
        assert (status, json.loads(out)["serial"]) == (0, 405419896)
        status, out, _ = gate(capsys, "panel", "show", url, "405419896", "--json")
        shown = json.loads(out)
        assert (status, shown["cards"]) == (1, 1)
        assert shown["doors"]["2"] == {"mode": "controlled", "delay": 3}
        assert set(shown["doors"]) == {"1", "2"}
        status, _, err = gate(capsys, "panel", "erase", url, "405419896")
        assert (status, "--erase-all-cards" in err) == (2, True)
        status, out, _ = gate(capsys, "panel", "erase", url, "405419896", "--erase-all-cards")
        assert (status, out) == (0, "1 cards erased; none is left\n")
        status, out, _ = gate(capsys, "panel", "show", url, "405419896")
        assert status == 0
        assert "0 cards of its own\ndoor 1: controlled, 3 s\n" in out


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:60000", "serial:///dev/ttyS0", "udp:"])
def test_only_udp_is_spoken(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = gate(capsys, "panel", "show", url, "1")
    assert status == 2
    assert "udp" in err
