"""The server-rendered storefront: result pages, item pages with schema.org, shop pages."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

from tests.shop.catalogue import OFFERS, STREET, Offer, find_offers
from tests.shop.replies import Ask, Reply, html

PAGE_SIZE = 12
SIGNS = {"CNY": "¥", "USD": "$"}
BUY = '<button class="add-to-cart">加入购物车</button>'
_STYLE = (
    "body{font:16px sans-serif;margin:2em;max-width:60em}ul{list-style:none;padding:0;"
    "display:flex;flex-wrap:wrap;gap:1em}li{width:13em}.price{color:#c30}"
)


def street_page(ask: Ask) -> Reply | None:
    """The page at this address of the server-rendered storefront, or None."""
    part, _, rest = ask.path.strip("/").partition("/")
    match part:
        case "":
            return html(_frame("市集", '<form action="/search"><input name="q"></form>'))
        case "search":
            return html(_results(ask))
        case "item":
            offer = OFFERS.get((STREET, rest.removesuffix(".html")))
            return html(_item(offer, ask.origin)) if offer else None
        case "shop":
            return _shop(rest)
        case _:
            return None


def pages_of(count: int) -> int:
    """How many result pages this many offers fill."""
    return -(-count // PAGE_SIZE)


def picture_path(key: str, width: int) -> str:
    """Where the storefront serves this picture in this width."""
    return f"/img/{key}_{width}.jpg"


def _results(ask: Ask) -> str:
    query = ask.query.get("q", "")
    offers = find_offers(ask.shop, query)
    shown = offers[(ask.page - 1) * PAGE_SIZE : ask.page * PAGE_SIZE]
    heading = f"<h1>“{escape(query)}”的搜索结果</h1>"
    if not shown:
        none = f'<p class="empty">没有找到与“{escape(query)}”相关的宝贝</p>'
        return _frame("没有找到", heading + none)
    total = f'<p class="total">共 {len(offers)} 件宝贝</p>'
    cards = '<ul class="results">' + "".join(map(_card, shown)) + "</ul>"
    return _frame("搜索", heading + total + cards + _next_link(ask, query, len(offers)))


def _next_link(ask: Ask, query: str, count: int) -> str:
    if ask.page >= pages_of(count):
        return '<span class="last">已到最后一页</span>'
    address = f"/search?q={quote(query)}&amp;page={ask.page + 1}"
    return f'<a class="next" rel="next" href="{address}">下一页</a>'


def _card(offer: Offer) -> str:
    return (
        f'<li class="card"><a class="goods" href="/item/{offer.item_id}.html">'
        f'<img src="{picture_path(offer.picture_keys[0], 220)}" alt="">'
        f'<span class="title">{escape(offer.title)}</span></a> '
        f'<span class="price">{_price(offer)}</span> '
        f'<a class="seller" href="/shop/{offer.seller_id}">{escape(offer.seller)}</a></li>'
    )


def _shop(seller_id: str) -> Reply | None:
    offers = [o for o in OFFERS.values() if (o.shop, o.seller_id) == (STREET, seller_id)]
    if not offers:
        return None
    cards = '<ul class="results">' + "".join(map(_card, offers)) + "</ul>"
    return html(_frame(offers[0].seller, f"<h1>{escape(offers[0].seller)}</h1>{cards}"))


def _item(offer: Offer, origin: str) -> str:
    pictures = [origin + picture_path(key, 800) for key in offer.picture_keys]
    url = f"{origin}/item/{offer.item_id}.html"
    head = (
        f'<link rel="canonical" href="{url}"><meta property="og:type" content="product">'
        f'<meta property="og:title" content="{escape(offer.title)}">'
        f'<meta property="og:url" content="{url}">'
        f'<meta property="og:image" content="{pictures[0]}">'
    )
    if int(offer.item_id) % 4 == 3:
        return _frame(offer.title, _microdata(offer, pictures), head)
    product = json.dumps(_product(offer, url, pictures), ensure_ascii=False)
    product = product.replace("</", "<\\/")
    script = f'<script type="application/ld+json">{product}</script>'
    return _frame(offer.title, _visible(offer, pictures), head + script)


def _product(offer: Offer, url: str, pictures: list[str]) -> dict[str, object]:
    """The goods as schema.org; what the page does not show is not in it."""
    terms: dict[str, object] = {
        "@type": "Offer",
        "url": url,
        "availability": f"https://schema.org/{_availability(offer)}",
        "seller": {"@type": "Organization", "name": offer.seller},
    }
    if offer.price is not None:
        terms |= {"price": str(offer.price), "priceCurrency": offer.currency}
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "sku": offer.item_id,
        "name": offer.title,
        "image": pictures,
        "offers": terms,
    }


def _visible(offer: Offer, pictures: list[str]) -> str:
    images = "".join(f'<img src="{url}" alt="" width="400">' for url in pictures)
    stock = '<p class="sold-out">已售罄</p>' if offer.sold_out else BUY
    return (
        f'<h1>{escape(offer.title)}</h1><p class="price">{_price(offer)}</p>{stock}'
        f'<p>卖家：<a class="seller" href="/shop/{offer.seller_id}">{escape(offer.seller)}</a></p>'
        f"<div>{images}</div>"
    )


def _microdata(offer: Offer, pictures: list[str]) -> str:
    images = "".join(f'<img itemprop="image" src="{url}" width="400">' for url in pictures)
    price = (
        f'<span itemprop="price" content="{offer.price}">{_price(offer)}</span>'
        f'<meta itemprop="priceCurrency" content="{offer.currency}">'
        if offer.price is not None
        else f"<span>{_price(offer)}</span>"
    )
    return (
        '<div itemscope itemtype="https://schema.org/Product">'
        f'<h1 itemprop="name">{escape(offer.title)}</h1>'
        f'<meta itemprop="sku" content="{offer.item_id}">{images}'
        '<p class="price" itemprop="offers" itemscope itemtype="https://schema.org/Offer">'
        f'{price}<link itemprop="availability" href="https://schema.org/{_availability(offer)}">'
        '<span itemprop="seller" itemscope itemtype="https://schema.org/Organization">卖家：'
        f'<a href="/shop/{offer.seller_id}">'
        f'<span itemprop="name">{escape(offer.seller)}</span></a></span>'
        "</p></div>"
    )


def _availability(offer: Offer) -> str:
    return "OutOfStock" if offer.sold_out else "InStock"


def _price(offer: Offer) -> str:
    return "价格面议" if offer.price is None else f"{SIGNS[offer.currency]}{offer.price}"


def _frame(title: str, body: str, head: str = "") -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)} - 市集 Bazaar</title>{head}<style>{_STYLE}</style></head><body>"
        f'<nav><a href="/">市集</a> <a href="/checkout/cart">购物车</a></nav>{body}</body></html>'
    )
