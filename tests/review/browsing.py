"""A real browser for tests of the desk, which counts what its policy reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from crawler.browser import find_browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

COUNTS_REPORTS = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.reports.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watched:
    """A page, and everything that should not have happened on it."""

    page: Page
    said: list[str] = field(default_factory=list)

    def go(self, url: str) -> None:
        """Go there, and keep what the content policy reported until then."""
        self.page.goto(url)
        self.said += self.page.evaluate("() => window.reports ?? []")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """The browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser(None)), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def a_context(
    browser: Browser, address: str, session: str | None, **options: object
) -> BrowserContext:
    """A browser's context in which this session is signed in."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script(COUNTS_REPORTS)
    if session:
        context.add_cookies([{"name": "desk", "value": session, "url": address}])
    return context


def watched(context: BrowserContext) -> Watched:
    """A page that keeps what the console said, dialogs, and reports of the content policy."""
    kept = Watched(context.new_page())
    kept.page.on("console", lambda message: kept.said.append(message.text))

    def dismiss(dialog: Dialog) -> None:
        kept.said.append(dialog.message)
        dialog.dismiss()

    kept.page.on("dialog", dismiss)
    kept.page.on("pageerror", lambda error: kept.said.append(str(error)))
    return kept
