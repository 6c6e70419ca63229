"""``gate notify``: mail, webhooks and chat for visits; addresses of employees; how messages stand."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, StoreOption, load_site_or_stop, log_to_stderr
from gate.roots.shape import UserError, new_app, unreadable

if TYPE_CHECKING:
    from gate.notify.book import NotifyBook
    from gate.notify.settings import Settings

app = new_app("Tell hosts, visitors, approvers and the desk of visits.")


@app.command()
def run(site: SiteOption, data: DataOption, store: StoreOption = "") -> None:
    """Follow the record and deliver until stopped. Settings: notify.toml in the data folder."""
    from gate.client import open_queries
    from gate.clock import site_clock
    from gate.notify.notifier import Notifier
    from gate.notify.sending import AppriseSender
    from gate.store.errors import StoreUrlInvalid

    log_to_stderr()
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    settings = _settings(folder.notify_settings)
    try:
        queries = open_queries(store or loaded.store_url or folder.store_url)
    except StoreUrlInvalid as error:
        raise UserError(str(error)) from error
    with _book(folder) as book:
        notifier = Notifier(loaded, book, queries, AppriseSender(), settings, site_clock().now)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: notifier.stop())
        with _printing(folder, book, settings):
            notifier.run()
        queries.close()


@contextmanager
def _printing(folder: DataFolder, book: NotifyBook, settings: Settings) -> Iterator[None]:
    """Labels are printed beside it, where a printer is set up."""
    from gate.clock import site_clock
    from gate.notify.printing import Printing, printer_of
    from gate.vault.vault import Vault

    printer = printer_of(settings.printer)
    if printer is None:
        yield
        return
    printing = Printing(book, Vault(folder.desk_files, folder.keys), printer, site_clock().now)
    thread = threading.Thread(target=printing.run, name="printing")
    thread.start()
    try:
        yield
    finally:
        printing.stop()
        thread.join()


@app.command()
def contact(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="id of the employee")],
    email: Annotated[str, typer.Argument(metavar="MAIL")],
    data: DataOption,
    language: Annotated[str, typer.Option(help="en or zh")] = "en",
) -> None:
    """Enter where an employee is told."""
    from gate.notify import contacts

    try:
        checked = contacts.contact(person, email, language)
    except contacts.ContactInvalid as error:
        raise UserError(str(error)) from error
    with _book(DataFolder(data)) as book:
        contacts.put(book, [checked])
    typer.echo(f"{person} is told by mail in {checked.language}")


@app.command("contacts")
def contacts_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: person,email,language")], data: DataOption
) -> None:
    """Enter many at once: all of the file or, where a row does not fit, none."""
    from gate.notify import contacts

    try:
        rows = contacts.read_csv(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unreadable(file, error) from error
    except (UnicodeDecodeError, contacts.ContactInvalid) as error:
        raise UserError(f"{file}: {error}") from error
    with _book(DataFolder(data)) as book:
        typer.echo(f"{contacts.put(book, rows)} contacts entered")


@app.command()
def state(data: DataOption) -> None:
    """Print how many messages stand how."""
    from gate.notify import queue

    with _book(DataFolder(data)) as book:
        counted = queue.counts(book)
    for delivery in queue.Delivery:
        typer.echo(f"{delivery.value:<8} {counted.get(delivery, 0)}")


def _settings(path: Path) -> Settings:
    from gate.notify.settings import SettingsInvalid, read_settings

    try:
        return read_settings(path, os.environ)
    except OSError as error:
        raise unreadable(path, error) from error
    except SettingsInvalid as error:
        raise UserError(str(error)) from error


@contextmanager
def _book(folder: DataFolder) -> Iterator[NotifyBook]:
    from gate.notify.book import NotifyBook

    book = NotifyBook(folder.notify_db)
    try:
        yield book
    finally:
        book.close()
