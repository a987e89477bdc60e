"""Decisions become exported bundles once, incomplete notices wait, and nothing is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from domain.candidates import CandidateState
from domain.decisions import DecisionId, Reason, Verdict
from domain.digests import Sha256
from domain.errors import InputError, NotFound
from domain.listings import Sighting
from domain.notices import Notice, NoticeId, NoticeState
from domain.ownership import Exhibit
from domain.rights import Portfolio
from domain.runs import StageReport
from store.unit_of_work import Store
from takedown.bundle import file_digest
from takedown.stage import assemble_notices
from takedown.verify_bundle import verify_bundle
from tests.factories import (
    a_holder,
    a_proof,
    a_score,
    a_work,
    an_exhibit,
    the_papers,
)
from tests.takedown.drafts import BLOBS, seen

PROFILE = """
slug = "bazaar_street"
names = {zh = "市集街", en = "Bazaar Street", ja = "バザール通り"}
domains = ["street.bazaar.example"]
lane = "http"
complaint_channel = "CHANNEL"
country = "CN"
permission = {method = "test", basis = "ours"}
"""


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return with_channel(settings, tmp_path, "alibaba_taotian")


def with_channel(settings: Settings, folder: Path, channel: str) -> Settings:
    path = folder / "profiles" / "bazaar_street.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(PROFILE.replace("CHANNEL", channel), encoding="utf-8")
    crawl = settings.crawl.model_copy(update={"profile_folders": (path.parent,)})
    return settings.model_copy(update={"crawl": crawl})


def keep_portfolio(
    store: Store, now: datetime, exhibits: tuple[Exhibit, ...] | None = None
) -> None:
    for content in BLOBS.values():
        store.blobs.keep(content)
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        for exhibit in the_papers() if exhibits is None else exhibits:
            work.rights.keep_exhibit(exhibit)
        work.rights.keep_proof(a_proof(), now)


def decide(
    store: Store,
    now: datetime,
    sighting: Sighting | None = None,
    *,
    verdict: Verdict = Verdict.INFRINGING,
    reason: Reason = Reason.COPIED_PICTURE,
) -> DecisionId:
    with store.begin() as work:
        kept = work.listings.keep_sighting(sighting or seen())
        candidate = work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)
        assert candidate is not None
        found = work.candidates.candidate(candidate)
        decision = work.decisions.append(found, verdict, reason, analyst="王小明", now=now)
        work.candidates.move(candidate, CandidateState(verdict.value))
    return decision.id


def assemble(
    store: Store, site: Settings, now: datetime, ids: list[int] | None = None
) -> StageReport:
    return assemble_notices(store, site, ids, who="王小明", now=now)


def notice_of(store: Store, report: StageReport) -> Notice:
    (made,) = report.made
    with store.reading() as work:
        return work.notices.notice(NoticeId(made))


def test_a_decision_becomes_an_exported_bundle_that_verifies(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decision = decide(store, now)
    report = assemble(store, site, now)
    notice = notice_of(store, report)
    assert report.problems == ()
    assert (notice.state, notice.decisions) == (NoticeState.EXPORTED, (decision,))
    assert notice.bundle_path is not None
    path = Path(notice.bundle_path)
    assert path == site.takedown.out_folder / "alibaba_taotian" / f"{notice.slug}.zip"
    assert file_digest(path) == notice.bundle_sha256
    assert verify_bundle(path) == ()


def test_an_export_is_in_the_audit_log_with_its_digest(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    notice = notice_of(store, assemble(store, site, now))
    with store.reading() as work:
        sealing, event = work.audit.events(notice.slug)
        assert sealing.kind == "sealed"
        assert work.audit.first_break() is None
    assert (event.kind, event.who) == ("notice_exported", "王小明")
    assert event.payload["bundle_sha256"] == notice.bundle_sha256


def test_running_again_makes_nothing_new(store: Store, site: Settings, now: datetime) -> None:
    keep_portfolio(store, now)
    decision = decide(store, now)
    assemble(store, site, now)
    later = now + timedelta(days=1)
    assert assemble(store, site, later).made == ()
    assert assemble(store, site, later, [decision]).made == ()


def test_listings_of_one_right_and_reason_share_a_notice(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decisions = [decide(store, now, seen(number)) for number in (900001, 900002)]
    assert list(notice_of(store, assemble(store, site, now)).decisions) == decisions


def test_only_the_decisions_that_were_asked_for_are_taken(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    first = decide(store, now, seen(900001))
    decide(store, now, seen(900002))
    assert notice_of(store, assemble(store, site, now, [first])).decisions == (first,)


def test_a_cleared_decision_that_is_asked_for_is_refused_in_words(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decision = decide(store, now, verdict=Verdict.CLEARED, reason=Reason.NOT_ALIKE)
    report = assemble(store, site, now, [decision])
    assert report.made == ()
    assert "only findings of infringement" in report.problems[0]


def test_a_decision_that_does_not_exist_is_an_error(
    store: Store, site: Settings, now: datetime
) -> None:
    with pytest.raises(NotFound):
        assemble(store, site, now, [404])


def test_a_blocked_notice_waits_without_a_bundle(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now, exhibits=(an_exhibit(),))
    decide(store, now)
    notice = notice_of(store, assemble(store, site, now))
    assert notice.state is NoticeState.INCOMPLETE
    assert notice.bundle_path is None
    assert "V03_paper_missing" in {finding.code for finding in notice.findings}
    assert not site.takedown.out_folder.exists()


def test_an_incomplete_notice_goes_out_once_what_lacked_is_there(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now, exhibits=(an_exhibit(),))
    decide(store, now)
    waiting = notice_of(store, assemble(store, site, now))
    keep_portfolio(store, now)
    done = notice_of(store, assemble(store, site, now + timedelta(hours=1)))
    assert (done.id, done.slug, done.state) == (waiting.id, waiting.slug, NoticeState.EXPORTED)


def test_an_incomplete_notice_that_nothing_mends_is_written_down_once(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now, exhibits=(an_exhibit(),))
    decide(store, now)
    notice = notice_of(store, assemble(store, site, now))
    assemble(store, site, now + timedelta(hours=1))
    with store.reading() as work:
        assert len(work.audit.events(notice.slug)) == 1


def test_a_platform_without_a_channel_loses_nothing_and_is_said(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    keep_portfolio(store, now)
    decision = decide(store, now)
    report = assemble(store, with_channel(settings, tmp_path, "nowhere"), now)
    assert report.made == ()
    assert "no rule pack for the channel 'nowhere'" in report.problems[0]
    with store.reading() as work:
        assert work.decisions.undrafted() == (decision,)


def test_changed_evidence_stops_its_notice_and_is_said(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    digest = Sha256(an_exhibit().sha256)
    path = site.blobs.folder / digest[:2] / digest[2:4] / digest
    path.write_bytes(b"changed")
    report = assemble(store, site, now)
    assert report.made == ()
    assert report.counts["lost"] == 1
    assert "changed on disk" in report.problems[0]
    assert list(site.takedown.out_folder.rglob("*.*")) == []


def test_an_unwritable_folder_loses_the_bundle_and_keeps_the_decision(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decision = decide(store, now)
    site.takedown.out_folder.parent.mkdir(parents=True, exist_ok=True)
    site.takedown.out_folder.write_text("a file where the folder should be")
    report = assemble(store, site, now)
    assert report.counts["lost"] == 1
    with store.reading() as work:
        assert work.decisions.undrafted() == (decision,)


def test_a_dmca_channel_makes_a_dmca_bundle(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    site = with_channel(settings, tmp_path, "shopify_standalone")
    notice = notice_of(store, assemble(store, site, now))
    assert (notice.channel, notice.ground) == ("shopify_standalone", "copyright")
    assert notice.findings == ()


def test_a_bad_pack_stops_before_anything_is_drafted(
    store: Store, site: Settings, tmp_path: Path, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    (tmp_path / "bad.toml").write_text("slug = 3")
    packs = site.takedown.model_copy(update={"packs_folders": (tmp_path,)})
    with pytest.raises(InputError, match=r"bad\.toml"):
        assemble(store, site.model_copy(update={"takedown": packs}), now)


def test_a_later_sighting_does_not_change_what_was_decided(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    with store.begin() as work:
        changed = replace(seen(facts={"title": "改了名"}), seen_at=now + timedelta(hours=1))
        kept = work.listings.keep_sighting(changed)
        work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)
    notice = notice_of(store, assemble(store, site, now + timedelta(hours=2)))
    assert notice.state is NoticeState.EXPORTED
    assert "V18_changed" in {finding.code for finding in notice.findings}


def test_progress_is_told_from_nothing_to_all(store: Store, site: Settings, now: datetime) -> None:
    keep_portfolio(store, now)
    decide(store, now)
    told: list[tuple[str, int, int]] = []
    assemble_notices(store, site, None, who="a", now=now, progress=lambda *step: told.append(step))
    assert told == [("assemble", 0, 1), ("assemble", 1, 1)]
