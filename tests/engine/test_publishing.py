"""An engine does not run a configuration that breaches its own invariants; nothing is decided, nothing recorded."""

from __future__ import annotations

from dataclasses import replace

from gate.domain.invariant import Never, Who
from gate.engine.errors import EngineError
from tests.engine.bus import PATIENCE_S
from tests.engine.conftest import Setup


def test_it_ends_before_it_decides_and_leaves_no_trace(setup: Setup) -> None:
    setup.start()
    setup.stop()
    good = setup.site
    never = Never(id="no-one", who=Who(word="anyone"), reaches="lobby")
    setup.site = replace(good, version="ab" * 32, invariants=(never,))
    engine = setup.start(wait=False)
    assert setup._thread is not None
    setup._thread.join(PATIENCE_S)
    setup.stop()
    [error] = setup.errors
    assert isinstance(error, EngineError)
    assert "no-one" in str(error)
    assert not engine.started.is_set()
    setup.errors.clear()
    setup.site = good
    setup.start()
