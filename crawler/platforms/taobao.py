"""Taobao: item pages and searches, whose values mostly live in script state or answers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.alibaba import (
    DETAIL_STATES,
    detail_in,
    gone_word,
    item_id_in,
    picture_links,
    put_detail,
    put_prices,
)
from crawler.decoding import is_json
from crawler.pages import FactsDraft, MarketplacePage
from crawler.script_state import (
    Node,
    digits,
    first_within,
    node,
    nodes,
    nodes_named,
    script_string,
    states_after,
    within,
    words,
)
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import any_of, first_text, joined_text, text_of
from domain.listings import Availability, ListingFacts, PageKind, PageReading, PageState

SITE = "taobao.com"
SEARCH_STATES = ("g_page_config",)
IMAGE_LIST = re.compile(r"auctionImages\s*:\s*\[([^\]]{10,4000})\]")
TITLES = (
    "#J_Title .tb-main-title",
    "[class*='ItemTitle--mainTitle'], [class*='mainTitle--'], [class*='MainTitle--mainTitle']",
)
PRICES = (
    "#J_PromoPriceNum",
    "#J_PromoPrice:not(.tb-hidden) .tb-rmb-num",
    "[class*='highlightPrice--'] [class*='text--']",
    "[class*='Price--priceText--']",
    "#J_StrPrice .tb-rmb-num",
)
SELLERS = (
    ".tb-shop-name a, .shop-name-link",
    "[class*='shopName--'], [class*='ShopHeader--title']",
)
SHOWN_CARDS = "a[id^='item_id_'], a[class*='doubleCardWrapper--'], a[class*='Card--doubleCard']"
CARD_TITLES = ("[class*='title--'], [class*='Title--title']",)
CARD_PRICES = ("[class*='innerPriceWrapper--'], [class*='priceWrapper--'] [class*='price--']",)
PRICE_PIECES = ("[class*='priceInt--']", "[class*='priceFloat--']")
CARD_SELLERS = ("[class*='shopNameText--'], [class*='ShopInfo--shopName']",)
NO_RESULTS = ("没有找到相关的宝贝", "没有找到与", "没有找到相关宝贝")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Taobao page or answer."""
    return TaobaoPage(response, profile)


class TaobaoPage(MarketplacePage):
    """A search where the state holds one, an item where state or page shows one."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        text = self.response.text
        for state in states_after(text, SEARCH_STATES):
            if told := self._search(state):
                return told
        for state in states_after(text, DETAIL_STATES):
            if detail := detail_in(state):
                return self._detail(detail, state)
        if is_json(text):
            return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")
        return self._shown()

    def _search(self, state: Node) -> PageReading | None:
        listed = node(within(state, "mods.itemlist"))
        cards = nodes(within(listed, "data.auctions"))
        source = "state:mods.itemlist.data.auctions"
        if not cards:
            found = next(nodes_named(state, "itemsArray"), None)
            cards, source = nodes(found), "state:itemsArray"
        if cards:
            total = self._total(state)
            return cards_told(self, [self._card(card) for card in cards], source, total=total)
        if within(state, "mods.noresult.status") == "show":
            sign = "state:mods.noresult shown"
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, sign)
        return None

    def _total(self, state: Node) -> int | None:
        paths = ("mods.pager.data.totalCount", "mods.sortbar.data.pager.totalCount")
        stated = first_within(state, *paths)[0]
        return stated if isinstance(stated, int) and not isinstance(stated, bool) else None

    def _draft(self, item_id: str | None, source: str, link: object = None) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            on_tmall = "detail.tmall.com" in str(link or "")
            host = "detail.tmall.com" if on_tmall else "item.taobao.com"
            draft.put("url", f"https://{host}/item.htm?id={item_id}", "built:item_id")
        return draft

    def _card(self, card: Node) -> ListingFacts:
        link, _ = first_within(card, "detail_url", "auctionURL", "url")
        number, where = first_within(card, "nid", "item_id", "itemId")
        item_id = digits(number) or item_id_in(link)
        draft = self._draft(item_id, where or "state:detail_url", link)
        for path in ("raw_title", "title"):
            draft.put("title", words(card.get(path)), f"state:{path}")
        for path in ("view_price", "priceShow.price", "price"):
            put_prices(draft, within(card, path), self.profile.currency, f"state:{path}")
        for path in ("shopInfo.title", "nick", "shopName"):
            draft.put("seller", words(within(card, path)), f"state:{path}")
        for path in ("user_id", "userId"):
            draft.put("seller_id", digits(card.get(path)), f"state:{path}")
        for path in ("pic_url", "pic_path"):
            draft.put("images", picture_links([card.get(path)]), f"state:{path}")
        return draft.miss("availability", "cards of this platform do not say").facts()

    def _detail(self, detail: Node, state: Node) -> PageReading:
        number = digits(within(detail, "item.itemId")) or item_id_in(str(self.url))
        draft = self._draft(number, "state:item.itemId", self.url)
        put_detail(draft, detail, state, self.profile.currency)
        return item_told(self, draft.facts(), "state:item.title")

    def _shown(self) -> PageReading:
        if title := first_text(self.selector, *TITLES):
            return self._shown_item(*title)
        if cards := any_of(self.selector, SHOWN_CARDS):
            facts = [self._shown_card(card) for card in cards]
            return cards_told(self, facts, f"css:cards {len(cards)}")
        body = text_of(self.selector)
        word = gone_word(body)
        if word and item_id_in(str(self.url)):
            return nothing_told(self, PageKind.ITEM, PageState.GONE, f"text:{word}")
        if word := next((word for word in NO_RESULTS if word in body), None):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        sign = "no state, no title"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _shown_item(self, title: str, where: str) -> PageReading:
        text = self.response.text
        canonical = self.css("link[rel=canonical]::attr(href)").get()
        item_id = item_id_in(canonical) or item_id_in(str(self.url))
        draft = self._draft(item_id, "link:canonical or url").put("title", title, where)
        for query in PRICES:
            for shown in self.css(query)[:1]:
                put_prices(draft, joined_text(shown), self.profile.currency, f"css:{query}")
        draft.put("seller", script_string(text, "shopName"), "script:shopName")
        draft.put("seller", *(first_text(self.selector, *SELLERS) or (None, "")))
        draft.put("seller", script_string(text, "sellerNick"), "script:sellerNick")
        draft.put("seller_id", digits(script_string(text, "sellerId")), "script:sellerId")
        self._put_images(draft)
        stock = text_of(self.css("#J_SpanStock")[0]) if self.css("#J_SpanStock") else ""
        if stock.isdecimal():
            known = Availability.IN_STOCK if int(stock) else Availability.OUT_OF_STOCK
            draft.put("availability", known, "css:#J_SpanStock")
        reading = item_told(self, draft.facts(), where)
        buyable = self.css(".J_LinkBuy, .J_LinkAdd")
        body = "" if buyable else text_of(self.selector)
        word = gone_word(body)
        return gone_told(reading, word) if word else reading

    def _put_images(self, draft: FactsDraft) -> None:
        booth = self.css("#J_ImgBooth::attr(src), [class*='mainPic--']::attr(src)").get()
        listed = IMAGE_LIST.search(self.response.text)
        others = re.findall(r"[\"']([^\"']{10,300})[\"']", listed[1]) if listed else []
        draft.put("images", picture_links([booth, *others]), "css:main image")

    def _shown_card(self, card: Selector) -> ListingFacts:
        link = card.xpath("@href").get("")
        named = card.xpath("@id").get("").removeprefix("item_id_")
        item_id = digits(named) or (item_id_in(link) if _is_own(link) else None)
        draft = self._draft(item_id, "css:card id or link", link)
        for query in CARD_TITLES:
            for shown in card.css(query)[:1]:
                # a search word in the title is marked, and stands in it without space
                draft.put("title", joined_text(shown), f"css:{query}")
        for query in CARD_PRICES:
            for shown in card.css(query)[:1]:
                put_prices(draft, joined_text(shown), self.profile.currency, f"css:{query}")
        pieces = [joined_text(shown) for query in PRICE_PIECES for shown in card.css(query)[:1]]
        put_prices(draft, "".join(pieces), self.profile.currency, "css:price in pieces")
        draft.put("seller", *(first_text(card, *CARD_SELLERS) or (None, "")))
        sources = card.css("img::attr(src), img::attr(data-src)").getall()
        draft.put("images", picture_links(sources)[:1], "css:img")
        return draft.miss("availability", "cards of this platform do not say").facts()


def _is_own(link: str) -> bool:
    return urlsplit(link).netloc.endswith(("item.taobao.com", "detail.tmall.com"))
