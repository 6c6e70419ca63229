"""Visits in a real browser: invited by link, overstay, lost badge, the end of the day."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from gate.domain.commands import CheckInVisit
from gate.domain.events import RevocationTaken
from gate.domain.visit import Items, VisitState
from tests.service.rig import GUARD, POOL
from tests.web import visiting
from tests.web.desk import PASSWORD, Desk
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    visiting.hosts(desk)
    with served(desk.app) as address:
        yield address


def opened(browser: Browser, *, phone: bool = False, locale: str = "en-GB") -> Page:
    size = (390, 844) if phone else (1366, 768)
    context = browser.new_context(locale=locale, viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    return page


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(url + "/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form[action='/login'] button")
    page.wait_for_selector("#stream[data-state=live]")


def let_in(desk: Desk) -> str:
    visit = visiting.invite(desk)
    check_in = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE)
    assert desk.engine.send(check_in, GUARD).outcome.value == "done"
    return visit


def test_invited_completed_on_a_phone_arrived_and_answered(desk: Desk, browser: Browser, url: str) -> None:
    sent, notifier = visiting.post(desk)
    host = opened(browser)
    sign_in(host, url, "li.na")
    host.get_by_role("link", name="Invite visitors").click()
    host.get_by_label("Name, as in the document").fill("Wu Jing")
    host.get_by_label("Mail address").fill("wu@example.net")
    host.get_by_label("From").fill("2026-11-23 09:00")
    host.get_by_label("Until").fill("2026-11-23 11:00")
    host.get_by_role("button", name="Invite").click()
    expect(host.get_by_role("link", name="Wu Jing")).to_be_visible()
    notifier.step()

    phone = opened(browser, phone=True, locale="zh-CN")
    phone.goto(url + sent.link())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is cut off on a phone"
    phone.get_by_label("单位").fill("清华大学")
    phone.locator("#id_kind").select_option("passport")
    phone.get_by_label("证件号码").fill("EK4471203")
    phone.get_by_label("我已阅读本告知").check()
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("status")).to_be_visible()

    visit = list(desk.rig.facts.visits)[-1]
    guard = opened(browser)
    sign_in(guard, url, "wang.fang")
    guard.goto(f"{url}/visits/{visit}/moves")
    guard.get_by_role("button", name="Has arrived: tell the host").click()
    expect(guard.get_by_text("Waiting at the desk").first).to_be_visible()
    notifier.step()
    phone.goto(url + sent.link())
    phone.get_by_role("button", name="我马上来").click()
    expect(phone.get_by_role("status")).to_be_visible()
    guard.reload()
    expect(guard.get_by_text("is coming")).to_be_visible()
    for page in (host, phone, guard):
        page.context.close()


def test_overstay_lost_badge_and_the_end_of_the_day(desk: Desk, browser: Browser, url: str) -> None:
    visit = let_in(desk)
    guard = opened(browser)
    sign_in(guard, url, "wang.fang")

    guard.goto(f"{url}/visits/{visit}/moves")
    guard.get_by_label("How it was lost").fill("Left in a taxi")
    guard.get_by_label("Another pool badge").fill("200:77")
    guard.get_by_role("button", name="The badge is lost").click()
    expect(guard.get_by_text("has not confirmed yet").first).to_be_visible()
    [case] = desk.rig.facts.revocations.values()
    guard.wait_for_selector("#stream[data-state=live]")
    for agent in desk.rig.site.agents:
        desk.engine.event(RevocationTaken(revision=case.revision, credentials=case.credentials), src=agent)
    guard.reload()
    expect(guard.get_by_text("confirmed: it opens nothing").first).to_be_visible()

    ends = desk.rig.facts.visits[visit].visit.ends
    seconds = (ends - desk.rig.clock.now() + timedelta(minutes=20)).total_seconds()
    desk.engine.act(lambda rig: rig.wait(seconds=seconds))
    guard.goto(url + "/visits")
    expect(guard.locator("#overdue")).to_contain_text("Marta Kowalska")
    expect(guard.locator("#rail")).to_contain_text("Visitor past the end of the visit")

    guard.get_by_role("link", name="End of the day").click()
    guard.get_by_role("button", name="Close the visitors' day").click()
    expect(guard.get_by_text("Say how you know").first).to_be_visible()
    for panel in guard.locator("section.panel[id^='d-']").all():
        panel.get_by_label("Nobody saw it").check()
    guard.get_by_role("button", name="Close the visitors' day").click()
    expect(guard.get_by_text("No visitor is open.")).to_be_visible()
    assert desk.rig.facts.visits[visit].visit.state is VisitState.CHECKED_OUT
    guard.get_by_role("link", name="Roll call").first.click()
    row = guard.locator(f"#m-{desk.rig.facts.visits[visit].person}")
    expect(row).to_contain_text("exit unknown")
    row.get_by_placeholder("How it is known now").fill("On the lobby's film")
    row.get_by_role("button", name="Settle").click()
    expect(row).to_have_count(0)
    guard.context.close()


def test_two_wardens_mark_one_roll_on_their_phones(desk: Desk, browser: Browser, url: str) -> None:
    let_in(desk)
    guard, manager = opened(browser, phone=True), opened(browser, phone=True)
    sign_in(guard, url, "wang.fang")
    guard.goto(url + "/muster/rolls")
    guard.get_by_label("Drill").check()
    guard.get_by_role("button", name="Call the roll").click()
    missing = guard.locator(".roll-missing strong")
    expect(missing).to_have_text("1")
    sign_in(manager, url, "chen.wei")
    manager.goto(guard.url)
    manager.wait_for_selector("#stream[data-state=live]")
    manager.get_by_role("button", name="Seen: Marta Kowalska").click()
    expect(missing).to_have_text("0")
    expect(guard.locator(".roll-row.is-seen")).to_contain_text("chen.wei")
    guard.get_by_role("button", name="Take back: Marta Kowalska").click()
    expect(manager.locator(".roll-missing strong")).to_have_text("1")
    place = manager.get_by_role("button", name="Not here: Marta Kowalska").bounding_box()
    assert place is not None
    for _ in range(2):  # the second tap of a hurried finger falls on what stands there now
        manager.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(manager.locator(".roll-row.is-not_here")).to_have_count(1)
    expect(manager.get_by_role("button", name="Not here: Marta Kowalska")).to_be_disabled()
    expect(manager.get_by_role("button", name="Take back: Marta Kowalska")).to_be_visible()
    guard.get_by_label("Name, pinyin initials or company").fill("nobody")
    expect(guard.get_by_text("Nobody on the roll fits.")).to_be_visible()
    guard.context.close()
    manager.context.close()
