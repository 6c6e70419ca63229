"""A running browser for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""A page that may use the camera sees a moving test picture."""


@contextmanager
def running_browser(executable: Path) -> Iterator[Browser]:
    """A browser without a window; close the contexts that you open: their pages go on drawing until then.

    Playwright keeps an event loop in the calling thread meanwhile: nothing else there may run asyncio.
    """
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=str(executable), args=list(CAMERA))
        try:
            yield browser
        finally:
            browser.close()
