"""What breaches an invariant, as the prover says it in an alarm (gate.policy.prove.gist)."""

from __future__ import annotations

from collections.abc import Mapping

WAYS: Mapping[str, str] = {
    "employee {word_id}: {way}→ {word_zone}": "员工 {word_id}：{way}→ {word_zone}",
    "contractor {word_id}: {way}→ {word_zone}": "承包商 {word_id}：{way}→ {word_zone}",
    "visitor {word_id}: {way}→ {word_zone}": "访客 {word_id}：{way}→ {word_zone}",
    "from {word_zone} by handle or hard-wired button one comes to {zones} only": (
        "从 {word_zone} 用把手或硬接线按钮只能到达 {zones}"
    ),
    "from {word_zone} by handle or hard-wired button one comes nowhere": (
        "从 {word_zone} 用把手或硬接线按钮无法到达任何区域"
    ),
}
