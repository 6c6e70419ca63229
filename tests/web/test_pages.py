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
@pytest.mark.parametrize("path", PAGES)
def test_a_guards_pages_are_there(desk: Desk, path: str, language: str) -> None:
    answer = desk.browser("wang.fang", language).get(path)
    assert answer.status_code == 200, answer.text
