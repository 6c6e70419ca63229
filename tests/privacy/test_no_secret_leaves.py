"""No secret leaves its place: flows with marked secrets, then every file, log, argument and page is searched."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from gate.backup.copies import copy_sqlite
from gate.backup.header import Secrets
from gate.backup.make import Sources, make_backup
from gate.backup.postgres import PgTools
from gate.backup.progress import silent
from gate.domain.commands import Outcome
from gate.domain.privacy_commands import KeepField, RevealField
from gate.keys.engine_keys import EngineKeys
from gate.keys.letter import LetterBox
from gate.roots import backup, drill, keys, restore, retention, subject
from gate.roots.folders import DataFolder
from gate.store.read import privacy_rows
from tests.privacy.place import Place
from tests.service.rig import CABINET, CHEN, GUARD

NUMBER, PHONE, PIN = "MARKED0110105X", "13977005511", "739214"


def flows(place: Place) -> None:
    """A visitor with a document and a phone, a PIN at a reader, a field revealed and one that does not open."""
    person, _ = place.guest("Nora Guest", NUMBER)
    place.rig.command(KeepField(person=person, name="phone", value=PHONE), GUARD)
    place.rig.present(CHEN, "rdr-archive-in", PIN)
    with place.ask() as connection:
        fields = {each.name: each for each in privacy_rows.private_fields(connection, person)}
    for name, box in (("phone", LetterBox()), ("id_number", LetterBox())):
        ask = RevealField(
            person=person, name=name, sealed=fields["phone"].sealed, address=box.address, reason="a check"
        )
        outcome = place.rig.command(ask, GUARD).outcome
        assert outcome is (Outcome.DONE if name == "phone" else Outcome.REFUSED)


def marks(place: Place) -> list[bytes]:
    """What must be nowhere: what people typed, and every key in each spelling that is common."""
    ring: EngineKeys = place.ring.for_engine([CABINET])
    raw = [
        ring._pin_key,
        place.ring.osdp_key("rdr-front-in"),
        (place.ring.folder / "master.key").read_bytes(),
    ]
    spelt = [key.hex().encode() for key in raw]
    return [NUMBER.encode(), PHONE.encode(), PIN.encode(), *raw, *spelt]


@pytest.mark.regime("B10")
def test_no_secret_is_in_a_file_a_log_or_a_backup(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place.ring.ensure([CABINET], ["rdr-front-in"])
    with caplog.at_level(logging.DEBUG):
        flows(place)
        copy_sqlite(tmp_path / "gate.db", tmp_path / "copy.db", silent)
        sources = Sources(
            site="hq",
            store_url=place.url,
            folder=tmp_path,
            keys=place.ring.folder,
            databases=DataFolder(tmp_path).databases,
            folders=DataFolder(tmp_path).files,
        )
        secrets = Secrets(master=place.ring.master())
        make_backup(sources, tmp_path / "b.gate", secrets, datetime.now(UTC), PgTools(), silent)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "master.key"]
    assert {path.name for path in files} >= {
        "gate.db",
        "copy.db",
        "b.gate",
        "pins.key",
        "osdp-rdr-front-in.key",
    }
    searched = {str(path): path.read_bytes() for path in files}
    searched["logs"] = caplog.text.encode()
    searched["outcomes"] = repr(place.rig.outcomes).encode()
    assert "cannot be shown" in caplog.text, "the log does tell that a field did not open"
    found = [(name, mark) for mark in marks(place) for name, content in searched.items() if mark in content]
    assert found == []


def test_commands_take_no_secret_as_an_argument() -> None:
    """Whoever lists processes sees arguments: every option that has to do with a secret names a file."""
    found: set[str] = set()
    for module in (keys, backup, restore, drill, subject, retention):
        for command in module.app.registered_commands:
            assert command.callback is not None
            for name, hint in get_type_hints(command.callback).items():
                if any(word in name for word in ("phrase", "master", "secret", "password")):
                    found.add(name)
                    assert Path in get_args(hint), f"{module.__name__}: {name}"
    assert found == {"passphrase_file", "master_file"}
