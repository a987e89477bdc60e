"""Takes docs/screens/: every page of the desk over the demo's data, as a person sees it.

Run `make demo ONCE=1` first; then `python -m bin.screenshots`.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from config.load import ROOT
from crawler.browser import find_browser

TARGET = ROOT / "docs" / "screens"
HOME = ROOT / "var" / "demo"
WIDTH, TALLEST, COLOURS = 1280, 1500, 160
PHONE = 390

PAGES = {
    "today": "/",
    "candidates": "/candidates?state=suggested",
    "groups": "/groups",
    "candidate": "/candidates/{candidate}",
    "timeline": "/candidates/{candidate}/timeline",
    "rights": "/rights",
    "proof": "/rights/{right}/proof",
    "notices": "/notices",
    "notice": "/notices/1",
    "watch": "/watch",
    "due": "/due",
    "sellers": "/sellers",
    "figures": "/figures",
    "quality": "/quality",
    "aliases": "/aliases",
    "runs": "/runs",
    "health": "/health",
    "account": "/account",
    "people": "/people",
    "log": "/log",
}
"""The name of each picture, and the page it shows."""

LANGUAGES = {"zh": tuple(PAGES), "en": ("today", "candidate", "notice", "figures"), "ja": (
    "today", "candidate", "notice", "figures",
)}  # fmt: skip
"""Every page in Chinese; in the other languages those that hold most words."""


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with _desk(given.home) as link, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=find_browser(None), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, locale="zh-CN")
        page.goto(link)
        page.locator("main form button").first.click()
        for language, names in LANGUAGES.items():
            for name in names:
                _take(page, link, name, language, given.out)
        page.set_viewport_size({"width": PHONE, "height": 800})
        _take(page, link, "candidate", "zh", given.out, suffix=".phone")
        browser.close()


@contextmanager
def _desk(home: Path) -> Iterator[str]:
    """The desk of this folder, served; gives the link that signs in once."""
    command = [sys.executable, "-m", "review.cli.main", "serve"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PATH": "/usr/bin:/bin"}
    environment["JIANZHEN_REVIEW__PORT"] = "8479"
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        lines = process.stdout or iter(())
        link = next(line.strip() for line in lines if "sign-in/link" in line)
        try:
            yield link
        finally:
            process.terminate()


def _take(page: Page, link: str, name: str, language: str, out: Path, suffix: str = "") -> None:
    origin = link.partition("/sign-in")[0]
    address = PAGES[name]
    if "{candidate}" in address:
        page.goto(f"{origin}/candidates?state=suggested&lang={language}")
        address = address.format(candidate=_first(page, "/candidates/"))
    if "{right}" in address:
        page.goto(f"{origin}/rights?lang={language}")
        address = address.format(right=_first(page, "/rights/").removesuffix("/proof"))
    mark = "&" if "?" in address else "?"
    page.goto(f"{origin}{address}{mark}lang={language}")
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    shown = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    path = out / f"{name}.{language}{suffix}.png"
    shown.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB\n")


def _first(page: Page, start: str) -> str:
    """What stands behind this start in the first link of the page that has it and a number."""
    hrefs = page.eval_on_selector_all(
        "main a[href]", "found => found.map(a => a.getAttribute('href'))"
    )
    found = (
        str(one).removeprefix(start).split("?")[0] for one in hrefs if str(one).startswith(start)
    )
    return next(one for one in found if one and one.split("/")[0] not in ("next",))


if __name__ == "__main__":
    main()
