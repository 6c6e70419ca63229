"""The rig measures what it says, and the floor's path really goes all the way."""

import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pymodbus.client import ModbusTcpClient

from benchmarks.path_floor import WARM_UP, floor_path
from benchmarks.path_rig import Controller, card_frame


def test_the_card_frame_is_a_real_readers() -> None:
    """Card and checksum as printed in Seeed's datasheet 113020002, page 3."""
    assert card_frame(0x62E3086CED) == bytes.fromhex("0236324533303836434544303803")


def test_the_controller_reports_a_coil_that_goes_on_and_nothing_else() -> None:
    with Controller() as controller:
        client = ModbusTcpClient("127.0.0.1", port=controller.port)
        assert client.connect()  # type: ignore[no-untyped-call]  # pymodbus has no annotation here
        assert not client.write_coil(3, False, device_id=1).isError()
        assert not client.write_register(3, 1, device_id=1).isError()
        assert client.read_coils(3, count=1, device_id=1).bits[0] is False
        with pytest.raises(RuntimeError, match="expected a coil within"):
            controller.wait_for_coil(0.05)
        assert not client.write_coil(3, True, device_id=1).isError()
        assert controller.wait_for_coil(5.0) > 0
        assert client.read_coils(3, count=1, device_id=1).bits[0] is True
        client.close()  # type: ignore[no-untyped-call]  # as above


def test_every_read_of_the_floor_is_committed_before_its_coil(mosquitto_url: str, tmp_path: Path) -> None:
    with floor_path(int(urlsplit(mosquitto_url).port or 0), tmp_path) as path:
        samples = path.measure(5)
        with sqlite3.connect(tmp_path / "floor.sqlite") as rows:
            (count,) = rows.execute("SELECT count(*) FROM event").fetchone()
    assert count == WARM_UP + 5
    assert len(samples) == 5
    assert min(samples) > 0
