"""The policy in force: how each invariant stands, when it was last proved, and the second person of an override."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.invariant import Never
from gate.domain.policy_commands import OverrideInvariants
from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.language import language
from web.order import order
from web.policy.state import Stand, elsewhere, lines
from web.policy.words import rule
from web.texts import _
from web.words.names import Names

pages = Blueprint("policy", __name__)
LONGEST = 200
_VERSION = re.compile(r"[0-9a-f]{64}")


@pages.get("/policy")
@access.needs(Right.SEE_LIVE)
def index() -> ResponseReturnValue:
    """Each invariant in words, and whether it holds."""
    return _page()


@pages.post("/policy/override")
@access.needs(Right.GRANT)
def override() -> ResponseReturnValue:
    """Take a breach upon oneself; it counts once a second person has done so."""
    version = request.form.get("version", "")
    named = tuple(dict.fromkeys(request.form.getlist("invariant")))
    reason = " ".join(request.form.get("reason", "").split())[:LONGEST]
    if not _VERSION.fullmatch(version) or not named:
        return _page(trouble=_("Choose at least one invariant."), status=400)
    if not reason:
        return _page(trouble=_("Give the reason: it is recorded."), status=400)
    ordered = order(OverrideInvariants(version=version, invariants=named, reason=reason))
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(_("Overridden by you: %(what)s", what=", ".join(named)), "info", url_for("policy.index"))
    return redirect(url_for("policy.index"))


def _page(*, trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    """``key``: of a form that was not carried out, so that sending it again is the same command."""
    queries, site = console().queries, console().site
    running, kept = queries.newest_configuration(), queries.posture()
    stands = tuple(lines(site, running, kept))
    meant = [each.who.person for each in site.invariants if isinstance(each, Never) and each.who.person]
    names = Names(site, queries.named({*meant, *(each.person for each in stands if each.person)}), language())
    shown = {
        "running": running,
        "proof": kept.proofs.get(running or ""),
        "stands": [(each, rule(each.invariant, names)) for each in stands],
        "open": [each.invariant.id for each in stands if each.stand is Stand.BREACHED],
        "elsewhere": elsewhere(running, kept),
        "names": names,
        "trouble": trouble,
        "key": key,
        "typed": request.form,
    }
    return render_template("policy/index.html", **shown), status
