"""``gate policy``: what a policy can never let happen, who comes where, and what a change would flip.

Each sub-command lives in a module of its own; this one only hangs them together.
"""

from __future__ import annotations

from gate.roots import (
    policy_forecast,
    policy_lint,
    policy_prove,
    policy_publish,
    policy_questions,
    policy_rehearse,
    policy_replay,
)
from gate.roots.shape import new_app

app = new_app("Proofs and questions about a site's policy, from files.")
app.command("prove")(policy_prove.prove)
app.command("publish")(policy_publish.publish)
app.command("reach")(policy_questions.reach)
app.command("who")(policy_questions.who)
app.command("where")(policy_questions.where)
app.command("forecast")(policy_forecast.forecast_)
app.command("lint")(policy_lint.lint_)
app.command("rehearse")(policy_rehearse.rehearse_)
app.command("replay")(policy_replay.replay)
app.command("freeze")(policy_replay.freeze)
