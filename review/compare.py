"""What stands beside a candidate when a person compares: its seller, prices, place and likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.candidates import CandidateId, CandidateState
from domain.captures import EvidenceCapture
from domain.prices import PriceRange
from domain.queue import Claim, GroupKind, Place
from domain.second_looks import LookKind, SecondLook
from review.desk import CandidatePage, SellerHistory, Store, candidate_page
from review.groups import alike


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything that a person compares, and what stands beside it.

    `held` is somebody else's claim. `look` is set where this person gives a blind second look:
    then `page` holds no earlier decision. `waits` is why this person's own finding goes into no
    notice before somebody else looked. `price_share` is the price as a share of the least
    genuine one, None where either is not known or they are in different currencies.
    """

    page: CandidatePage
    seller: SellerHistory
    genuine: tuple[PriceRange, ...]
    price_share: Decimal | None
    captures: tuple[EvidenceCapture, ...]
    place: Place | None
    alike: Mapping[GroupKind, tuple[str, int]]
    held: Claim | None
    look: SecondLook | None
    waits: tuple[str, ...] = ()


def compare_page(
    store: Store, candidate_id: CandidateId, *, who: str, now: datetime
) -> ComparePage:
    """What this person compares for one candidate.

    Raises:
        NotFound: There is no such candidate.
    """
    page = candidate_page(store, candidate_id)
    listing, facts = page.candidate.listing, page.sighting.facts
    with store.reading() as work:
        place = work.queue.place(candidate_id)
        look = work.second_looks.open_for(candidate_id)
        genuine = work.prices.of(page.candidate.right)
        captures = work.captures.of([listing]).get(listing, ())
        seller = work.views.seller_history(page.sighting.key.platform, facts.seller)
    mine = look if look is not None and look.first_analyst != who else None
    claim = place.claim if place else None
    return ComparePage(
        page=_blind(page) if mine else page,
        seller=seller,
        genuine=genuine,
        price_share=_share(page, genuine),
        captures=tuple(captures),
        place=place,
        alike=alike(store, candidate_id),
        held=claim if claim and claim.until > now and claim.by != who else None,
        look=mine.told_to(who) if mine else None,
        waits=look.why if look and not mine and look.kind is LookKind.RULE else (),
    )


def _blind(page: CandidatePage) -> CandidatePage:
    """The page as before anybody found anything."""
    found = page.candidate.state in (CandidateState.INFRINGING, CandidateState.CLEARED)
    state = CandidateState.SUGGESTED if found else page.candidate.state
    candidate = replace(page.candidate, state=state)
    return replace(page, candidate=candidate, decisions=(), taken_back=())


def _share(page: CandidatePage, genuine: tuple[PriceRange, ...]) -> Decimal | None:
    price = page.sighting.facts.price
    if price is None:
        return None
    for one in genuine:
        if one.currency == price.currency:
            return price.amount / one.least
    return None
