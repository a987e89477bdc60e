"""Which page is asked next: searches by the profile, item pages by their links, in a budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_plus, urldefrag

from config.profiles import PlatformProfile
from crawler.reading import profile_for
from domain.listings import PageReading, PageState, key_of


class Frontier:
    """Gives each address once, on the platform's own hosts, within its budget of pages."""

    def __init__(self, profile: PlatformProfile) -> None:
        self.profile = profile
        self.left = profile.pace.pages_per_run
        self.exhausted = False
        self._asked: set[str] = set()
        self._listed: dict[str, set[str]] = {}

    def search_page(self, term: str, page: int) -> str | None:
        """The address of this page of a search, None where there is none."""
        search = self.profile.search
        if search is None:
            return None
        several = "{page}" in search.url or "{offset}" in search.url
        if page > (search.max_pages if several else 1):
            return None
        url = search.url.replace("{query}", quote_plus(term)).replace("{page}", str(page))
        return self._take(url.replace("{offset}", str((page - 1) * search.page_size)))

    def next_page(self, reading: PageReading, term: str, page: int) -> str | None:
        """The page after this one, None at the end of the results or of the profile's limit."""
        search = self.profile.search
        shown = set(reading.item_links) | {
            key.item_id for facts in reading.listings if (key := key_of(facts))
        }
        known = self._listed.setdefault(term, set())
        # some platforms show the last page again for every page beyond it
        fresh = shown - known
        known |= shown
        if search is None or reading.state is not PageState.OK or not fresh:
            return None
        if reading.next_url and page < search.max_pages:
            return self._take(reading.next_url)
        if reading.total is not None and page * search.page_size >= reading.total:
            return None
        return self.search_page(term, page + 1)

    def item_pages(self, reading: PageReading) -> Iterator[str]:
        """The item pages that this page leads to, where the profile has them followed."""
        search = self.profile.search
        if search is None or not search.follow_items or reading.state is not PageState.OK:
            return
        for link in reading.item_links:
            if search.item_link is None or re.search(search.item_link, link):
                url = self._take(link)
                if url:
                    yield url

    def _take(self, url: str) -> str | None:
        url = urldefrag(url).url
        if url in self._asked or not self._is_own(url):
            return None
        if self.left <= 0:
            self.exhausted = True
            return None
        self._asked.add(url)
        self.left -= 1
        return url

    def _is_own(self, url: str) -> bool:
        return profile_for(url, {self.profile.slug: self.profile}) is not None
