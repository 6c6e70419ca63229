"""``[[invariants]]`` to :mod:`gate.domain.invariant`."""

from __future__ import annotations

from gate.domain.invariant import Always, Invariant, Never, Who
from gate.domain.level import Clearance
from gate.site import keys
from gate.site.known import Known
from gate.site.read_zones import CLEARANCES
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import Unfit, flag, ident, line_of_text, one_of, shown

WORD = one_of({"anyone": "anyone", "visitor": "visitor"})
BY = one_of({"egress": "egress"})
EVERYWHERE = "*"


def read_invariants(sections: Sections) -> tuple[Invariant, ...]:
    """All invariants whose shape is right, in the order of the file."""
    made = (_invariant(entry, table, sections.known) for entry, table in sections.of("invariants"))
    return tuple(invariant for invariant in made if invariant is not None)


def _invariant(id: str, table: Table, known: Known) -> Invariant | None:
    if ("never" in table) == ("always" in table):
        table.faults.error(table.path, "either never or always", "both" if "never" in table else "neither")
        return None
    never, always = table.table("never", keys.NEVER), table.table("always", keys.ALWAYS)
    if never:
        return Never(
            id=id,
            who=_who(never, known),
            reaches=never.take("reaches", known.ref("zones"), ""),
            unescorted=never.take("unescorted", flag, False),
        )
    return _always(id, always, known) if always else None


def _always(id: str, table: Table, known: Known) -> Always:
    return Always(
        id=id,
        who=_who(table, known),
        start=EVERYWHERE
        if table.raw("from") == EVERYWHERE
        else table.take("from", known.ref("zones"), EVERYWHERE),
        reaches=table.take("reaches", known.ref("zones"), ""),
        by=table.take("by", BY, "egress"),
    )


def _who(table: Table, known: Known) -> Who:
    if not isinstance(table.raw("who"), dict):
        return Who(word=table.take("who", WORD, "anyone"))
    who = table.table("who", keys.WHO)
    given = [key for key in keys.WHO.optional if who is not None and key in who]
    if who is None or len(given) != 1:
        table.faults.error(
            table.at("who"), f"exactly one of {', '.join(keys.WHO.optional)}", shown(table.raw("who"))
        )
        return Who(word="anyone")
    return Who(
        lacks=who.take("lacks", line_of_text, None),
        below=who.take("below", _tier_above_none, None),
        not_in=who.take("not_in", known.ref("groups"), None),
        person=who.take("person", ident, None),
    )


def _tier_above_none(value: object) -> Clearance:
    tier = CLEARANCES(value)
    if tier is Clearance.NONE:
        raise Unfit("a tier above none: nobody is below it")
    return tier
