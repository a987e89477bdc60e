"""Mercado Libre: answers of the public interface, and what its pages show."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import PageState

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
    seller=(".ui-pdp-seller__link-trigger", ".ui-seller-data-header__title"),
    images=(".ui-pdp-gallery__figure img@data-zoom", "meta[property='og:image']@content"),
)
SHOWN_CARDS = Places(
    at=("li.ui-search-layout__item",),
    link=("a.poly-component__title@href", "a.ui-search-link@href", "h3 a@href"),
    title=(".poly-component__title", ".ui-search-item__title"),
    seller=(".poly-component__seller", ".ui-search-official-store-label"),
    images=("img@data-src", "img@src"),
)
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
