"""JD: item pages whose price another request brings, and searches of two generations."""

from __future__ import annotations

import re
from collections.abc import Iterable

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.money import machine_money, range_in
from crawler.pages import SAVED_COPY, FactsDraft, MarketplacePage, saved_picture
from crawler.script_state import (
    Node,
    answer_in,
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
from crawler.visible import any_of, attribute_of, first_text, joined_text, text_of
from domain.listings import (
    Availability,
    ListingFacts,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
)

SITE = "jd.com"
PRICE_ELSEWHERE = "the price is loaded by a separate request; the page holds none"
ITEM_LINK = re.compile(
    r"item(?:\.m)?\.(?:jd|jkcsjd|yiyaojd)\.(?:com|hk)/(?:product/)?(\d{4,15})\.html"
)
SKU_IN_SCRIPT = re.compile(r"\bskuid\s*:\s*['\"]?(\d{4,15})\b")
PICTURE = re.compile(
    r"^(?:https?:)?//([\w.-]+\.360buyimg\.com)/(.*?)(?:s\d+x\d+_)?(jfs/[\w./-]+?|g\d+/M\d\d(?:/\w\w){2})/([\w-]{8,})\.(jpe?g|png|gif|webp|avif)",
    re.IGNORECASE,
)
LARGE = re.compile(r"/(?:n0|n1|n12|imgzone|pcpubliccms)/(?:s\d{3,4}x\d{3,4}_)?jfs/")
"""Folders of pictures as large as an item page shows its own."""

MOBILE_STATES = ("_itemOnly", "_itemInfo")
TITLES = (
    ".sku-name", "#itemName", "[class*='sku-title-text'], [class*='sku-title-name']",
    ".sku-title, [class*='sku-title']",
)  # fmt: skip
SELLERS = (
    ".J-hove-wrap .name a, #popbox .mt h3 a, .contact .name a",
    ".popbox-inner h3 a, [class*='top-name'], [class*='shop-name']",
)
CARDS = (
    "#J_goodsList li[data-sku]",
    "[class*='plugin_goodsCardWrapper'][data-sku]",
    "#plist .j-sku-item[data-sku]",
)
CARD_TITLES = (".p-name em", "[class*='_goods_title_container_']", ".p-name")
CARD_PRICES = (".p-price i", ".p-price strong", "[class*='_price_']")
CARD_SELLERS = (".p-shop a, .p-shopnum a", "[class*='_shopFloor_'] [class*='_name_']")
GONE_SIGNS = ("该商品已下柜", "该商品已下架", "抱歉，此商品不存在")
NO_RESULTS = ("抱歉，没有找到", "没有找到与", "汪~没有找到")
NO_STOCK = ("无货", "已售完", "已售罄")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any JD page or answer."""
    return JdPage(response, profile)


class JdPage(MarketplacePage):
    """The cards of a search where there are some, else the item that the page shows."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        if is_json(self.response.text):
            return self._answer()
        if cards := any_of(self.selector, *CARDS):
            facts = [self._card(card) for card in cards]
            return cards_told(self, facts, f"css:cards {len(cards)}")
        if title := first_text(self.selector, *TITLES):
            return self._item(*title)
        if told := self._mobile():
            return told
        body = text_of(self.selector)
        for kind, state, signs in (
            (PageKind.ITEM, PageState.GONE, GONE_SIGNS),
            (PageKind.LISTING, PageState.EMPTY, NO_RESULTS),
        ):
            word = next((word for word in signs if word in body), None)
            if word and (kind is PageKind.LISTING or ITEM_LINK.search(str(self.url))):
                return nothing_told(self, kind, state, f"text:{word}")
        sign = "no cards, no title"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _answer(self) -> PageReading:
        for listed in nodes_named(answer_in(self.response.text), "wareList"):
            cards = [self._stated_card(card) for card in nodes(listed)]
            if cards:
                return cards_told(self, cards, f"state:wareList {len(cards)}")
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")

    def _mobile(self) -> PageReading | None:
        """The item of the small screen's page, whose two states hold what it is and its price."""
        states = list(states_after(self.response.text, MOBILE_STATES))
        item = next((node(state.get("item")) for state in states if "item" in state), {})
        if not words(item.get("skuName")):
            return None
        linked = ITEM_LINK.search(str(self.url))
        item_id = digits(item.get("skuId")) or (linked[1] if linked else None)
        draft = self._draft(item_id, "state:item.skuId or url")
        draft.put("title", words(item.get("skuName")), "state:item.skuName")
        draft.put("brand", words(item.get("brandName")), "state:item.brandName")
        draft.put("seller_id", digits(item.get("venderID")), "state:item.venderID")
        images = item.get("image")
        paths = [str(one) for one in images] if isinstance(images, list) else []
        draft.put("images", _links([_whole(path) for path in paths]), "state:item.image")
        for state in states:
            price = machine_money(within(state, "price.p"), self.profile.currency)
            draft.put("price", price, "state:price.p")
        draft.miss("price", PRICE_ELSEWHERE)
        return item_told(self, draft.facts(), "state:item.skuName")

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            draft.put("url", f"https://item.jd.com/{item_id}.html", "built:item_id")
        return draft

    def _item(self, title: str, where: str) -> PageReading:
        text = self.response.text
        linked = ITEM_LINK.search(self.css("link[rel=canonical]::attr(href)").get() or "")
        found = linked or ITEM_LINK.search(str(self.url)) or SKU_IN_SCRIPT.search(text)
        item_id = found[1] if found else None
        draft = self._draft(item_id, "link:canonical, url or script").put("title", title, where)
        self._put_price(draft, item_id)
        draft.put("seller", *(first_text(self.selector, *SELLERS) or (None, "")))
        draft.put("seller_id", digits(script_string(text, "shopId")), "script:shopId")
        self._put_images(draft)
        brand = words(self.css("#parameter-brand li::attr(title)").get())
        draft.put("brand", brand, "css:#parameter-brand li@title")
        stock = first_text(self.selector, "#store-prompt strong, #store-prompt")
        if stock and stock[0].startswith(("有货", "现货")):
            draft.put("availability", Availability.IN_STOCK, stock[1])
        elif stock and any(word in stock[0] for word in NO_STOCK):
            draft.put("availability", Availability.OUT_OF_STOCK, stock[1])
        reading = item_told(self, draft.facts(), where)
        over = first_text(self.selector, ".itemover-tip, .itemover-title, .sku-off")
        word = next((word for word in GONE_SIGNS if over and word in over[0]), None)
        return gone_told(reading, word) if word else reading

    def _put_price(self, draft: FactsDraft, item_id: str | None) -> None:
        queries = [".p-price .price", ".summary-price .price"]
        for query in [f".p-price .J-p-{item_id}", *queries] if item_id else queries:
            for shown in self.css(query)[:1]:
                low, high = range_in(joined_text(shown), self.profile.currency)
                draft.put("price", low, f"css:{query}").put("price_max", high, f"css:{query}")
        draft.miss("price", PRICE_ELSEWHERE)

    def _put_images(self, draft: FactsDraft) -> None:
        main = self.css("#spec-img")
        names = ("data-origin", "src", "jqimg")
        addresses = [main.xpath(f"@{name}").get("") for name in names]
        thumbs = self.css("#spec-list img::attr(src), #spec-list img::attr(data-url)").getall()
        draft.put("images", _links([*addresses, *thumbs]), "css:#spec-img, #spec-list img")
        sources = [attribute_of(image, "src") for image in self.css("img")]
        large = [link for link in sources if LARGE.search(link)]
        draft.put("images", _links(large)[:1], "css:the first large picture")

    def _card(self, card: Selector) -> ListingFacts:
        draft = self._draft(digits(card.xpath("@data-sku").get()), "css:@data-sku")
        for query in CARD_TITLES:
            for shown in card.css(query)[:1]:
                draft.put("title", _glued(shown), f"css:{query}")
        for query in CARD_PRICES:
            for shown in card.css(query)[:1]:
                low, _ = range_in(joined_text(shown), self.profile.currency)
                draft.put("price", low, f"css:{query}")
        draft.put("seller", *(first_text(card, *CARD_SELLERS) or (None, "")))
        names = ("data-lazy-img", "source-data-lazy-img", "src", "data-src")
        images = card.css(".p-img img, [class*='_img_'] img, img[class*='_img_']")
        addresses = [images[:1].xpath(f"@{name}").get("") for name in names]
        draft.put("images", _links(addresses), "css:img")
        found = (saved_picture(address, str(self.url)) for address in addresses)
        saved = next((link for link in found if link), None)
        if saved and "images" not in draft.values:
            draft.put("images", (saved,), "css:img").warn(SAVED_COPY)
        return draft.miss("availability", "cards of this platform do not say").facts()

    def _stated_card(self, card: Node) -> ListingFacts:
        number, where = first_within(card, "skuId", "wareId", "sku_id")
        draft = self._draft(digits(number), where)
        title, where = first_within(card, "wareName", "wname", "skuName")
        draft.put("title", words(title), where)
        price, where = first_within(card, "jdPrice", "jdPriceText")
        draft.put("price", machine_money(price, self.profile.currency), where)
        seller, where = first_within(
            card, "shopName", "shopInfo.shopName", "goodShop.goodShopName"
        )
        draft.put("seller", words(seller), where)
        picture, where = first_within(card, "imageurl", "imageUrl")
        draft.put("images", _links([_whole(str(picture or ""))]), where)
        return draft.miss("availability", "cards of this platform do not say").facts()


def _whole(path: str) -> str:
    return f"//img10.360buyimg.com/n7/{path}" if path.startswith("jfs/") else path


def _glued(shown: Selector) -> str:
    """The title without the space that a coloured search word would bring."""
    tags = "".join(shown.css(".p-tag").xpath("string()").getall()[:1]).strip()
    return joined_text(shown).removeprefix(tags).strip().removeprefix("京东国际").strip()


def _links(addresses: Iterable[str]) -> tuple[PictureLink, ...]:
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        if found := PICTURE.match(address.strip()):
            host, size, folder, key, kind = found.groups()
            kept.setdefault(key, PictureLink(f"https://{host}/{size}{folder}/{key}.{kind}", key))
    return tuple(kept.values())
