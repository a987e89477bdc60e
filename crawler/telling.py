"""What a page object says in the end: state, sign and listings as one reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from crawler.pages import MarketplacePage
from domain.listings import ListingFacts, PageKind, PageReading, PageState, PlatformSlug


def item_told(page: MarketplacePage, facts: ListingFacts, sign: str) -> PageReading:
    """The reading of an item page: ok where it can be followed and has a title, else partial."""
    followed = facts.item_id or facts.url
    state = PageState.OK if followed and facts.title else PageState.PARTIAL
    return _told(page, PageKind.ITEM, state, sign, [facts])


def cards_told(
    page: MarketplacePage,
    cards: Iterable[ListingFacts],
    sign: str,
    *,
    total: int | None = None,
    next_url: str | None = None,
) -> PageReading:
    """The reading of a page of cards: ok where one can be followed, else an unknown layout.

    Cards with neither id nor title are places where a card would be, and are left out.
    """
    listings = [facts for facts in cards if facts.item_id or facts.title]
    followed = any(facts.item_id or facts.url for facts in listings)
    known = followed and any(facts.title for facts in listings)
    state = PageState.OK if known else PageState.UNKNOWN_LAYOUT
    reading = _told(page, PageKind.LISTING, state, sign, listings)
    return dataclasses.replace(reading, total=total, next_url=next_url)


def links_told(
    page: MarketplacePage, links: list[str], sign: str, *, next_url: str | None = None
) -> PageReading:
    """The reading of a page that only leads to item pages."""
    reading = _told(page, PageKind.LISTING, PageState.OK, sign, [])
    return dataclasses.replace(reading, item_links=tuple(links), next_url=next_url)


def gone_told(reading: PageReading, sign: str) -> PageReading:
    """The same reading of an item that the page says is sold no more."""
    signs = (f"text:{sign}", *reading.signs)
    return dataclasses.replace(reading, state=PageState.GONE, signs=signs)


def nothing_told(
    page: MarketplacePage, kind: PageKind, state: PageState, sign: str
) -> PageReading:
    """The reading of a page without listings."""
    reading = _told(page, kind, state, sign, [])
    return dataclasses.replace(reading, total=0 if state is PageState.EMPTY else None)


def _told(
    page: MarketplacePage,
    kind: PageKind,
    state: PageState,
    sign: str,
    listings: list[ListingFacts],
) -> PageReading:
    return PageReading(
        platform=PlatformSlug(page.profile.slug),
        url=str(page.url),
        kind=kind,
        state=state,
        signs=(sign,),
        listings=tuple(listings),
        item_links=tuple(dict.fromkeys(facts.url for facts in listings if facts.url)),
    )
