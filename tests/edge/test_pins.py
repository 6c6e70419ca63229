"""A PIN behind a card: what is waited for, and that its digits go nowhere."""

from pathlib import Path

import pytest

from gate.domain.card import card_number
from gate.domain.decision import PinVerdict
from gate.domain.events import (
    AccessDecided,
    CredentialPresented,
)
from gate.domain.signals import CardRead, Feedback, KeysTyped
from tests.edge.bench import CHEN, Bench

ARCHIVE = "rdr-archive-in"


def type_keys(bench: Bench, keys: str, reader: str = ARCHIVE) -> None:
    bench.core.signal(KeysTyped(device=reader, keys=keys))


def sealed(bench: Bench) -> str | None:
    (received,) = [r for r in bench.received() if isinstance(r.envelope.body, CredentialPresented)]
    body, identity = received.envelope.body, received.envelope.identity
    if body.pin is None:
        return None
    return bench.engine_keys.open_pin("cabinet-1", body.pin, f"pin {identity} {body.reader}")


def test_a_read_where_a_pin_is_asked_for_waits_for_its_end(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    assert bench.doors.shown == [(ARCHIVE, Feedback.WAIT)]
    type_keys(bench, "99")
    type_keys(bench, "9*")  # cleared
    type_keys(bench, "111#")
    assert sealed(bench) == "111"


def test_the_right_pin_needs_no_end(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    for key in "482":
        type_keys(bench, key)
        assert bench.bodies() == []
    type_keys(bench, "1")
    assert sealed(bench) == "4821"


@pytest.mark.parametrize(("waited", "sent"), [(4.999, 0), (5.0, 1), (5.001, 1)])
def test_five_seconds_after_the_card_the_read_goes_as_it_is(bench: Bench, waited: float, sent: int) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "12")
    bench.go(waited)
    assert len(bench.bodies(CredentialPresented)) == sent
    if sent:
        assert sealed(bench) == "12"


def test_a_new_card_gives_up_the_one_before_without_a_pin(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "48")
    bench.core.signal(CardRead(device=ARCHIVE, card=card_number("H10301", 4568, 123)))
    assert sealed(bench) is None
    bench.look()
    type_keys(bench, "7719")
    assert sealed(bench) == "7719"


def test_keys_without_a_card_mean_nothing(bench: Bench) -> None:
    type_keys(bench, "4821#")
    bench.go(6)
    assert bench.bodies() == []


@pytest.mark.parametrize("reader", ["rdr-front-in", "rdr-archive-out", "rdr-lab-in"])
def test_where_no_pin_is_asked_for_nothing_waits(bench: Bench, reader: str) -> None:
    bench.core.signal(CardRead(device=reader, card=CHEN))
    assert len(bench.bodies(CredentialPresented)) == 1


@pytest.mark.parametrize(
    ("digits", "verdict"),
    [
        ("4821", PinVerdict.RIGHT),
        ("4822", PinVerdict.DURESS),
        ("4820#", PinVerdict.WRONG),
        ("#", PinVerdict.ABSENT),
    ],
)
def test_alone_the_pin_is_judged_from_the_pack(bench: Bench, digits: str, verdict: PinVerdict) -> None:
    bench.core.disconnected()
    bench.bus.published.clear()
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, digits)
    bench.core.connected()
    bench.pump()
    (decided,) = bench.bodies(AccessDecided)
    assert decided.pin is verdict
    expected = {
        PinVerdict.RIGHT: {"two_person"},
        PinVerdict.DURESS: {"two_person"},
        PinVerdict.WRONG: {"two_person", "wrong_pin"},
        PinVerdict.ABSENT: {"two_person", "factor_missing:pin"},
    }
    assert set(decided.decision.reasons) - {"min_occupancy"} == expected[verdict]
    assert ("duress" in decided.decision.notes) == (verdict is PinVerdict.DURESS)


def test_digits_reach_neither_spool_nor_bus_nor_representation(bench: Bench, tmp_path: Path) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "738264#")
    assert sealed(bench) == "738264"
    assert b"738264" not in (tmp_path / "spool").read_bytes()
    assert not any(b"738264" in payload for _, payload in bench.bus.published)
    held = CardRead(device=ARCHIVE, card=CHEN)
    bench.core.signal(held)
    type_keys(bench, "738264")
    keypad = bench.core._reads._keypad
    assert "738264" not in repr(keypad._waiting)
