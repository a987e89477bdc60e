"""Listings found infringing are captured, looked at once more, and shown in their bundle."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from crawler.browser import find_browser
from crawler.evidence.stage import MOST_TRIES, capture_due
from domain.captures import CapturePurpose, CaptureState, EvidenceCapture, agreements
from domain.listings import Lane, ListingKey, PlatformSlug, Sighting
from store.unit_of_work import Store
from takedown.verify_bundle import verify_bundle
from tests.factories import a_sighting
from tests.shop.catalogue import LIVE, OFFERS
from tests.shop.server import Shop, serving, write_profiles
from tests.takedown.drafts import seen
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser(None) is None, reason="no Chromium on this machine"),
]
ITEM = next(item for shop, item in OFFERS if shop == LIVE)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with serving() as running:
        yield running


@pytest.fixture
def site(settings: Settings, tmp_path: Path, shop: Shop) -> Settings:
    write_profiles(tmp_path / "profiles", shop)
    folders = {"profile_folders": (tmp_path / "profiles",)}
    return settings.model_copy(update={"crawl": settings.crawl.model_copy(update=folders)})


def offered(url: str, lane: Lane = Lane.BROWSER) -> Sighting:
    key = ListingKey(PlatformSlug("bazaar_live"), seen().key.site, ITEM)
    facts = replace(seen().facts, platform=key.platform, item_id=ITEM, url=url)
    return replace(seen(), key=key, facts=facts, lane=lane)


def captures(store: Store) -> list[EvidenceCapture]:
    with store.reading() as work:
        return [one for found in work.captures.of([1]).values() for one in found]  # type: ignore[list-item]


def test_a_listing_found_infringing_is_captured_twice_and_shown_in_its_bundle(
    store: Store, site: Settings, shop: Shop, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now, offered(f"{shop.live_url}/p/{ITEM}"))
    assert capture_due(store, site, now=now).counts == {"wanted": 1, "taken": 1}
    assert capture_due(store, site, now=now).counts == {}
    # a capture tells the real time at which it was taken
    later = datetime.now(UTC) + timedelta(days=1)
    assert capture_due(store, site, now=later).counts == {"wanted": 1, "taken": 1}
    first, second = captures(store)
    assert (first.purpose, second.purpose) == (
        CapturePurpose.CONFIRMATION, CapturePurpose.SECOND_LOOK,
    )  # fmt: skip
    assert first.taken is not None
    assert second.taken is not None
    assert first.taken.facts is not None
    assert second.taken.facts is not None
    compared = agreements(first.taken.facts, second.taken.facts)
    assert {one.agrees for one in compared} <= {True, None}
    assert next(one for one in compared if one.fact == "price").agrees is True
    notice = notice_of(store, assemble(store, site, later))
    path = Path(str(notice.bundle_path))
    assert verify_bundle(path) == ()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (record,) = [name for name in names if name.endswith("/capture.json")]
        told = json.loads(archive.read(record))["looks"]
    assert sum(name.endswith("/capture.wacz") for name in names) == 2
    assert [one["purpose"] for one in told["captures"]] == ["confirmation", "second_look"]
    assert all(one["agrees"] is not False for one in told["agreement"])


def test_a_page_that_refuses_is_no_capture_and_is_left_to_a_person_in_the_end(
    store: Store, site: Settings, shop: Shop, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now, offered(f"{shop.live_url}/blocked/p/{ITEM}"))
    for place in range(MOST_TRIES):
        report = capture_due(store, site, now=now + timedelta(days=place))
        (one,) = captures(store)
        assert one.taken is None
        assert "blocked" in str(one.reason)
    assert one.state is CaptureState.FAILED
    assert "left to a person" in report.problems[0]


def test_what_a_person_saved_is_not_asked_for(
    store: Store, site: Settings, shop: Shop, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now, offered(f"{shop.live_url}/p/{ITEM}", Lane.MANUAL))
    assert capture_due(store, site, now=now).counts == {}


def test_facts_that_one_look_did_not_show_are_not_said_to_differ() -> None:
    facts = a_sighting().facts
    compared = agreements(facts, replace(facts, price=None, title="别的"))
    told = {one.fact: one.agrees for one in compared}
    assert (told["price"], told["title"], told["item"]) == (None, False, True)
