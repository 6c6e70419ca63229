"""Journeys at desk and kiosk in a real browser: keys counted, the camera, lockers, permits, a kiosk that wipes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gate.domain.carried import ItemState, PermitState
from gate.domain.commands import Actor, RegisterVisit
from gate.domain.desk_commands import JudgeCarryPermit
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ApproveVisit
from tests.service.rig import GUARD
from tests.web.desk import PASSWORD, Desk
from tests.web.key_counts import VISITOR, pre_registered, walk_in
from tests.web.serving import served
from tests.web.steps import publish
from tests.web.test_kiosk import invited
from tests.web.visiting import CHEN
from web.kiosk import devices

pytestmark = pytest.mark.browser
MOST = 12
"""Fields and keys of a first walk-in, from anywhere in the console to the badge."""
SECOND = Actor(user="liu.jun", role=Role.GUARD)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        locale="en-GB", viewport={"width": 1366, "height": 768}, permissions=["camera"]
    )
    made.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield made
    made.close()


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    with served(desk.app) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext, url: str) -> Iterator[Page]:
    """A guard who is signed in; what the browser complains about fails the test."""
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(url + "/login")
    opened.fill("#name", "wang.fang")
    opened.fill("#password", PASSWORD)
    opened.get_by_role("button", name="Sign in").click()
    opened.wait_for_selector("#stream[data-state=live]")
    yield opened
    assert faults == []


def test_a_first_walk_in_takes_few_fields_and_keys(desk: Desk, page: Page) -> None:
    """The agreement is signed on the screen; a badge is taken from the pool."""
    assert walk_in(desk, page) <= MOST


def test_who_lacks_nothing_is_checked_in_by_one_scan_and_one_key(desk: Desk, page: Page) -> None:
    assert pre_registered(desk, page) == 1
    people = desk.rig.facts.people
    here = [people[file.person].person.name for file in desk.rig.facts.visits.here(VisitState.CHECKED_IN)]
    assert here == [VISITOR]


def test_a_phone_goes_into_a_locker_and_comes_back(desk: Desk, page: Page, url: str) -> None:
    rig = desk.rig
    now = rig.clock.now()
    visit = rig.command(
        RegisterVisit(
            name="Marta Kowalska", company="", host="p1002", zones=("lobby", "office", "lab"), starts=now,
            ends=now + timedelta(hours=3), escorts=("p1002",), id_kind="passport", id_number="AB1234567",
        ), SECOND
    ).subject  # fmt: skip
    assert rig.command(ApproveVisit(visit=visit, edition=1), CHEN).outcome.value == "done"
    page.goto(f"{url}/visits/{visit}")
    page.get_by_text("What does he carry?").click()
    page.locator("#kind").select_option("phone")
    page.locator("#serial").fill("SN-1")
    page.get_by_role("button", name="Add the thing").click()
    expect(page.get_by_text("Banned there, and still in hand: Phone").first).to_be_visible()
    page.get_by_label("Into a locker").check()
    page.get_by_label("Locker", exact=True).fill("17")
    page.get_by_role("button", name="Take down", exact=True).click()
    slip = page.get_by_role("link", name="receipt")
    expect(slip).to_be_visible()
    assert (
        page.request.get(url + str(slip.get_attribute("href"))).headers["content-type"] == "application/pdf"
    )
    page.get_by_label("Document with photo seen").check()
    page.get_by_label("Agreement read and signed").check()
    page.get_by_label("Pool badge").fill("200:31")
    page.get_by_role("button", name="Check in and hand out the badge").click()
    page.get_by_label("Serial number, read off the thing").fill("SN-2")
    page.get_by_role("button", name="Given back from the locker").click()
    expect(page.get_by_text("the serial number differs").first).to_be_visible()
    page.get_by_label("Serial number, read off the thing").fill("SN-1")
    page.get_by_role("button", name="Given back from the locker").click()
    expect(page.get_by_role("heading", name="Things to be reconciled")).to_have_count(0)
    page.get_by_label("Came back").check()
    page.get_by_label("Gave the badge back").check()
    page.get_by_role("button", name="Check out").click()
    expect(page.get_by_text("is checked out")).to_be_visible()
    assert rig.facts.visits[visit].visit.state is VisitState.CLOSED
    things = desk.console.queries.desk(visit, rig.facts.visits[visit].person).items
    assert [each.state for each in things] == [ItemState.RETURNED]


def test_the_webcam_takes_the_photo(desk: Desk, page: Page, url: str) -> None:
    now = desk.rig.clock.now()
    ask = RegisterVisit(
        name="Marta Kowalska", company="", host="p1001", zones=("lobby",), starts=now, ends=now + timedelta(hours=3)
    )  # fmt: skip
    visit = desk.rig.command(ask, GUARD).subject
    page.goto(f"{url}/visits/{visit}")
    page.get_by_text("Take a photo").click()
    page.get_by_role("button", name="Start the camera").click()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.get_by_alt_text("Photo of the visitor")).to_be_visible()
    assert desk.rig.facts.desk.records[visit].photo


def test_a_permit_from_the_application_to_the_way_out(desk: Desk, page: Page, url: str) -> None:
    page.goto(f"{url}/permits/new?person=p1002")
    page.locator("#zone").select_option("lab")
    page.locator("#reason").fill("Calibration")
    page.locator("#serial").fill("TC-9")
    page.locator("#description").fill("Thermal camera T540")
    page.get_by_role("button", name="Start the camera").click()
    page.get_by_role("button", name="Take the photo").click()
    expect(page.get_by_text("The photo is taken")).to_be_visible()
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_alt_text("Photo of the thing")).to_be_visible()
    permit = next(iter(desk.rig.facts.desk.permits))
    desk.engine.send(JudgeCarryPermit(permit=permit, approve=True, reason="supervised"), CHEN)
    for way in ("It goes in", "It goes out"):
        page.goto(f"{url}/permits?q=tc-9")
        page.get_by_role("link", name="Camera", exact=True).click()
        page.locator("#serial").fill("TC-9")
        page.get_by_label("The thing is the one on the paper").check()
        page.get_by_role("button", name=way).click()
        expect(page.get_by_text("Compared: the thing goes")).to_be_visible()
    kept = desk.console.queries.carry_permit(permit)
    assert kept is not None
    assert kept.state is PermitState.CLOSED


def test_a_kiosk_from_pairing_to_signed_and_wiped(desk: Desk, context: BrowserContext, url: str) -> None:
    publish(desk)
    file, code = invited(desk)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{url}/kiosk")
    page.get_by_label("Pairing code").fill(devices.make(desk.console.books, "Lobby", "chen.wei"))
    page.get_by_role("button", name="Pair").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    page.get_by_label("Code of your visit").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Welcome, Marta Kowalska")).to_be_visible()
    page.clock.run_for(41_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.get_by_role("button", name="Yes, go on").click()
    page.get_by_label("I have read this notice").check()
    page.get_by_role("button", name="Next").click()
    pad = page.locator("canvas.signature")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="I have read the text and agree").click()
    page.get_by_role("link", name="Without a photo").click()
    page.get_by_role("button", name="I am here").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert desk.rig.facts.visits[file.visit.id].visit.state is VisitState.ARRIVED
    assert desk.rig.facts.desk.records[file.visit.id].signed_version == 1
    page.clock.run_for(11_000)
    expect(page).to_have_url(f"{url}/kiosk")
    expect(page.get_by_label("Code of your visit")).to_be_visible()
    assert "Marta" not in page.content()
