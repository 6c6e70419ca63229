"""Real other sides: a web server that takes a hook, and a mail server."""

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from gate.notify.composing import Message
from gate.notify.sending import AppriseSender, NotSent, mail_to

MESSAGE = Message(
    subject="孙强已到前台，正在等候您", body="时间：10:00\n请答复：https://gate.example.net/h/abc"
)


class Inbox:
    """What the mail server took. ``full``: it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.full = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        del server, session
        if self.full:
            return "452 4.2.2 mailbox full"
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=_free_port())
    server.start()
    address = f"mailto://127.0.0.1:{server.port}?from=gate@example.net&mode=insecure&smtp=127.0.0.1"
    yield inbox, address
    server.stop()


@pytest.fixture
def hook() -> Iterator[tuple[list[Any], str]]:
    """Bodies that came, and the hook's address; it answers 500 to a title that says so."""
    came: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            came.append(body)
            self.send_response(500 if body["title"] == "break" else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield came, f"json://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def test_a_mail_with_a_calendar(mail: tuple[Inbox, str]) -> None:
    inbox, address = mail
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    sent = Message(subject=MESSAGE.subject, body=MESSAGE.body, calendar=calendar)
    AppriseSender(timeout_s=5).send(mail_to(address, "li.na+desk@example.net"), sent)
    [(to, taken)] = inbox.mails
    assert (to, taken["Subject"]) == (["li.na+desk@example.net"], MESSAGE.subject)
    body = taken.get_body(("plain", "html"))
    assert body is not None
    assert "https://gate.example.net/h/abc" in body.get_content()
    [attached] = taken.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "visit.ics")
    content = attached.get_content()
    assert "BEGIN:VCALENDAR" in (content if isinstance(content, str) else content.decode())


def test_a_hook(hook: tuple[list[Any], str]) -> None:
    came, address = hook
    AppriseSender(timeout_s=5).send(address, MESSAGE)
    assert (came[0]["title"], came[0]["message"]) == (MESSAGE.subject, MESSAGE.body)


def test_what_does_not_get_out_says_so_without_the_address(
    hook: tuple[list[Any], str], mail: tuple[Inbox, str]
) -> None:
    sender, secret = AppriseSender(timeout_s=2), "s3cret-token"
    inbox, address = mail
    inbox.full = True
    gone = f"json://user:{secret}@127.0.0.1:{_free_port()}/hook"
    refused = mail_to(address, "li@example.net")
    for target, title in (
        (f"{hook[1]}/{secret}", "break"),
        (gone, "x"),
        (refused, "x"),
        (f"nonsense://{secret}", "x"),
    ):
        with pytest.raises(NotSent) as told:
            sender.send(target, Message(subject=title, body="b"))
        assert secret not in str(told.value)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
