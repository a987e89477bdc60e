"""The desk in a real browser, by keyboard."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from config.settings import Settings
from crawler.browser import find_browser
from domain.candidates import CandidateState, PicturePair, Reading
from domain.digests import Sha256
from domain.languages import LANGUAGES
from domain.listings import SeenPicture
from domain.placements import Placement
from domain.rights import Portfolio
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import (
    SAYING,
    a_holder,
    a_reference_picture,
    a_score,
    a_sighting,
    a_work,
)
from tests.review.desks import an_account, begin_session, served
from tests.review.waiting import put_up

if TYPE_CHECKING:
    from playwright.sync_api import Page

# a browser has nothing to say of the database: one is enough
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("new_database", ["sqlite"], indirect=True),
]
PATHS = ("/", "/candidates", "/candidates/1", "/groups", "/quality")
EASY, UNDONE, MOST_KEYS = 100, 10, 3


@contextmanager
def a_desk(store: Store, settings: Settings, said: list[str]) -> Iterator[tuple[Page, str]]:
    """A page of a signed-in analyst; what its console or a dialog says is written down."""
    from playwright.sync_api import sync_playwright

    app = make_app(settings, store, clock=lambda: datetime.now(UTC))
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser(None)), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        now = datetime.now(UTC)
        session = begin_session(store, an_account(store, now=now), now)
        page.context.add_cookies([{"name": "desk", "value": session, "url": address}])
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        yield page, address
        browser.close()


def test_a_hundred_easy_items_take_three_keys_each_and_ten_are_undone(
    store: Store,
    settings: Settings,
    now: datetime,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number in range(EASY + 1):
        put_up(store, now, number)
    said: list[str] = []
    with a_desk(store, settings, said) as (page, address):
        page.goto(f"{address}/candidates?state=suggested")
        pressed = 0

        def press(*keys: str) -> int:
            nonlocal pressed
            before = page.url
            for key in keys:
                page.keyboard.press(key)
                pressed += 1
            page.wait_for_url(lambda url: url != before)
            return len(keys)

        press("s")
        start, most = time.monotonic(), 0
        for number in range(EASY):
            keys = (("i", "4"), ("a",), ("c", "4"), ("m",))[number % 4]
            most = max(most, press(*keys))
        seconds = time.monotonic() - start
        with store.reading() as work:
            decided = EASY + 1 - len(work.candidates.find(state=CandidateState.SUGGESTED))
        for _ in range(UNDONE):
            press("z")
        with capsys.disabled():
            sys.stdout.write(f"\n{EASY} decided with {pressed} keys in {seconds:.0f} s\n")
    with store.reading() as work:
        left = len(work.candidates.find(state=CandidateState.SUGGESTED))
    assert (decided, most <= MOST_KEYS, left) == (EASY, True, UNDONE + 1)
    assert said == []


def test_keys_are_remapped_and_switched_off_and_typing_decides_nothing(
    store: Store, settings: Settings, now: datetime
) -> None:
    for number in range(3):
        put_up(store, now, number)
    said: list[str] = []
    with a_desk(store, settings, said) as (page, address):
        page.goto(f"{address}/candidates?state=suggested")
        page.keyboard.press("s")
        page.wait_for_url("**/candidates/1?**")
        page.fill("input[name=note]", "a")
        page.locator("input[name=note]").press("c")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.locator("#key-authorised").focus()
        page.keyboard.press("y")
        page.locator("#help button.primary").click()
        page.keyboard.press("a")
        page.keyboard.press("y")
        page.wait_for_url("**/candidates/2?**")
        page.keyboard.press("?")
        page.locator("#keys-on").uncheck()
        page.locator("#help button.primary").click()
        page.keyboard.press("y")
        page.reload()
        page.keyboard.press("y")
        assert "/candidates/2?" in page.url
        # each finding is a button too: no key is needed, nor a script
        page.locator('button[value="cleared:not_alike"]').click()
        page.wait_for_url("**/candidates/3?**")
    assert said == []


def test_zoomed_pictures_show_the_same_place_tied_by_their_registration(
    store: Store, settings: Settings, now: datetime
) -> None:
    _put_up_crop(store, now)
    said: list[str] = []
    with a_desk(store, settings, said) as (page, address):
        page.goto(f"{address}/candidates/1")
        assert page.locator(".outline").count() == 2
        page.keyboard.press("+")
        page.keyboard.press("+")
        tied = page.evaluate(
            """() => {
              const [ours, theirs] = ['ours', 'theirs']
                .map((one) => document.querySelector(`svg[data-side=${one}]`));
              const m = theirs.querySelector('g').transform.baseVal.consolidate().matrix;
              return {same: ours.getAttribute('viewBox') === theirs.getAttribute('viewBox'),
                m: [m.a, m.b, m.c, m.d, m.e, m.f]};
            }"""
        )
        page.keyboard.down(" ")
        over = page.locator(".over").count()
        page.keyboard.up(" ")
        gone = page.locator(".over").count()
    # the listing (200 x 200) is the lower right quarter of ours (400 x 400)
    assert tied["same"] is True
    assert tied["m"] == pytest.approx([1, 0, 0, 1, 200, 200], abs=0.5)
    assert (over, gone, said) == (1, 0, [])


def test_no_page_is_wider_than_a_phone(store: Store, settings: Settings, now: datetime) -> None:
    _put_up_crop(store, now)
    put_up(store, now, title="LUMORI" + "保温杯" * 60, seller="店" * 190)
    said: list[str] = []
    with a_desk(store, settings, said) as (page, address):
        page.set_viewport_size({"width": 360, "height": 740})
        for path, language in product(PATHS, LANGUAGES):
            page.goto(f"{address}{path}?lang={language}")
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= 360, (path, language)
    assert said == []


def _put_up_crop(store: Store, now: datetime) -> None:
    """A candidate whose picture is the lower right quarter of our own."""
    own, copy = _picture(store, 400), _picture(store, 200)
    placement = Placement(
        finding="same_picture", score=1.0, stage="test", listing_picture=copy,
        reference_picture=own, listing_size=(200, 200), reference_size=(400, 400),
        matrix=(2.0, 0.0, -1.0, 0.0, 2.0, -1.0, 0.0, 0.0, 1.0), inliers=(), inlier_count=60,
        share=1.0, shown=0.25, scale=1.0, turn_degrees=0.0, mirrored=False, pixel_ratio=1.0,
        versions={"sheet": "1"}, sheet=_picture(store, 1360),
    )  # fmt: skip
    pair = PicturePair(copy, own, "phash", 20)
    reading = Reading("same_picture", 1.0, SAYING, pictures=pair, placement=placement)
    ours = replace(a_reference_picture(), sha256=own, width=400, height=400)
    work_of_art = replace(a_work(), pictures=(ours,))
    seen = (SeenPicture("u", "k", copy, "image/png"),)
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (work_of_art,)))
        kept = work.listings.keep_sighting(replace(a_sighting(), pictures=seen))
        score = a_score(readings=(reading,))
        work.candidates.suggest(kept.listing, work_of_art.slug, kept.id, score, now)


def _picture(store: Store, side: int) -> Sha256:
    out = BytesIO()
    Image.radial_gradient("L").resize((side, side)).convert("RGB").save(out, "PNG")
    return store.blobs.keep(out.getvalue())
