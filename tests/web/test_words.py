"""Both languages whole: no text of a page without its Chinese, no code without its words."""

import re
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gate.domain.alarm_kinds import KINDS
from gate.domain.commands import Command
from gate.domain.events import Event
from gate.domain.text import Text
from tests.web.desk import Desk
from web.stream import REGIONS
from web.words import causes, events, states
from web.words.reasons import REASONS, reason

WEB = Path(__file__).parents[2] / "web"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}
HAN = re.compile(r"[\u4e00-\u9fff]")


def _key(text: str | list[str] | tuple[str, ...]) -> str:
    """The text itself, or its singular."""
    return text if isinstance(text, str) else text[0]


def texts_of_pages() -> set[str]:
    """Every text that pages say by themselves."""
    found = extract_from_dir(str(WEB), METHODS, {}, KEYWORDS, strip_comment_tags=False)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def test_every_text_has_its_chinese() -> None:
    with (WEB / "translations/zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file)
    known = {_key(message.id): message for message in catalogue if message.id}
    texts = texts_of_pages()
    assert len(texts) > 250, "the texts are found at all"
    assert not texts - known.keys(), "without Chinese"
    assert not known.keys() - texts, "that no page says any more"
    for text, message in known.items():
        said = _key(message.string or "")
        assert said, text
        assert not message.fuzzy, text
        assert set(re.findall(r"%\(\w+\)s", said)) == set(re.findall(r"%\(\w+\)s", text)), text
        assert not list(message.check(catalogue)), text


def test_every_code_has_words_in_both_languages() -> None:
    tables = [getattr(states, name) for name in dir(states) if name.isupper()]
    tables += [events.EVENTS, events.COMMANDS, events.OUTCOMES, events.REFUSALS, causes.CAUSES, REASONS]
    for table in tables:
        for code, entry in table.items():
            text = entry if isinstance(entry, Text) else entry.text
            assert text.en, code
            assert text.zh, code
            assert HAN.search(text.zh), code


def test_every_event_and_command_has_a_name() -> None:
    assert {kind.__name__ for kind in get_args(Event)} == events.EVENTS.keys()
    assert {kind.__name__ for kind in get_args(Command)} - {"RecordRefusal"} == events.COMMANDS.keys()
    assert REGIONS.keys() - events.EVENTS.keys() == {"Health"}


def test_every_kind_of_alarm_says_what_to_do_in_both_languages() -> None:
    for kind in KINDS.values():
        for text in (
            kind.name,
            kind.cause,
            kind.consequence,
            kind.first_action,
            *(code.name for code in kind.codes),
        ):
            assert text.zh
            assert HAN.search(text.zh), kind.id


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("prerequisite_missing:training:secrecy", "Missing: secrecy training", "缺少：保密培训"),
        ("factor_missing:pin", "Also needed: PIN", "还需要：密码"),
        ("never_heard_of", "never_heard_of", "never_heard_of"),
    ],
)
def test_reasons_with_parameters(code: str, en: str, zh: str) -> None:
    assert (reason(code, "en"), reason(code, "zh")) == (en, zh)


def test_a_page_speaks_the_browsers_language_and_the_chosen_one(desk: Desk) -> None:
    browser = desk.browser("wang.fang", "zh-CN,zh;q=0.9,en;q=0.5")
    assert "正门" in browser.get("/live").text
    browser.post("/preferences", language="en")
    page = browser.get("/live").text
    assert "Front door" in page
    assert 'lang="en"' in page
    browser.post("/logout")
    assert 'lang="en"' in desk.browser("wang.fang", "zh-CN").get("/live").text, (
        "it is remembered with the operator"
    )


def test_times_are_the_sites(desk: Desk) -> None:
    page = desk.browser("wang.fang").get("/live").text
    assert "09:00:00" in page  # 01:00 UTC in Shanghai
