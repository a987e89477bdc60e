"""Terms run, holds hold, and what is erased leaves a log that still adds up."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from config.settings import Settings
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.listings import Capture, ListingFacts, Sighting
from domain.notices import NoticeId, NoticeState
from domain.retention import CLASS_OF, GONE, FieldClass, contacts_in, without
from review.filing import Noted, note_answer, note_counter, note_filed
from review.keeping import put_on_hold, release
from review.letters import write_answer
from store import tables
from store.unit_of_work import Store
from takedown.retention import due_listings, erase_due
from takedown.verify_bundle import verify_bundle
from tests.takedown.drafts import seen
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of, with_channel

PHONE, SELLER = "138 1234 5678", "晨光家居小铺"
DAYS = ("contact_days", "seller_days", "listing_days", "case_days")


def offered(store: Store, number: int = 1) -> Sighting:
    page = store.blobs.keep(f"<p>{SELLER} {PHONE} {number}</p>".encode())
    told = {
        "seller": SELLER,
        "seller_id": "shop-77001",
        "description": f"{SELLER} 正品，微信: chenguang_77，电话 {PHONE}",
    }
    kept = Capture("raw", page, "text/html", 30, "https://street.bazaar.example/1")
    return replace(seen(number, told), captures=(kept,))


def keep(store: Store, sighting: Sighting) -> None:
    with store.begin() as work:
        work.listings.keep_sighting(sighting)


def everything(store: Store) -> str:
    """All that the database holds, as text."""
    with store.engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def after(sighting: Sighting, days: int) -> datetime:
    return sighting.seen_at + timedelta(days=days)


def test_every_fact_of_a_listing_has_its_class() -> None:
    assert set(CLASS_OF) == {one.name for one in fields(ListingFacts)}


@pytest.mark.parametrize(
    "text",
    ["13812345678", "138-1234-5678", "+86 138 1234 5678", "微信：abc_12345", "VX:chen77001",
     "a.b+c@shop.example", "QQ 12345678", "(021) 6234 5678", "Line: hanako_77"],
)  # fmt: skip
def test_ways_to_reach_a_person_are_found(text: str) -> None:
    assert contacts_in([f"正品 {text} 包邮"])


@pytest.mark.parametrize(
    "text",
    ["328 g 白瓷", "12345678901234", "货号 900001", "2026-11-28", "¥1399.00", "online sale"],
)
def test_what_reaches_nobody_is_left_alone(text: str) -> None:
    assert not contacts_in([text])


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, set()),
        (31, {FieldClass.CONTACT}),
        (91, {FieldClass.CONTACT, FieldClass.SELLER_IDENTITY}),
        (366, set(FieldClass)),
    ],
)
def test_each_class_goes_at_its_own_term(
    store: Store, settings: Settings, days: int, gone: set[FieldClass]
) -> None:
    sighting = offered(store)
    keep(store, sighting)
    found = due_listings(store, settings, now=after(sighting, days))
    assert {one for due in found for one in due.classes} == gone


def test_what_is_erased_is_nowhere_and_the_log_still_adds_up(
    store: Store, settings: Settings
) -> None:
    sighting = offered(store)
    keep(store, sighting)
    page = sighting.captures[0].sha256
    report = erase_due(store, settings, now=after(sighting, 91))
    assert report.counts == {"listings": 1, "looks": 1, "files": 1}
    assert not store.blobs.has(page)
    told = everything(store)
    for value in (SELLER, PHONE, "chenguang_77", "shop-77001"):
        assert value not in told
        assert repr(value.encode("unicode_escape"))[2:-1] not in told
    with store.reading() as work:
        assert work.audit.first_break() is None
        assert work.erasing.changed_looks() == []
        (kept,) = work.listings.latest_sightings()
        facts = work.listings.sighting(kept).facts
    assert facts.title == sighting.facts.title
    assert facts.missing["seller"] == "erased"
    assert GONE in str(facts.description)


def test_erasing_again_erases_nothing(store: Store, settings: Settings) -> None:
    sighting = offered(store)
    keep(store, sighting)
    erase_due(store, settings, now=after(sighting, 400))
    assert erase_due(store, settings, now=after(sighting, 401)).counts == {}


def test_what_comes_again_after_erasing_is_kept_anew(store: Store, settings: Settings) -> None:
    sighting = offered(store)
    keep(store, sighting)
    erase_due(store, settings, now=after(sighting, 400))
    again = replace(sighting, seen_at=after(sighting, 401))
    with store.begin() as work:
        kept = work.listings.keep_sighting(again)
    assert kept.new
    with store.reading() as work:
        assert work.listings.sighting(kept.id).facts.seller == SELLER


def test_bytes_that_another_listing_shows_stay(store: Store, settings: Settings) -> None:
    first, second = offered(store), replace(seen(2), captures=offered(store).captures)
    second = replace(second, seen_at=after(first, 20))
    keep(store, first)
    keep(store, second)
    erase_due(store, settings, now=after(first, 31))
    assert store.blobs.has(first.captures[0].sha256)
    erase_due(store, settings, now=after(second, 31))
    assert not store.blobs.has(first.captures[0].sha256)


def test_a_cut_between_record_and_bytes_is_made_up_for(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sighting = offered(store)
    keep(store, sighting)

    def cut(_digest: Sha256) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(store.blobs, "forget", cut)
        with pytest.raises(KeyboardInterrupt):
            erase_due(store, settings, now=after(sighting, 31))
    assert store.blobs.has(sighting.captures[0].sha256)
    assert erase_due(store, settings, now=after(sighting, 31)).counts == {"files": 1}
    assert not store.blobs.has(sighting.captures[0].sha256)


@pytest.mark.parametrize("subject", ["all", "listing 1", "holder hoshikawa"])
def test_what_is_held_is_not_erased_until_released(
    store: Store, settings: Settings, now: datetime, subject: str
) -> None:
    keep_portfolio(store, now)
    sighting = offered(store)
    decide(store, now, sighting, verdict=Verdict.CLEARED, reason=Reason.NOT_ALIKE)
    made = put_on_hold(store, subject, "(2026) file 7", who="王小明", now=now)
    late = now + timedelta(days=4000)
    assert due_listings(store, settings, now=late) == ()
    release(store, made.id, who="王小明", now=now)
    assert len(due_listings(store, settings, now=late)) == 1


def ended(store: Store, site: Settings, now: datetime) -> Path:
    keep_portfolio(store, now)
    decide(store, now, offered(store))
    notice = notice_of(store, assemble(store, site, now))
    with store.begin() as work:
        work.notices.advance(NoticeId(notice.id), NoticeState.SUBMITTED, now)
        work.notices.advance(NoticeId(notice.id), NoticeState.REMOVED, now)
    return Path(str(notice.bundle_path))


def test_an_open_case_keeps_everything(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    site = with_channel(settings, tmp_path, "alibaba_taotian")
    keep_portfolio(store, now)
    decide(store, now, offered(store))
    assert due_listings(store, site, now=now + timedelta(days=9000)) == ()
    assemble(store, site, now)
    assert due_listings(store, site, now=now + timedelta(days=9000)) == ()


def test_an_ended_case_goes_whole_with_its_bundle_after_its_own_term(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    site = with_channel(settings, tmp_path, "alibaba_taotian")
    bundle = ended(store, site, now)
    assert due_listings(store, site, now=now + timedelta(days=1090)) == ()
    assert verify_bundle(bundle) == ()
    report = erase_due(store, site, now=now + timedelta(days=1100))
    assert (report.counts["listings"], report.counts["bundles"]) == (1, 1)
    assert not bundle.exists()
    assert SELLER not in everything(store)
    with store.reading() as work:
        assert work.audit.first_break() is None
        assert work.notices.notice(NoticeId(1)).bundle_path is None


def test_what_seller_and_platform_wrote_goes_with_the_case(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    site = with_channel(settings, tmp_path, "alibaba_taotian")
    keep_portfolio(store, now)
    decide(store, now, offered(store))
    notice = notice_of(store, assemble(store, site, now))
    noted, said = Noted("王小明", now), f"我是{SELLER}的张三，电话 {PHONE}，有授权"
    note_filed(store, notice.id, noted, "T-1")
    note_counter(store, notice.id, noted, text=said, ground="authorised")
    letter = write_answer(store, site, notice.id, noted)
    note_answer(store, notice.id, noted, removed=True, text=f"{SELLER} 未举证")
    digests = list(letter.files.values())
    bundle = Path(str(notice.bundle_path))
    again = bundle.with_name(f"{notice.slug}-2.zip")
    again.write_bytes(bundle.read_bytes())
    report = erase_due(store, site, now=now + timedelta(days=1090))
    assert said in everything(store)
    report = erase_due(store, site, now=now + timedelta(days=1100))
    assert report.counts["letters_and_statements"] == 3
    told = everything(store)
    for value in (SELLER, PHONE, "张三"):
        assert value not in told
    assert not any(store.blobs.has(digest) for digest in digests)
    assert not any(path.exists() for path in (bundle, again, letter.folder))
    with store.reading() as work:
        lines = work.correspondence.of(notice.id)
        assert work.audit.first_break() is None
    assert [one.kind.value for one in lines] == ["filed", "countered", "replied", "answered"]
    assert (lines[0].ticket, lines[1].code, lines[1].text) == ("T-1", "authorised", GONE)
    assert erase_due(store, site, now=now + timedelta(days=1101)).counts == {}


def test_of_an_open_case_nothing_that_was_written_goes(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    site = with_channel(settings, tmp_path, "alibaba_taotian")
    keep_portfolio(store, now)
    decide(store, now, offered(store))
    notice = notice_of(store, assemble(store, site, now))
    note_filed(store, notice.id, Noted("王小明", now), None)
    note_counter(store, notice.id, Noted("王小明", now), text=f"电话 {PHONE}")
    assert erase_due(store, site, now=now + timedelta(days=9000)).counts == {}
    assert PHONE in everything(store)


@pytest.mark.parametrize(
    "deed",
    [
        "update sightings set record = '{}'",
        "update sightings set record = '{}', erased = '{}'",
        "update sightings set digest = 'x', erased = '{}'",
        "delete from sightings",
        "update scores set record = '{}', erased = '{}'",
        "delete from scores",
    ],
)
def test_the_database_lets_nothing_be_erased_without_a_tombstone(
    store: Store, now: datetime, deed: str
) -> None:
    keep_portfolio(store, now)
    decide(store, now, offered(store))
    with pytest.raises(sa.exc.DBAPIError, match="append only"), store.engine.begin() as connection:
        connection.exec_driver_sql(deed)


def test_a_look_that_was_changed_behind_a_tombstone_elsewhere_is_named(
    store: Store, settings: Settings, now: datetime
) -> None:
    first, second = offered(store), replace(seen(2), seen_at=now)
    keep(store, first)
    erase_due(store, settings, now=after(first, 31))
    keep(store, second)
    with store.reading() as work:
        assert work.erasing.changed_looks() == []
    with store.engine.begin() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql("update sightings set erased = '{}' where erased is null")


def test_folders_of_old_scans_go_and_those_of_open_ones_stay(
    store: Store, settings: Settings, now: datetime
) -> None:
    old, fresh = (settings.crawl.scans_folder / name for name in ("old", "fresh"))
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / "listings.jsonl").write_text(SELLER)
    long_ago = (datetime.now(UTC) - timedelta(days=60)).timestamp()
    os.utime(old, (long_ago, long_ago))
    report = erase_due(store, settings, now=datetime.now(UTC))
    assert report.counts == {"scan_folders": 1}
    assert (old.exists(), fresh.exists()) == (False, True)


CHANGES: list[Callable[[ListingFacts], Any]] = [
    lambda facts: facts.title, lambda facts: facts.price, lambda facts: facts.seller,
    lambda facts: facts.images, lambda facts: facts.description, lambda facts: facts.url,
]  # fmt: skip


@pytest.mark.parametrize("told", CHANGES)
def test_of_a_bare_listing_its_number_alone_is_left(told: Callable[[ListingFacts], Any]) -> None:
    bare = without(seen(), tuple(FieldClass))
    assert not told(bare.facts)
    assert bare.key == seen().key
