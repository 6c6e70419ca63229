"""Settings, contacts, links: what is taken and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from gate.notify import contacts, links
from gate.notify.book import NotifyBook
from gate.notify.contacts import ContactInvalid
from gate.notify.links import Link, Purpose
from gate.notify.settings import SettingsInvalid, read_settings
from tests.service.rig import MORNING


@pytest.fixture
def book(tmp_path: Path) -> NotifyBook:
    return NotifyBook(tmp_path / "notify.db")


def test_a_link_is_over_at_its_time_and_is_kept_as_a_hash(book: NotifyBook, tmp_path: Path) -> None:
    until = MORNING + timedelta(hours=1)
    token = links.mint(book, Link(visit="w1", purpose=Purpose.VISITOR, person="", until=until))
    found = [
        links.find(book, token, Purpose.VISITOR, until + timedelta(milliseconds=ms)) is not None
        for ms in (-1, 0, 1)
    ]
    assert found == [True, False, False]
    assert links.find(book, token[:-1] + "!", Purpose.VISITOR, MORNING) is None
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in kept
    assert (tmp_path / "notify.db").stat().st_mode & 0o777 == 0o600
    links.withdraw(book, "w1", Purpose.VISITOR)
    assert links.find(book, token, Purpose.VISITOR, MORNING) is None


def test_links_that_are_over_are_forgotten(book: NotifyBook) -> None:
    for hours in (1, 2):
        until = MORNING + timedelta(hours=hours)
        links.mint(book, Link(visit="w1", purpose=Purpose.HOST, person="p1", until=until))
    assert links.forget_over(book, MORNING + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mail = 1\n", "console: expected https"),
        ('console = "ftp://x"\n', "console: expected https"),
        ('console = "https://g"\nmali = ""\n', "got 'mali'"),
        ('console = "https://g"\nlanguage = "fr"\n', "expected en or zh; got 'fr'"),
        ('console = "https://g"\nmail = "mailtos://u:hunter2@mx"\n', "no password here"),
        ('console = "https://g"\nmail = "env:NOT_SET"\n', "the environment variable NOT_SET"),
        ('console = "https://g"\ndesk = "json://x"\n', "desk: expected a list"),
        ("console =", "expected TOML"),
    ],
)
def test_settings_that_are_refused_never_show_a_password(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "notify.toml").write_text(text)
    with pytest.raises(SettingsInvalid) as told:
        read_settings(tmp_path / "notify.toml", {})
    assert why in str(told.value)
    assert "hunter2" not in str(told.value)


def test_addresses_with_secrets_come_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("slack://T/B/token\n")
    (tmp_path / "notify.toml").write_text(
        f'console = "https://g/"\nmail = "env:SMTP"\ndesk = ["file:{tmp_path}/hook"]\nlanguage = "zh"\n'
    )
    found = read_settings(tmp_path / "notify.toml", {"SMTP": "mailtos://u:p@mx"})
    assert (found.console, found.mail, found.desk, found.language) == (
        "https://g", "mailtos://u:p@mx", ("slack://T/B/token",), "zh",
    )  # fmt: skip
    assert "token" not in repr(found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,mail\n", "row 1: expected the headings person,email,language; got name, mail"),
        ("person,email\np1,li@example\np2,no address\n", "row 3: expected a mail address; got 'no address'"),
        ("person,email\n,li@example.net\n", "row 2: expected a person's id; got nothing"),
        (
            "person,email,language\np1,li@example.net,fr\n",
            "row 2: expected a language among en, zh; got 'fr'",
        ),
    ],
)
def test_contacts_that_do_not_fit(text: str, why: str) -> None:
    with pytest.raises(ContactInvalid, match=".*") as told:
        contacts.read_csv(text)
    assert str(told.value) == why


def test_contacts_are_replaced(book: NotifyBook) -> None:
    rows = contacts.read_csv("person,email,language\np1,li@example.net,zh\np2,wang@example.net,\n")
    assert contacts.put(book, rows) == 2
    contacts.put(book, [contacts.contact("p1", "na@example.net", "en")])
    found = contacts.find(book, "p1")
    assert found is not None
    assert (found.email, found.language, contacts.find(book, "p3")) == ("na@example.net", "en", None)
