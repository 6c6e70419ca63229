"""``gate console``: the pages for guards, managers, HR and auditors."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gate.clock import site_clock
from gate.domain.site import Site
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import (
    BusOption,
    DataOption,
    SiteOption,
    StoreOption,
    load_site_or_stop,
    log_to_stderr,
)
from gate.roots.shape import UserError, new_app

if TYPE_CHECKING:
    from flask import Flask

    from gate.client import Client, Feed
    from gate.identity.bridge import ReadsCards
    from gate.roots.record_checks import RecordChecks
    from web.auth.books import Books
    from web.auth.refusals import Refusals

app = new_app("Serve the console until stopped.")
NAME = "console"


@app.command()
def console(
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    store: StoreOption = "",
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="TCP port")] = 8080,
    https: Annotated[bool, typer.Option("--https", help="a proxy in front speaks HTTPS alone")] = False,
    id_reader: Annotated[
        str, typer.Option(help="the desk's reader of identity cards: http://127.0.0.1:PORT of its bridge")
    ] = "",
) -> None:
    """Serve the console until stopped."""
    log_to_stderr()
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    store_url = store or loaded.store_url or folder.store_url
    run(loaded, data, loaded.bus_url or bus, store_url, host, port, https=https, id_reader=id_reader)


def run(
    site: Site,
    data: Path,
    bus_url: str,
    store_url: str,
    host: str,
    port: int,
    *,
    https: bool = False,
    id_reader: str = "",
) -> None:
    """Serve one site's console until TERM or Ctrl-C. UserError where it cannot start."""
    from gate.identity.bridge import Bridge
    from gate.store.errors import StoreUrlInvalid
    from web import serve
    from web.language import NotCompiled, compiled

    if not compiled():
        raise UserError("the translations are not compiled: run tools/translations.py (make does)")
    opened = ExitStack()
    try:
        reader = Bridge(id_reader) if id_reader else None
    except ValueError as error:
        raise UserError(str(error)) from error

    def make() -> Flask:
        return _make(opened, site, data, bus_url, store_url, https, reader)

    try:
        serve.run(make, opened.close, host, port)
    except (StoreUrlInvalid, NotCompiled) as error:
        raise UserError(str(error)) from error


def _make(
    opened: ExitStack,
    site: Site,
    data: Path,
    bus_url: str,
    store_url: str,
    https: bool,
    reader: ReadsCards | None,
) -> Flask:
    """The app with its connections, which ``opened`` closes."""
    from gate.client import open_queries
    from gate.notify.book import NotifyBook
    from gate.roots.steady import keep_what_is_loaded
    from gate.vault import picture
    from gate.vault.vault import Vault
    from web.app import create_app
    from web.auth.books import Books
    from web.auth.passwords import Passwords
    from web.console import Console

    folder, clock = DataFolder(data), site_clock()
    books = Books(folder.console_db)
    opened.callback(books.close)
    told = NotifyBook(folder.notify_db)
    opened.callback(told.close)
    queries = open_queries(store_url)
    opened.callback(queries.close)
    sender, feed = _on_the_bus(opened, site, bus_url, data / "console.boot")
    parts = Console(
        site=site,
        sender=sender,
        queries=queries,
        feed=feed,
        now=clock.now,
        books=books,
        passwords=Passwords(),
        refusals=_refusals(opened, books, sender),
        evidence=folder.evidence,
        live=folder.live_socket,
        files=Vault(folder.desk_files, folder.keys),
        pictures=picture,
        card_reader=reader,
        told=told,
        checks=_checks(opened, site, sender, store_url, data),
    )
    app = create_app(parts, secure=https, proxies=1 if https else 0)
    keep_what_is_loaded()  # else a long list has the collector look through the whole app, which takes longer
    return app


def _refusals(opened: ExitStack, books: Books, sender: Client) -> Refusals:
    """What tells the record who was refused a page."""
    from web.auth.refusals import Refusals

    refusals = Refusals(books, sender)
    refusals.start()
    opened.callback(refusals.stop)
    return refusals


def _checks(opened: ExitStack, site: Site, sender: Client, store_url: str, data: Path) -> RecordChecks:
    """What verifies the record when it is asked to, and once a day."""
    from gate.roots.record_checks import RecordChecks
    from gate.roots.record_daily import Daily, Teller

    now, teller = site_clock().now, Teller(sender)
    checks = RecordChecks(store_url, data, now, teller)
    opened.callback(checks.stop)
    opened.callback(teller.stop)
    daily = Daily(checks.begin, now, site.verify_record_minute, site.calendar.timezone)
    daily.start()
    opened.callback(daily.stop)
    return checks


def _on_the_bus(opened: ExitStack, site: Site, bus_url: str, boot: Path) -> tuple[Client, Feed]:
    """Who sends commands, and who hears hints; ``boot`` counts the starts of the one who sends."""
    from gate.bus.client import BusClient
    from gate.bus.sender import next_boot
    from gate.client import Client, Feed

    bus, feed = BusClient(bus_url, f"{site.id}-{NAME}"), Feed()
    feed.attach(bus, site.id)
    sender = Client(bus, site.id, NAME, boot=next_boot(boot), clock=site_clock().now)
    bus.start()
    opened.callback(bus.stop)
    return sender, feed
