"""Tmall: item pages of three generations and the shop's own search."""

from __future__ import annotations

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.alibaba import (
    DETAIL_STATES,
    GONE_WORDS,
    detail_in,
    gone_word,
    item_id_in,
    legible,
    picture_links,
    put_detail,
    put_prices,
)
from crawler.decoding import is_json
from crawler.money import machine_money
from crawler.pages import FactsDraft, MarketplacePage
from crawler.script_state import (
    Node,
    digits,
    first_within,
    node,
    nodes,
    script_string,
    states_after,
    within,
    words,
)
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import any_of, first_text, joined_text, text_of
from domain.listings import Availability, ListingFacts, PageKind, PageReading, PageState

SITE = "tmall.com"
DESTROYED = "the page was saved through a wrong charset; what it said is lost"
SETUP = ("TShop.Setup",)
TITLES = (
    ".tb-detail-hd h1",
    "[class*='ItemHeader--mainTitle'], [class*='ItemTitle--mainTitle'], [class*='mainTitle--']",
)
PRICES = (
    ".tm-promo-panel:not([style*='none']) .tm-price",
    "[class*='highlightPrice--'] [class*='text--']",
    "[class*='Price--priceText--']",
    "#J_StrPriceModBox .tm-price",
)
SELLERS = (
    ".slogo-shopname",
    "a.shopLink, .hd-shop-name a",
    "[class*='shopName--'], [class*='ShopHeader--title']",
)
SHOWN_CARDS = "#J_ItemList .product[data-id]"
NO_RESULTS = ("没有找到相关的宝贝", "没找到与", "没有找到相关的商品")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Tmall page or answer."""
    return TmallPage(response, profile)


class TmallPage(MarketplacePage):
    """An item where an answer, a script or the page shows one, else the cards of a search."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        text = self.response.text
        for state in states_after(text, DETAIL_STATES):
            if detail := detail_in(state):
                return self._detail(detail, state)
        if is_json(text):
            return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")
        setup = next(states_after(text, SETUP), {})
        title = first_text(self.selector, *TITLES)
        if setup or title:
            return self._item(setup, title)
        return self._listing()

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            url = f"https://detail.tmall.com/item.htm?id={item_id}"
            draft.put("url", url, "built:item_id")
        return draft

    def _detail(self, detail: Node, state: Node) -> PageReading:
        number = digits(within(detail, "item.itemId")) or item_id_in(str(self.url))
        draft = self._draft(number, "state:item.itemId")
        put_detail(draft, detail, state, self.profile.currency)
        for group in nodes(within(detail, "props.groupProps")):
            for prop in nodes(group.get("基本信息")):
                draft.put("brand", words(prop.get("品牌")), "state:props")
        return item_told(self, draft.facts(), "state:item.title")

    def _item(self, setup: Node, title: tuple[str, str] | None) -> PageReading:
        canonical = self.css("link[rel=canonical]::attr(href)").get()
        stated = digits(within(setup, "itemDO.itemId"))
        item_id = stated or item_id_in(canonical) or item_id_in(str(self.url))
        draft = self._draft(item_id, "state:itemDO.itemId" if stated else "link:canonical or url")
        self._put_title(draft, setup, title)
        self._put_price(draft, setup)
        self._put_seller(draft, setup)
        booth = self.css("#J_ImgBooth::attr(src), [class*='mainPic--']::attr(src)").get()
        thumbs = self.css("#J_UlThumb img::attr(src)").getall()
        draft.put("images", picture_links([booth, *thumbs]), "css:main image")
        draft.put("brand", legible(words(within(setup, "itemDO.brand"))), "state:itemDO.brand")
        return self._with_offer(draft, "state:TShop.Setup" if setup else "css:title")

    def _with_offer(self, draft: FactsDraft, sign: str) -> PageReading:
        button = first_text(self.selector, "#J_LinkBuy, #J_LinkBasket")
        if button and any(word in button[0] for word in ("立即购买", "加入购物车")):
            draft.put("availability", Availability.IN_STOCK, button[1])
        reading = item_told(self, draft.facts(), sign)
        body = "" if button else text_of(self.selector)
        word = gone_word(body)
        return gone_told(reading, word) if word else reading

    def _put_title(self, draft: FactsDraft, setup: Node, shown: tuple[str, str] | None) -> None:
        stated = words(within(setup, "itemDO.title"))
        draft.put("title", *((legible(shown[0]), shown[1]) if shown else (None, "")))
        draft.put("title", legible(stated), "state:itemDO.title")
        if "title" not in draft.values and (shown or stated):
            draft.miss("title", DESTROYED).warn(DESTROYED)

    def _put_price(self, draft: FactsDraft, setup: Node) -> None:
        currency = self.profile.currency
        for query in PRICES:
            for shown in self.css(query)[:1]:
                put_prices(draft, joined_text(shown), currency, f"css:{query}")
        if "price" in draft.values:
            return
        put_prices(draft, within(setup, "detail.defaultItemPrice"), currency, "state:detail")
        _put_sku_prices(draft, setup, currency)
        put_prices(draft, within(setup, "itemDO.reservePrice"), currency, "state:itemDO")
        if "price" in draft.values:
            draft.warn("a promotion's price would come by another request, and may be lower")
        draft.miss("price", "the page does not hold it; another request brings it")

    def _put_seller(self, draft: FactsDraft, setup: Node) -> None:
        shown = first_text(self.selector, *SELLERS)
        draft.put("seller", *((legible(shown[0]), shown[1]) if shown else (None, "")))
        nick = script_string(self.response.text, "sellerNickName")
        draft.put("seller", legible(nick), "script:sellerNickName")
        draft.put("seller_id", digits(within(setup, "itemDO.userId")), "state:itemDO.userId")

    def _listing(self) -> PageReading:
        if cards := any_of(self.selector, SHOWN_CARDS):
            facts = [self._card(card) for card in cards]
            return cards_told(self, facts, f"css:{SHOWN_CARDS} {len(cards)}")
        body = text_of(self.selector)
        for kind, state, signs in (
            (PageKind.ITEM, PageState.GONE, GONE_WORDS),
            (PageKind.LISTING, PageState.EMPTY, NO_RESULTS),
        ):
            word = next((word for word in signs if word in body), None)
            if word and (kind is PageKind.LISTING or item_id_in(str(self.url))):
                return nothing_told(self, kind, state, f"text:{word}")
        sign = "no state, no title"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _card(self, card: Selector) -> ListingFacts:
        item_id = digits(card.xpath("@data-id").get())
        draft = self._draft(item_id, "css:.product@data-id")
        query = ".productTitle a::attr(title)"
        draft.put("title", words(card.css(query).get()), f"css:{query}")
        draft.put("title", *(first_text(card, ".productTitle") or (None, "")))
        for shown in card.css(".productPrice em")[:1]:
            put_prices(draft, joined_text(shown), self.profile.currency, "css:.productPrice em")
        draft.put("seller", *(first_text(card, ".productShop-name, .productShop") or (None, "")))
        image = ".productImg img"
        sources = card.css(f"{image}::attr(src), {image}::attr(data-ks-lazyload)").getall()
        draft.put("images", picture_links(sources)[:1], f"css:{image}")
        return draft.miss("availability", "cards of this platform do not say").facts()


def _put_sku_prices(draft: FactsDraft, setup: Node, currency: str | None) -> None:
    options, where = first_within(setup, "valItemInfo.skuMap")
    told = [
        machine_money(node(option).get("price"), currency) for option in node(options).values()
    ]
    prices = sorted((price for price in told if price), key=lambda price: price.amount)
    if prices and "price" not in draft.values:
        draft.put("price", prices[0], where)
        draft.put("price_max", prices[-1] if prices[-1] != prices[0] else None, where)
