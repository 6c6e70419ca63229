"""Invariants as sentences, in the language of the page."""

from __future__ import annotations

from gate.domain.invariant import Always, Invariant, Never, Who
from gate.domain.words.reasons import parameter_word
from web.language import language
from web.texts import _
from web.words.names import Names
from web.words.states import CLEARANCES


def rule(invariant: Invariant, names: Names) -> str:
    """What must always hold."""
    if isinstance(invariant, Always):
        end = names.zone(invariant.reaches)
        if invariant.start == "*":
            return _("From every zone one gets to %(end)s without the system", end=end)
        return _(
            "From %(start)s one gets to %(end)s without the system",
            start=names.zone(invariant.start),
            end=end,
        )
    return _never(invariant, names)


def _never(invariant: Never, names: Names) -> str:
    who, zone = _who(invariant.who, names), names.zone(invariant.reaches)
    if invariant.unescorted:
        return _("%(who)s: never let into %(zone)s without an escort", who=who, zone=zone)
    return _("%(who)s: never let into %(zone)s", who=who, zone=zone)


def _who(who: Who, names: Names) -> str:
    if who.lacks is not None:
        return _("Whoever lacks %(what)s", what=parameter_word(who.lacks, language()))
    if who.below is not None:
        return _(
            "Whoever is cleared for less than %(tier)s", tier=CLEARANCES[who.below].in_language(language())
        )
    if who.not_in is not None:
        return _("Whoever is not in %(group)s", group=names.group(who.not_in))
    if who.person is not None:
        return names.person(who.person)
    return _("Visitors") if who.word == "visitor" else _("Anybody")
