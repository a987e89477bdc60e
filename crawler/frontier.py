"""Which addresses a platform is asked: its searches, their further pages, and item pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_plus, urldefrag

from config.profiles import PlatformProfile
from crawler.reading import profile_for
from domain.listings import PageKind, PageReading, PageState, key_of
from domain.scans import Ask


def search_page(profile: PlatformProfile, term: str, page: int = 1) -> Ask | None:
    """This page of a search; None where the platform has none, or no such page."""
    search = profile.search
    if search is None:
        return None
    several = "{page}" in search.url or "{offset}" in search.url
    if page > (search.max_pages if several else 1):
        return None
    url = search.url.replace("{query}", quote_plus(term)).replace("{page}", str(page))
    url = url.replace("{offset}", str((page - 1) * search.page_size))
    return _own(profile, Ask(url, PageKind.LISTING, term, page))


def further_page(profile: PlatformProfile, reading: PageReading, ask: Ask) -> Ask | None:
    """The page after this one, None at the end of the results or of the profile's limit."""
    search = profile.search
    if search is None or ask.kind is not PageKind.LISTING or reading.state is not PageState.OK:
        return None
    if reading.next_url and ask.page < search.max_pages:
        return _own(profile, Ask(reading.next_url, PageKind.LISTING, ask.term, ask.page + 1))
    if reading.total is not None and ask.page * search.page_size >= reading.total:
        return None
    return search_page(profile, ask.term, ask.page + 1)


def offers_more(profile: PlatformProfile, reading: PageReading, ask: Ask) -> bool:
    """Whether the page itself says that results follow it, by a link or by their number."""
    search = profile.search
    if search is None or ask.kind is not PageKind.LISTING or reading.state is not PageState.OK:
        return False
    counted = reading.total is not None and reading.total > ask.page * search.page_size
    return counted or reading.next_url is not None


def item_pages(profile: PlatformProfile, reading: PageReading, ask: Ask) -> Iterator[Ask]:
    """The item pages that this page leads to, where the profile has them followed."""
    search = profile.search
    if search is None or not search.follow_items or ask.kind is not PageKind.LISTING:
        return
    if reading.state is not PageState.OK:
        return
    for link in reading.item_links:
        wanted = search.item_link is None or re.search(search.item_link, link)
        if wanted and (item := _own(profile, Ask(link, PageKind.ITEM, ask.term))):
            yield item


def shown_on(reading: PageReading) -> tuple[str, ...]:
    """The goods on this page: some platforms show the last page again for every page beyond it."""
    keys = {key.item_id for facts in reading.listings if (key := key_of(facts))}
    return tuple(sorted({*reading.item_links, *keys}))


def _own(profile: PlatformProfile, ask: Ask) -> Ask | None:
    """The same without a fragment; None on a host that is not the platform's own."""
    url = urldefrag(ask.url).url
    own = profile_for(url, {profile.slug: profile}) is not None
    return Ask(url, ask.kind, ask.term, ask.page) if own else None
