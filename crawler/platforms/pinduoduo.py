"""Pinduoduo: interface answers and page state whose prices are integers in fen."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import web_poet

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.pages import FactsDraft, MarketplacePage
from crawler.script_state import (
    Node,
    digits,
    first_within,
    node,
    nodes,
    nodes_named,
    states_after,
    within,
    words,
)
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import said_shortly
from domain.listings import (
    Availability,
    ListingFacts,
    Money,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
)

SITE = "pinduoduo.com"
LOWEST = Decimal("0.01")
HIGHEST_FEN = 10**10
STATES = ("rawData", "__NEXT_DATA__")
LISTS = ("goods_list", "goodsList", "items", "list")
CARD_PICTURES = ("hd_thumb_url", "hdThumbUrl", "thumb_url", "thumbUrl", "hd_url")
ITEM_SIGNS = ("minGroupPrice", "min_group_price", "topGallery", "gallery")
ON_SALE = ("isOnSale", "is_onsale", "isOnsale")
GONE_SIGNS = ("该商品已下架", "商品已经下架", "该商品已售罄下架", "商品不存在")
NO_RESULTS = ("没有找到相关商品", "没有搜索到相关商品", "暂无相关商品")
PICTURE = re.compile(
    r"^(https?:)?//([\w.-]+\.(?:yangkeduo|pddpic|pinduoduo)\.com)/([^?#\s]+?)/([^/?#\s]{8,}?)\.(jpe?g|png|webp|gif)",
    re.IGNORECASE,
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Pinduoduo page or answer."""
    return PinduoduoPage(response, profile)


class PinduoduoPage(MarketplacePage):
    """An item where the state holds one, else the cards of a list or a search."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        for state in states_after(self.response.text, STATES):
            if goods := _item_in(state):
                return self._item(goods, state)
            for name in LISTS:
                if told := self._cards(state, name):
                    return told
        return self._without_goods()

    def _without_goods(self) -> PageReading:
        page = not is_json(self.response.text)
        if page and _id_in(str(self.url)):
            if word := said_shortly(self.selector, GONE_SIGNS):
                return nothing_told(self, PageKind.ITEM, PageState.GONE, f"text:{word}")
        elif page and (word := said_shortly(self.selector, NO_RESULTS)):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        return nothing_told(
            self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "no state with goods"
        )

    def _cards(self, state: Node, name: str) -> PageReading | None:
        for listed in nodes_named(state, name):
            found = [_goods(card) for card in nodes(listed)]
            cards = [self._card(card) for card in found if card]
            if cards:
                return cards_told(self, cards, f"state:{name} {len(cards)}")
            failed = state.get("error_code") or state.get("errorCode")
            if listed == [] and name == "goods_list" and not failed:
                sign = "state:goods_list is empty"
                return nothing_told(self, PageKind.LISTING, PageState.EMPTY, sign)
        return None

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            url = f"https://mobile.yangkeduo.com/goods.html?goods_id={item_id}"
            draft.put("url", url, "built:item_id")
        return draft

    def _card(self, card: Node) -> ListingFacts:
        number, where = first_within(card, "goods_id", "goodsId", "goodsID")
        draft = self._draft(digits(number), where)
        title, where = first_within(card, "goods_name", "goodsName")
        draft.put("title", words(title), where)
        self._put_price(draft, card, ("group.price", "group_price", "groupPrice"))
        single, where = first_within(card, "normal_price", "normalPrice")
        self._put_single(draft, single, where)
        seller, where = first_within(card, "mall_name", "mallName", "mall.mall_name")
        draft.put("seller", words(seller), where)
        seller_id, where = first_within(card, "mall_id", "mallId")
        draft.put("seller_id", digits(seller_id), where)
        picture, where = first_within(card, *CARD_PICTURES)
        draft.put("images", _links([picture]), where)
        draft.miss("seller", "cards of this answer name no shop")
        return draft.miss("availability", "cards of this platform do not say").facts()

    def _put_price(self, draft: FactsDraft, card: Node, paths: tuple[str, ...]) -> None:
        """The group price in fen: what a buyer who joins a group pays."""
        value, where = first_within(card, *paths)
        draft.put("price", _fen(value, self.profile.currency), where)
        if "price" in draft.values:
            draft.warn("the price is the group price (拼单价)")
        draft.miss("price", "the answer holds no group price in fen")

    def _put_single(self, draft: FactsDraft, value: object, where: str) -> None:
        money = _fen(value, self.profile.currency)
        if money is not None and "price" in draft.values:
            text = f"{money.amount:f} {money.currency}"
            draft.put("attributes", {"single_price": text}, where)

    def _item(self, goods: Node, state: Node) -> PageReading:
        number, where = first_within(goods, "goodsID", "goodsId", "goods_id")
        item_id = digits(number) or _id_in(str(self.url))
        draft = self._draft(item_id, where or "url")
        title, where = first_within(goods, "goodsName", "goods_name")
        draft.put("title", words(title), where)
        self._put_item_price(draft, goods)
        malls = [found for name in ("mall", "mallInfo") for found in nodes_named(state, name)]
        mall = malls[0] if malls else None
        seller, where = first_within(mall, "mallName", "mall_name")
        draft.put("seller", words(seller), where)
        seller_id, where = first_within(mall, "mallID", "mallId", "mall_id")
        draft.put("seller_id", digits(seller_id), where)
        draft.put("images", _pictures(goods), "state:gallery")
        on_sale, where = first_within(goods, *ON_SALE)
        if on_sale in (True, 1):
            draft.put("availability", Availability.IN_STOCK, where)
        reading = item_told(self, draft.facts(), "state:goodsName")
        off = any(goods.get(name) in (False, 0) for name in ON_SALE)
        return gone_told(reading, "isOnSale is false") if off else reading

    def _put_item_price(self, draft: FactsDraft, goods: Node) -> None:
        """The price of what is on sale first; names tell whether a value is fen or yuan."""
        for low_name, high_name in (
            ("minOnSaleGroupPriceInCent", "maxOnSaleGroupPriceInCent"),
            ("min_on_sale_group_price", "max_on_sale_group_price"),
            ("minOnSaleGroupPrice", "maxOnSaleGroupPrice"),
            ("min_group_price", "max_group_price"),
            ("minGroupPrice", "maxGroupPrice"),
        ):
            read = _fen if "_" in low_name or low_name.endswith("InCent") else _yuan
            low = read(goods.get(low_name), self.profile.currency)
            high = read(goods.get(high_name), self.profile.currency)
            if "price" in draft.values:
                break
            draft.put("price", low, f"state:{low_name}")
            if low and high and high.amount > low.amount:
                draft.put("price_max", high, f"state:{high_name}")
        if "price" in draft.values:
            draft.warn("the price is the group price (拼单价)")
        draft.miss("price", "the state holds no group price")


def _item_in(state: Node) -> Node:
    for name in ("goods", "goodsInfo"):
        for goods in nodes_named(state, name):
            named = words(first_within(goods, "goodsName", "goods_name")[0])
            if named and first_within(goods, *ITEM_SIGNS)[0] is not None:
                return node(goods)
    return {}


def _goods(card: Node) -> Node:
    """The goods of a card, also where the answer wraps them."""
    for path in ("", "item_data.goods_model", "itemData.goodsModel", "goods_model"):
        inner = within(card, path) if path else card
        if words(first_within(inner, "goods_name", "goodsName")[0]):
            return node(inner)
    return {}


def _fen(value: object, currency: str | None) -> Money | None:
    """Money of an integer in fen; anything else is no price of an answer."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < HIGHEST_FEN:
        return None
    return Money(value * LOWEST, currency) if currency else None


def _yuan(value: object, currency: str | None) -> Money | None:
    """Money of a text with a point; a whole number could be yuan or fen and is not given."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,8}\.\d{1,2}", value) and currency:
        return Money(Decimal(value), currency) if Decimal(value) > 0 else None
    return None


def _pictures(goods: Node) -> tuple[PictureLink, ...]:
    for name in ("topGallery", "viewImageData", "gallery"):
        listed = goods.get(name)
        found = listed if isinstance(listed, list) else []
        if links := _links([one.get("url") if isinstance(one, dict) else one for one in found]):
            return links
    return _links([first_within(goods, "hdThumbUrl", "hd_thumb_url", "thumbUrl")[0]])


def _links(addresses: list[object]) -> tuple[PictureLink, ...]:
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        found = PICTURE.match(address.strip()) if isinstance(address, str) else None
        if found:
            scheme, host, folder, key, kind = found.groups()
            url = f"{scheme or 'https:'}//{host}/{folder}/{key}.{kind}"
            kept.setdefault(key, PictureLink(url, key))
    return tuple(kept.values())


def _id_in(url: str) -> str | None:
    named = parse_qs(urlsplit(url).query)
    values = [*named.get("goods_id", []), *named.get("goodsId", [])]
    return digits(values[0]) if values else None
