"""What a page states for machines (JSON-LD, microdata, OpenGraph), as products of one shape."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import extruct
from lxml import etree
from parsel import Selector

from crawler.money import machine_money
from domain.listings import Availability, Money

Node = Mapping[str, object]

PRODUCT_TYPES = ("Product", "ProductGroup", "IndividualProduct", "ProductModel")
_WRAPPED = re.compile(
    r"\A\s*(?:/[/*]\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?|(?:/[/*]\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*;?\s*\Z"
)
_HANGING = re.compile(r",(\s*[}\]])")
IN_STOCK = ("instock", "in_stock", "limitedavailability", "onlineonly", "in stock")
OUT_OF_STOCK = ("outofstock", "out_of_stock", "soldout", "discontinued", "oos", "out of stock")


_HAS = {
    "microdata": etree.XPath("boolean(descendant-or-self::*/@itemtype[contains(., 'Product')])"),
    "opengraph": etree.XPath("boolean(descendant-or-self::meta/@property[contains(., ':')])"),
}
"""What a page must have for a syntax to tell of a product; to look is cheaper than to read."""

_TANGLED = etree.XPath(
    "count(//@itemscope) > 3000 or count(//@itemref) > 50"
    " or boolean(//@itemref[string-length(.) > 500])"
    " or boolean(//*[@itemscope][count(ancestor::*[@itemscope]) > 12])"
)
"""Items in items and references without end, which cost the square of their number to read."""


@dataclass(frozen=True, slots=True)
class StatedProduct:
    """One product as structured data states it; `source` is the syntax."""

    source: str
    name: str | None = None
    sku: str | None = None
    product_id: str | None = None
    url: str | None = None
    brand: str | None = None
    seller: str | None = None
    description: str | None = None
    price: Money | None = None
    price_max: Money | None = None
    availability: Availability | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """All that a page states: its products in order, and its OpenGraph properties."""

    products: tuple[StatedProduct, ...]
    graph: Mapping[str, str]

    @property
    def currency(self) -> str | None:
        """The one currency that the page states, if it states exactly one."""
        named = {product.price.currency for product in self.products if product.price}
        for name in ("product:price:currency", "og:price:currency"):
            named |= {self.graph[name].upper()} if name in self.graph else set()
        return named.pop() if len(named) == 1 else None


def stated(root: Selector, url: str) -> Stated:
    """What this page states; syntaxes that are broken are passed over."""
    products = [_product(node, "jsonld") for node in _json_ld(root)]
    syntaxes = [name for name, has in _HAS.items() if has(root.root)]
    if "microdata" in syntaxes and _TANGLED(root.root):
        syntaxes.remove("microdata")
    found = extruct.extract(root.root, base_url=url, syntaxes=syntaxes, errors="ignore")
    for item in found.get("microdata", []):
        products += [_product(node, "microdata") for node in _products(_flat(item))]
    graph = {
        str(name): str(value)
        for item in found.get("opengraph", [])
        for name, value in reversed(item.get("properties", []))
        if value
    }
    # OpenGraph repeats the page's one product, in other words and often in another currency
    products += [] if products else _from_graph(graph)
    return Stated(tuple(product for product in products if product.name), graph)


def _from_graph(graph: Mapping[str, str]) -> Iterator[StatedProduct]:
    for prefix in ("product", "og"):
        amount, code = (graph.get(f"{prefix}:price:{part}") for part in ("amount", "currency"))
        money = machine_money(amount, code)
        if money:
            brand = graph.get("product:brand")
            yield StatedProduct("opengraph", graph.get("og:title"), price=money, brand=brand)


def _json_ld(root: Selector) -> Iterator[Node]:
    # one script at a time: a broken one must not cost the others
    for script in root.xpath("descendant-or-self::script[contains(@type, 'ld+json')]"):
        yield from _products(_parsed(script.root))


def _parsed(script: object) -> object:
    """What a script of JSON-LD states, also where it is wrapped or a comma hangs at its end."""
    text = _WRAPPED.sub("", str(getattr(script, "text", "") or ""))
    for tried in (text, _HANGING.sub(r"\1", text)):
        try:
            return json.loads(tried, strict=False)
        except (ValueError, RecursionError):
            continue
    return extruct.extract(script, syntaxes=["json-ld"], errors="ignore").get("json-ld", [])


def _products(value: object, depth: int = 0) -> Iterator[Node]:
    """Products wherever lists, graphs and pages hold them; not those that others relate to."""
    if depth > 6:
        return
    if isinstance(value, list):
        for inner in value[:500]:
            yield from _products(inner, depth + 1)
    elif isinstance(value, Mapping):
        if any(name in PRODUCT_TYPES for name in _types(value)):
            yield value
            return
        for name in ("@graph", "mainEntity", "itemListElement", "item", "mainEntityOfPage"):
            yield from _products(value.get(name), depth + 1)


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [
        str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]


def _flat(item: object) -> object:
    """A microdata item in JSON-LD's shape."""
    if isinstance(item, list):
        return [_flat(inner) for inner in item]
    if not isinstance(item, Mapping):
        return item
    inner = item.get("properties")
    fields = {str(name): _flat(value) for name, value in (inner or {}).items()}
    return {"@type": item.get("type"), **fields} if "type" in item else item


def _product(node: Node, source: str) -> StatedProduct:
    offers = _offers(node)
    prices = sorted(
        (money for offer in offers for money in _prices(offer)), key=lambda money: money.amount
    )
    one_currency = len({money.currency for money in prices}) == 1
    low, high = (prices[0], prices[-1]) if one_currency else (None, None)
    return StatedProduct(
        source=source,
        name=_words(node.get("name")),
        sku=_words(node.get("sku")) or _words(node.get("productID")),
        product_id=_words(node.get("productID")),
        url=_words(node.get("url"))
        or next((link for part in (node, *offers) for link in _addresses(part.get("url"))), None),
        brand=_named(node.get("brand")),
        seller=next((name for offer in offers if (name := _named(offer.get("seller")))), None),
        description=_words(node.get("description")),
        price=low,
        price_max=high if high != low else None,
        availability=_availability(offers),
        images=tuple(_addresses(node.get("image"))),
    )


def _offers(node: Node) -> list[Node]:
    found: list[Node] = []
    for name in ("offers", "Offers", "offerDetails"):
        value = node.get(name)
        for offer in value if isinstance(value, list) else [value]:
            if isinstance(offer, Mapping):
                found.append(offer)
    variants = node.get("hasVariant")
    for variant in (variants if isinstance(variants, list) else [])[:100]:
        if isinstance(variant, Mapping):
            found += _offers(variant)
    return found


def _prices(offer: Node) -> Iterator[Money]:
    currency = offer.get("priceCurrency") or offer.get("currency")
    specification = offer.get("priceSpecification")
    parts = specification if isinstance(specification, list) else [specification]
    stated_here = False
    for name in ("price", "lowPrice", "highPrice"):
        if money := machine_money(offer.get(name), currency):
            stated_here = True
            yield money
    for part in parts:
        if not isinstance(part, Mapping) or stated_here or "ListPrice" in str(part):
            continue
        if money := machine_money(part.get("price"), part.get("priceCurrency") or currency):
            yield money


def _availability(offers: list[Node]) -> Availability | None:
    words = [
        str(offer.get("availability") or offer.get("Availability") or "")
        .rsplit("/", 1)[-1]
        .lower()
        for offer in offers
    ]
    words = [word for word in words if word]
    if any(word in IN_STOCK for word in words):
        return Availability.IN_STOCK
    return Availability.OUT_OF_STOCK if words and all(w in OUT_OF_STOCK for w in words) else None


def _named(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _words(value.get("name")) if isinstance(value, Mapping) else _words(value)


def _words(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # many shops write the markup's escapes into it, once or twice
    return " ".join(html.unescape(html.unescape(str(value))).split()) or None


def _addresses(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list):
        for inner in value[:30]:
            yield from _addresses(inner)
    elif isinstance(value, Mapping):
        for name in ("url", "contentUrl", "@id"):
            if isinstance(value.get(name), str):
                yield from _addresses(value[name])
                return
