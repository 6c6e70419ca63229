"""Fields and keys of a check-in, counted in Chromium at the demo's desk: the acts that the browser tests play."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.figures import Bound, Figure, Target
from gate.client import open_queries
from gate.store import open_store
from tests.support.chromium import find_chromium
from tests.web.demo_site import demo_keys, demo_rig, import_demo
from tests.web.desk import PASSWORD, Desk, make_desk
from tests.web.key_counts import pre_registered, walk_in
from tests.web.serving import served

PATIENCE_MS = 60_000
WALK_IN, AFTER_A_SCAN = 12.0, 1.0


def key_figures() -> list[Figure]:
    """Both counts; none, and said so, where there is no Chromium."""
    if (chromium := find_chromium()) is None:
        print("desk: fields and keys are not counted: Chromium is not installed", flush=True)
        return []
    return [
        _figure("first walk-in", _counted(chromium, walk_in), WALK_IN),
        _figure("pre-registered, after one scan", _counted(chromium, pre_registered), AFTER_A_SCAN),
    ]


def _figure(what: str, count: int, most: float) -> Figure:
    target = Target(reference_name="promised", reference=most, bound=Bound.AT_MOST, ratio=1.0)
    return Figure(name=f"{what}: fields and keys", value=float(count), unit="", target=target)


def _counted(chromium: Path, act: Callable[[Desk, Page], int]) -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        _desk(Path(folder)) as desk,
        served(desk.app) as url,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        _sign_in(page, url)
        count = act(desk, page)
        browser.close()
    return count


@contextmanager
def _desk(folder: Path) -> Iterator[Desk]:
    url, ring = f"sqlite:///{folder / 'gate.db'}", demo_keys(folder)
    store = open_store(url)
    import_demo(store, ring)
    queries = open_queries(url)
    desk = make_desk(demo_rig(store, ring), queries, folder)
    try:
        yield desk
    finally:
        desk.console.books.close()
        queries.close()
        store.close()


def _sign_in(page: Page, url: str) -> None:
    page.goto(url + "/login")
    page.fill("#name", "wang.fang")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#stream[data-state=live]")
