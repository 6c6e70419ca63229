"""A console for each test, on a copy of a store that holds the demo's people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gate.client import open_queries
from gate.keys.ring import KeyRing
from gate.store import open_store
from tests.peopled import Peopled
from tests.support.browser import running_browser
from tests.web import visiting
from tests.web.demo_site import demo_rig
from tests.web.desk import Desk, make_desk


@pytest.fixture(scope="session")
def ring(peopled_demo: Peopled) -> KeyRing:
    """The demo site's keys."""
    return peopled_demo.ring


@pytest.fixture
def desk(peopled_demo: Peopled, tmp_path: Path) -> Iterator[Desk]:
    """The console of the demo's site."""
    url = peopled_demo.copied(tmp_path)
    store, queries = open_store(url), open_queries(url)
    made = make_desk(demo_rig(store, peopled_demo.ring), queries, tmp_path)
    yield made
    made.console.books.close()
    queries.close()
    store.close()


@pytest.fixture
def hosts(desk: Desk) -> Iterator[Desk]:
    """The same with two hosts who may sign in and get mail."""
    visiting.hosts(desk)
    yield desk
    desk.console.told.close()


@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all tests of the console; each opens a context of its own and closes it."""
    with running_browser(chromium) as running:
        yield running
