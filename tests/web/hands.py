"""A guard's hands at the desk's keyboard, counted: each field that is typed into, and each key beside the typing."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(slots=True, kw_only=True)
class Hands:
    """``count``: fields and keys so far. No mouse."""

    page: Page
    count: int = 0

    def key(self, key: str, *, on: str = "") -> None:
        """One key, on what has the focus: ``on`` names it, and is waited for."""
        if on:
            expect(self.page.locator(on)).to_be_focused()
        self.page.keyboard.press(key)
        self.count += 1

    def type(self, text: str, *, into: str) -> None:
        """One field, which must have the focus already."""
        expect(self.page.locator(into)).to_be_focused()
        self.page.keyboard.insert_text(text)
        self.count += 1
