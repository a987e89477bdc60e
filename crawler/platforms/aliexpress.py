"""AliExpress: values live in script state or interface answers; their shape changed four times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import web_poet

from config.profiles import PlatformProfile
from crawler.decoding import is_json
from crawler.money import machine_money, range_in, site_currency
from crawler.pages import FactsDraft, MarketplacePage
from crawler.script_state import states_after
from crawler.stated_item import product_of, put_stated, stated_reading
from crawler.telling import cards_told, gone_told, item_told, nothing_told
from crawler.visible import any_of, joined_text, text_of
from domain.listings import (
    Availability,
    ListingFacts,
    Money,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
)

Node = Mapping[str, object]

SITE = "aliexpress.com"
"""Language and country sites show the same listings."""

ID_STEP = 2**51
"""Between a listing's id on the United States site and its id elsewhere."""

ITEM_LINK = re.compile(r"/item/(?:[^/?]+/)?(\d{8,19})\.html|[?&]productId=(\d{8,19})")
PICTURE = re.compile(r"/kf/([A-Za-z0-9._\-]+?)(?:\.(?:jpg|jpeg|png|webp|avif)|/)", re.IGNORECASE)
STATES = ("window.runParams", "_init_data_", "window.__INIT_DATA__")
PARTS = {
    # name of the value: where each generation of the state keeps it
    "id": ("actionModule.productId", "commonModule.productId", "productInfoComponent.idStr",
           "productInfoComponent.id", "actionButtons.productId", "seoTdk.productId",
           "GLOBAL_DATA.globalData.productId"),
    "title": ("titleModule.subject", "productInfoComponent.subject", "titleBanner.subject",
              "PRODUCT_TITLE.text", "pageModule.title"),
    "price": ("priceModule", "priceComponent.discountPrice", "price", "PRICE.targetSkuPriceInfo"),
    "was": ("priceModule", "priceComponent.origPrice", "price", "PRICE.targetSkuPriceInfo"),
    "seller": ("storeModule.storeName", "sellerComponent.storeName",
               "headerInfo._for_header_info.storeModule.storeName", "storeRecommend.storeName",
               "storeHeaderComponent.storeHeaderResult.storeName", "SHOP_CARD_PC.storeName"),
    "seller_id": ("storeModule.storeNum", "sellerComponent.storeNum",
                  "headerInfo._for_header_info.storeModule.storeNum", "storeRecommend.storeNum",
                  "SHOP_CARD_PC.sellerInfo.storeNum"),
    "images": ("imageModule.imagePathList", "imageComponent.imagePathList",
               "imageView.imagePathList", "HEADER_IMAGE_PC.imagePathList"),
    "stock": ("quantityModule.totalAvailQuantity", "inventoryComponent.totalAvailQuantity",
              "quantity.totalAvailQuantity", "actionModule.totalAvailQuantity",
              "QUANTITY_PC.totalAvailableInventory"),
    "redirect": ("redirectModule.redirectUrl",),
    "specs": ("specsModule.props", "productPropComponent.props", "specsInfo.specs"),
}  # fmt: skip
TITLES = "h1[data-pl='product-title'], .product-title-text, h1.product-name"
SHOWN_PRICES = (
    "[class*='price--currentPriceText']",
    ".product-price-current .product-price-value",
    "[class*='price-default--current']",
    ".product-price-current",
    "#j-sku-discount-price",
    "#j-sku-price",
)
SHOWN_SELLERS = (
    "a[data-pl='store-name'], [class*='store-header--storeName'], .shop-name a, a.store-lnk"
)
NO_RESULTS = ("did not match any products", "We couldn't find any results", "没有找到相关的商品")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any AliExpress page or answer."""
    return AliExpressPage(response, profile)


class AliExpressPage(MarketplacePage):
    """An item where the state holds one, else the cards of a search, else what is shown."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        for state in _states(self.response.text):
            if _text(_value(state, "title")[0]):
                return self._item(state)
            if cards := _cards_in(state):
                stated = _found(state, "totalResults")
                total = stated if isinstance(stated, int) else None
                facts = [self._card(card) for card in cards]
                return cards_told(self, facts, f"state:cards {len(cards)}", total=total)
        if "/error/404" in str(self.url) or self.response.status in (404, 410):
            return nothing_told(self, PageKind.ITEM, PageState.GONE, "url:error/404 or status")
        if not is_json(self.response.text):
            return self._shown()
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "json:no goods")

    def _shown(self) -> PageReading:
        if title := any_of(self.selector, *TITLES.split(", ")):
            return self._shown_item(text_of(title[0]))
        body = text_of(self.selector)
        if word := next((word for word in NO_RESULTS if word in body), None):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        linked = ITEM_LINK.search(str(self.url))
        if linked and (product := product_of(self)):
            draft = self._draft(linked[1] or linked[2], "url")
            put_stated(draft, product, _links(product.images))
            return stated_reading(self, draft, product)
        sign = "no state, no title"
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, sign)

    def _draft(self, item_id: str | None, source: str) -> FactsDraft:
        draft = FactsDraft(self.profile.slug, SITE).put("item_id", item_id, source)
        if item_id:
            number = int(item_id)
            other = number - ID_STEP if number > ID_STEP else number + ID_STEP
            recent = number >= 1005 * 10**12
            draft.put("aliases", (str(other),) if recent else (), "computed:the other site's id")
            draft.put("url", f"https://www.aliexpress.com/item/{item_id}.html", "built:item_id")
        return draft

    def _item(self, state: Node) -> PageReading:
        number, where = _value(state, "id")
        linked = ITEM_LINK.search(str(self.url))
        item_id = _digits(number) or (linked[1] or linked[2] if linked else None)
        draft = self._draft(item_id, where or "url")
        title, where = _value(state, "title")
        draft.put("title", _text(title), where)
        _put_prices(draft, state)
        seller, where = _value(state, "seller")
        draft.put("seller", _text(seller), where)
        seller_id, where = _value(state, "seller_id")
        draft.put("seller_id", _digits(seller_id), where)
        images, where = _value(state, "images")
        draft.put("images", _links(images if isinstance(images, list) else []), where)
        stock, where = _value(state, "stock")
        if isinstance(stock, int) and not isinstance(stock, bool):
            known = Availability.IN_STOCK if stock > 0 else Availability.OUT_OF_STOCK
            draft.put("availability", known, where)
        draft.put("brand", _brand(state), "state:specs")
        reading = item_told(self, draft.facts(), where or "state:title")
        redirect = _text(_value(state, "redirect")[0]) or ""
        return gone_told(reading, redirect) if "/404" in redirect else reading

    def _shown_item(self, title: str) -> PageReading:
        linked = ITEM_LINK.search(self.css("link[rel=canonical]::attr(href)").get() or "")
        linked = linked or ITEM_LINK.search(str(self.url))
        draft = self._draft(linked[1] or linked[2] if linked else None, "url")
        draft.put("title", title, "css:h1")
        named = self.css("[itemprop=priceCurrency]::attr(content)").get()
        currency = named or site_currency(self.profile, urlsplit(str(self.url)).hostname or "")
        for query in SHOWN_PRICES:
            for node in self.css(query)[:1]:
                low, high = range_in(joined_text(node), currency)
                draft.put("price", low, f"css:{query}").put("price_max", high, f"css:{query}")
        for node in self.css(SHOWN_SELLERS)[:1]:
            draft.put("seller", text_of(node), "css:store name")
        og = self.css("meta[property='og:image']::attr(content)").getall()
        return item_told(self, draft.put("images", _links(og), "og:image").facts(), "css:h1")

    def _card(self, card: Node) -> ListingFacts:
        draft = self._draft(_digits(card.get("productId")), "state:productId")
        title = card.get("title")
        named = (
            title.get("displayTitle") or title.get("seoTitle")
            if isinstance(title, Mapping)
            else title
        )
        draft.put("title", _text(named), "state:title")
        prices = _mapping(card.get("prices"))
        for name, key in (("price", "salePrice"), ("list_price", "originalPrice")):
            told = _mapping(prices.get(key))
            money = machine_money(told.get("minPrice"), told.get("currencyCode"))
            draft.put(name, money, f"state:prices.{key}")
        low, high = range_in(_text(card.get("price")), None)
        draft.put("price", low, "state:price").put("price_max", high, "state:price")
        store = _mapping(card.get("store"))
        draft.put("seller", _text(store.get("storeName")), "state:store.storeName")
        draft.put("seller_id", _digits(store.get("storeId")), "state:store.storeId")
        picture = _mapping(card.get("image")).get("imgUrl") or card.get("imageUrl")
        draft.put("images", _links([picture]), "state:image")
        return draft.miss("availability", "cards of this platform do not say").facts()


def _put_prices(draft: FactsDraft, state: Node) -> None:
    """Activity prices are what a buyer pays now; without them the ordinary ones are."""
    price, where = _value(state, "price")
    told = _mapping(price)
    low, high = _money(told, "minActivityAmount"), _money(told, "maxActivityAmount")
    was_node = _mapping(_value(state, "was")[0])
    was = _money(was_node, "minAmount") or _money(was_node, "originalPrice")
    if low is None:
        low, high = range_in(_text(told.get("salePriceString")), was.currency if was else None)
    if low is None:
        low, high, was = _money(was_node, "minAmount"), _money(was_node, "maxAmount"), None
    draft.put("price", low, where).put("price_max", high if high != low else None, where)
    draft.put("list_price", was if low and was and was.amount > low.amount else None, where)
    draft.miss("price", "the state holds no price")


def _money(node: Node, name: str) -> Money | None:
    told = _mapping(node.get(name))
    return machine_money(told.get("value"), told.get("currency"))


def _brand(state: Node) -> str | None:
    specs = _value(state, "specs")[0]
    for spec in specs if isinstance(specs, list) else []:
        told = _mapping(spec)
        if told.get("attrName") == "Brand Name":
            return _text(told.get("attrValue"))
    return None


def _states(text: str) -> Iterator[Node]:
    """Each state of the page, its parts by their plain names whatever the generation."""
    yield from map(_plain, states_after(text, STATES))


def _plain(state: Node) -> Node:
    for _ in range(3):
        inner = state.get("data") or state.get("result")
        if not isinstance(inner, Mapping):
            break
        state = inner
    named = {
        re.sub(r"_\d+$", "", name): part["fields"]
        for name, part in state.items()
        if isinstance(part, Mapping) and isinstance(part.get("fields"), Mapping)
    }
    return named or state


def _value(state: Node, name: str) -> tuple[object, str]:
    """The first value of this kind that the state has, with its path."""
    for path in PARTS[name]:
        value: object = state
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if value not in (None, "", [], {}):
            return value, f"state:{path}"
    return None, ""


def _cards_in(value: object, depth: int = 0) -> list[Node]:
    """The first list of goods: by the names that the result list is known by, the rest last."""
    if depth > 8 or not isinstance(value, Mapping):
        return []
    for name in ("content", "items"):
        found = value.get(name)
        cards = [card for card in found if _is_card(card)] if isinstance(found, list) else []
        if cards:
            return cards
    for name in ("root", "fields", "mods", "itemList", "data", "result"):
        if cards := _cards_in(value.get(name), depth + 1):
            return cards
    return []


def _is_card(card: object) -> bool:
    return isinstance(card, Mapping) and "productId" in card and "title" in card


def _found(value: object, name: str, depth: int = 0) -> object:
    if depth > 6 or not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    inner = (_found(part, name, depth + 1) for part in value.values())
    return next((found for found in inner if found is not None), None)


def _links(addresses: Sequence[object]) -> tuple[PictureLink, ...]:
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        link = _text(address) or ""
        link = "https:" + link if link.startswith("//") else link
        if (found := PICTURE.search(link)) and link.startswith("http"):
            kept.setdefault(found[1], PictureLink(link, found[1]))
    return tuple(kept.values())


def _mapping(value: object) -> Node:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _digits(value: object) -> str | None:
    text = str(value)
    return text if re.fullmatch(r"[1-9]\d{3,18}", text) else None
