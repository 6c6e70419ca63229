"""Alarms taken and closed, pictures, and a door unlocked from the console."""

import hashlib

from gate.domain.alarm import Alarm
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import CameraSaw, DoorCommandAnswered
from tests.web.desk import Desk


def forced(desk: Desk) -> Alarm:
    """An alarm of a door that was forced."""
    desk.engine.act(lambda rig: rig.door("front-door", Contact.OPEN))
    return next(each for each in desk.rig.facts.alarms.values() if each.kind == "forced_open")


def test_an_alarm_says_what_to_do(desk: Desk) -> None:
    alarm = forced(desk)
    page = desk.browser("wang.fang").get(f"/alarms/{alarm.id}").text
    assert "Look at the camera, send a guard, close the door." in page
    assert "Somebody may be inside without leave." in page


def test_acknowledge_then_close_when_it_is_over(desk: Desk) -> None:
    alarm, browser = forced(desk), desk.browser("wang.fang")
    browser.post(f"/alarms/{alarm.id}/acknowledge", revision=alarm.revision, note="on my way")
    assert desk.rig.facts.alarms[alarm.id].acknowledged_by == "wang.fang"
    early = browser.post(f"/alarms/{alarm.id}/close", code="resolved", note="closed it")
    assert early.status_code == 409
    assert "its cause is not over yet" in early.text
    desk.engine.act(lambda rig: rig.door("front-door", Contact.CLOSED))
    assert browser.post(f"/alarms/{alarm.id}/close", code="resolved", note="closed it").status_code == 302
    assert alarm.id not in desk.rig.facts.alarms
    assert "closed it" in browser.get(f"/alarms/{alarm.id}").text


def test_an_occurrence_that_was_not_seen_is_not_acknowledged(desk: Desk) -> None:
    alarm, browser = forced(desk), desk.browser("wang.fang")
    desk.engine.act(lambda rig: rig.door("front-door", Contact.CLOSED))
    desk.engine.act(lambda rig: (rig.wait(seconds=30), rig.door("front-door", Contact.OPEN)))
    answer = browser.post(f"/alarms/{alarm.id}/acknowledge", revision=alarm.revision)
    assert answer.status_code == 409
    assert "It has happened again".lower() in answer.text.lower()
    assert not desk.rig.facts.alarms[alarm.id].acknowledged


def test_acknowledging_from_the_queue_stays_on_the_page(desk: Desk) -> None:
    alarm, browser = forced(desk), desk.browser("wang.fang")
    answer = browser.post(
        f"/alarms/{alarm.id}/acknowledge", revision=1, back="yes", referer="http://localhost/visits?x=1"
    )
    assert answer.headers["Location"] == "/visits?x=1"


def test_closing_needs_code_and_note(desk: Desk) -> None:
    alarm = forced(desk)
    answer = desk.browser("wang.fang").post(f"/alarms/{alarm.id}/close", code="resolved")
    assert answer.status_code == 400
    assert "Closing needs a code and a note." in answer.text


def test_a_picture_is_shown_to_those_who_may_and_only_unchanged(desk: Desk) -> None:
    picture = b"\xff\xd8 a picture"
    sha = hashlib.sha256(picture).hexdigest()
    path = desk.console.evidence / f"{sha}.jpg"
    path.write_bytes(picture)
    desk.engine.event(CameraSaw(camera="cam-lab", rule="tamper", kind="covered", still=sha))
    guard = desk.browser("wang.fang")
    answer = guard.get(f"/evidence/{sha}")
    assert (answer.data, answer.mimetype) == (picture, "image/jpeg")
    assert desk.browser("liu.yang").get(f"/evidence/{sha}").status_code == 403
    path.write_bytes(b"another")
    assert guard.get(f"/evidence/{sha}").status_code == 410
    assert guard.get("/evidence/" + "0" * 64).status_code == 404


def test_a_door_is_unlocked_with_a_reason_and_its_answer_is_shown(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    assert browser.post("/doors/lab-door/unlock", reason=" ").status_code == 400
    answer = browser.post("/doors/lab-door/unlock", reason="delivery")
    assert answer.status_code == 302
    assert desk.rig.state("lab-door") is DoorState.RELEASED
    now = answer.headers["Location"].replace("/doors/lab-door?", "/doors/lab-door/now?")
    assert "Waiting for the door" in browser.get(now).text
    desk.engine.event(
        DoorCommandAnswered(command="r", portal="lab-door", outcome="offline", detail="no reply")
    )
    shown = browser.get(now).text
    assert "The device does not answer" in shown
    assert "no reply" in shown


def test_a_door_of_which_nothing_was_heard_is_unknown_not_secure(desk: Desk) -> None:
    from sqlalchemy import text

    with desk.rig.store.work() as work:
        work._connection.execute(text("DELETE FROM portals WHERE portal = 'bike-door'"))
    page = desk.browser("wang.fang").get("/doors/bike-door").text
    assert "Unknown" in page


def test_what_is_not_there_is_404(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    for path in ("/doors/none", "/alarms/none", "/visits/none", "/people/none", "/departures/none", "/none"):
        assert browser.get(path).status_code == 404
