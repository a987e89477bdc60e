"""Candidates that wait, for tests of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.candidates import CandidateId
from domain.listings import SeenPicture
from domain.queue import Urgency
from domain.rights import Portfolio
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_mention, a_score, a_sighting, a_work
from tests.review.desks import a_picture


def put_up(
    store: Store,
    now: datetime,
    number: int = 1,
    *,
    urgency: Urgency | None = None,
    score: dict[str, Any] | None = None,
    **facts: Any,
) -> CandidateId:
    """A suggested candidate of the default mark, of its own listing."""
    said = {"item_id": f"9{number:05d}", "title": f"LUMORI 保温杯 {number}"} | facts
    plain = a_sighting()
    picture = SeenPicture("u", "k", store.blobs.keep(a_picture()), "image/png")
    sighting = replace(
        plain,
        pictures=(picture,),
        key=replace(plain.key, item_id=said["item_id"]),
        facts=replace(plain.facts, **said),
    )
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (a_mark(),), (a_work(),)))
        kept = work.listings.keep_sighting(sighting)
        weighed = a_score(**({"value": 0.9, "readings": (a_mention(),)} | (score or {})))
        found = work.candidates.suggest(
            kept.listing, a_mark().slug, kept.id, weighed, now, urgency=urgency
        )
    assert found is not None
    return found
