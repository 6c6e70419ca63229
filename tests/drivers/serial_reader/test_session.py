"""The conversation with a polled reader: every deadline just before, at, and just after."""

from itertools import pairwise

import pytest

from drivers.serial_reader.dialogue import Ask, Dialogue
from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame
from drivers.serial_reader.session import Session

HELLO, TAG, NOTHING, BUSY = (
    ReplyFrame(name="hello"),
    NumberFrame(number="66CF4DC2"),
    ReplyFrame(name="nothing"),
    ReplyFrame(name="ack"),
)


def session() -> Session:
    def named(*names: str) -> Ask:
        def answered(frame: Frame) -> bool:
            return isinstance(frame, NumberFrame) or (isinstance(frame, ReplyFrame) and frame.name in names)

        return Ask(send=names[0].encode(), answered=answered)

    dialogue = Dialogue(setup=(named("hello"),), poll=named("nothing"), give_up=b"stop")
    return Session(dialogue, poll=0.1, reply=0.3, misses=3)


def online() -> Session:
    """Set up at 0, first poll answered at 0.01: the next is due at 0.11."""
    talk = session()
    assert talk.tick(0.0) == b"hello"
    talk.heard(HELLO, 0.01)
    before = talk.online
    assert before is None
    assert talk.tick(0.01) == b"nothing"
    talk.heard(NOTHING, 0.01)
    after = talk.online
    assert after is True
    return talk


@pytest.mark.parametrize(("now", "sent"), [(0.1099, b""), (0.11, b"nothing"), (0.12, b"nothing")])
def test_the_next_poll(now: float, sent: bytes) -> None:
    talk = online()
    assert talk.due == pytest.approx(0.11)
    assert talk.tick(now) == sent


@pytest.mark.parametrize(("now", "misses"), [(0.4099, 0), (0.4101, 1), (0.5, 1)])
def test_an_answer_is_given_up(now: float, misses: int) -> None:
    talk = online()
    talk.tick(0.11)
    assert talk.tick(now) == b""
    assert talk._misses == misses
    assert talk.online is True


def test_offline_after_three_misses_and_set_up_anew() -> None:
    talk = online()
    now, asked = 0.11, 0
    while talk.online:
        now = max(now, talk.due)
        asked += talk.tick(now) != b""
    assert asked == 3
    assert now == pytest.approx(0.11 + 3 * 0.3)
    assert talk.why == "no answer within 0.3 s"
    assert talk.tick(talk.due) == b"hello"


def test_a_silent_reader_is_asked_twice_a_second_and_works_at_once() -> None:
    talk = session()
    now, sent = 0.0, []
    while now < 10:
        if talk.tick(now):
            sent.append(now)
        now = max(now + 0.001, talk.due)
    assert talk.online is False
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert max(gaps) <= 0.5
    while not talk.tick(talk.due):
        continue
    talk.heard(HELLO, now)
    talk.tick(now)
    talk.heard(TAG, now)
    came = talk.online
    assert came is True


def test_a_sign_of_life_without_an_answer_is_no_miss() -> None:
    talk = online()
    talk.tick(0.11)
    talk.heard(BUSY, 0.12)
    assert talk.tick(0.42) == b"stop"
    assert talk.tick(0.42) == b"nothing"
    assert talk.online is True
    assert talk._misses == 0


def test_noise_is_no_sign_of_life() -> None:
    talk = online()
    for _ in range(3):
        talk.tick(talk.due)
        talk.heard(BadFrame(why="noise"), talk.due)
        talk.tick(talk.due)
    assert talk.online is False


def test_an_answer_to_nothing_is_passed_over() -> None:
    talk = online()
    talk.heard(NOTHING, 0.05)
    assert talk.due == pytest.approx(0.11)


def test_a_setup_that_is_only_acknowledged_is_asked_again() -> None:
    talk = session()
    talk.tick(0.0)
    talk.heard(BUSY, 0.01)
    assert talk.tick(0.31) == b""
    assert talk.online is False
    assert talk.tick(talk.due) == b"hello"
