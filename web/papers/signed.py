"""A signed agreement as a paper: the whole text, who signed it how and when, and the hashes that freeze both."""

from __future__ import annotations

import io
from dataclasses import dataclass

from gate.domain.agreement import AgreementText, Signature
from web import language
from web.papers.paper import Paper
from web.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """``drawing``: the picture of the signature, None where it was typed or refused."""

    text: AgreementText
    signature: Signature
    name: str
    drawing: bytes | None


def signed_paper(of: Signed) -> bytes:
    """The PDF, in the page's language around the text in its own."""
    signature = of.signature
    paper = Paper(signature.at)
    paper.add_page()
    paper.write_block(of.text.title, 16, gap=1)
    paper.write_block(_("Version %(version)s", version=of.text.version), 9, gap=4)
    paper.write_block(of.text.text, 11, gap=6)
    at = f"{language.day(signature.at)} {language.clock_time(signature.at)}"
    if signature.signed:
        paper.write_block(_("Signed by %(name)s, %(at)s", name=of.name, at=at), 11)
    else:
        paper.write_block(
            _("Not signed by %(name)s, %(at)s: %(why)s", name=of.name, at=at, why=signature.refused_why), 11
        )
    if of.drawing is not None:
        paper.image(io.BytesIO(of.drawing), w=70)
        paper.ln(2)
    elif signature.typed_name:
        paper.write_block(signature.typed_name, 18)
    paper.write_block(_("Witnessed by %(who)s", who=signature.witness), 9, gap=1)
    paper.write_block(f"SHA-256 {signature.text_sha256}", 7, gap=1)
    if signature.drawing:
        paper.write_block(f"SHA-256 {signature.drawing}", 7, gap=1)
    return paper.bytes()
