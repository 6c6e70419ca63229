"""Who stands there: the document, and the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor
from gate.domain.desk_commands import IdentifyVisitor, IssuePass, KeepPhoto
from gate.domain.desk_record import Identified
from gate.domain.events import PersonChanged
from gate.service.change import Change
from gate.service.desk.kept import OPEN, at_revision, before_badge, file_of, keep, record_of
from gate.service.desk.screening import screen_changed
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.initials import initials_of

SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_NAME = 200
LONGEST_NAME_ZH = 100
LONGEST_NUMBER = 64


def identify(
    facts: Facts,
    change: Change,
    ask: IdentifyVisitor,
    actor: Actor,
    now: datetime,
    hash_id: Callable[[str, str], str],
) -> str:
    """The document is kept as kind, keyed hash and last four; the names in it replace what was announced.

    Another name or document is screened before this returns.
    """
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    _check(ask)
    known = facts.people[file.person]
    person = replace(
        known.person,
        name=ask.name.strip() or known.person.name,
        name_zh=ask.name_zh.strip() or known.person.name_zh,
    )
    number = "".join(ask.id_number.split())
    identified = replace(
        known,
        person=person,
        initials=initials_of(person),
        id_kind=ask.id_kind,
        id_hash=hash_id(ask.id_kind, number),
        id_last4=number[-4:],
    )
    kept = facts.put_person(change, identified)
    change.note(PersonChanged(person=file.person, revision=kept.revision, what="identified"))
    keep(
        facts,
        change,
        record,
        "identified",
        ask.how.value,
        identified=ask.how,
        identified_at=now,
        identified_by=actor.user,
        born=ask.born or record.born,
        nationality=ask.nationality or record.nationality,
        document_ends=ask.ends,
    )
    screen_changed(facts, change, file)
    return ask.visit


def keep_photo(facts: Facts, change: Change, ask: KeepPhoto, now: datetime) -> str:
    """The picture that the console took in; an earlier one is not shown any more."""
    before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    if not SHA256.fullmatch(ask.photo):
        raise NotThere("expected the SHA-256 of a picture")
    keep(facts, change, record, "photographed", photo=ask.photo, photo_at=now)
    return ask.visit


def issue_pass(facts: Facts, change: Change, ask: IssuePass) -> str:
    """A new pass for a visit that the desk still works on."""
    if file_of(facts, ask.visit).visit.state not in OPEN:
        raise Refused("the visit is over: no pass")
    if not SHA256.fullmatch(ask.pass_hash):
        raise NotThere("expected the SHA-256 of a token")
    keep(facts, change, record_of(facts, ask.visit), "pass_issued", pass_hash=ask.pass_hash)
    return ask.visit


def _check(ask: IdentifyVisitor) -> None:
    if ask.how in (Identified.NOT, Identified.SEEN):
        raise NotThere("expected how the document was read: typed, mrz or reader")
    if not ask.id_kind or not "".join(ask.id_number.split()):
        raise NotThere("expected the document's kind and number")
    if len(ask.id_number) > LONGEST_NUMBER:
        raise NotThere(f"expected at most {LONGEST_NUMBER} characters of the document's number")
    if len(ask.name) > LONGEST_NAME or len(ask.name_zh) > LONGEST_NAME_ZH:
        raise NotThere(
            f"expected at most {LONGEST_NAME} characters of a name, {LONGEST_NAME_ZH} of a Chinese one"
        )
