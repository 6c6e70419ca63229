"""At the desk: what a visitor signs, or refuses to."""

import io
import re

import pytest
from pypdf import PdfReader

from tests.web.desk import Desk
from tests.web.steps import guard, publish, sign, step
from tests.web.test_desk import CHECK_IN, registered


@pytest.mark.regime("D2")
def test_the_agreement_is_shown_whole_signed_and_frozen_as_a_paper(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 409, "paper is not enough any more"
    assert "All of it." in browser.get(f"{path}/agreement").text
    assert sign(desk, browser, path, "zh", typed_name="Łucja Żółć 陈丽").status_code == 302
    paper = browser.get(f"{path}/agreement.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
    assert "本人承诺保守所知悉的一切秘密。" in text
    assert "Łucja Żółć 陈丽" in text
    assert desk.rig.facts.desk.texts["zh"].sha256 in text.replace("\n", "")
    assert browser.get(f"{path}/agreement.pdf").data == paper.data, "the same paper each time"
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302


def test_a_new_version_asks_again_and_an_old_page_is_not_signed(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    old = browser.get(f"{path}/agreement").text
    publish(desk, "Something else.")
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', old))
    answer = step(desk, browser, path, "agreement", typed_name="Marta", **hidden)
    assert answer.status_code == 409
    assert sign(desk, browser, path, typed_name="Marta").status_code == 302
    publish(desk, "And again.")
    assert "There is a newer text: to be signed again" in browser.get(path).text


def test_a_refusal_is_recorded_and_stands_in_the_way(desk: Desk) -> None:
    publish(desk)
    browser = guard(desk)
    path = registered(browser)
    page = browser.get(f"{path}/agreement").text
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', page))
    assert step(desk, browser, path, "agreement/refuse", **hidden).status_code == 400
    assert step(desk, browser, path, "agreement/refuse", reason="will not", **hidden).status_code == 302
    assert "refused to sign" in browser.get(path).text
    assert f"{path}/check-in" not in browser.get(path).text
    text = PdfReader(io.BytesIO(browser.get(f"{path}/agreement.pdf").data)).pages[0].extract_text()
    assert "will not" in text
