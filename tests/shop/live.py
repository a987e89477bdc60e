"""The script-rendered storefront: empty shells, and the interface that fills them in a browser."""

from __future__ import annotations

from pathlib import Path

from tests.shop.catalogue import LIVE, OFFERS, Offer, find_offers
from tests.shop.replies import Ask, Reply, as_json, html
from tests.shop.street import PAGE_SIZE, pages_of, picture_path

STYLE = (
    "body{font:16px sans-serif;margin:2em;max-width:44em}ul{list-style:none;padding:0;"
    "display:grid;grid-template-columns:repeat(3,1fr);gap:1.5em}li>*{display:block}"
    ".title{display:block}.price{color:#c30}img{object-fit:contain}"
)
SHELL = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bazaar Live</title>'
    f"<style>{STYLE}</style></head>"
    '<body><main id="app"></main><script src="/app.js"></script></body></html>'
)
SCRIPT = Path(__file__).with_name("app.js")


def live_page(ask: Ask) -> Reply | None:
    """The answer at this address of the script-rendered storefront, or None."""
    part, _, rest = ask.path.strip("/").partition("/")
    match part:
        case "" | "search" | "shop":
            return html(SHELL)
        case "p":
            return html(SHELL) if (LIVE, rest) in OFFERS else None
        case "app.js":
            return Reply(200, SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
        case "api":
            return _interface(rest, ask)
        case _:
            return None


def _interface(path: str, ask: Ask) -> Reply | None:
    part, _, item_id = path.partition("/")
    if part == "search":
        return as_json(_results(ask))
    offer = OFFERS.get((LIVE, item_id))
    return as_json(_goods(offer, 800)) if part == "item" and offer else None


def _results(ask: Ask) -> dict[str, object]:
    offers = find_offers(LIVE, ask.query.get("q", ""))
    shown = offers[(ask.page - 1) * PAGE_SIZE : ask.page * PAGE_SIZE]
    return {
        "total": len(offers),
        "page": ask.page,
        "pages": pages_of(len(offers)),
        "goods": [_goods(offer, 220) for offer in shown],
    }


def _goods(offer: Offer, width: int) -> dict[str, object]:
    return {
        "id": offer.item_id,
        "title": offer.title,
        "price": None if offer.price is None else str(offer.price),
        "currency": offer.currency,
        "seller": offer.seller,
        "seller_id": offer.seller_id,
        "sold_out": offer.sold_out,
        "pictures": [picture_path(key, width) for key in offer.picture_keys],
    }
