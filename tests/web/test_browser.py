"""The desk's work in a real browser: scripts, stream and policy of content together."""

from collections.abc import Iterator

import pytest
from flask import Response, request
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from gate.domain.door_state import Contact
from gate.domain.events import CredentialPresented, RevocationTaken
from tests.service.rig import CHEN, POOL
from tests.web.desk import PASSWORD, Desk
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained about: a page of ours gives it no cause."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(url + "/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#stream[data-state=live]")


def go_to(page: Page, letter: str, address: str) -> None:
    """`g` and a letter; again where a crowded machine let the two keys come too far apart."""
    for attempt in range(5):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        try:
            page.wait_for_url(address, timeout=5_000)
        except TookTooLong:
            if attempt == 4:
                raise
        else:
            return


def test_a_guard_registers_and_checks_in_a_visitor(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    sign_in(page, url, "wang.fang")
    page.keyboard.press("w")
    page.get_by_label("Name, as in the document").fill("Marta Kowalska")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/hosts" in request.url else None)
    page.get_by_text("Everything else").click()
    page.get_by_label("Document number").fill("AB1234567")
    page.get_by_label("Document", exact=True).select_option("passport")
    page.get_by_label("Host", exact=True).press_sequentially("cw", delay=20)
    page.get_by_role("radio", name="Chen Wei").check()
    assert asked
    assert not [each for each in asked if "AB1234567" in each], (
        "a search carries what was searched and no more"
    )
    page.get_by_label("Office").check()
    page.get_by_role("button", name="Register and go on").click()
    expect(page.get_by_role("heading", name="Marta Kowalska")).to_be_visible()
    page.wait_for_selector("#stream[data-state=live]")
    desk.engine.event(CredentialPresented(reader="rdr-desk", card=POOL))
    page.get_by_role("button", name="Use this badge").click()
    page.get_by_label("Document with photo seen").check()
    page.get_by_label("Agreement read and signed").check()
    page.get_by_label("Carries none").check()
    page.get_by_role("button", name="Check in and hand out").click()
    expect(page.get_by_text("is checked in with badge H10301:200:31")).to_be_visible()
    assert faults == []


def test_the_live_page_follows_and_the_alarm_is_acknowledged(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    sign_in(page, url, "wang.fang")
    page.mouse.move(2, 760)
    desk.engine.act(lambda rig: rig.walk(CHEN, "rdr-front-in", "front-door"))
    expect(page.locator("#feed")).to_contain_text("Chen Wei: granted")
    desk.engine.act(lambda rig: rig.door("office-door", Contact.OPEN))
    expect(page.locator("#door-office-door")).to_contain_text("Forced open")
    queue = page.locator("#rail")
    expect(queue).to_contain_text("Look at the camera, send a guard, close the door.")
    expect(page.locator("#status")).to_contain_text("1 unacknowledged")
    queue.get_by_role("link", name="Door forced").click()
    expect(page.get_by_role("heading", name="Do this first")).to_be_visible()
    page.wait_for_selector("#stream[data-state=live]")
    page.keyboard.press("a")
    expect(page.locator("main")).to_contain_text("Acknowledged, still active")
    assert faults == []


def test_the_map_follows_and_a_door_on_it_opens_its_panel(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    sign_in(page, url, "wang.fang")
    go_to(page, "m", "**/map")
    page.wait_for_selector("#stream[data-state=live]")
    page.mouse.move(2, 760)
    desk.engine.act(lambda rig: rig.door("office-door", Contact.OPEN))
    door = page.locator("#map-office-door")
    expect(door).to_have_class("map-door tone-alarm abnormal")
    expect(door).to_contain_text("Forced open")
    door.focus()
    page.keyboard.press("Enter")
    side = page.get_by_label("The chosen door")
    expect(side.get_by_role("heading", name="Office door")).to_be_visible()
    expect(side).to_contain_text("Forced open")
    assert page.url.endswith("/map"), "the map stays where it is"
    desk.engine.act(lambda rig: rig.door("office-door", Contact.CLOSED))
    expect(door).to_contain_text("Secure")
    expect(side.locator(".door-big")).to_contain_text("Secure")
    assert faults == []


HEARD = """
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
        document.documentElement.dataset.heard = "yes";
        return start.apply(this, at);
    };
"""


def test_an_alarm_calls_until_it_is_silenced_and_its_next_occurrence_calls_again(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    page.add_init_script(HEARD)
    sign_in(page, url, "wang.fang")
    page.mouse.click(2, 760)
    rail = page.locator("aside.rail")
    expect(rail).to_have_attribute("data-sound", "off")
    desk.engine.act(lambda rig: rig.door("office-door", Contact.OPEN))
    expect(rail).to_have_attribute("data-sound", "on")
    expect(page.locator("html")).to_have_attribute("data-heard", "yes")
    page.keyboard.press("s")
    expect(rail).to_have_attribute("data-sound", "off")
    expect(rail.get_by_role("button", name="Silence")).to_be_hidden()
    expect(page.locator("#status")).to_contain_text("1 unacknowledged")
    page.reload()
    page.wait_for_selector("#stream[data-state=live]")
    expect(rail).to_have_attribute("data-sound", "off")
    desk.engine.act(lambda rig: rig.door("office-door", Contact.CLOSED))
    desk.engine.act(lambda rig: rig.door("office-door", Contact.OPEN))
    expect(rail).to_have_attribute("data-sound", "on")
    rail.get_by_role("button", name="Acknowledge").click()
    expect(rail).to_have_attribute("data-sound", "off")
    assert faults == []


def test_rows_wait_while_the_pointer_is_on_them(desk: Desk, page: Page, url: str) -> None:
    sign_in(page, url, "wang.fang")
    desk.engine.act(lambda rig: rig.walk(CHEN, "rdr-front-in", "front-door"))
    expect(page.locator("#feed")).to_contain_text("granted")
    page.hover("#feed .event >> nth=0")
    before = page.locator("#feed .event").first.inner_text()
    desk.engine.act(lambda rig: rig.present(CHEN, "rdr-lab-in"))
    button = page.locator("[data-release-for=feed]")
    expect(button).to_be_visible()
    expect(button).to_contain_text("new")
    assert page.locator("#feed .event").first.inner_text() == before
    page.mouse.move(2, 760)
    expect(button).to_be_hidden()
    expect(page.locator("#feed .event").first).not_to_have_text(before)


def test_a_departure_shows_the_answer_as_it_comes(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    sign_in(page, url, "liu.yang")
    page.goto(url + "/people/p1004")
    page.get_by_role("link", name="Leaves the company").click()
    page.get_by_label("Reason").fill("End of contract")
    page.get_by_label("I have checked the name").check()
    page.get_by_role("button", name="Revoke everything now").click()
    expect(page.locator("#answers")).to_contain_text("waiting for")
    page.wait_for_selector("#stream[data-state=live]")
    case = next(iter(desk.rig.facts.departures.values()))
    desk.engine.event(RevocationTaken(revision=case.revision, credentials=case.credentials))
    expect(page.locator("#answers")).to_contain_text("Proved.")
    assert faults == []


def test_an_answer_that_comes_while_the_page_is_on_its_way_is_not_missed(
    desk: Desk, page: Page, url: str, faults: list[str]
) -> None:
    def answer(response: Response) -> Response:
        """The agent swears once the page is made, before its stream is open."""
        cases = desk.rig.facts.departures
        if cases and not answered and request.path == f"/departures/{next(iter(cases))}":
            case = cases[next(iter(cases))]
            desk.engine.event(RevocationTaken(revision=case.revision, credentials=case.credentials))
            answered.append(response.get_data(as_text=True))
        return response

    answered: list[str] = []
    desk.app.after_request_funcs.setdefault(None, []).append(answer)
    sign_in(page, url, "liu.yang")
    page.goto(url + "/people/p1004/leave")
    page.get_by_label("Reason").fill("End of contract")
    page.get_by_label("I have checked the name").check()
    page.get_by_role("button", name="Revoke everything now").click()
    expect(page.locator("#answers")).to_contain_text("Proved.")
    assert "Proved." not in answered[0]
    assert faults == []


def test_the_engines_silence_is_said_and_taken_back(desk: Desk, page: Page, url: str) -> None:
    sign_in(page, url, "wang.fang")
    feed = desk.console.feed
    expect(page.locator("#engine-down")).to_be_hidden()
    feed._identities["engine"] = False
    feed.tell("Health", "engine")
    expect(page.locator("#engine-down")).to_be_visible()
    feed._identities["engine"] = True
    feed.tell("Health", "engine")
    expect(page.locator("#engine-down")).to_be_hidden()


def test_keys_search_go_and_help(page: Page, url: str, desk: Desk) -> None:
    sign_in(page, url, "wang.fang")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    go_to(page, "v", "**/visits")
    page.wait_for_selector("#stream[data-state=live]")
    page.keyboard.press("/")
    page.keyboard.type("gw")  # keys do nothing while one types
    expect(page.locator("#find")).to_have_value("gw")
    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 2, "y": 700})
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.hasAttribute('data-row')")
