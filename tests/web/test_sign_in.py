"""Signing in: wrong passwords, lock-out, tokens, limits, and the end of a session."""

import sqlite3
from contextlib import closing

import pytest

from gate.domain.commands import RecordRefusal
from gate.domain.rights import Role
from tests.web.desk import PASSWORD, Desk
from web.auth import operators, throttle
from web.auth.limits import limiter
from web.auth.passwords import PasswordUnfit


def recorded(desk: Desk) -> list[tuple[str, str]]:
    """(what, subject) of the refusals that the engine recorded."""
    desk.console.refusals.send_waiting()
    return [(each.what, each.subject) for each, _ in desk.engine.commands if isinstance(each, RecordRefusal)]


def test_name_and_password_open_a_session(desk: Desk) -> None:
    answer = desk.browser().post("/login", name=" Wang.Fang ", password=PASSWORD)
    assert answer.status_code == 302
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("gate="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize("name", ["wang.fang", "nobody"])
def test_a_wrong_password_is_refused_and_recorded(desk: Desk, name: str) -> None:
    answer = desk.browser().post("/login", name=name, password="guess")
    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text
    assert "guess" not in answer.text
    assert recorded(desk) == [("wrong_password", name)]


@pytest.mark.parametrize("name", ["wang.fang", "nobody"])
def test_five_wrong_passwords_lock_a_name_that_exists_and_one_that_does_not(desk: Desk, name: str) -> None:
    browser = desk.browser()
    answers = [browser.post("/login", name=name, password=f"guess {n}").status_code for n in range(5)]
    assert answers == [401, 401, 401, 401, 429]
    assert browser.post("/login", name=name, password=PASSWORD).status_code == 429
    assert [what for what, _ in recorded(desk)] == ["wrong_password"] * 4 + ["locked_out"] * 2


def test_a_lock_out_ends(desk: Desk) -> None:
    browser = desk.browser()
    for _ in range(throttle.TRIES):
        browser.post("/login", name="wang.fang", password="guess")
    desk.machine.forward(seconds=throttle.LOCKED_FOR.total_seconds() - 1)
    assert browser.post("/login", name="wang.fang", password=PASSWORD).status_code == 429
    desk.machine.forward(seconds=1)
    assert browser.post("/login", name="wang.fang", password=PASSWORD).status_code == 302


def test_a_form_without_its_token_is_refused_and_recorded(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    answer = browser.post("/doors/lab-door/unlock", token=False, reason="no token")
    assert answer.status_code == 400
    assert "nothing was changed" in answer.text
    assert recorded(desk) == [("csrf", "POST /doors/lab-door/unlock")]


def test_an_address_that_tries_too_often_waits(desk: Desk) -> None:
    browser = desk.browser()
    try:
        answers = [browser.post("/login", name=f"name{n}", password="x").status_code for n in range(21)]
    finally:
        limiter.reset()
    assert answers[:20] == [401] * 20
    assert answers[20] == 429
    assert [what for what, _ in recorded(desk)].count("rate_limited") == 1


def test_a_session_idles_out_by_role(desk: Desk) -> None:
    hr, guard = desk.browser("liu.yang"), desk.browser("wang.fang")
    desk.machine.forward(minutes=29, seconds=59)
    assert hr.get("/people").status_code == 200
    desk.machine.forward(minutes=30)
    assert hr.get("/people").status_code == 302
    assert guard.get("/live").status_code == 200


def test_what_a_page_fetches_by_itself_does_not_keep_a_session(desk: Desk) -> None:
    browser = desk.browser("liu.yang")
    desk.machine.forward(minutes=20)
    assert browser.get("/people/p1001/now").status_code == 200
    desk.machine.forward(minutes=10)
    assert browser.get("/people/p1001/now").status_code == 401


def test_a_session_ends_after_a_shift_however_busy(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    for _ in range(11):
        desk.machine.forward(hours=1)
        assert browser.get("/live").status_code == 200
    desk.machine.forward(hours=1)
    assert browser.get("/live").status_code == 302


def test_signing_out_ends_it_on_the_server(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    cookie = browser.http.get_cookie("gate")
    assert cookie is not None
    browser.post("/logout")
    browser.http.set_cookie("gate", cookie.value)
    assert browser.get("/live").status_code == 302


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"])
def test_nobody_is_sent_elsewhere(desk: Desk, target: str) -> None:
    answer = desk.browser().post("/login", name="wang.fang", password=PASSWORD, next=target)
    assert answer.headers["Location"] == "/"


def test_refusals_wait_for_the_engine(desk: Desk) -> None:
    desk.engine.silent = True
    desk.browser().post("/login", name="wang.fang", password="guess")
    assert not desk.console.refusals.send_waiting()
    assert desk.console.refusals.waiting() == 1
    desk.engine.silent = False
    assert desk.console.refusals.send_waiting()
    assert desk.console.refusals.waiting() == 0


def test_no_password_and_no_token_is_kept(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    browser = desk.browser("wang.fang")
    cookie = browser.http.get_cookie("gate")
    assert cookie is not None
    with desk.console.books.work() as db:
        rows = [
            str(tuple(row))
            for table in ("operators", "sessions")
            for row in db.execute(f"SELECT * FROM {table}")
        ]
    assert PASSWORD not in "".join(rows)
    assert "$argon2id$" in "".join(rows)


def test_a_new_password_ends_the_sessions(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    operators.put(desk.console.books, desk.console.passwords, "wang.fang", Role.GUARD, "another password")
    assert browser.get("/live").status_code == 302


def test_operators_are_checked(desk: Desk) -> None:
    books, passwords = desk.console.books, desk.console.passwords
    with pytest.raises(operators.OperatorInvalid, match="name"):
        operators.put(books, passwords, "Wang Fang", Role.GUARD, PASSWORD)
    with pytest.raises(operators.OperatorInvalid, match="guard"):
        operators.put(books, passwords, "root", Role.SYSTEM, PASSWORD)
    with pytest.raises(PasswordUnfit, match="8 to 256"):
        operators.put(books, passwords, "new", Role.GUARD, "seven77")


def test_the_books_are_the_consoles_alone(desk: Desk) -> None:
    path = desk.console.evidence.parent / "console.db"
    assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM operators").fetchone() == (4,)


def test_headers_allow_nothing_from_elsewhere(desk: Desk) -> None:
    answer = desk.browser().get("/login")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
