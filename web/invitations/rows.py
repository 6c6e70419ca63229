"""A group of visitors as pasted from a spreadsheet or sent as a CSV file: rows, and what is wrong with each.

Columns are name, company, mail, Chinese name, language, by a heading in either language or in this order. Nothing is
guessed where the bytes are no text: whoever sent them is told which encodings are read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

from gate.domain.visitor_type import AskedField

MOST_ROWS = 200
LONGEST = 200
ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")
LANGUAGES = {
    "": "",
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "zh": "zh",
    "中文": "zh",
    "chinese": "zh",
}
ORDER = ("name", "company", "email", "name_zh", "language")
HEADINGS = {
    "name": "name", "姓名": "name", "名字": "name", "company": "company", "单位": "company", "公司": "company",
    "email": "email", "e-mail": "email", "mail": "email", "邮箱": "email", "电子邮件": "email", "name_zh": "name_zh",
    "chinese name": "name_zh", "中文姓名": "name_zh", "中文名": "name_zh", "language": "language", "语言": "language",
}  # fmt: skip
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class NotText(ValueError):
    """The bytes are in none of the encodings that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One visitor; ``number`` counts from 1 as a spreadsheet does, ``faults`` are words of :data:`FAULTS`."""

    number: int
    name: str
    company: str = ""
    email: str = ""
    name_zh: str = ""
    language: str = ""
    faults: tuple[str, ...] = ()


FAULTS = ("no_name", "no_company", "too_long", "bad_mail", "bad_language", "twice", "too_many_columns")
"""What can be wrong with a row."""


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB 18030, which is what spreadsheets write in China.

    NotText for anything else: also for GB 18030 that makes no printable text, as Latin-1 read so does.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        return _decoded(content, "utf-8")
    except NotText:
        return _decoded(content, "gb18030")


def read_rows(text: str, asks: frozenset[AskedField] = frozenset()) -> tuple[Row, ...]:
    """Every row that is not empty, in order, at most 200 and one more that tells that there are too many.

    ``asks``: what the type of visitors may not leave empty; of it, rows have the company.
    """
    text = "".join(each if each.isprintable() or each in "\r\n\t" else " " for each in text)
    lines = list(csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text)))
    numbered = [
        (number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)
    ]
    columns = _heading(numbered[0][1]) if numbered else None
    if columns:
        numbered = numbered[1:]
    found: list[Row] = []
    known: set[tuple[str, str]] = set()
    for number, cells in numbered[: MOST_ROWS + 1]:
        row = _row(number, cells, columns or ORDER, known, asks)
        known.add((row.name.casefold(), row.email.casefold()))
        found.append(row)
    return tuple(found)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"no {encoding} at byte {error.start}") from error
    if any(not (each.isprintable() or each in "\r\n\t") for each in text):
        raise NotText(f"{encoding} makes no printable text of it")
    return text


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max("\t;,", key=first.count)


def _heading(cells: list[str]) -> tuple[str, ...] | None:
    """The columns by their headings; None where the first row is no heading."""
    named = tuple(HEADINGS.get(cell.strip().casefold(), "") for cell in cells)
    return named if "name" in named else None


def _row(
    number: int,
    cells: list[str],
    columns: tuple[str, ...],
    known: set[tuple[str, str]],
    asks: frozenset[AskedField],
) -> Row:
    values = {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False) if name}
    name, email = values.get("name", ""), values.get("email", "")
    language = values.get("language", "")
    tests = {
        "no_name": not name,
        "no_company": AskedField.COMPANY in asks and not values.get("company", ""),
        "too_long": any(len(value) > LONGEST for value in values.values()),
        "bad_mail": bool(email) and ADDRESS.fullmatch(email) is None,
        "bad_language": language.casefold() not in LANGUAGES,
        "twice": bool(name) and (name.casefold(), email.casefold()) in known,
        "too_many_columns": any(cell.strip() for cell in cells[len(columns) :]),
    }
    return Row(
        number=number,
        name=name[:LONGEST],
        company=values.get("company", "")[:LONGEST],
        email=email[:LONGEST],
        name_zh=values.get("name_zh", "")[:LONGEST],
        language=LANGUAGES.get(language.casefold(), ""),
        faults=tuple(fault for fault, wrong in tests.items() if wrong),
    )
