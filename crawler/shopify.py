"""The public product JSON of Shopify shops: `products.json`, `NAME.json` and `NAME.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from crawler.money import machine_money
from crawler.pages import FactsDraft
from domain.listings import Availability, ListingFacts, Money, PictureLink

Node = Mapping[str, object]

NO_SELLER = "a shop of its own: the page names no seller beside it"


def shopify_products(text: str) -> list[Node] | None:
    """The products of such an answer in order; None where it is another kind of JSON."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, Mapping):
        return None
    if isinstance(answer.get("product"), Mapping):
        products = [answer["product"]]
    elif isinstance(answer.get("products"), list):
        products = answer["products"]
    else:
        products = [answer]
    needed = {"handle", "variants"}
    known = all(isinstance(node, Mapping) and needed <= set(node) for node in products)
    return list(products) if known else None


def shopify_facts(node: Node, draft: FactsDraft, base: str, currency: str | None) -> ListingFacts:
    """The facts of one product; `base` is the shop's address without a path."""
    variants = [item for item in _listed(node.get("variants")) if isinstance(item, Mapping)]
    draft.put("item_id", _words(node.get("id")), "json:id")
    if handle := _words(node.get("handle")):
        draft.put("url", f"{base}/products/{handle}", "json:handle")
    draft.put("title", _words(node.get("title")), "json:title")
    draft.put("brand", _words(node.get("vendor")), "json:vendor")
    _put_prices(node, variants, draft, currency)
    stock = [variant["available"] for variant in variants if "available" in variant]
    if stock:
        state = Availability.IN_STOCK if any(stock) else Availability.OUT_OF_STOCK
        draft.put("availability", state, "json:variants.available")
    draft.put("images", _pictures(node), "json:images")
    return draft.miss("seller", NO_SELLER).facts()


def _put_prices(node: Node, variants: list[Node], draft: FactsDraft, currency: str | None) -> None:
    in_cents = "price_min" in node
    stated = next((_words(item.get("price_currency")) for item in variants), None) or currency
    prices = [
        money
        for item in variants
        if (money := _price(item.get("price"), stated, in_cents=in_cents))
    ]
    if prices:
        low, high = min(prices, key=_size), max(prices, key=_size)
        draft.put("price", low, "json:variants.price")
        draft.put("price_max", high if high != low else None, "json:variants.price")
    was = [_price(item.get("compare_at_price"), stated, in_cents=in_cents) for item in variants]
    least = min((money.amount for money in prices), default=Decimal(0))
    known = [money for money in was if money and prices and money.amount > least]
    draft.put("list_price", min(known, key=_size) if known else None, "json:compare_at_price")
    reason = (
        "no variant has a price" if stated else "neither the answer nor the site names a currency"
    )
    draft.miss("price", reason)


def _size(money: Money) -> Decimal:
    return money.amount


def _price(value: object, currency: str | None, *, in_cents: bool) -> Money | None:
    money = machine_money(value, currency)
    return Money(money.amount / 100, money.currency) if money and in_cents else money


def _pictures(node: Node) -> tuple[PictureLink, ...]:
    kept: dict[str, PictureLink] = {}
    for item in [node.get("image"), *_listed(node.get("images"))]:
        address = _words(item.get("src")) if isinstance(item, Mapping) else _words(item)
        if address:
            link = "https:" + address if address.startswith("//") else address
            key = link.split("?")[0].rsplit("/", 1)[-1].rsplit(".", 1)[0]
            kept.setdefault(key, PictureLink(link, key))
    return tuple(kept.values())


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _words(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None
