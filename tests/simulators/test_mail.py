"""The simulated mail server: what a real client sends is kept as it came, and told."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

from gate.domain.person import Person, PersonKind
from gate.notify.settings import read_settings
from gate.roots.demo_mail import address_of, labels, lay_mail
from gate.roots.folders import DataFolder
from simulators.mail import MailServer
from tests.support.children import free_port


def test_a_mail_is_kept_and_told(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    server = MailServer(tmp_path / "mail", free_port(), lambda to, subject: told.append((to, subject)))
    server.start()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "gate@hq.example", "chen.wei@hq.example", "孙强已到前台"
    mail.set_content("请答复")
    try:
        with smtplib.SMTP("127.0.0.1", server.port) as client:
            client.send_message(mail)
    finally:
        server.stop()
    assert told == [("chen.wei@hq.example", "孙强已到前台")]
    [kept] = (tmp_path / "mail").iterdir()
    assert kept.name == "0001-chen.wei@hq.example.eml"
    assert b"gate@hq.example" in kept.read_bytes()


def test_the_demos_settings_are_read_as_written(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    chen = Person(id="p1", name="Chen Wei", kind=PersonKind.EMPLOYEE)
    zhang = Person(id="p2", name="张伟", kind=PersonKind.EMPLOYEE)
    lay_mail(folder, [chen, zhang], 2525, "http://127.0.0.1:8080")
    settings = read_settings(folder.notify_settings, {})
    assert settings.console == "http://127.0.0.1:8080"
    assert settings.printer == f"folder:{labels(folder)}"
    assert (address_of(chen), address_of(zhang)) == ("chen.wei@hq.example", "p2@hq.example")
