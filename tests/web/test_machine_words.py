"""What a device, a camera, an agent and a door say of themselves, on the pages in both languages."""

import pytest

from gate.domain.events import (
    DeviceHealthChanged,
    DoorCommandAnswered,
    EventsDropped,
    ModeChanged,
    WireFaulted,
)
from gate.domain.seal_events import HeadRefused
from gate.notify import prints
from tests.web.desk import Desk
from tests.web.steps import guard
from tests.web.test_desk import registered

CHINESE = "zh-CN,zh;q=0.9"


def happened(desk: Desk) -> None:
    """A reader is silent, a wire garbles, an agent decides alone and loses events, a camera is away."""
    for event in (
        DeviceHealthChanged(device="rdr-archive-in", online=False, why="no good reply for 8 s"),
        WireFaulted(device="rdr-lab-in", count=3, why="expected check 11, came 22 in 33… (and 2 more since)"),
        ModeChanged(mode="alone", why="no answer within 0.3 s"),
        EventsDropped(count=2, why="the agent's spool was full"),
        HeadRefused(size=8, kept=9, why="the record became shorter"),
        DeviceHealthChanged(device="cam-lab", online=False, why="the stream ended or stalled"),
    ):
        desk.engine.event(event)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            CHINESE,
            (
                "8 秒内没有有效应答",
                "校验码应为 11，33… 中为 22（此后又有 2 次）",
                "0.3 秒内无应答",
                "代理的事件缓存已满",
                "视频流已结束或停滞",
                "记录被拒认：记录头为 8 条，已知 9 条",
                "记录变短了",
            ),
        ),
        (
            "en",
            (
                "no good reply for 8 s",
                "expected check 11, came 22 in 33… (and 2 more since)",
                "no answer within 0.3 s",
                "the agent&#39;s spool was full",
                "the stream ended or stalled",
                "a head of 8 events, 9 are known",
                "the record became shorter",
            ),
        ),
    ],
)
def test_the_log_says_reasons_in_the_language_of_the_page(
    desk: Desk, language: str, said: tuple[str, ...]
) -> None:
    happened(desk)
    log = desk.browser("qian.hui", language).get("/audit").text
    assert [each for each in said if each not in log] == []


def test_lists_alarms_and_cameras_say_them_too(desk: Desk) -> None:
    happened(desk)
    browser = desk.browser("wang.fang", CHINESE)
    for path, said in (
        ("/live", ("8 秒内没有有效应答", "0.3 秒内无应答")),
        ("/alarms", ("8 秒内没有有效应答",)),
        ("/cameras/cam-lab", ("视频流已结束或停滞",)),
    ):
        page = browser.get(path).text
        assert [each for each in said if each not in page] == [], path


def test_a_doors_answer_is_said_so(desk: Desk) -> None:
    browser = desk.browser("wang.fang", CHINESE)
    sent = browser.post("/doors/lab-door/unlock", reason="送货").headers["Location"]
    desk.engine.event(
        DoorCommandAnswered(command="r", portal="lab-door", outcome="late", detail="sent 6 s ago")
    )
    assert "6 秒前发出" in browser.get(sent.replace("/doors/lab-door?", "/doors/lab-door/now?")).text


def test_a_printers_refusal_is_said_so(desk: Desk) -> None:
    browser, told = guard(desk), desk.console.told
    browser.post(f"{registered(browser)}/label/print")
    prints.failed(told, prints.listed(told)[0], desk.rig.clock.now(), "lp did not answer within 20 s")
    assert "lp did not answer within 20 s" in browser.get("/prints").text
    assert "lp 在 20 秒内无应答" in guard(desk, "zh-CN").get("/prints").text
