"""What a store has kept."""

from collections.abc import Iterator

from gate.domain.events import (
    CredentialPresented,
)
from gate.store.redo.file import records
from gate.store.redo.recovery import redo_path
from gate.store.redo.spelling import read
from tests.service.rig import CHEN

READ = CredentialPresented(reader="rdr-front-in", card=CHEN)


def types_kept(url: str) -> Iterator[str]:
    """Types of the events in the redo file."""
    file = redo_path(url)
    assert file is not None
    for number, payload in records(file.read_bytes()).items():
        yield from (event.type for event in read(payload, number).events)
