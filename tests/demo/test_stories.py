"""The four stories of README, by hand, in a browser, on the whole running demo: real wires, real processes.

One demo serves all stories, in their order: they are one morning at one desk.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gate.roots.demo import PASSWORD
from gate.up import die_with_parent
from tests.support.browser import running_browser
from tests.support.children import free_port

UP_S = 120
SHOWS_MS = 20_000
"""How long a page may take to show what happened on the wires, on a busy machine."""

pytestmark = [pytest.mark.timeout(UP_S + 120), pytest.mark.browser]


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: its console, and the hands that the command line has."""

    url: str
    data: Path

    def gate(self, *words: str, typed: str = "") -> str:
        """Run a command on the demo; what it said."""
        argv = [sys.executable, "-m", "gate.cli", *words, "--data", str(self.data)]
        done = subprocess.run(argv, input=typed, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data, port = tmp_path_factory.mktemp("demo") / "data", free_port()
    argv = [sys.executable, "-m", "gate.cli", "demo", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(
        argv,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - a killed test run must not leave a site running
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "Ctrl-C ends all" not in said:
                line = process.stdout.readline()
                assert line, f"the demo ended: {said}"
                said += line
            yield Demo(f"http://127.0.0.1:{port}", data)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()  # its children end with it
                raise


@pytest.fixture(scope="module")
def running(chromium: Path) -> Iterator[Browser]:
    with running_browser(chromium) as browser:
        yield browser


@pytest.fixture
def browser(running: Browser) -> Iterator[Browser]:
    """Everybody goes home after each story: a page that nobody looks at costs as much as one that is looked at."""
    yield running
    for context in running.contexts:
        context.close()


def signed_in(browser: Browser, demo: Demo, name: str, locale: str = "en-GB") -> Page:
    """A page of an operator who has just signed in."""
    page = browser.new_context(locale=locale, viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(SHOWS_MS)
    expect.set_options(timeout=SHOWS_MS)
    page.goto(demo.url)
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("form button.btn-primary").click()
    expect(page.locator("header")).to_contain_text(name)
    return page


def test_a_guard_checks_a_visitor_in_and_her_badge_opens_the_front_door(demo: Demo, browser: Browser) -> None:
    page = signed_in(browser, demo, "wang.fang")
    page.goto(f"{demo.url}/visits/new")
    page.get_by_label("Name, as in the document").fill("Ana Souza")
    page.get_by_text("Everything else").click()
    page.get_by_label("Company").fill("Souza Instruments")
    page.get_by_label("Document", exact=True).select_option(index=1)
    page.get_by_label("Document number").fill("FZ123456")
    page.get_by_label("Host", exact=True).press_sequentially("cw")
    page.locator("#host-found").get_by_text("Chen Wei").click()
    page.get_by_label(re.compile("^Lobby")).check()
    page.get_by_label(re.compile("^Office")).check()
    page.get_by_role("button", name="Register and go on to check-in").click()
    page.locator("input[name=identity]").check()
    page.locator("input[name=agreement]").check()
    page.get_by_label("Deposited at the desk").check()
    page.get_by_label("Pool badge").fill("H10301:200:31")
    page.get_by_role("button", name="Check in and hand out the badge").click()
    expect(page.get_by_role("button", name="Check out")).to_be_visible()
    assert "FZ123456" not in page.content()

    page.goto(f"{demo.url}/live")
    demo.gate("present", "H10301:200:31", "rdr-front-in")
    expect(page.locator("#feed")).to_contain_text("Ana Souza: granted")
    assert any("Ana Souza" in subject for subject in mails_to(demo, "chen.wei@hq.example"))


def mails_to(demo: Demo, address: str) -> list[str]:
    """Subjects of the mails that the simulated mail server took for somebody, once there is one."""
    deadline = time.monotonic() + SHOWS_MS / 1000
    while not (found := sorted((demo.data / "sim" / "mail").glob(f"*-{address}.eml"))):
        assert time.monotonic() < deadline, "no mail came"
        time.sleep(0.1)
    return [str(message_from_bytes(each.read_bytes(), policy=policy.default)["Subject"]) for each in found]


def test_a_reader_denies_with_every_reason_in_both_languages(demo: Demo, browser: Browser) -> None:
    english, chinese = signed_in(browser, demo, "wang.fang"), signed_in(browser, demo, "wang.fang", "zh-CN")
    demo.gate("present", "p1004", "rdr-lab-in")
    expect(english.locator("#feed")).to_contain_text("Zhang Min: denied")
    expect(english.locator("#feed")).to_contain_text("Nothing allows this person into the zone")
    expect(chinese.locator("#feed")).to_contain_text("张敏")
    expect(chinese.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    stuck = subprocess.run(
        [sys.executable, "-m", "gate.cli", "door", "lab-door", "open", "--data", str(demo.data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (stuck.returncode, stuck.stderr.strip()) == (2, "gate door: lab-door is locked: it does not move")


def test_a_camera_raises_an_alarm_and_the_guard_takes_it(demo: Demo, browser: Browser) -> None:
    page = signed_in(browser, demo, "wang.fang")
    demo.gate("camera", "play", "cam-lab", "cover")
    alarm = page.locator("li.alarm").filter(has_text="Camera covered or moved")
    expect(alarm).to_be_visible()
    alarm.get_by_role("button", name="Acknowledge").click()
    expect(alarm.get_by_role("button", name="Acknowledge")).to_have_count(0)


def test_a_departing_employees_badge_dies_everywhere(demo: Demo, browser: Browser) -> None:
    page = signed_in(browser, demo, "liu.yang")
    page.goto(f"{demo.url}/people/p1006/leave")
    page.get_by_label("Reason").fill("resigned")
    page.locator("input[name=sure]").check()
    page.get_by_role("button", name="Revoke everything now").click()
    expect(page.locator("#answers")).to_contain_text("Proved.")
    expect(page.locator("#answer-cabinet-1")).to_contain_text("sworn at")

    guard = signed_in(browser, demo, "wang.fang")
    demo.gate("present", "p1006", "rdr-front-in")
    expect(guard.locator("#feed")).to_contain_text("Zhao Lei: denied")
    expect(guard.locator("li.alarm").filter(has_text="Revoked badge used")).to_be_visible()


def test_a_role_without_the_right_is_refused_and_that_is_recorded(demo: Demo, browser: Browser) -> None:
    page = signed_in(browser, demo, "wang.fang")
    answer = page.goto(f"{demo.url}/people/p1004/leave")
    assert answer is not None
    assert answer.status == 403
    auditor = signed_in(browser, demo, "auditor")
    deadline = time.monotonic() + SHOWS_MS / 1000
    while "RecordRefusal" not in auditor.content() and "refused" not in auditor.content().lower():
        assert time.monotonic() < deadline
        auditor.goto(f"{demo.url}/audit")


def test_a_door_is_walked_and_signed_and_the_guard_sees_it(demo: Demo, browser: Browser) -> None:
    argv = [sys.executable, "-m", "gate.cli", "walktest", "cabinet-1", "--data", str(demo.data), "--json"]
    people = ["--by", "zhao.lei", "--at-door", "sun.li", "--door", "bike-door", "--patience", "30"]
    with subprocess.Popen([*argv, *people], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as walk:
        assert walk.stdin is not None
        assert walk.stdout is not None

        def typed(words: str) -> str:
            assert walk.stdin is not None
            walk.stdin.write(words + "\n")
            walk.stdin.flush()
            return words

        answers: dict[str, Callable[[], str]] = {
            "Hold a card": lambda: demo.gate("present", "EM4100:62E3086CED", "rdr-bike-in"),
            "Open": lambda: demo.gate("door", "bike-door", "open"),
            "Close": lambda: demo.gate("door", "bike-door", "close"),
            "Who signs": lambda: typed("wang.fang"),
        }
        said = []
        for line in walk.stdout:
            said.append(json.loads(line))
            for start, answer in answers.items():
                if said[-1].get("do", "").startswith(start):
                    answer()
            if said[-1].get("point") == "lock bike-door" and "number" in said[-1]:
                typed("s its key is not here yet")
    results = {each["point"]: each["result"] for each in said if "result" in each}
    assert results == {
        "reader rdr-bike-in": "passed",
        "contact bike-door": "passed",
        "lock bike-door": "skipped",
    }
    assert said[-1]["signed"] is True
    assert said[-1]["not_passed"] == ["lock bike-door"]
    assert "its key is not here yet" in Path(said[-1]["report"]).read_text()
    page = signed_in(browser, demo, "wang.fang", "zh-CN")
    expect(page.locator("#feed")).to_contain_text("cabinet-1 现场走查")
