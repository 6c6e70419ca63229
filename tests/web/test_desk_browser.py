"""The desk by keyboard and scanner in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gate.domain.visit import VisitState
from tests.web.desk import PASSWORD, Desk
from tests.web.serving import served
from tests.web.steps import file_of, guard, publish, record, watch
from tests.web.test_desk import registered
from web.desk import passes

pytestmark = pytest.mark.browser
CODE = "GV" + "A2" * 13


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A guard who is signed in; what the browser complains about fails the test."""
    faults: list[str] = []
    context = browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768})
    with served(desk.app) as url:
        opened = context.new_page()
        opened.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(url + "/login")
        opened.fill("#name", "wang.fang")
        opened.fill("#password", PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        opened.wait_for_selector("#stream[data-state=live]")
        yield opened
        context.close()
    assert faults == []


WEDGE = """text => {
  const at = document.activeElement ?? document.body;
  const press = (code, key) =>
    at.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }));
  for (const each of text) press(/[0-9]/.test(each) ? `Digit${each}` : `Key${each}`, "Process");
  press("Enter", "Enter");
}"""
"""A wedge scanner behind a Chinese input method: the keys come at once, and as codes without characters."""
PLAIN_WEDGE = WEDGE.replace('"Process"', "each.toLowerCase()")
"""A wedge scanner whose capitals came out small."""


def test_a_scan_anywhere_and_keys_alone_lead_to_the_badge(
    desk: Desk, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One scan finds the visit; the check-in is done by keys, without a mouse."""
    monkeypatch.setattr(passes, "new_code", lambda: CODE)
    path = registered(guard(desk))
    guard(desk).post(f"{path}/label")
    page.evaluate(WEDGE, CODE)
    expect(page.get_by_role("heading", name="Marta Kowalska")).to_be_visible()
    page.wait_for_selector("#stream[data-state=live]")
    for label in ("Document with photo seen", "Agreement read and signed", "Carries none"):
        page.get_by_label(label).press("Space")
    page.get_by_label("Pool badge").focus()
    page.keyboard.insert_text("200:31")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is checked in with badge H10301:200:31")).to_be_visible()
    assert file_of(desk, path).visit.state is VisitState.CHECKED_IN
    page.wait_for_selector("#stream[data-state=live]")
    page.keyboard.press("o")
    expect(page.get_by_label("Came back", exact=True)).to_be_focused()
    page.keyboard.press("l")
    expect(page.get_by_label("How it was lost")).to_be_focused()


def test_no_letter_of_a_scan_is_an_order(page: Page) -> None:
    """Each of these letters leaves the page or begins something when a finger presses it."""
    page.evaluate(PLAIN_WEDGE, "WAIOPLUNCW")
    page.wait_for_url("**/scan")
    page.wait_for_selector("#stream[data-state=live]")
    page.keyboard.press("w")
    page.wait_for_url("**/visits/new")


def test_a_held_visitor_signs_on_the_screen_and_gets_no_badge(desk: Desk, page: Page) -> None:
    publish(desk)
    watch(desk, "Marta Kowalska")
    path = registered(guard(desk))
    page.goto(page.url.split("/live")[0] + path)
    expect(page.get_by_text("Held: Marta Kowalska (the same name)").first).to_be_visible()
    page.get_by_role("link", name="Show the text and sign").click()
    pad = page.locator("canvas.signature")
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="I have read the text and agree").click()
    expect(page.get_by_text("The agreement is signed").first).to_be_visible()
    assert record(desk, path).signed_version == 1
    expect(page.get_by_text("No badge can be handed out")).to_be_visible()
    expect(page.get_by_label("Pool badge")).to_have_count(0)
