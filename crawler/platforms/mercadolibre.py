"""Mercado Libre: answers of the public interface, and what its pages show."""

from __future__ import annotations

import re

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.money import machine_money
from crawler.pages import FactsDraft, MarketplacePage
from crawler.placed import PlacedPage
from crawler.script_state import Node
from crawler.visible import first_text, text_of
from domain.listings import Money, PageState

ITEM = Places(
    at=("", "body", "~body"),
    needs=("id", "title", "currency_id", "seller_id"),
    item_id=("id",),
    link=("permalink",),
    title=("title",),
    price=("price",),
    list_price=("original_price",),
    currency=("currency_id",),
    seller_id=("seller_id",),
    images=("pictures.*.secure_url", "pictures.*.url", "thumbnail"),
    stock=("available_quantity",),
)
CARDS = Places(
    at=("results", "~results"),
    inner=("body",),
    needs=("id", "title", "currency_id"),
    item_id=("id",),
    link=("permalink",),
    title=("title",),
    price=("price",),
    list_price=("original_price",),
    currency=("currency_id",),
    seller=("seller.nickname", "official_store_name"),
    seller_id=("seller.id",),
    images=("thumbnail",),
    stock=("available_quantity",),
    total=("paging.total", "~paging.total"),
)
SHOWN = Places(
    at=("h1.ui-pdp-title",),
    link=("link[rel=canonical]@href",),
    title=("h1.ui-pdp-title",),
    price=(".ui-pdp-price__second-line meta[itemprop=price]@content",),
    images=(".ui-pdp-gallery__figure img@data-zoom", "meta[property='og:image']@content"),
)
SHOWN_CARDS = Places(
    at=("li.ui-search-layout__item",),
    link=("a.poly-component__title@href", "a.ui-search-link@href", "h3 a@href"),
    title=(".poly-component__title", ".ui-search-item__title"),
    images=("img@data-src", "img@src"),
)
ITEM_SELLERS = (".ui-pdp-seller__link-trigger", ".ui-seller-data-header__title")
CARD_SELLERS = (".poly-component__seller", ".ui-search-official-store-label")
CARD_PRICES = (
    ".poly-price__current .andes-money-amount",
    ".ui-search-price__second-line .andes-money-amount",
)
OF_A_SELLER = re.compile(r"^(?:vendido\s+)?por\s+", re.IGNORECASE)
DOLLARS = ("US$", "U$S")
OWN_SIGNS = ("$", "R$", "S/", "Bs.", "₲", "L", "Q", "C$", "B/.", "₡")
LAYOUT = Layout(
    site="mercadolibre.com",
    joint="",
    item_link=re.compile(r"/(ML[A-Z])-?(\d{6,12})(?=[-_/?#]|$)"),
    picture=re.compile(r"/(?:D_[A-Z0-9_]*?)?(\d{5,9}-ML[A-Z]\d+_\d+)"),
    items=(ITEM,),
    lists=(CARDS,),
    shown_items=(SHOWN,),
    shown_lists=(SHOWN_CARDS,),
    structured=True,
    gone_words=("Publicación finalizada", "Anúncio finalizado", "Este anuncio no está disponible"),
    empty_words=("No hay publicaciones que coincidan", "Não há anúncios que correspondam"),
    refusals=(
        ("error", r"not_found|resource_not_found", PageState.GONE),
        ("error", r"forbidden|unauthorized|invalid_token", PageState.LOGIN),
    ),
    removals=(("status", r"closed|inactive|under_review"),),
    missing={"seller": "the answer names sellers by number only"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Mercado Libre page or answer."""
    return MercadoLibrePage(response, profile)


class MercadoLibrePage(PlacedPage):
    """An item or a search as the interface tells it, else as the page shows it."""

    layout = LAYOUT

    def finish(self, draft: FactsDraft, source: Node | Selector) -> None:
        """Put the seller without the word before the name, and a card's price from its pieces."""
        if not isinstance(source, Selector):
            return
        # an item's page has cards of other goods further down
        whole = source.root is self.selector.root
        if told := first_text(source, *(ITEM_SELLERS if whole else CARD_SELLERS)):
            draft.put("seller", OF_A_SELLER.sub("", told[0]), told[1])
        for query in () if whole else CARD_PRICES:
            for shown in source.css(query)[:1]:
                draft.put("price", _money_of(shown, self.page_currency()), f"css:{query}")


def _money_of(shown: Selector, currency: str | None) -> Money | None:
    """The whole number and the cents stand apart, so points and commas in them mean nothing."""
    sign, whole, cents = (
        text_of(found[0]) if (found := shown.css(f".andes-money-amount__{part}")) else ""
        for part in ("currency-symbol", "fraction", "cents")
    )
    code = "USD" if sign in DOLLARS else currency if sign in OWN_SIGNS else None
    number = re.sub(r"[.,\s]", "", whole)
    return machine_money(f"{number}.{cents}" if cents else number, code)
