"""A running engine moves what stands under an older search key, and says so."""

from functools import partial
from pathlib import Path

from gate.domain.commands import Outcome, Receipt
from gate.domain.key_events import SearchKeyTaken
from gate.keys.ring_file import add_search_key
from gate.store.connect import engine_for
from gate.store.search_keys import hashes_by_key
from tests.engine.bus import ask
from tests.engine.conftest import Setup
from tests.peopled import Peopled
from tests.privacy.search_keys import registration
from tests.service.rig import GUARD


def stand_under(setup: Setup) -> set[str]:
    engine = engine_for(setup.url, read_only=True)
    with engine.connect() as connection:
        found = hashes_by_key(connection)
    engine.dispose()
    return set(found)


def _answers(number: str, receipt: Receipt) -> bool:
    return receipt.id == number


def test_rows_move_beside_decisions_and_the_log_says_when_all_have(
    setup: Setup, peopled_example: Peopled, tmp_path: Path
) -> None:
    setup.ring = peopled_example.copied_keys(tmp_path)  # those of other tests do not change
    setup.start()
    now = setup.clock.now()
    for number in ("L898902C3", "X00T471199"):
        ask(setup.bus, setup.site.id, registration(now, number), GUARD, id=number)
        assert setup.bus.wait(Receipt, partial(_answers, number)).outcome is Outcome.DONE
    setup.stop()
    assert stand_under(setup) == {"i1"}
    assert setup.bus.of(SearchKeyTaken) == [], "a key that never changed is nothing to tell"
    add_search_key(setup.ring.folder, setup.ring.master(), now)
    setup.start()
    assert setup.bus.wait(SearchKeyTaken) == SearchKeyTaken(key="i2", left=0)
    assert stand_under(setup) == {"i2"}
    setup.stop()
