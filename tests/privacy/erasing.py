"""What the tests of erasure have in common."""

from gate.domain.commands import Command, Receipt
from gate.privacy.run import Beside, Runner
from gate.seal.verify import Verifier
from gate.store.seal.source import open_record
from tests.privacy.place import SYSTEM, Place

REASON = "asked by letter of 3 March"


def runner(place: Place) -> Runner:
    """Sends what a run sends straight to the engine."""

    def send(command: Command) -> Receipt:
        return place.rig.command(command, SYSTEM)

    nothing = Beside(files=lambda _: 0, notices=lambda *_: None)
    return Runner(send=send, ask=place.ask, beside=nothing, reason=REASON, told=lambda *_: None, refused=[])


def seal_holds(place: Place) -> int:
    """Verifies the whole record; how many of its events are without personal part."""
    with open_record(place.url) as record:
        verifier = Verifier(lambda *_: False, record.heads())
        record.feed(verifier)
        return verifier.finish(record.frontier(), heads_due=False).erased
