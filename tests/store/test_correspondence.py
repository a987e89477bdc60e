"""What happened after filing is appended, read in order, and survives any characters."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.correspondence import ApprovedRight, Entry, EntryKind
from domain.decisions import DecisionId, Reason, Verdict
from domain.notices import Notice, NoticeId, NoticeState
from domain.rights import Portfolio
from store.unit_of_work import Store
from tests.factories import a_holder, a_score, a_sighting, a_work, digest

HOSTILE = "拒绝\x00\u202e\ud800<b>=1+1"


def a_notice(store: Store, now: datetime) -> NoticeId:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        kept = work.listings.keep_sighting(a_sighting())
        found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)
        assert found is not None
        candidate = work.candidates.candidate(found)
        decision = work.decisions.append(
            candidate, Verdict.INFRINGING, Reason.COPIED_PICTURE, analyst="王小明", now=now
        )
        notice = Notice(
            id=NoticeId(0),
            slug="jd-work-fox-1",
            channel="jd",
            platform="bazaar_street",
            holder=a_holder().slug,
            right=a_work().slug,
            ground="x",
            decisions=(DecisionId(decision.id),),
            findings=(),
            state=NoticeState.DRAFTED,
            drafted_at=now,
        )
        return work.notices.draft(notice).id


def test_lines_come_back_in_order_with_hostile_text(store: Store, now: datetime) -> None:
    notice = a_notice(store, now)
    first = Entry(notice, EntryKind.FILED, now, "王小明", now, ticket="TB-1")
    second = Entry(
        notice,
        EntryKind.REFUSED,
        now + timedelta(days=1),
        "王小明",
        now,
        code="unclear",
        text=HOSTILE,
        files={"a.pdf": digest("a")},
    )
    with store.begin() as work:
        work.correspondence.note(first)
        work.correspondence.note(second)
    with store.reading() as work:
        assert work.correspondence.of(notice) == (first, second)
        assert work.correspondence.attempts(notice) == 1


def test_each_filing_again_is_one_more_attempt(store: Store, now: datetime) -> None:
    notice = a_notice(store, now)
    with store.begin() as work:
        work.correspondence.note(Entry(notice, EntryKind.REFILED, now, "王小明", now))
        work.correspondence.note(Entry(notice, EntryKind.REFILED, now, "王小明", now))
    with store.reading() as work:
        assert work.correspondence.attempts(notice) == 3


def test_the_latest_reference_of_a_right_holds_at_its_channel_alone(
    store: Store, now: datetime
) -> None:
    a_notice(store, now)
    with store.begin() as work:
        for reference in ("OLD", "NEW"):
            one = ApprovedRight("jd", a_work().slug, reference, now, "王小明")
            work.correspondence.approve(one)
    with store.reading() as work:
        assert work.correspondence.reference("jd", a_work().slug) == "NEW"
        assert work.correspondence.reference("ebay", a_work().slug) is None
        assert work.notices.by_slug("jd-work-fox-1").channel == "jd"
