"""Texts of the catalogues, typed: what a page says by itself, in the language of the request."""

from __future__ import annotations

from flask_babel import gettext, ngettext


def _(text: str, **values: object) -> str:
    """The text in the page's language, with ``%(name)s`` filled in."""
    return str(gettext(text, **values))


def plural(one: str, many: str, number: int) -> str:
    """The same for a number, as ``%(num)s``."""
    return str(ngettext(one, many, number))


__all__ = ["_", "plural"]
