"""The agreement: published in versions, signed or refused as it stood on the screen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from gate.domain.agreement import AGREEMENT, AgreementText, Signature, SignedBy
from gate.domain.commands import Actor
from gate.domain.desk_commands import PublishAgreement, RefuseAgreement, SignAgreement
from gate.domain.desk_events import AgreementPublished
from gate.service.change import Change
from gate.service.desk.identity import SHA256
from gate.service.desk.kept import at_revision, before_badge, keep, short
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

LONGEST = 40_000
LANGUAGES = ("en", "zh")


def publish(facts: Facts, change: Change, ask: PublishAgreement, actor: Actor, now: datetime) -> str:
    """The next version. A wording that is the newest already is no new version."""
    given = {each.language: each for each in ask.wordings}
    if not given or len(given) != len(ask.wordings) or not set(given) <= set(LANGUAGES):
        raise NotThere(f"expected one wording a language, of {', '.join(LANGUAGES)}")
    for each in ask.wordings:
        if not each.title.strip() or not each.text.strip() or len(each.text) > LONGEST:
            raise NotThere(f"{each.language}: expected a title and a text of at most {LONGEST} characters")
    version = facts.desk.version + 1
    texts = [
        AgreementText(
            id=f"{version}-{each.language}",
            version=version,
            language=each.language,
            title=each.title.strip(),
            text=each.text.strip(),
            sha256=text_hash(each.text),
            published_by=actor.user,
            published_at=now,
        )
        for each in ask.wordings
    ]
    newest = {text.language: (text.title, text.sha256) for text in facts.desk.texts.values()}
    if newest == {text.language: (text.title, text.sha256) for text in texts}:
        raise Refused("the agreement reads so already")
    for text in texts:
        facts.desk.put(change, text)
    change.note(AgreementPublished(version=version, languages=tuple(sorted(given))))
    return str(version)


def sign(facts: Facts, change: Change, ask: SignAgreement, actor: Actor, now: datetime) -> str:
    """Frozen with the hash of what was read. From now to the visit's end the visitor has the prerequisite."""
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    _check_text(facts, ask)
    typed = short(ask.typed_name, "the typed name")
    if ask.method is SignedBy.TYPED and not typed:
        raise NotThere("expected the visitor's name as he typed it")
    if ask.method is SignedBy.DRAWN and not SHA256.fullmatch(ask.drawing):
        raise NotThere("expected the SHA-256 of the signature's picture")
    signature = Signature(
        id=facts.new_id("s"),
        visit=ask.visit,
        person=file.person,
        version=ask.version,
        language=ask.language,
        text_sha256=ask.text_sha256,
        signed=True,
        method=ask.method,
        typed_name=typed,
        drawing=ask.drawing if ask.method is SignedBy.DRAWN else "",
        witness=actor.user,
        at=now,
    )
    facts.desk.put(change, signature)
    holder = facts.people[file.person]
    has = {**holder.person.prerequisites, AGREEMENT: file.visit.ends.date()}
    facts.people[file.person] = replace(holder, person=replace(holder.person, prerequisites=has))
    facts.put_visit(change, replace(file, agreed_at=now))
    keep(
        facts,
        change,
        record,
        "signed",
        ask.method.value,
        signature=signature.id,
        signed_version=ask.version,
        refused_at=None,
    )
    return ask.visit


def refuse(facts: Facts, change: Change, ask: RefuseAgreement, actor: Actor, now: datetime) -> str:
    """He would not sign: recorded, and no badge while it stands."""
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    _check_text(facts, ask)
    reason = short(ask.reason, "the reason")
    if not reason:
        raise Refused("a reason is owed")
    refusal = Signature(
        id=facts.new_id("s"),
        visit=ask.visit,
        person=file.person,
        version=ask.version,
        language=ask.language,
        text_sha256=ask.text_sha256,
        signed=False,
        refused_why=reason,
        witness=actor.user,
        at=now,
    )
    facts.desk.put(change, refusal)
    keep(facts, change, record, "refused_to_sign", signature="", signed_version=0, refused_at=now)
    return ask.visit


def text_hash(text: str) -> str:
    """SHA-256 over the text as it is published."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _check_text(facts: Facts, ask: SignAgreement | RefuseAgreement) -> None:
    """What was on the screen is what counts now."""
    text = facts.desk.texts.get(ask.language)
    if text is None:
        raise NotThere(f"no agreement in {ask.language!r}")
    if (ask.version, ask.text_sha256) != (text.version, text.sha256):
        raise Refused("there is a newer agreement: show it, and ask again")
