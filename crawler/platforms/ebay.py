"""eBay: result pages of both card layouts, item pages, and answers of the Browse API."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.money import machine_money, range_in, site_currency
from crawler.pages import FactsDraft, MarketplacePage
from crawler.stated_item import product_of, put_stated, stated_reading
from crawler.telling import cards_told, item_told, nothing_told
from crawler.visible import attribute_of, first_text, text_of
from domain.listings import (
    Availability,
    ListingFacts,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
)

SITE = "ebay.com"
"""Item ids hold on all of the platform's sites, so a listing is the same on each."""

ITEM_LINK = re.compile(r"/itm/(?:[^/?]+/)?(\d{9,15})(?!\d)")
PICTURE = re.compile(r"/(?:g|images/g)/([^/]+)/s-l|/z/([^/]+)/\$_")
TITLES = ("h1.x-item-title__mainTitle", "h1#itemTitle", "h1.product-title")
PRICES = (
    ".x-price-primary",
    "#mm-saleDscPrc",
    "#prcIsum",
    "#prcIsum_bidPrice",
    ".display-price",
)
SELLERS = (
    ".x-sellercard-atf__info__about-seller a",
    ".x-sellercard-atf__info a",
    ".ux-seller-section__item--seller a",
    "#RightSummaryPanel .mbg-nw",
    ".mbg-nw",
)
ENDED = re.compile(
    r"listing (?:was ended|ended|sold on)|This item is out of stock"
    r"|Dieses Angebot wurde.{0,40}beendet|Bidding (?:has )?ended on this item"
    r"|cette annonce.{0,30}terminée",
    re.IGNORECASE,
)
MISSING_PAGE = ("Looks like this page is missing", "The item you selected is unavailable",
                "This listing is no longer available")  # fmt: skip
RESULTS = (
    "//ul[contains(@class, 'srp-results')]/li[contains(concat(' ', @class, ' '), ' s-item ')"
    " or contains(concat(' ', @class, ' '), ' s-card ')]"
    "[not(preceding-sibling::li[contains(@class, 'REWRITE_START')])]"
    " | //ul[@id='ListViewInner']/li[@listingid]"
)
"""Results proper: not carousels, and not what follows 'results matching fewer words'."""

NOTICES = ".d-statusmessage, .d-top-panel-message, #msgPanel, .msgTextAlign, .vi-bf-msg"
CARD_TITLES = (
    ".s-item__title [role=heading]",
    ".s-item__title",
    ".s-card__title > span:not(.clipped)",
    ".s-card__title",
    ".lvtitle a",
)
CARD_LINES = (
    ".s-item__seller-info-text, .s-item__seller-info, "
    ".su-card-container__attributes__secondary .s-card__attribute-row, "
    ".su-card-container__attributes__secondary .su-styled-text"
)
COUNTS = (".srp-controls__count-heading", ".rcnt")
COUNT = re.compile(r"^\s*([\d.,]+)\s*(\+?)")
NEW_LISTING = re.compile(r"^(?:New Listing|Neues Angebot|Nouvelle annonce)\s*", re.IGNORECASE)
SELLER_LINE = re.compile(r"^([\w.*\-]{2,64})\s+(?:\([\d.,K]+\)\s*)?[\d.,]+\s?%")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any eBay page or Browse API answer."""
    return EbayAnswer(response, profile) if is_json(response.text) else EbayPage(response, profile)


class EbayPage(MarketplacePage):
    """An item page where there is an item's title, else a page of results."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        if title := first_text(self.selector, *TITLES):
            return self._item(title)
        river = self.css("ul.srp-results, #srp-river-results, #ListViewInner")
        if not river:
            return self._without_results()
        count = first_text(self.selector, *COUNTS)
        stated = COUNT.search(count[0]) if count else None
        total = int(re.sub(r"\D", "", stated[1])) if stated and not stated[2] else None
        nodes = self.selector.xpath(RESULTS)
        if total == 0 or (not nodes and self.css(".srp-save-null-search")):
            sign = "css:.srp-controls__count-heading 0"
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, sign)
        following = self.css("a.pagination__next::attr(href)").get()
        return cards_told(
            self,
            [facts for facts in map(self._card, nodes) if facts.item_id],
            f"css:ul.srp-results {len(nodes)}",
            total=total,
            next_url=str(self.urljoin(following)) if following else None,
        )

    def _without_results(self) -> PageReading:
        product = product_of(self) if ITEM_LINK.search(str(self.url)) else None
        if product:
            draft = self._draft(*_item_id(self.selector, str(self.url)))
            put_stated(draft, product, _links(list(product.images)))
            return stated_reading(self, draft, product)
        words = text_of(self.selector)
        if word := next((word for word in MISSING_PAGE if word in words), None):
            return nothing_told(self, PageKind.ITEM, PageState.GONE, f"text:{word}")
        sign = "no title, no results"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    @property
    def _host(self) -> str:
        return urlsplit(str(self.url)).hostname or SITE

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            draft.put("url", f"https://{self._host}/itm/{item_id}", "built:item_id")
        return draft

    def _item(self, title: tuple[str, str]) -> PageReading:
        root = self.selector
        draft = self._draft(*_item_id(root, str(self.url)))
        draft.put("title", re.sub(r"^Details about\s+", "", title[0]).strip(), title[1])
        notices = " ".join(text_of(node) for node in root.css(NOTICES))
        if ended := ENDED.search(notices):
            draft.put("availability", Availability.OUT_OF_STOCK, f"text:{ended[0]}")
            draft.miss("price", "the listing has ended; what is shown is no offer")
        else:
            _put_offer(root, draft, site_currency(self.profile, self._host))
        _put_seller(root, draft)
        draft.put("brand", *(first_text(root, ".ux-labels-values--brand dd") or (None, "")))
        draft.put("images", _pictures(root), "css:img")
        return item_told(self, draft.facts(), title[1])

    def _card(self, card: Selector) -> ListingFacts:
        links = (ITEM_LINK.search(href) for href in card.css("a::attr(href)").getall())
        draft = self._draft(next((found[1] for found in links if found), None), "css:a@href")
        if title := first_text(card, *CARD_TITLES):
            draft.put("title", NEW_LISTING.sub("", title[0]), title[1])
        if price := first_text(card, ".s-item__price", ".s-card__price", ".lvprice"):
            low, high = range_in(price[0], site_currency(self.profile, self._host))
            draft.put("price", low, price[1]).put("price_max", high, price[1])
        for node in card.css(CARD_LINES):
            if found := SELLER_LINE.search(text_of(node)):
                draft.put("seller", found[1], "css:seller line")
        for name in ("data-defer-load", "data-src", "src"):
            draft.put("images", _links(card.css(f"img::attr({name})").getall()[:1]), "css:img")
        draft.miss("seller", "the card does not name the seller")
        return draft.miss("availability", "cards of this platform do not say").facts()


class EbayAnswer(MarketplacePage):
    """An answer of the Browse API: a search, or one item."""

    def reading(self) -> PageReading:
        """The answer's state with its signs, and the listings in it in order."""
        answer = _mapping(_json(self.response.text))
        summaries = answer.get("itemSummaries")
        total = answer.get("total")
        if isinstance(summaries, list) and summaries:
            return cards_told(
                self,
                [self._summary(_mapping(summary)) for summary in summaries],
                f"json:itemSummaries {len(summaries)}",
                total=total if isinstance(total, int) else None,
                next_url=_text(answer.get("next")),
            )
        if total == 0:
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, "json:total 0")
        if "itemId" in answer and "title" in answer:
            return item_told(self, self._summary(answer), "json:itemId")
        sign = "json:errors" if "errors" in answer else "json:no items"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _summary(self, item: Mapping[str, object]) -> ListingFacts:
        draft = FactsDraft(self.profile.slug, SITE)
        web = _text(item.get("itemWebUrl")) or ""
        number = ITEM_LINK.search(web) or re.match(r"v1\|(\d{9,15})\|", str(item.get("itemId")))
        draft.put("item_id", number[1] if number else None, "json:itemId")
        draft.put("url", web.split("?")[0], "json:itemWebUrl")
        draft.put("title", _text(item.get("title")), "json:title")
        for name in ("price", "currentBidPrice"):
            offer = _mapping(item.get(name))
            money = machine_money(offer.get("value"), offer.get("currency"))
            draft.put("price", money, f"json:{name}")
        before = _mapping(_mapping(item.get("marketingPrice")).get("originalPrice"))
        was = machine_money(before.get("value"), before.get("currency"))
        draft.put("list_price", was, "json:marketingPrice.originalPrice")
        seller = _mapping(item.get("seller"))
        draft.put("seller", _text(seller.get("username")), "json:seller.username")
        draft.put("seller_id", _text(seller.get("userId")), "json:seller.userId")
        draft.put("brand", _text(item.get("brand")), "json:brand")
        pictures = [item.get("image"), *_listed(item.get("additionalImages"))]
        addresses = [_text(_mapping(picture).get("imageUrl")) for picture in pictures]
        draft.put("images", _links([link for link in addresses if link]), "json:image")
        _put_stock(item, draft)
        return draft.facts()


def _item_id(root: Selector, url: str) -> tuple[str | None, str]:
    for query in ("link[rel=canonical]::attr(href)", "meta[property='og:url']::attr(content)"):
        if found := ITEM_LINK.search(root.css(query).get() or ""):
            return found[1], f"css:{query}"
    if found := ITEM_LINK.search(url):
        return found[1], "url"
    number = root.css("#descItemNumber::text").re_first(r"^\s*(\d{9,15})\s*$")
    return number, "css:#descItemNumber"


def _put_offer(root: Selector, draft: FactsDraft, currency: str | None) -> None:
    for query in PRICES:
        if price := first_text(root, query):
            low, high = range_in(re.sub(r"/\s*\w+\.?$", "", price[0]), currency)
            draft.put("price", low, price[1])
            if draft.values.get("price") is low:
                draft.put("price_max", high, price[1])
    stock = first_text(root, ".d-quantity__availability", "#qtyAvailability", "#qtySubTxt")
    words = stock[0].lower() if stock else ""
    if "out of stock" in words or "nicht vorrätig" in words:
        draft.put("availability", Availability.OUT_OF_STOCK, stock[1] if stock else "")
    elif re.search(r"available|last one|verfügbar|disponible|個", words):
        draft.put("availability", Availability.IN_STOCK, stock[1] if stock else "")
    elif root.css("#binBtn_btn, #binBtn_btn_1, .x-bin-action a, #isCartBtn_btn"):
        draft.put("availability", Availability.IN_STOCK, "css:buy button")


def _put_seller(root: Selector, draft: FactsDraft) -> None:
    for query in SELLERS:
        for node in root.css(query):
            name = text_of(node)
            if name and not re.match(r"\(?[\d.,]+", name):
                draft.put("seller", name, f"css:{query}")
                href = attribute_of(node, "href")
                known = re.search(r"(?:/usr/|[?&]_ssn=)([^/?&]+)", href)
                draft.put("seller_id", known[1] if known else None, f"css:{query}@href")
                return


def _pictures(root: Selector) -> tuple[PictureLink, ...]:
    query = ".ux-image-carousel-item img, #icImg, #vi_main_img_fs img"
    addresses = [
        attribute_of(node, name)
        for node in root.css(query)
        for name in ("data-zoom-src", "data-src", "src")
    ]
    return _links([*addresses, root.css("meta[property='og:image']::attr(content)").get("")])


def _links(addresses: list[str]) -> tuple[PictureLink, ...]:
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        if (found := PICTURE.search(address)) and address.startswith("http"):
            key = found[1] or found[2]
            kept.setdefault(key, PictureLink(address, key))
    return tuple(kept.values())


def _put_stock(item: Mapping[str, object], draft: FactsDraft) -> None:
    stocks = _listed(item.get("estimatedAvailabilities"))
    word = _text(_mapping(stocks[0]).get("estimatedAvailabilityStatus")) if stocks else None
    known = {"IN_STOCK": Availability.IN_STOCK, "LIMITED_STOCK": Availability.IN_STOCK,
             "OUT_OF_STOCK": Availability.OUT_OF_STOCK}  # fmt: skip
    draft.put("availability", known.get(word or ""), "json:estimatedAvailabilities")


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
