from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.load import load_profiles
from config.profiles import PlatformProfile
from config.settings import Settings
from crawler.ledger.feed import Feed
from crawler.politeness import RETRIES
from crawler.scan_folder import AGAIN, MORE, Outcome, PageLook, ScanFolder
from domain.listings import PageKind, PageState
from domain.scans import Ask, Lease, OpenScan, Purpose, Rest
from store.unit_of_work import Store

ASKS = [Ask(f"https://ebay.com/{number}", PageKind.ITEM) for number in range(4)]


@pytest.fixture
def profile(settings: Settings) -> PlatformProfile:
    return load_profiles(settings)["ebay"]


@pytest.fixture
def scan(store: Store, now: datetime) -> OpenScan:
    with store.begin() as work:
        scan = work.frontier.open_scan("ebay", Purpose.SEARCH, "one", now, None)
        work.frontier.add(scan.id, ASKS)
    return scan


def _feed(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime, **pace: int
) -> Feed:
    narrow = profile.model_copy(update={"pace": profile.pace.model_copy(update=pace)})
    return Feed(store, scan, narrow, 600, clock=lambda: now)


def _had(lease: Lease, now: datetime) -> Outcome:
    return Outcome(lease.id, PageLook(lease.ask.url, lease.ask.kind, PageState.OK, now))


@pytest.mark.parametrize(
    ("budget", "reason"), [("pages_per_run", "page_budget"), ("pages_per_day", "day_budget")]
)
def test_a_budget_ends_the_scan_and_says_so(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime, budget: str, reason: str
) -> None:
    feed = _feed(store, scan, profile, now, **{budget: 3})
    for lease in feed.give(10):
        feed.take(_had(lease, now))
    assert feed.kept == 3
    assert feed.give(10) == ()
    assert feed.ending() == reason


def test_the_budget_of_a_day_is_one_for_all_its_scans(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime
) -> None:
    _feed(store, scan, profile, now).give(4)
    with store.begin() as work:
        second = work.frontier.open_scan("ebay", Purpose.SEARCH, "two", now, None)
    assert _feed(store, second, profile, now, pages_per_day=5).left_today == 1
    tomorrow = now + timedelta(days=1)
    assert _feed(store, second, profile, tomorrow, pages_per_day=5).left_today == 5


def test_an_outcome_that_comes_twice_is_kept_once(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime
) -> None:
    feed = _feed(store, scan, profile, now)
    lease = feed.give(1)[0]
    feed.take(_had(lease, now))
    feed.take(_had(lease, now))
    assert feed.kept == 1


def test_an_address_that_always_asks_for_patience_is_given_up(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime
) -> None:
    feed = _feed(store, scan, profile, now)
    tries = 0
    while leases := [one for one in feed.give(4) if one.ask == ASKS[0]]:
        tries += 1
        look = PageLook(ASKS[0].url, PageKind.ITEM, PageState.ERROR, now)
        feed.take(Outcome(leases[0].id, look, again_at=now))
    assert tries == RETRIES + 1


def test_cuts_are_no_refusals(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime, tmp_path: Path
) -> None:
    # whoever was cut off heard nothing from the platform; only what it heard is counted
    for cut in range(RETRIES + 2):
        feed = _feed(store, scan, profile, now + timedelta(hours=cut))
        feed.take_up(ScanFolder(tmp_path))
        feed.give(4)
    feed = _feed(store, scan, profile, now + timedelta(days=1))
    feed.take_up(ScanFolder(tmp_path))
    lease = feed.give(1)[0]
    assert (lease.tries, lease.refusals) == (RETRIES + 3, 0)
    look = PageLook(lease.ask.url, PageKind.ITEM, PageState.BLOCKED, now)
    feed.take(Outcome(lease.id, look, again_at=now))
    assert feed.kept == 0
    assert lease.ask in [one.ask for one in feed.give(4)]


def test_a_refusal_that_is_read_again_after_each_cut_counts_once(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime, tmp_path: Path
) -> None:
    folder = ScanFolder(tmp_path)
    lease = _feed(store, scan, profile, now).give(1)[0]
    look = PageLook(lease.ask.url, PageKind.ITEM, PageState.BLOCKED, now)
    folder.add(Outcome(lease.id, look, again_at=now, tries=lease.tries))
    for cut in range(RETRIES + 2):
        feed = _feed(store, scan, profile, now + timedelta(hours=cut))
        feed.take_up(folder)
        # what was on its way again has a domain whose wish nobody knows
        assert cut == 0 or feed.rests()[0].not_before > now + timedelta(hours=cut)
        later = _feed(store, scan, profile, now + timedelta(hours=cut, minutes=1))
        again = next(one for one in later.give(4) if one.ask == lease.ask)
        assert (again.tries, again.refusals) == (cut + 2, 1)
    assert feed.kept == 0


def test_what_was_on_its_way_when_the_crawl_was_cut_off_is_asked_again_after_a_rest(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime, tmp_path: Path
) -> None:
    folder = ScanFolder(tmp_path)
    first, second = _feed(store, scan, profile, now).give(2)
    folder.add(_had(first, now))
    again = _feed(store, scan, profile, now)
    again.take_up(folder)
    assert again.kept == 1
    assert second.ask in [one.ask for one in again.give(10)]
    assert first.ask not in [one.ask for one in again.give(10)]
    assert again.rests()[0].not_before > now


def test_a_wish_outlives_the_scan_that_heard_it(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime
) -> None:
    wish = Rest("ebay.com", now + timedelta(hours=1))
    _feed(store, scan, profile, now).take_rest(wish)
    assert _feed(store, scan, profile, now).rests() == (wish,)
    assert _feed(store, scan, profile, now + timedelta(hours=2)).rests() == ()


def test_paging_that_announces_more_and_shows_the_same_again_is_partial(
    store: Store, scan: OpenScan, profile: PlatformProfile, now: datetime
) -> None:
    feed = _feed(store, scan, profile, now)
    for number, lease in enumerate(feed.give(2)):
        following = Ask(f"https://ebay.com/page/{number}", PageKind.LISTING, "mug", number + 2)
        look = PageLook(lease.ask.url, PageKind.LISTING, PageState.OK, now, (MORE,))
        feed.take(Outcome(lease.id, look, further=following, shown=("a", "b")))
    looks = feed.read(None, ()).pages
    assert [look.state for look in looks] == [PageState.OK, PageState.PARTIAL]
    assert AGAIN in looks[1].signs
