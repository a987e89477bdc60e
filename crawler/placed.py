"""A page object for every platform whose pages are written down as a layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from parsel import Selector

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.layout import Layout, Places
from crawler.money import site_currency
from crawler.pages import FactsDraft, MarketplacePage
from crawler.placed_facts import PlacedFacts
from crawler.script_state import Node, found_at, states_after, whole_answer
from crawler.shop_item import main_product
from crawler.stated_item import product_of, stated_reading
from crawler.structured import stated
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import any_of, said_shortly
from domain.listings import PageKind, PageReading, PageState

SERVER_GONE = (404, 410)


class PlacedPage(MarketplacePage):
    """An item or a list where the state holds one, else where the page shows one.

    A subclass names its `layout`, and may override `finish` for what places cannot say.
    """

    layout: Layout

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        for state in self._states():
            if (
                told := self._refused(state)
                or self._stated_item(state)
                or self._stated_list(state)
            ):
                return told
        if is_json(self.response.text):
            return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")
        readers = [self._shown_item, self._shown_list]
        # item pages show cards of other goods, and pages of cards have headings
        for read in readers if self._is_item_address() else reversed(readers):
            if told := read():
                return told
        return self._only_stated() or self._without_goods()

    def _is_item_address(self) -> bool:
        return self.layout.item_link.search(str(self.url)) is not None

    def finish(self, draft: FactsDraft, source: Node | Selector) -> None:
        """Put what this platform says in its own way; the places have been read by then."""

    @property
    def host(self) -> str:
        """The host of the page's address, in lower case."""
        return (urlsplit(str(self.url)).hostname or "").lower()

    def facts_reader(self, places: Places) -> PlacedFacts:
        """The reader of one listing's values at these places."""
        site = self.layout.site or site_of(self.profile, self.host)
        currency, url = self.page_currency(), str(self.url)
        return PlacedFacts(self.profile.slug, site, currency, self.layout, places, url)

    def page_currency(self) -> str | None:
        """The currency of prices that name none: the site's, unless the page can say."""
        return site_currency(self.profile, self.host)

    def _states(self) -> Iterator[object]:
        if is_json(self.response.text):
            yield whole_answer(self.response.text)
        else:
            yield from states_after(self.response.text, self.layout.states)

    def _refused(self, state: object) -> PageReading | None:
        for path, pattern, known in self.layout.refusals:
            for value in found_at(state, path):
                gone = known is PageState.GONE
                if re.fullmatch(pattern, str(value)) and (self._is_item_address() or not gone):
                    kind = PageKind.ITEM if gone else PageKind.LISTING
                    return nothing_told(self, kind, known, f"state:{path} {value}"[:120])
        return None

    def _stated_item(self, state: object) -> PageReading | None:
        for places in self.layout.items:
            for path in places.at:
                for item in found_at(state, path):
                    if is_whole(item, places):
                        return self._item_from(item, places, state, path)
        return None

    def _item_from(self, item: object, places: Places, state: object, path: str) -> PageReading:
        reader = self.facts_reader(places)
        draft = reader.stated(item, state, address=str(self.url))
        self.finish(draft, item if isinstance(item, dict) else {})
        reading = item_told(self, draft.facts(), f"state:{path or 'answer'}")
        for where, pattern in self.layout.removals:
            for value in found_at(item, where):
                if re.fullmatch(pattern, str(value), re.IGNORECASE):
                    return gone_told(reading, f"{where} {value}")
        return reading

    def _stated_list(self, state: object) -> PageReading | None:
        for places in self.layout.lists:
            total = _count(value for path in places.total for value in found_at(state, path))
            for path in places.at:
                for listed in found_at(state, path):
                    if cards := whole_cards(listed, places):
                        sign = f"state:{path or 'answer'} {len(cards)}"
                        facts = [self._card_from(card, places, state) for card in cards]
                        return cards_told(
                            self, [draft.facts() for draft in facts], sign, total=total
                        )
                    if listed == [] and total == 0:
                        sign = f"state:{path} is empty, total 0"
                        return nothing_told(self, PageKind.LISTING, PageState.EMPTY, sign)
        return None

    def _card_from(self, card: object, places: Places, state: object) -> FactsDraft:
        draft = self.facts_reader(places).stated(card, state)
        self.finish(draft, card if isinstance(card, dict) else {})
        return draft

    def _shown_item(self) -> PageReading | None:
        for places in self.layout.shown_items:
            if not any_of(self.selector, *places.at):
                continue
            reader = self.facts_reader(places)
            draft = reader.shown(self.selector, address=self._own_address())
            if self.layout.structured:
                self._put_structured(reader, draft)
            self.finish(draft, self.selector)
            reading = item_told(self, draft.facts(), f"css:{places.at[0]}")
            sells = {"price", "availability"} & set(draft.values)
            word = None if sells else self._said(self.layout.gone_words)
            return gone_told(reading, word) if word else reading
        return None

    def _put_structured(self, reader: PlacedFacts, draft: FactsDraft) -> None:
        told = stated(self.selector, str(self.url))
        titles = [str(draft.values.get("title") or ""), self.css("title::text").get() or ""]
        product = main_product(told, [title for title in titles if title.strip()])
        if product:
            reader.put_product(draft, product)

    def _only_stated(self) -> PageReading | None:
        """The item of an unknown template, where structured data tells of one."""
        product = product_of(self) if self._is_item_address() else None
        if product is None:
            return None
        reader = self.facts_reader(Places(at=()))
        draft = reader.shown(self.selector, address=self._own_address())
        reader.put_product(draft, product)
        return stated_reading(self, draft, product)

    def _own_address(self) -> str:
        href = self.css("link[rel=canonical]::attr(href)").get() or ""
        return href if self.layout.item_link.search(href) else str(self.url)

    def _shown_list(self) -> PageReading | None:
        for places in self.layout.shown_lists:
            for query in places.at:
                nodes = self.css(query)
                if not nodes:
                    continue
                reader = self.facts_reader(places)
                drafts = [reader.shown(node) for node in nodes]
                for draft, node in zip(drafts, nodes, strict=True):
                    self.finish(draft, node)
                sign = f"css:{query} {len(drafts)}"
                following = (
                    self.css(self.layout.next_link).get() if self.layout.next_link else None
                )
                next_url = str(self.urljoin(following)) if following else None
                return cards_told(
                    self, [draft.facts() for draft in drafts], sign, next_url=next_url
                )
        return None

    def _without_goods(self) -> PageReading:
        own = self._is_item_address()
        if own and self.response.status in SERVER_GONE:
            sign = f"status:{self.response.status}"
            return nothing_told(self, PageKind.ITEM, PageState.GONE, sign)
        if own and (word := self._said(self.layout.gone_words)):
            return nothing_told(self, PageKind.ITEM, PageState.GONE, f"text:{word}")
        if not own and (word := self._said(self.layout.empty_words)):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        sign = "no state, no item, no cards"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _said(self, words: tuple[str, ...]) -> str | None:
        said = [word for word in words if word in self.response.text]
        return said_shortly(self.selector, said) if said else None


def site_of(profile: PlatformProfile, host: str) -> str:
    """The longest of the profile's domains that this host is of; the host itself if of none."""
    named = [one for one in profile.domains if host == one or host.endswith("." + one)]
    return max(named, key=len, default=host or "unknown")


def is_whole(item: object, places: Places) -> bool:
    """Whether this is an object that has all that such a listing must have."""
    return isinstance(item, dict) and all(
        any(value not in (None, "", [], {}) for value in found_at(item, path))
        for path in places.needs
    )


def whole_cards(listed: object, places: Places) -> list[object]:
    """The cards of a list that are whole, each without what may wrap it."""
    found = []
    for one in listed if isinstance(listed, list) else []:
        unwrapped = (part for path in ("", *places.inner) for part in found_at(one, path))
        found.append(next((part for part in unwrapped if is_whole(part, places)), None))
    return [one for one in found if one is not None]


def _count(values: Iterable[object]) -> int | None:
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | str):
            continue
        if re.fullmatch(r"\d{1,9}", str(value)):
            return int(value)
    return None
