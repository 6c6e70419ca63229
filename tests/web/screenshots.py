"""Takes pictures of every page, in both languages and themes: ``python -m tests.web.screenshots [FOLDER [PAGE...]]``.

Each is also looked at by axe-core; exit 1 where it finds anything against WCAG 2.2 AA. Without a folder it renews
the pictures of the documentation: docs/images/console.png and console-zh.png.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from gate.client import open_queries
from gate.roots.camera_live import LiveServer
from gate.store import open_store
from simulators.camera.camera import SimulatedCamera
from tests.support.chromium import find_chromium
from tests.web import axe, scene, visiting
from tests.web.demo_site import demo_keys, demo_rig, import_demo
from tests.web.desk import PASSWORD, Desk, make_desk
from tests.web.proofs import prove
from tests.web.serving import served

DOCS = Path(__file__).parents[2] / "docs" / "images"
SCREEN = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
THEMES = ("day", "night")
LANGUAGES = ("en", "zh")
IN_A_HAND = ("live", "visits", "alarm", "check-in", "muster", "roll", "missing")
DAY = "since=2026-11-23+00:00&until=2026-11-23+23:59"
FOUND: list[str] = []
"""What axe-core found on the pages that were taken (WCAG 2.2 AA)."""


@contextmanager
def prepared() -> Iterator[Desk]:
    """A console in the middle of the morning of :mod:`tests.web.scene`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'gate.db'}"
        ring, store, queries = demo_keys(folder), open_store(url), open_queries(url)
        import_demo(store, ring)
        desk = make_desk(demo_rig(store, ring), queries, folder)
        visiting.play(desk)
        scene.play(desk)
        scene.desk_rules(desk)
        scene.roll(desk)
        desk.engine.act(lambda rig: prove(rig, {}))
        live = LiveServer(
            desk.console.live, {id_: SimulatedCamera(id_).jpeg for id_ in desk.rig.site.cameras}
        )
        live.start()
        yield desk
        live.stop()
        desk.console.books.close()
        queries.close()
        store.close()


ALWAYS = {
    "live": ("wang.fang", "/live"),
    "alarms": ("wang.fang", "/alarms"),
    "door": ("wang.fang", "/doors/lab-door"),
    "cameras": ("wang.fang", "/cameras"),
    "camera": ("wang.fang", "/cameras/cam-lobby"),
    "visits": ("wang.fang", "/visits"),
    "register": ("wang.fang", "/visits/new"),
    "muster": ("wang.fang", "/muster"),
    "rolls": ("wang.fang", "/muster/rolls"),
    "zones": ("wang.fang", "/zones"),
    "zones-manager": ("chen.wei", "/zones"),
    "policy": ("chen.wei", "/policy"),
    "lockdown": ("wang.fang", "/zones/lockdown?target=office"),
    "permits": ("chen.host", "/permits"),
    "day": ("wang.fang", "/day"),
    "watchlists": ("chen.wei", "/watchlists"),
    "agreement": ("chen.wei", "/agreement"),
    "map": ("wang.fang", "/map?door=lab-door"),
    "invitations": ("li.na", "/invitations"),
    "invite": ("li.na", "/invitations/new"),
    "approvals": ("chen.host", "/approvals"),
    "search": ("wang.fang", "/search?q=zh"),
    "people": ("chen.wei", "/people"),
    "person": ("chen.wei", "/people/p1001"),
    "leave": ("liu.yang", "/people/p1004/leave"),
    "audit": ("qian.hui", "/audit"),
    "heads": ("qian.hui", "/record"),
    "handover": ("wang.fang", "/handover"),
    "reports": ("qian.hui", "/reports"),
    "report-zone": ("qian.hui", f"/reports/zone?zone=office&{DAY}"),
    "report-met": ("qian.hui", f"/reports/met?person=p1001&{DAY}"),
    "report-unused": ("qian.hui", "/reports/unused?days=90"),
    "checks": ("wang.fang", "/cameras/verify"),
    "prints": ("wang.fang", "/prints"),
    "lockers": ("wang.fang", "/lockers"),
    "kiosks": ("chen.wei", "/kiosks"),
    "kiosk": ("chen.wei", "/kiosk"),
    "keys": ("wang.fang", "/keys"),
    "refused": ("qian.hui", "/visits"),
}
"""Name of the picture → (operator, path), of pages that are there whatever happens."""


def pages(desk: Desk) -> dict[str, tuple[str, str]]:
    """The same, and the pages of what happened that morning."""
    facts = desk.rig.facts
    alarm = next(each for each in facts.alarms.values() if each.kind == "forced_open")
    camera = next(each for each in facts.alarms.values() if each.kind == "camera_tamper")
    visits = {str(file.visit.state): file.visit.id for file in facts.visits.values()}
    invited = next(file.visit.id for file in facts.visits.values() if file.series)
    case = next(iter(facts.departures))
    roll = next(iter(facts.desk.rolls))
    return {
        **ALWAYS,
        "alarm": ("wang.fang", f"/alarms/{alarm.id}"),
        "alarm-camera": ("wang.fang", f"/alarms/{camera.id}"),
        "check-in": ("wang.fang", f"/visits/{visits['approved']}"),
        "check-out": ("wang.fang", f"/visits/{visits['checked_in']}"),
        "moves": ("wang.fang", f"/visits/{visits['checked_in']}/moves"),
        "sign": ("wang.fang", f"/visits/{visits['approved']}/agreement"),
        "roll": ("wang.fang", f"/muster/rolls/{roll}"),
        "missing": ("wang.fang", f"/muster/rolls/{roll}/missing"),
        "watchlist": ("chen.wei", f"/watchlists/{next(iter(facts.desk.lists))}"),
        "invitation": ("li.na", f"/invitations/{invited}"),
        "departure": ("liu.yang", f"/departures/{case}"),
    }


def main() -> int:
    """Take them."""
    chromium = find_chromium()
    if chromium is None:
        sys.stderr.write("expected a Chromium on PATH, or its path in GATE_CHROMIUM\n")
        return 1
    with prepared() as desk, served(desk.app) as url, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=str(chromium))
        if len(sys.argv) > 1:
            _everything(browser, url, desk, Path(sys.argv[1]))
        else:
            DOCS.mkdir(parents=True, exist_ok=True)
            for language, name in (("en", "console.png"), ("zh", "console-zh.png")):
                with _signed_in(browser, url, "wang.fang", language, "day") as page:
                    _take(page, url + "/live", DOCS / name, whole=False)
        browser.close()
    for each in FOUND:
        print(f"axe: {each}", file=sys.stderr)
    return 1 if FOUND else 0


def _everything(browser: Browser, url: str, desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:]
    for language in LANGUAGES:
        for theme in THEMES:
            with _page(browser, language) as page:
                _choose(page, url, language, theme)
                _take(page, url + "/login", folder / f"login-{language}-{theme}.png")
            for name in sorted(
                {who for picture, (who, _) in pages(desk).items() if not wanted or picture in wanted}
            ):
                with _signed_in(browser, url, name, language, theme) as page:
                    for picture, (who, path) in pages(desk).items():
                        if who == name and (not wanted or picture in wanted):
                            _take(page, url + path, folder / f"{picture}-{language}-{theme}.png")
    for language in LANGUAGES:
        _phone(browser, url, desk, folder, language, wanted or IN_A_HAND)


def _phone(
    browser: Browser, url: str, desk: Desk, folder: Path, language: str, wanted: Sequence[str]
) -> None:
    """The same on a phone's width, at night."""
    known = pages(desk)
    for name in sorted({known[picture][0] for picture in wanted}):
        with _signed_in(browser, url, name, language, "night", PHONE) as page:
            for picture in wanted:
                if known[picture][0] == name:
                    _take(page, url + known[picture][1], folder / f"phone-{picture}-{language}.png")


@contextmanager
def _page(browser: Browser, language: str, screen: dict[str, int] | None = None) -> Iterator[Page]:
    size = screen or SCREEN
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="zh-CN" if language == "zh" else "en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("console", _complain)
    page.on("pageerror", _fail)
    yield page
    context.close()


def _fail(error: Error) -> None:
    print(f"browser: {error}", file=sys.stderr)


def _complain(said: ConsoleMessage) -> None:
    if said.type == "error":
        print(f"browser: {said.text}", file=sys.stderr)


@contextmanager
def _signed_in(
    browser: Browser, url: str, name: str, language: str, theme: str, screen: dict[str, int] | None = None
) -> Iterator[Page]:
    with _page(browser, language, screen) as page:
        page.goto(url + "/login")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("main form[action='/login'] button")
        page.wait_for_url(lambda address: "/login" not in address)
        _choose(page, url, language, theme)
        yield page


def _choose(page: Page, url: str, language: str, theme: str) -> None:
    for field, value in (("language", language), ("theme", theme)):
        page.goto(url + "/login")
        if page.locator(".me").count():
            page.click(".me summary")
        page.click(f"button[name={field}][value={value}]")


def _take(page: Page, address: str, path: Path, *, whole: bool = True) -> None:
    page.goto(address)
    if page.locator("#stream").count():
        page.wait_for_selector("#stream[data-state=live]")
    page.wait_for_timeout(150)
    page.screenshot(path=str(path), full_page=whole)
    if axe.SOURCE.exists():
        FOUND.extend(f"{path.stem}: {each}" for each in axe.findings(page))


if __name__ == "__main__":
    sys.exit(main())
