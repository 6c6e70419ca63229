"""axe-core in a page: what it finds against WCAG 2.2 AA, in words that name the element."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async (tags) => {
  const answer = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return answer.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.flat().join(" "), node.html]));
}"""


@cache
def _source() -> str:
    if not SOURCE.exists():
        pytest.skip("axe-core is not installed (tools/setup test installs it from package-lock.json)")
    return SOURCE.read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """What is wrong with the page that is shown: ``RULE at SELECTOR: HTML``."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())  # past the page's CSP, which knows no script of a test
    found: list[list[Any]] = page.evaluate(RUN, list(TAGS))
    return [f"{rule} at {where}: {html[:160]}" for rule, where, html in found]
