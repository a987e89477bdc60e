"""Shopee: interface answers whose prices are in hundred-thousandths and whose pictures are ids."""

from __future__ import annotations

import re
from dataclasses import replace

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import Availability, PageState

DIVISOR = 100_000
CARD = Places(
    at=("~items", "~item_cards", "~item_list"),
    inner=("item_basic", "item"),
    needs=("itemid", "shopid", "name"),
    item_id=("shopid+itemid",),
    title=("name",),
    price=("price_min", "price"),
    price_max=("price_max",),
    list_price=("price_min_before_discount", "price_before_discount"),
    currency=("currency",),
    seller=("shop_name",),
    seller_id=("shopid",),
    brand=("brand",),
    images=("image", "images"),
    stock=("item_status", "stock"),
    total=("total_count",),
    price_divisor=DIVISOR,
)
ITEM = replace(CARD, at=("data", "item"))
PRODUCT = Places(
    at=("data.item",),
    needs=("item_id", "shop_id", "title"),
    item_id=("shop_id+item_id",),
    title=("title",),
    price=("price_min", "price"),
    price_max=("price_max",),
    list_price=("price_min_before_discount", "price_before_discount"),
    currency=("currency",),
    seller=("/data.shop_detailed.name", "/data.shop.name"),
    seller_id=("shop_id",),
    brand=("brand",),
    images=("/data.product_images.images", "image", "images"),
    stock=("stock", "normal_stock"),
    price_divisor=DIVISOR,
)
LAYOUT = Layout(
    item_link=re.compile(r"-i\.(\d{3,12})\.(\d{5,15})(?!\d)|/product/(\d{3,12})/(\d{5,15})(?!\d)"),
    picture=re.compile(r"/file/([\w-]{16,80}?)(?:_tn)?(?:[.@?]|$)"),
    picture_base="https://down-{country}.img.susercontent.com/file/{file}",
    url="https://{site}/product/{path}",
    items=(ITEM, PRODUCT),
    lists=(CARD,),
    refusals=(
        ("error", r"90309999|90309998", PageState.BLOCKED),
        ("is_login", r"False", PageState.LOGIN),
    ),
    removals=(("item_status", r"deleted|banned|inactive"),),
    stock_words={"normal": Availability.IN_STOCK},
    missing={"seller": "the answer names no shop; another request brings it"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Shopee page or answer."""
    return ShopeePage(response, profile)


class ShopeePage(PlacedPage):
    """An item or a list as the shop's interfaces tell it; the pages themselves hold no goods."""

    layout = LAYOUT
