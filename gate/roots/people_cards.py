"""Cards of the demo's people, by the names that its people file gives them."""

from __future__ import annotations

import json
from pathlib import Path

from gate.roots.folders import DataFolder


def card_named(folder: DataFolder, word: str) -> str:
    """A card as FORMAT:FACILITY:NUMBER; a credential's or person's id is looked up in the demo's people file."""
    if ":" in word or not folder.running.exists():
        return word
    people = json.loads(Path(json.loads(folder.running.read_text())["people"]).read_text())["people"]
    cards = {c["id"]: c for person in people for c in person["credentials"]}
    cards |= {person["id"]: person["credentials"][0] for person in people if person["credentials"]}
    found = cards.get(word)
    if found is None:
        return word
    parts = [found["format"], found.get("facility"), found["number"]]
    return ":".join(str(part) for part in parts if part is not None)
