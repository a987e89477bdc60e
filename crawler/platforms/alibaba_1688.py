"""1688: wholesale offers; a search's links may be click redirects that hide the offer's id."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.alibaba import GONE_WORDS, item_id_in, picture_links, put_prices
from crawler.decoding import is_json
from crawler.money import machine_money, range_in
from crawler.pages import FactsDraft, MarketplacePage
from crawler.script_state import (
    Node,
    digits,
    first_within,
    node,
    nodes,
    nodes_named,
    states_after,
    unquoted,
    within,
    words,
)
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import any_of, first_text, joined_text, said_shortly
from domain.listings import Availability, ListingFacts, Money, PageKind, PageReading, PageState

SITE = "1688.com"
REDIRECTED = "the link is a click redirect (dj.1688.com) that hides the offer id"
STATES = (
    "contextPath",
    "__INIT_DATA__",
    "__INIT_DATA_",
    "__GLOBAL_DATA__",
    "__GLOBAL_DATA_",
)
ADVERT = re.compile(
    r'"eurl":"(https?://dj\.1688\.com/[^"]{20,4000})"(?:(?!"eurl":).){0,9000}?"offerid":"(\d{8,16})"',
    re.DOTALL,
)
TITLES = (".title-content h1, .title-text, h1.d-title, #mod-detail-title h1",)
PRICES = (
    ".price-comp .price-info",
    ".od-pc-offer-price-contain .price-text",
    ".price-content .price-text",
)
SELLERS = (".shop-company-name h1, .shop-company-name, a.company-name, .winport-title h1",)
CARDS = (
    ".offer_item",
    ".sm-offer-item, .space-offer-card-box",
    "a.search-offer-item, .search-offer-wrapper",
)
CARD_TITLES = (".subject, .mojar-element-title .title, .title-text, .offer-title, .title",)
CARD_PRICES = (".price, .price-item, .mojar-element-price .showPricec",)
CARD_SELLERS = (".company-name a, .company-name, .mojar-element-company, .desc-text.seller",)
NO_RESULTS = ("没找到与", "没有找到相关的货源", "没有找到与")
GONE = (*GONE_WORDS, "商品已经下架", "您访问的商品已下架", "该货品已下架")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any 1688 page or answer."""
    return WholesalePage(response, profile)


class WholesalePage(MarketplacePage):
    """An offer where the state or the page holds one, else the cards of a search."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        for state in states_after(self.response.text, STATES):
            temp = next((node(found) for found in nodes_named(state, "tempModel")), {})
            if words(temp.get("offerTitle")):
                return self._stated_item(state, temp)
        if is_json(self.response.text):
            return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")
        if cards := any_of(self.selector, *CARDS):
            known = dict(ADVERT.findall(self.response.text))
            facts = [self._card(card, known) for card in cards]
            return cards_told(self, facts, f"css:cards {len(cards)}")
        if title := first_text(self.selector, *TITLES):
            item_id = item_id_in(str(self.url))
            draft = self._draft(item_id, "url").put("title", *title)
            return self._with_shown(draft, title[1])
        return self._without_goods()

    def _without_goods(self) -> PageReading:
        if item_id_in(str(self.url)):
            if word := said_shortly(self.selector, GONE):
                return nothing_told(self, PageKind.ITEM, PageState.GONE, f"text:{word}")
        elif word := said_shortly(self.selector, NO_RESULTS):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        sign = "no state, no title, no cards"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            url = f"https://detail.1688.com/offer/{item_id}.html"
            draft.put("url", url, "built:item_id")
        return draft

    def _stated_item(self, state: Node, temp: Node) -> PageReading:
        item_id = digits(temp.get("offerId")) or item_id_in(str(self.url))
        draft = self._draft(item_id, "state:tempModel.offerId")
        draft.put("title", words(temp.get("offerTitle")), "state:tempModel.offerTitle")
        for name in ("companyName", "sellerLoginId"):
            draft.put("seller", words(temp.get(name)), f"state:tempModel.{name}")
        draft.put("seller_id", digits(temp.get("sellerUserId")), "state:tempModel.sellerUserId")
        for name in ("offerImgList", "images"):
            for listed in nodes_named(state, name):
                addresses = listed if isinstance(listed, list) else []
                paths = [node(one).get("fullPathImageURI") or one for one in addresses]
                draft.put("images", picture_links(paths), f"state:{name}")
        self._put_shown_prices(draft)
        _put_stated_prices(draft, state, self.profile.currency)
        stock = next(nodes_named(state, "canBookedAmount"), None)
        if isinstance(stock, int) and not isinstance(stock, bool):
            known = Availability.IN_STOCK if stock > 0 else Availability.OUT_OF_STOCK
            draft.put("availability", known, "state:canBookedAmount")
        return self._with_shown(draft, "state:tempModel.offerTitle")

    def _with_shown(self, draft: FactsDraft, sign: str) -> PageReading:
        self._put_shown_prices(draft)
        draft.put("seller", *(first_text(self.selector, *SELLERS) or (None, "")))
        query = "img.od-gallery-img, img.detail-gallery-img, .tab-trigger img"
        sources = self.css(query).xpath("@src").getall()
        draft.put("images", picture_links(sources), f"css:{query}")
        reading = item_told(self, draft.facts(), sign)
        word = None if "price" in draft.values else said_shortly(self.selector, GONE)
        return gone_told(reading, word) if word else reading

    def _put_shown_prices(self, draft: FactsDraft) -> None:
        for query in PRICES:
            texts = [joined_text(shown) for shown in self.css(query)]
            prices = [price for text in texts if (price := self._money(text))]
            if not prices or "price" in draft.values:
                continue
            if any("起" in text for text in texts):
                draft.warn("the price is a from-price (起): other options cost more")
            _put_range(draft, prices, f"css:{query}")

    def _money(self, text: str) -> Money | None:
        return range_in(text.replace("起", ""), self.profile.currency)[0]

    def _card(self, card: Selector, known: dict[str, str]) -> ListingFacts:
        link = card.xpath("@href").get("")
        links = [link, *card.css("a::attr(href)").getall()]
        own = [one for one in links if _host(one) in ("detail.1688.com", "m.1688.com")]
        item_id = next((found for one in own if (found := item_id_in(one))), None)
        draft = self._draft(item_id, "css:card link")
        hidden = next((one for one in links if _host(one) == "dj.1688.com"), None)
        if item_id is None and hidden:
            draft.put("url", hidden, "css:a@href").miss("item_id", REDIRECTED).warn(REDIRECTED)
            draft.put("aliases", (known[hidden],) if hidden in known else (), "state:offerid")
        title = words(card.css(".subject::attr(title)").get())
        draft.put("title", title, "css:.subject@title")
        draft.put("title", *(first_text(card, *CARD_TITLES) or (None, "")))
        for query in CARD_PRICES:
            for shown in card.css(query)[:1]:
                put_prices(draft, joined_text(shown), self.profile.currency, f"css:{query}")
        draft.put("seller", *(first_text(card, *CARD_SELLERS) or (None, "")))
        nick = unquoted(card.css(".J_WangWang::attr(data-nick)").get(""))
        draft.put("seller", words(nick), "css:.J_WangWang@data-nick")
        sources = card.css("img::attr(src), img::attr(data-lazy-src)").getall()
        draft.put("images", picture_links(sources)[:1], "css:img")
        return draft.miss("availability", "cards of this platform do not say").facts()


def _put_stated_prices(draft: FactsDraft, state: Node, currency: str | None) -> None:
    for name in ("skuRangePrices", "currentPrices", "offerPriceRanges"):
        for listed in nodes_named(state, name):
            told = [machine_money(part.get("price"), currency) for part in nodes(listed)]
            prices = [price for price in told if price]
            if prices and "price" not in draft.values:
                _put_range(draft, prices, f"state:{name}")
    shown, where = first_within(state, "globalData.skuModel.skuPriceScale")
    put_prices(draft, shown, currency, where)
    skus = within(state, "data.skuModel.skuPriceScale")
    put_prices(draft, skus, currency, "state:data.skuModel.skuPriceScale")
    draft.miss("price", "the page shows it to signed-in buyers only, or another request brings it")


def _put_range(draft: FactsDraft, prices: list[Money], source: str) -> None:
    ordered = sorted(prices, key=lambda price: price.amount)
    draft.put("price", ordered[0], source)
    if ordered[-1] != ordered[0]:
        draft.put("price_max", ordered[-1], source)
        draft.warn("several prices are shown, by option or by quantity")


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").lower()
    except ValueError:
        return ""
