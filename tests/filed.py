"""Listings that a notice was filed for, two days ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.decisions import DecisionId, Reason, Verdict
from domain.digests import Sha256
from domain.listings import ListingKey, SeenPicture
from domain.notices import Notice, NoticeId, NoticeState
from store.listings import KeptSighting
from store.unit_of_work import Work
from tests.factories import a_holder, a_score, a_sighting, a_work

FILED = datetime.now(UTC) - timedelta(days=2)


def a_seen(
    work: Work,
    item: str,
    site_url: str = "https://street.bazaar.example",
    pictures: tuple[SeenPicture, ...] = (),
    **told: Any,
) -> KeptSighting:
    """A listing of this id, seen before anything was filed; `told` are further facts."""
    seen = a_sighting(pictures=pictures, captures=(), seen_at=FILED - timedelta(days=3))
    own: dict[str, Any] = {
        "site": "127.0.0.1",
        "item_id": item,
        "url": f"{site_url}/item/{item}.html",
    }
    key = ListingKey(seen.key.platform, "127.0.0.1", item)
    return work.listings.keep_sighting(
        replace(seen, key=key, facts=replace(seen.facts, **own, **told))
    )


def a_finding(work: Work, kept: KeptSighting) -> DecisionId:
    """The listing as a candidate that was found infringing."""
    found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), FILED)
    assert found is not None
    verdict, reason = Verdict.INFRINGING, Reason.COPIED_PICTURE
    candidate = work.candidates.candidate(found)
    return work.decisions.append(candidate, verdict, reason, analyst="王小明", now=FILED).id


def a_filing(
    work: Work, decisions: list[DecisionId], bundle: tuple[Sha256, str] | None = None
) -> Notice:
    """A notice over these findings, which a person filed; `bundle` is its digest and path."""
    draft = Notice(
        id=NoticeId(0),
        slug="n-1",
        channel="alibaba_taotian",
        platform="bazaar_street",
        holder=a_holder().slug,
        right=a_work().slug,
        ground="copyright",
        decisions=tuple(decisions),
        findings=(),
        state=NoticeState.DRAFTED,
        drafted_at=FILED,
    )
    notice = work.notices.draft(draft)
    sha256, path = bundle or (None, None)
    work.notices.advance(notice.id, NoticeState.READY, FILED)
    work.notices.advance(
        notice.id, NoticeState.EXPORTED, FILED, bundle_sha256=sha256, bundle_path=path
    )
    work.notices.advance(notice.id, NoticeState.SUBMITTED, FILED)
    return work.notices.notice(notice.id)
