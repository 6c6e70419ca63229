"""What devices, cameras and agents say is read in Chinese: every sentence their source holds, and how they nest."""

import errno
import os
import re
import sqlite3
import tomllib
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.domain.words.machines.said import LONGEST, TABLES, machine_said
from tests.words.producers import ROOT, sentences

HOLE = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
KEPT = {
    "Gate", "Modbus", "Wiegand", "erase", "gate", "http", "mixed", "multipart", "panel", "replace", "rtsp", "usb",
}  # fmt: skip
"""Names and commands, the same in both languages."""


def test_every_sentence_of_drivers_and_agents_has_its_chinese() -> None:
    found = list(sentences())
    assert len(found) > 250, "the sentences are found at all"
    english = {
        f"{each.where}: {each.text} → {said}"
        for each in found
        for said in [machine_said(each.text, "zh_Hans_CN")]
        if set(WORD.findall(said)) - KEPT or not HAN.search(said)
    }
    assert not english, "without Chinese, in whole or in part"


def required() -> list[tuple[str, str]]:
    """Name and consequence of every required setting of a profile."""
    return [
        (setting["name"], setting["why"])
        for path in sorted((ROOT / "firmware_profiles").glob("*.toml"))
        for setting in tomllib.loads(path.read_text()).get("modbus", {}).get("required_settings", [])
    ]


def test_every_required_setting_has_its_chinese() -> None:
    settings = required()
    assert len(settings) > 20
    for name, why in settings:
        for sentence in (
            f"{name} is 1 and 2, must be 0, and is not Gate's to set: {why}",
            f"{name} is 1, must be 0, and cannot be set: {why}",
            f"{name} cannot be verified (refused with exception 2 (illegal address)): {why}",
            f"a required setting had been changed: {name} was 3, set to 0",
        ):
            said = machine_said(sentence, "zh")
            assert not set(WORD.findall(said)) - KEPT, said


def test_the_holes_of_both_languages_are_the_same() -> None:
    for table in TABLES:
        for english, chinese in table.items():
            holes = HOLE.findall(english)
            assert len(holes) == len(set(holes)), english
            assert set(HOLE.findall(chinese)) <= set(holes), english


def test_no_sentence_stands_twice() -> None:
    every = [english for table in TABLES for english in table]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("no answer within 0.3 s", "0.3 秒内无应答"),
        ("line io-lobby: no answer within 2 s, 2 times", "线路 io-lobby：2 秒内无应答，共 2 次"),
        ("10.0.0.7:4001: lost (Connection reset by peer)", "10.0.0.7:4001：连接中断（连接被对方重置）"),
        (
            "expected CRC 00 11, came 22 33 (and 3 faults before it)",
            "应为 CRC 00 11，收到 22 33（此前另有 3 次故障）",
        ),
        ("half a frame: 3 bytes, then silence (and 4 more since)", "半帧：3 字节后中断（此后又有 4 次）"),
        (
            "H10301: odd parity at bit 3 is wrong; Indala26: even parity at bit 7 is wrong",
            "H10301：第 3 位奇校验错误；Indala26：第 7 位偶校验错误",
        ),
        ("expected a reply of reader 2, came one of 5", "应由读卡器 2 应答，却由地址 5 应答"),
        (
            "line osdp-1: serial:///dev/ttyUSB0: no such port",
            "线路 osdp-1：serial:///dev/ttyUSB0：没有此串口",
        ),
        (
            "does not open: rtsp://10.0.0.9/s1 (Connection refused)",
            "无法打开：rtsp://10.0.0.9/s1（连接被拒绝）",
        ),
    ],
)
def test_sentences_nest(said: str, chinese: str) -> None:
    assert machine_said(said, "zh") == chinese
    assert machine_said(said, "en") == said


@pytest.mark.parametrize(
    "number",
    [
        errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EPIPE, errno.EHOSTUNREACH, errno.ENETUNREACH,
        errno.EIO, errno.ENOENT, errno.ENODEV, errno.EACCES, errno.ENOSPC,
    ],
)  # fmt: skip
def test_the_operating_systems_reasons(number: int) -> None:
    lost = f"127.0.0.1:4001: lost ({os.strerror(number)})"
    assert not WORD.findall(machine_said(lost, "zh").replace("127.0.0.1", "")), lost
    assert not WORD.findall(machine_said(str(OSError(number, os.strerror(number))), "zh")), number


def test_the_databases_reasons(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as small:
        sqlite3.connect(tmp_path / "none" / "gate.db")
    assert machine_said(str(small.value), "zh") == "无法打开数据库文件"
    with pytest.raises(psycopg.OperationalError) as large:
        psycopg.connect("host=127.0.0.1 port=1 dbname=gate")
    said = machine_said(str(large.value).splitlines()[0], "zh")
    assert said == "连接失败：无法连接服务器 127.0.0.1 端口 1：连接被拒绝"


def test_a_cause_that_was_cut_is_known_by_its_beginning() -> None:
    why = "a watchdog that has run out keeps the relays off"
    assert machine_said(why[:29], "zh") == why[:29], "too short to be sure"
    assert machine_said(why[:30], "zh") == machine_said(why, "zh") != why


@pytest.mark.parametrize(
    "said",
    [
        "",
        "front-door",
        "rdr-front-in",
        "p-0a1b2c3d",
        "the wiring was changed by the electrician",
        "+3.1 s",
        "门坏了",
    ],
)
def test_what_no_machine_says_stays_as_it_is(said: str) -> None:
    assert machine_said(said, "zh") == said


def test_a_long_text_is_not_looked_up() -> None:
    long = "line 1: " * (LONGEST // 8) + "closed"
    assert machine_said(long, "zh") == long


@given(st.text(max_size=LONGEST + 10))
def test_any_text_is_taken(text: str) -> None:
    assert machine_said(text, "en") == text
    assert bool(machine_said(text, "zh")) == bool(text)
