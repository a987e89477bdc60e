"""Amazon: item pages from 2015 to now, search, storefront and bestseller pages."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import web_poet
from parsel import Selector, SelectorList

from config.profiles import PlatformProfile
from crawler.money import range_in, site_currency
from crawler.pages import FactsDraft, MarketplacePage
from crawler.telling import cards_told, item_told, nothing_told
from crawler.visible import any_of, attribute_of, first_attribute, first_text, joined_text, text_of
from domain.listings import (
    Availability,
    ListingFacts,
    Money,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
)

TITLES = "#productTitle, #btAsinTitle, #ebooksProductTitle"
ASIN = re.compile(r"(?:/dp/|/gp/product/|/gp/aw/d/|/ASIN/|%2Fdp%2F)([A-Z0-9]{10})(?![A-Za-z0-9])")
PICTURE = re.compile(r"/images/I/([^./]+)")
PRICES = (
    "#corePrice_desktop .a-price-range",
    "#corePrice_feature_div .a-price-range",
    "#corePrice_feature_div .a-price:not(.a-text-price)",
    "#corePriceDisplay_desktop_feature_div .priceToPay",
    "#corePriceDisplay_mobile_feature_div .priceToPay",
    "#corePrice_desktop .apexPriceToPay",
    "#apex_desktop .apexPriceToPay",
    "#priceblock_dealprice",
    "#priceblock_saleprice",
    "#priceblock_ourprice",
    "#newOfferAccordionRow .header-price",
    "#newAccordionRow .header-price",
    "#price_inside_buybox",
    "#newBuyBoxPrice",
    "#buyNewSection .offer-price",
    "#actualPriceValue .priceLarge",
)
"""Where the offer in the buy box shows its price; offers of another condition stand elsewhere."""

LIST_PRICES = (
    "#corePriceDisplay_desktop_feature_div .basisPrice .a-offscreen",
    "span.basisPrice .a-offscreen",
    "#corePrice_desktop .a-text-price[data-a-strike=true] .a-offscreen",
    "#price .priceBlockStrikePriceString",
    "#listPriceValue",
)
SELLERS = (
    "#sellerProfileTriggerId",
    "#merchantInfoFeature_feature_div .offer-display-feature-text-message",
    *(
        f"#tabular-buybox .tabular-buybox-text[tabular-attribute-name='{name}'] span"
        for name in ("Sold by", "販売元", "Verkäufer", "Vendu par", "Vendido por", "Venduto da")
    ),
    "#merchant-info a[href*='seller=']",
)
SELLER_LINKS = ("#sellerProfileTriggerId", "#merchant-info a[href*='seller=']")
SOLD_BY = re.compile(
    r"(?:[Ss]old by|販売元[はが:：]?|[Vv]erkauf(?:t)?(?: und Versand)? durch|[Vv]endu par"
    r"|[Vv]endido por|[Vv]enduto(?: e spedito)? da)\s+(.+?)\s*"
    r"(?:\s(?:and|und|et|y|e) [A-Zf]|\.\s|\.?$|,)"
)
IN_STOCK = re.compile(
    r"in stock|auf lager|en stock|disponibilità immediata|在庫あり|op voorraad|i lager|现货"
    r"|^em estoque|^disponible\.?$|^disponível\.?$|produkt dostępny|stokta|في المخزون"
    r"|usually ships|残り"
)
OUT_OF_STOCK = re.compile(
    r"unavailable|out of stock|nicht verfügbar|indisponible|no disponible|non disponibile"
    r"|fuera de stock|não disponível|niedostępny|stokta yok|niet beschikbaar"
    r"|在庫切れ|取り扱いできません"
)
BRAND = re.compile(
    r"^(?:Brand|Marke|Marque|Marca|ブランド)\s*[:：]\s*(.+)$|^Visit the (.+?) Store$"
    r"|^Besuche den (.+?)-Store$|^Visiter la boutique (.+)$|^(.+?)のストアを表示$"
)
CARDS = (
    '[data-component-type="s-search-result"][data-asin]',
    "li.s-result-item[data-asin]",
    "#gridItemRoot",
)
NO_RESULTS = ("No results for", "did not match any products", "に一致する商品はありませんでした")
GONE = ("Page Not Found", "ページが見つかりません", "Seite wurde nicht gefunden")
SPONSORED = re.compile(r"^(?:Sponsored Ad - |スポンサー広告 - |Gesponserte Anzeige [–-] )")


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Amazon page."""
    return AmazonPage(response, profile)


class AmazonPage(MarketplacePage):
    """An item page where there is a product title, else a page of cards."""

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        if self.css(TITLES):
            return item_told(self, self._item(), "css:#productTitle")
        if cards := any_of(self.selector, *CARDS):
            following = self.css("a.s-pagination-next::attr(href), li.a-last a::attr(href)").get()
            return cards_told(
                self,
                [self._card(card) for card in cards],
                f"cards:{len(cards)}",
                next_url=str(self.urljoin(following)) if following else None,
            )
        return self._without_goods()

    def _without_goods(self) -> PageReading:
        heading = self.css("title::text").get() or ""
        if word := next((word for word in GONE if word in heading), None):
            kind = PageKind.ITEM if ASIN.search(str(self.url)) else PageKind.LISTING
            return nothing_told(self, kind, PageState.GONE, f"title:{word}")
        body = text_of(self.selector)
        if word := next((word for word in NO_RESULTS if word in body), None):
            return nothing_told(self, PageKind.LISTING, PageState.EMPTY, f"text:{word}")
        return nothing_told(self, PageKind.LISTING, PageState.UNKNOWN_LAYOUT, "no title, no cards")

    @property
    def _host(self) -> str:
        return urlsplit(str(self.url)).hostname or ""

    def _draft(self, asin: str | None, source: str) -> FactsDraft:
        site = self._host.removeprefix("www.").removeprefix("smile.")
        draft = FactsDraft(self.profile.slug, site).put("item_id", asin, source)
        if asin:
            draft.put("url", f"https://www.{site}/dp/{asin}", "built:item_id")
        return draft

    def _item(self) -> ListingFacts:
        root = self.selector
        asin, source = _asin(root, str(self.url))
        draft = self._draft(asin, source)
        draft.put("title", *(first_text(root, *TITLES.split(", ")) or (None, "")))
        currency = site_currency(self.profile, self._host)
        _put_availability(root, draft)
        _put_price(root, draft, currency)
        _put_seller(root, draft)
        _put_brand(root, draft)
        draft.put("images", _pictures(root, self.response.text), "css:#landingImage")
        return draft.facts()

    def _card(self, card: Selector) -> ListingFacts:
        inner = card.css("[id]::attr(id)").re_first(r"^[A-Z0-9]{10}$")
        draft = self._draft(attribute_of(card, "data-asin") or inner, "css:@data-asin")
        draft.put("title", *_card_title(card))
        price = any_of(card, ".a-price:not(.a-text-price)", "[class*=p13n-sc-price]", ".s-price")
        if price:
            low, high = range_in(_shown(price[0]), site_currency(self.profile, self._host))
            draft.put("price", low, "css:.a-price").put("price_max", high, "css:.a-price")
        was = card.css(".a-text-price[data-a-strike=true]")
        if was:
            shown = range_in(_shown(was[0]), site_currency(self.profile, self._host))[0]
            draft.put("list_price", shown, "css:.a-text-price")
        source = card.css("img.s-image::attr(src), img::attr(src)").get() or ""
        if found := PICTURE.search(source):
            draft.put("images", (PictureLink(source, found[1]),), "css:img.s-image")
        draft.miss("price", "the card shows no price of its own; other offers may exist")
        draft.miss("seller", "cards of this platform do not name the seller")
        return draft.miss("availability", "cards of this platform do not say").facts()


def _asin(root: Selector, url: str) -> tuple[str | None, str]:
    if value := root.css("input#ASIN::attr(value)").re_first(r"^[A-Z0-9]{10}$"):
        return value, "css:input#ASIN"
    for query in ("link[rel=canonical]::attr(href)", "meta[property='og:url']::attr(content)"):
        if found := ASIN.search(root.css(query).get() or ""):
            return found[1], f"css:{query}"
    found = ASIN.search(url)
    return (found[1], "url") if found else (None, "")


def _shown(node: Selector) -> str:
    """The price as a screen reader hears it; the drawn pieces where that is blank."""
    hidden = [text for text in (text_of(part) for part in node.css(".a-offscreen")) if text]
    if hidden:
        return " - ".join(hidden[:2])
    drawn = node.css("[aria-hidden=true]")
    return joined_text(drawn[0] if drawn else node).replace(" ", "")


def _offered_new(found: SelectorList[Selector]) -> list[Selector]:
    """Without what stands in the rows of used offers and of subscriptions."""
    other = "ancestor::*[starts-with(@id, 'used') or starts-with(@id, 'sns')]"
    return [node for node in found if not node.xpath(other)]


def _put_price(root: Selector, draft: FactsDraft, currency: str | None) -> None:
    if draft.values.get("availability") is Availability.OUT_OF_STOCK:
        draft.miss("price", "the page says that it cannot be bought now")
        return
    for query in PRICES:
        for node in _offered_new(root.css(query))[:1]:
            low, high = range_in(_shown(node), currency)
            draft.put("price", low, f"css:{query}")
            draft.put("price_max", high if low else None, f"css:{query}")
        if "price" in draft.values:
            break
    was = first_text(root, *LIST_PRICES)
    before = range_in(was[0], currency)[0] if was else None
    price = draft.values.get("price")
    if was and before and isinstance(price, Money) and before.amount > price.amount:
        draft.put("list_price", before, was[1])
    draft.miss("price", "no offer in the buy box shows a price")


def _put_seller(root: Selector, draft: FactsDraft) -> None:
    for query in SELLERS:
        for node in _offered_new(root.css(query))[:1]:
            draft.put("seller", text_of(node), f"css:{query}")
        if "seller" in draft.values:
            break
    for row in root.css("#merchant-info") if "seller" not in draft.values else ():
        if found := SOLD_BY.search(text_of(row)):
            draft.put("seller", found[1].strip(" ."), "text:sold by")
    if "seller" in draft.values:
        href = first_attribute(root, "href", *SELLER_LINKS)
        linked = re.search(r"[?&]seller=([A-Z0-9]{8,20})", href[0]) if href else None
        draft.put("seller_id", linked[1] if linked else None, "css:seller link")
        draft.put("seller_id", root.css("#merchantID::attr(value)").get(), "css:#merchantID@value")
    draft.miss("seller", "the buy box names no seller")


def _put_brand(root: Selector, draft: FactsDraft) -> None:
    draft.put("brand", *(first_text(root, "tr.po-brand td:nth-child(2)") or (None, "")))
    line = first_text(root, "#bylineInfo")
    if line and (found := BRAND.match(line[0])):
        draft.put("brand", next(group for group in found.groups() if group), line[1])
    if "brand" not in draft.values:
        draft.put("brand", *(first_text(root, "a#brand") or (None, "")))


def _put_availability(root: Selector, draft: FactsDraft) -> None:
    told = first_text(root, "#availability", "#outOfStock", "#availability_feature_div")
    words = told[0].lower() if told else ""
    if OUT_OF_STOCK.search(words):
        draft.put("availability", Availability.OUT_OF_STOCK, told[1] if told else "")
    elif IN_STOCK.search(words):
        draft.put("availability", Availability.IN_STOCK, told[1] if told else "")
    elif root.css("#add-to-cart-button, #buy-now-button"):
        draft.put("availability", Availability.IN_STOCK, "css:#add-to-cart-button")


def _pictures(root: Selector, text: str) -> tuple[PictureLink, ...]:
    addresses: list[str] = []
    for node in root.css("#landingImage, #imgBlkFront, #ebooksImgBlkFront, #main-image")[:1]:
        addresses.append(attribute_of(node, "data-old-hires"))
        addresses += _by_size(attribute_of(node, "data-a-dynamic-image"))[:1]
        addresses.append(attribute_of(node, "src"))
    gallery = re.search(r"'colorImages'\s*:\s*\{\s*'initial'\s*:\s*(\[.{0,30000}?\}\])", text)
    if gallery:
        addresses += re.findall(r'"(?:hiRes|large)":"(https?://[^"]+)"', gallery[1])
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        found = PICTURE.search(address) if address.startswith("http") else None
        if found:
            kept.setdefault(found[1], PictureLink(address, found[1]))
    return tuple(kept.values())


def _by_size(dynamic: str) -> list[str]:
    try:
        sizes = json.loads(dynamic)
    except ValueError:
        return []
    return sorted(sizes, key=lambda link: str(sizes[link]), reverse=True)


def _card_title(card: Selector) -> tuple[str | None, str]:
    if label := card.css("h2[aria-label]::attr(aria-label)").get():
        return SPONSORED.sub("", label.strip()), "css:h2@aria-label"
    if linked := [text_of(node) for node in card.css("a h2, h2:has(a)")]:
        # a brand's own heading stands beside the title's in some layouts, and is shorter
        return max(linked, key=len), "css:h2"
    if plain := card.css("h2"):
        return text_of(plain[0]), "css:h2"
    return card.css("img::attr(alt)").get(), "css:img@alt"
