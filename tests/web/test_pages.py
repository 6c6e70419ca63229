"""Every page, in both languages, for those who may see it."""

import pytest

from tests.web.desk import Desk

PAGES = (
    "/live",
    "/alarms",
    "/visits",
    "/visits/new",
    "/people?q=chen",
    "/people/p1001",
    "/doors/lab-door",
    "/search?q=lab",
    "/keys",
)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_guards_pages_are_there(desk: Desk, language: str) -> None:
    browser = desk.browser("wang.fang", language)
    assert {path: browser.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
