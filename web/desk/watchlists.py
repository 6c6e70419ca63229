"""Watchlists: who keeps them, who is on them, and rows from a file with what is wrong in each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import ListLine, new_id
from gate.domain.desk_commands import AddWatchEntries, EndWatchEntry, PutWatchList, Watched
from gate.domain.rights import Right
from gate.domain.watchlist import WatchAction
from web import access, last
from web.console import console
from web.language import language
from web.order import order, send
from web.texts import _
from web.words.names import Names

pages = Blueprint("watchlists", __name__)
COLUMNS = ("name", "name_zh", "born", "id_kind", "id_number", "note")
LONGEST_NAME = 200
AT_ONCE = 500
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong with a row of the file, by its line."""

    line: int
    text: str


@pages.get("/watchlists")
@access.needs(Right.DESK_RULES)
def index() -> ResponseReturnValue:
    """Every list."""
    return _index()


@pages.post("/watchlists")
@access.needs(Right.DESK_RULES)
def put() -> ResponseReturnValue:
    """A new list."""
    try:
        action = WatchAction(request.form.get("action", ""))
        review_on = date.fromisoformat(request.form.get("review_on", ""))
    except ValueError:
        return _index(trouble=_("Say what the list is for, and when it is looked at again."), status=400)
    command = PutWatchList(
        name=_text("name"), action=action, owner=request.form.get("owner", ""), review_on=review_on
    )
    ordered = order(command)
    if not ordered.done or ordered.receipt is None:
        return _index(trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    return redirect(url_for("watchlists.entries", list_id=ordered.receipt.subject))


@pages.get("/watchlists/<list_id>")
@access.needs(Right.DESK_RULES)
def entries(list_id: str) -> ResponseReturnValue:
    """Who is on it."""
    return _entries(list_id)


@pages.post("/watchlists/<list_id>/entries")
@access.needs(Right.DESK_RULES)
def add(list_id: str) -> ResponseReturnValue:
    """One person."""
    row, fault = _row({name: request.form.get(name, "") for name in COLUMNS}, 1)
    if row is None or fault is not None:
        return _entries(list_id, faults=[fault] if fault else [], status=400)
    ordered = order(AddWatchEntries(list_id=list_id, entries=(row,)))
    if not ordered.done:
        return _entries(list_id, trouble=ordered.trouble, status=ordered.status)
    last.remember(_("%(name)s is on the list", name=row.name), "ok")
    return redirect(url_for("watchlists.entries", list_id=list_id))


@pages.post("/watchlists/<list_id>/import")
@access.needs(Right.DESK_RULES)
def bring(list_id: str) -> ResponseReturnValue:
    """Rows of a CSV file: the good ones go in, the others are named with what is wrong."""
    upload = request.files.get("file")
    rows, faults = read_rows(upload.read() if upload else b"")
    taken = 0
    for start in range(0, len(rows), AT_ONCE):
        part = tuple(rows[start : start + AT_ONCE])
        ordered = send(AddWatchEntries(list_id=list_id, entries=part), new_id())
        if not ordered.done:
            return _entries(list_id, trouble=ordered.trouble, faults=faults, status=ordered.status)
        taken += len(part)
    last.remember(_("%(count)s rows are on the list", count=taken), "ok")
    return _entries(list_id, faults=faults, status=400 if faults and not taken else 200)


@pages.post("/watchlists/entries/<entry>/end")
@access.needs(Right.DESK_RULES)
def end(entry: str) -> ResponseReturnValue:
    """Off the list."""
    ordered = order(EndWatchEntry(entry=entry, reason=_text("reason")))
    if not ordered.done or ordered.receipt is None:
        return _index(trouble=ordered.trouble, status=ordered.status)
    return redirect(url_for("watchlists.entries", list_id=ordered.receipt.subject))


def read_rows(content: bytes) -> tuple[list[Watched], list[RowFault]]:
    """Rows of a CSV file with the columns ``name`` (or ``name_zh``), ``born``, ``id_kind``, ``id_number``, ``note``.

    UTF-8, with or without a mark, or GB 18030, as Chinese spreadsheets write.
    """
    text = _decoded(content)
    if text is None:
        return [], [RowFault(line=1, text=_("The file is neither UTF-8 nor GB 18030 text."))]
    reader = csv.DictReader(io.StringIO(text))
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not {"name", "name_zh"} & set(names):
        return [], [
            RowFault(
                line=1, text=_("The first line must name the columns: %(names)s.", names=", ".join(COLUMNS))
            )
        ]
    reader.fieldnames = names
    rows, faults = [], []
    for raw in reader:
        row, fault = _row({name: raw.get(name) or "" for name in COLUMNS}, reader.line_num)
        if fault is not None:
            faults.append(fault)
        elif row is not None:
            rows.append(row)
    return rows, faults


def _row(given: dict[str, str], line: int) -> tuple[Watched | None, RowFault | None]:
    name, name_zh = given["name"].strip(), given["name_zh"].strip()
    if not name and not name_zh:
        return None, RowFault(line=line, text=_("A name is needed."))
    if max(len(name), len(name_zh)) > LONGEST_NAME:
        return None, RowFault(line=line, text=_("The name is too long."))
    born = None
    if given["born"].strip():
        try:
            born = date.fromisoformat(given["born"].strip())
        except ValueError:
            return None, RowFault(line=line, text=_("The birth date must be written 1980-01-31."))
    if given["id_number"].strip() and not given["id_kind"].strip():
        return None, RowFault(line=line, text=_("Say which document the number is of."))
    row = Watched(
        name=name or name_zh,
        name_zh=name_zh,
        born=born,
        id_kind=given["id_kind"].strip(),
        id_number=given["id_number"].strip(),
        note=given["note"].strip()[:500],
    )
    return row, None


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _index(trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    lists = console().queries.watchlists()
    owners = console().queries.named({each.list.owner for each in lists})
    return (
        render_template(
            "desk/watchlists.html",
            lists=lists,
            names=Names(console().site, owners, language()),
            actions=[each.value for each in WatchAction],
            trouble=trouble,
            key=key,
            typed=request.form,
        ),
        status,
    )


def _entries(
    list_id: str, *, trouble: str = "", faults: list[RowFault] | None = None, status: int = 200
) -> ResponseReturnValue:
    line = _line(list_id)
    words = request.args.get("q", "").strip()[:80]
    found = console().queries.watch_entries(list_id, words)
    return (
        render_template(
            "desk/entries.html", line=line, entries=found, faults=faults or [], trouble=trouble, q=words
        ),
        status,
    )


def _line(list_id: str) -> ListLine:
    found = next((each for each in console().queries.watchlists() if each.list.id == list_id), None)
    if found is None:
        abort(404)
    return found


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST_NAME]
