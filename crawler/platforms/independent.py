"""Independent shops: Shopify JSON, structured data, then what is shown, for any shop at all."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.money import currency_in, site_currency
from crawler.pages import FactsDraft, MarketplacePage
from crawler.shop_buttons import Buttons
from crawler.shop_cards import ShopCard, shop_cards
from crawler.shop_heading import heading_text, item_heading
from crawler.shop_item import (
    gone_words,
    item_id_of,
    main_product,
    own_address,
    picture_links,
    put_price,
    put_rest,
    put_title,
    short_text,
)
from crawler.shop_pictures import shown_pictures
from crawler.shop_words import CATALOGUE, NOTHING, OWN_LINK, SEARCH
from crawler.shopify import NO_SELLER, shopify_facts, shopify_products
from crawler.shown_price import ShownPrices, shown_prices
from crawler.structured import Stated, StatedProduct, stated
from crawler.telling import cards_told, gone_told, item_told, links_told, nothing_told
from domain.listings import (
    Availability,
    ListingFacts,
    PageKind,
    PageReading,
    PageState,
)

INDEPENDENT = "independent"
"""The profile of shops that nobody described."""

ITEM_LINK = r"/(?:products?|item|goods|shop)/[^/?#]+"
"""What links to item pages look like where the profile does not say."""

NEXT = (
    "link[rel=next], a[rel=next], li.next > a, a.next, [class*='pagination'] a[aria-label='Next']"
)
GENERIC_ENDINGS = ("com", "net", "org", "shop", "store", "co", "io")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any page of a shop that has none of its own."""
    if is_json(response.text):
        return ShopAnswer(response, profile)
    return ShopPage(response, profile)


class ShopAnswer(MarketplacePage):
    """An interface answer; only Shopify's is known."""

    def reading(self) -> PageReading:
        """The answer's state with its signs, and the listings in it in order."""
        products = shopify_products(self.response.text)
        if products is None:
            sign = "json:not an answer of a known shop program"
            return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)
        if not products:
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, "json:products empty")
        parts = urlsplit(str(self.url))
        currency = site_currency(self.profile, parts.hostname or "")
        facts = [
            shopify_facts(node, _draft(self), f"{parts.scheme}://{parts.netloc}", currency)
            for node in products
        ]
        if '"products"' in self.response.text[:40]:
            return cards_told(self, facts, f"json:products {len(facts)}")
        return item_told(self, facts[0], "json:product")


class ShopPage(MarketplacePage):
    """An item page where one product stands out; else products as stated; else links to items."""

    _prices: ShownPrices | None = None
    _buttons: Buttons | None = None

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        told = stated(self.selector, str(self.url))
        heading = item_heading(self.selector)
        titles = [heading_text(heading)] if heading is not None else []
        titles += [told.graph.get("og:title", ""), self.css("title::text").get() or ""]
        product = main_product(told, [title for title in titles if title.strip()])
        if sign := self._item_sign(told, product, heading):
            return self._item(told, product, heading, sign)
        if len(told.products) > 1:
            cards = [self._card(product) for product in told.products]
            sign = f"{told.products[0].source}:{len(cards)} products"
            return cards_told(self, cards, sign, next_url=self._next())
        return self._shown_cards(told) or self._without_products()

    def _item_sign(
        self, told: Stated, product: StatedProduct | None, heading: Selector | None
    ) -> str | None:
        if product:
            return f"{product.source}:Product"
        kind = told.graph.get("og:type", "")
        if re.search(r"(?:^|[.:])(?:product|item)$", kind) and not told.products:
            return f"opengraph:og:type {kind}"
        if heading is None or len(told.products) > 1:
            return None
        return self._shown_sign(told, heading)

    def _shown_sign(self, told: Stated, heading: Selector) -> str | None:
        """What proves an item page where nothing is stated of it."""
        path = urlsplit(str(self.url)).path
        own = re.search(self._link_pattern(), path) is not None
        described = own and self._is_described()
        own = own or OWN_LINK.search(path) is not None
        if self._is_search() and not described:
            return None
        buttons = self._to_buy()
        sells = buttons.sell(heading)
        if (self._is_part() and not (described or sells)) or not (own or buttons.count):
            return None
        shown = self._shown(heading, self._currency(told))
        if shown.sure and (own or sells):
            return "css:h1 beside a price"
        if own and (sells or shown.prices):
            return "css:h1 at an item's address"
        # a described shop's own address proves its item page; goods out of stock show no price
        return "url:item_link of the profile" if described else None

    def _shown(self, heading: Selector, currency: str | None) -> ShownPrices:
        """What is shown beside the page's one heading, looked for once."""
        if self._prices is None:
            self._prices = shown_prices(heading, currency)
        return self._prices

    def _to_buy(self) -> Buttons:
        if self._buttons is None:
            self._buttons = Buttons(self.selector)
        return self._buttons

    def _shown_cards(self, told: Stated) -> PageReading | None:
        # of a page that is no search, nobody knows what its list is a list of
        if not (self._is_search() or self._is_part() or self._is_described()):
            return None
        cards = shop_cards(self.selector, str(self.url), self._currency(told))
        facts = [self._shown_card(card) for card in cards]
        sign = f"cards:{len(cards)} alike"
        return cards_told(self, facts, sign, next_url=self._next()) if facts else None

    def _shown_card(self, card: ShopCard) -> ListingFacts:
        draft = _draft(self).put("title", card.title, "guessed:card").put("url", card.link, "card")
        put_price(draft, None, card.prices)
        draft.put("item_id", self._item_id(card.link), "url:item_link")
        draft.put("item_id", item_id_of(card.link, None), "url")
        draft.put("images", picture_links(card.pictures), "card")
        return draft.miss("seller", NO_SELLER).facts()

    def _without_products(self) -> PageReading:
        if self.response.status in (404, 410):
            sign = f"status:{self.response.status}"
            return nothing_told(self, PageKind.ITEM, PageState.GONE, sign)
        pattern = re.compile(self._link_pattern())
        links = [str(self.urljoin(href)) for href in self.css("a::attr(href)").getall()]
        items = list(dict.fromkeys(link.split("#")[0] for link in links if pattern.search(link)))
        if items:
            told = links_told(self, items, f"links:{len(items)}", next_url=self._next())
            # without a described shop, links that look like goods prove little
            return told if self._is_described() else replace(told, state=PageState.PARTIAL)
        if self._is_search() and (said := short_text(self.selector, NOTHING)):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{said}")
        sign = "no product, no links to items"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _is_search(self) -> bool:
        address, search = urlsplit(str(self.url)), self.profile.search
        if search and self._is_described() and address.path == urlsplit(search.url).path:
            return True
        return SEARCH.search(f"{address.path}?{address.query}") is not None

    def _is_part(self) -> bool:
        address = urlsplit(str(self.url))
        return CATALOGUE.search(address.path) is not None

    def _is_described(self) -> bool:
        return self.profile.slug != INDEPENDENT and self._link_pattern() != ITEM_LINK

    def _link_pattern(self) -> str:
        search = self.profile.search
        return search.item_link if search and search.item_link else ITEM_LINK

    def _item_id(self, link: str | None) -> str | None:
        """What the profile's own pattern calls the item: its group `item_id`."""
        found = re.search(self._link_pattern(), link or "")
        return found.groupdict().get("item_id") if found else None

    def _next(self) -> str | None:
        href = self.css(NEXT).xpath("@href").get()
        return str(self.urljoin(href)) if href else None

    def _currency(self, told: Stated) -> str | None:
        """What the page states, else the site's; dollars for English pages under a generic end."""
        host = urlsplit(str(self.url)).hostname or ""
        named = self.css("[itemprop=priceCurrency]").xpath("@content | text()").get() or ""
        active = re.search(r'Shopify\.currency\s*=\s*\{"active":"([A-Z]{3})"', self.response.text)
        declared = told.currency or currency_in(named, None) or (active[1] if active else None)
        if declared or (known := site_currency(self.profile, host)):
            return declared or known
        language = (self.css("html::attr(lang)").get() or "en").lower()
        plain = host.rsplit(".", 1)[-1] in GENERIC_ENDINGS and language in ("en", "en-us")
        return "USD" if plain else None

    def _item(
        self,
        told: Stated,
        product: StatedProduct | None,
        heading: Selector | None,
        sign: str,
    ) -> PageReading:
        draft = _draft(self)
        address = own_address(self.selector, told, str(self.url))
        draft.put("url", address, "css:link[rel=canonical]")
        put_title(draft, product, heading, told)
        currency = self._currency(told)
        shown = self._shown(heading, currency) if heading is not None else ShownPrices()
        # a page that sells nothing more may show the price of what replaces it
        sells = shown.prices and (product is not None or self._to_buy().count)
        gone = None if sells else gone_words(self.selector)
        if gone:
            draft.put("availability", Availability.OUT_OF_STOCK, f"text:{gone}")
            draft.miss("price", "the page says that it is no longer sold")
        else:
            put_price(draft, product, shown, told.products)
        own_id = self._item_id(address) or self._item_id(str(self.url))
        draft.put("item_id", own_id, "url:item_link")
        put_rest(draft, product, told, str(self.url), address)
        if heading is not None:
            shown_ones = picture_links(shown_pictures(heading, str(self.url)))
            draft.put("images", shown_ones, "guessed:beside h1")
        reading = item_told(self, draft.facts(), sign)
        return gone_told(reading, gone) if gone else reading

    def _card(self, product: StatedProduct) -> ListingFacts:
        draft = _draft(self)
        where = product.source
        link = str(self.urljoin(product.url)) if product.url else None
        draft.put("title", product.name, where).put("url", link, where)
        draft.put("price", product.price, where).put("price_max", product.price_max, where)
        put_rest(draft, product, Stated((), {}), str(self.url), link)
        return draft.facts()


def _draft(page: MarketplacePage) -> FactsDraft:
    host = urlsplit(str(page.url)).hostname or "unknown"
    return FactsDraft(page.profile.slug, host.removeprefix("www."))
