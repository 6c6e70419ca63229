"""The obligations of :mod:`gate.visitors.obligations` in the words of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gate.visitors.bans import banned_in as bans
from gate.visitors.obligations import Light, Obligation, visitors_in
from web import language
from web.desk.standing import Standing
from web.desk.words import asked_fields, items, reasons, said_list
from web.texts import _
from web.words.names import Names
from web.words.states import ID_KINDS

__all__ = ["Light", "Line", "bans", "in_words", "visitors_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One obligation for the page: what, how it stands, in which words."""

    id: str
    name: str
    light: Light
    text: str


def in_words(of: Standing) -> list[Line]:
    """All of them, in the order in which a desk works through them."""
    return [
        Line(id=each.id, name=_names()[each.id], light=each.light, text=_text(each, of)) for each in of.lines
    ]


def _names() -> dict[str, str]:
    return {
        "approval": _("Approval"),
        "time": _("Time"),
        "host": _("Host"),
        "type": _("Proofs"),
        "particulars": _("Particulars"),
        "identity": _("Identity"),
        "screening": _("Screening"),
        "agreement": _("Agreement"),
        "photo": _("Photo"),
        "items": _("Devices"),
        "escort": _("Escort"),
        "badge": _("Badge"),
    }


def _text(each: Obligation, of: Standing) -> str:
    say = _TEXTS.get((each.id, each.code))
    return say(each, of.names, of) if say else each.code


def _at(each: Obligation) -> str:
    return language.minute(each.at) if each.at else ""


def _document(of: Standing) -> str:
    """The document as kept: its kind and the last four characters, no more."""
    if of.person is None or not of.person.file.id_last4:
        return ""
    kind = ID_KINDS.get(of.person.file.id_kind)
    said = kind.in_language(language.language()) if kind else of.person.file.id_kind
    return f"{said} ···· {of.person.file.id_last4}"


def _hits(each: Obligation, of: Standing) -> str:
    found = [hit for hit in of.record.hits if hit.entry in each.about]
    parts = [
        f"{hit.name} ({'; '.join(str(reasons().get(why, why)) for why in hit.reasons)})" for hit in found
    ]
    return said_list(parts)


Say = Callable[[Obligation, Names, Standing], str]
_TEXTS: dict[tuple[str, str], Say] = {
    ("approval", "not_approved"): lambda o, n, s: _("Nobody has approved the visit yet"),
    ("approval", "does_not_happen"): lambda o, n, s: _("The visit does not take place"),
    ("approval", "approved"): lambda o, n, s: (
        _("Approved by %(who)s", who=n.people(o.about)) if o.about else _("Approved")
    ),
    ("time", "begins_later"): lambda o, n, s: _(
        "Begins at %(time)s; the badge opens nothing before", time=_at(o)
    ),
    ("time", "over"): lambda o, n, s: _("Was over at %(time)s", time=_at(o)),
    ("time", "runs"): lambda o, n, s: _("Until %(time)s", time=_at(o)),
    ("host", "host_gone"): lambda o, n, s: _(
        "%(who)s has left the company: the visit needs another host", who=n.people(o.about)
    ),
    ("type", "no_such_type"): lambda o, n, s: _(
        "The site has no type of visitors called %(type)s any more: invite again as another",
        type=said_list(o.about),
    ),
    ("particulars", "not_given"): lambda o, n, s: _(
        "Still to be given: %(fields)s", fields=said_list(asked_fields()[each] for each in o.about)
    ),
    ("type", "lacks"): lambda o, n, s: _("Missing or over: %(what)s", what=said_list(o.about)),
    ("identity", "document_expired"): lambda o, n, s: _(
        "The document ended on %(day)s: read another", day=said_list(o.about)
    ),
    ("identity", "by_seen"): lambda o, n, s: _document(s) or _("Seen at the desk"),
    ("identity", "by_typed"): lambda o, n, s: _document(s),
    ("identity", "by_mrz"): lambda o, n, s: _("%(document)s, read from its zone", document=_document(s)),
    ("identity", "by_reader"): lambda o, n, s: _("%(document)s, read from its chip", document=_document(s)),
    ("identity", "document_to_compare"): lambda o, n, s: _(
        "Announced: %(document)s. Look at the document, or read it", document=_document(s)
    ),
    ("identity", "document_to_read"): lambda o, n, s: _(
        "Read a document: the zones or the type of visitor ask for one"
    ),
    ("identity", "document_to_see"): lambda o, n, s: _("Look at a document with a photo"),
    ("screening", "no_lists"): lambda o, n, s: _("Nobody is on a watchlist"),
    ("screening", "to_be_screened"): lambda o, n, s: _("Not compared with the watchlists yet"),
    ("screening", "clear"): lambda o, n, s: _("On no watchlist"),
    ("screening", "review"): lambda o, n, s: _("Perhaps on a watchlist: %(hits)s", hits=_hits(o, s)),
    ("screening", "hold"): lambda o, n, s: _("Held: %(hits)s", hits=_hits(o, s)),
    ("screening", "blocked"): lambda o, n, s: _("On a watchlist and not let in: %(hits)s", hits=_hits(o, s)),
    ("agreement", "signed"): lambda o, n, s: _("Signed at %(time)s", time=_at(o)) if o.at else _("Signed"),
    ("agreement", "to_sign"): lambda o, n, s: _("To be read and signed now"),
    ("agreement", "newer_version"): lambda o, n, s: _("There is a newer text: to be signed again"),
    ("agreement", "refused"): lambda o, n, s: _("The visitor refused to sign at %(time)s", time=_at(o)),
    ("agreement", "on_paper"): lambda o, n, s: _("To be signed now"),
    ("photo", "taken"): lambda o, n, s: _("Taken at %(time)s", time=_at(o)),
    ("photo", "to_take"): lambda o, n, s: _("Not taken yet"),
    ("photo", "none_taken"): lambda o, n, s: _("None was taken"),
    ("items", "to_settle"): lambda o, n, s: _(
        "Banned there, and still in hand: %(things)s", things=said_list([items().get(k, k) for k in o.about])
    ),
    ("items", "deposited"): lambda o, n, s: (
        _("Deposited in locker %(lockers)s", lockers=said_list(o.about))
        if o.about
        else _("Deposited at the desk")
    ),
    ("items", "carries"): lambda o, n, s: _("Carries what may go in"),
    ("items", "carries_none"): lambda o, n, s: _("Carries none"),
    ("items", "to_ask"): lambda o, n, s: (
        _("To be asked and deposited: banned in %(zones)s", zones=n.zones(o.about))
        if o.about
        else _("To be asked")
    ),
    ("escort", "named"): lambda o, n, s: n.people(o.about),
    ("escort", "list_demands"): lambda o, n, s: _("A watchlist demands an escort by name"),
    ("escort", "type_demands"): lambda o, n, s: _("This type of visitor needs an escort by name"),
    ("escort", "guard_escorts"): lambda o, n, s: _(
        "Nobody is named; a guard must escort in %(zones)s", zones=n.zones(o.about)
    ),
    ("escort", "not_needed"): lambda o, n, s: _("Not needed"),
    ("badge", "handed_out"): lambda o, n, s: _("Handed out"),
    ("badge", "to_hand_out"): lambda o, n, s: _("To be handed out now"),
}
