"""The demo's mail: where its people are told, the server that keeps it, how messages and labels leave."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gate.domain.person import Person, PersonKind
from gate.notify import contacts
from gate.notify.book import NotifyBook
from gate.notify.sending import mail_to
from gate.roots.folders import DataFolder
from simulators.mail import HOST

DOMAIN = "hq.example"  # RFC 2606, 2: nobody's


def mails(folder: DataFolder) -> Path:
    """Where the server keeps what came."""
    return folder.simulation / "mail"


def labels(folder: DataFolder) -> Path:
    """Where the label printer would be."""
    return folder.simulation / "labels"


def address_of(person: Person) -> str:
    """``chen.wei@hq.example`` for Chen Wei; by the id where the name is not made of Latin letters."""
    words = person.name.lower().split()
    plain = all(word.isascii() and word.isalpha() for word in words)
    return f"{'.'.join(words) if plain else person.id}@{DOMAIN}"


def lay_mail(folder: DataFolder, people: Iterable[Person], port: int, console_url: str) -> None:
    """Write the settings of ``gate notify``, and enter an address for each employee."""
    mail = f"mailto://{HOST}:{port}?from=gate@{DOMAIN}&mode=insecure&smtp={HOST}"
    labels(folder).mkdir(parents=True, exist_ok=True)
    folder.notify_settings.write_text(
        f'console = "{console_url}"\n'
        f'mail = "{mail}"\n'
        f'desk = ["{mail_to(mail, f"desk@{DOMAIN}")}"]\n'
        f'managers = ["{mail_to(mail, f"managers@{DOMAIN}")}"]\n'
        f'printer = "folder:{labels(folder)}"\n',
        encoding="utf-8",
    )
    employees = (each for each in people if each.kind is not PersonKind.VISITOR)
    book = NotifyBook(folder.notify_db)
    contacts.put(book, [contacts.contact(each.id, address_of(each), "en") for each in employees])
    book.close()
