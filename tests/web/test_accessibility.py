"""WCAG 2.2 AA as far as a machine can tell: axe-core finds nothing on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web import axe, screenshots
from tests.web.desk import PASSWORD, Desk
from tests.web.serving import served

pytestmark = pytest.mark.browser

TOKEN = re.compile('name="csrf_token" value="([^"]+)"')
SWAP = """async (path) => {
  const fresh = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html").documentElement;
  for (const name of ["lang", "data-bs-theme"]) document.documentElement.setAttribute(name, fresh.getAttribute(name));
  document.title = fresh.querySelector("title").textContent;
  document.body.replaceWith(document.adoptNode(fresh.querySelector("body")));
  return document.documentElement.lang;
}"""
"""Another page in the place of this one, as the server makes it."""


@pytest.fixture(scope="module")
def morning() -> Iterator[tuple[Desk, str]]:
    with screenshots.prepared() as desk, served(desk.app) as url:
        yield desk, url


@pytest.mark.timeout(300)  # forty pages: a crowded machine takes minutes
@pytest.mark.parametrize(("language", "theme", "turn"), [("en", "day", 0), ("zh", "night", 1)])
def test_nothing_is_found_on_any_page(
    browser: Browser, morning: tuple[Desk, str], language: str, theme: str, turn: int
) -> None:
    """Every second page of an operator in each language; ``make screenshots`` looks at all in both."""
    desk, url = morning
    pages = screenshots.pages(desk)
    page = first_page(browser, url, language)
    found: dict[str, list[str]] = {}
    for name in sorted({who for who, _ in pages.values()}):
        sign_in(page, url, name, theme)
        own = [(picture, path) for picture, (who, path) in pages.items() if who == name]
        for picture, path in own[turn::2]:
            shown = page.evaluate(SWAP, path)
            assert shown == ("zh-Hans-CN" if language == "zh" else "en"), picture
            found[picture] = axe.findings(page)
    page.context.close()
    assert len(found) >= len(pages) // 2 - 4
    assert {picture: each for picture, each in found.items() if each} == {}


def first_page(browser: Browser, url: str, language: str) -> Page:
    """The page to sign in, into which the others are put: their styles and axe are there already."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768},
        locale="zh-CN" if language == "zh" else "en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(url + "/login")
    assert axe.findings(page) == []
    return page


def sign_in(page: Page, url: str, name: str, theme: str) -> None:
    """Another operator from now on, with that theme."""
    asked = page.context.request
    page.context.clear_cookies()
    for path, form in (("/login", {"name": name, "password": PASSWORD}), ("/preferences", {"theme": theme})):
        token = TOKEN.search(asked.get(url + "/login").text())
        assert token is not None
        answer = asked.post(url + path, form={**form, "csrf_token": token[1]})
        assert answer.ok, (path, answer.status)
