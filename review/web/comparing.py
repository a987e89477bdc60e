"""What the page of one candidate shows, and what its address says."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from urllib.parse import urlencode

from fastapi import Request

from domain.candidates import CandidateId
from domain.decisions import REASONS_OF, Reason, Verdict
from domain.placements import Placement
from domain.rights import Mark, label_of
from review import desk as logic
from review.compare import ComparePage, compare_page
from review.reasons import mentioning_texts
from review.sampling import RISKS, second_person, warnings_before
from review.web.overlay import overlay_of
from review.web.page import Desk


def filters_of(request: Request) -> dict[str, str]:
    """The filters in the address; empty ones and everything else are left out."""
    given = {name: request.query_params.get(name, "") for name in logic.FILTERS}
    return {name: value for name, value in given.items() if value}


def number_in(request: Request, name: str = "after") -> int | None:
    """The candidate that the address names here; None where it names none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def compare_context(request: Request, desk: Desk, number: int) -> dict[str, object]:
    """All that the page of one candidate shows."""
    name, store = desk.name_of(request), desk.store_of(request)
    beside = compare_page(store, CandidateId(number), who=name, now=desk.clock())
    page, filters, after = beside.page, filters_of(request), number_in(request)
    place = {} if after is None else {"after": str(after)}
    placed = _placed(beside)
    waits = page.candidate.state.value in ("suggested", "unsure")
    pairs = [one.pictures for one in page.candidate.score.readings if one.pictures]
    second_by_reason = warnings_before(page.candidate, second_person(desk.settings))
    second_always = _common(second_by_reason)
    seen = [one.sha256 for one in page.sighting.pictures if one.sha256]
    owned = [one.sha256 for one in page.right.pictures]
    return {
        "page": page,
        "beside": beside,
        "facts": page.sighting.facts,
        "texts": mentioning_texts(page),
        "is_mark": isinstance(page.right, Mark),
        "label": label_of(page.right),
        "overlay": None if placed is None else overlay_of(placed),
        "theirs": pairs[0].listing_picture if pairs else next(iter(seen), None),
        "others": seen,
        "ours": pairs[0].reference_picture if pairs else next(iter(owned), None),
        "following": None
        if waits
        else logic.next_candidate(desk.store_of(request), CandidateId(number), filters),
        "query": urlencode(filters | place),
        "just_waits": number_in(request, "waits"),
        "second_by_reason": second_by_reason,
        "second_always": second_always,
        "exp": exp,
    }


def _common(by_reason: Mapping[Reason, tuple[str, ...]]) -> tuple[str, ...]:
    """Why a second person looks whatever the reason given; nothing where one reason needs none."""
    if len(by_reason) < len(REASONS_OF[Verdict.INFRINGING]):
        return ()
    shared = set.intersection(*map(set, by_reason.values()))
    return tuple(one for one in RISKS if one in shared)


def _placed(beside: ComparePage) -> Placement | None:
    """The surest place at which one of our pictures lies in one of the listing's."""
    found = [one.placement for one in beside.page.candidate.score.readings if one.placement]
    return max(found, key=lambda one: one.score, default=None)
