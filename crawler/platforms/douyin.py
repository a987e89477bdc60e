"""Douyin shop (抖音商城): answers of the item page's interface, and goods of a live room."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("data", "~product_detail"),
    needs=("product_id", "name"),
    item_id=("product_id_str", "product_id"),
    title=("name",),
    price=("discount_price",),
    list_price=("market_price",),
    seller=("shop_name", "shop.shop_name"),
    seller_id=("shop_id", "shop.shop_id"),
    images=("pic", "img_list", "img"),
    stock=("stock_num",),
    price_divisor=100,
)
GOODS = Places(
    at=("~promotions", "~product_list"),
    needs=("product_id", "title"),
    item_id=("product_id",),
    title=("title", "elastic_title"),
    price=("min_price", "price"),
    list_price=("market_price",),
    seller=("shop_name", "shop_info.shop_name"),
    seller_id=("shop_id",),
    images=("cover", "images.*.url_list"),
    price_divisor=100,
)
LAYOUT = Layout(
    site="jinritemai.com",
    url="https://haohuo.jinritemai.com/ecommerce/trade/detail/index.html?id={item_id}",
    item_link=re.compile(r"[?&](?:id|product_id)=(\d{16,20})(?!\d)"),
    picture=re.compile(r"/(?:obj/)?[\w-]+/([\w-]{16,80})(?:[~.?]|$)"),
    states=("_ROUTER_DATA", "__INITIAL_STATE__", "__UNIVERSAL_DATA__"),
    items=(ITEM,),
    lists=(GOODS,),
    gone_words=("商品已下架", "该商品已下架", "商品不存在"),
    missing={"seller": "the answer names no shop"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Douyin shop page or answer."""
    return DouyinPage(response, profile)


class DouyinPage(PlacedPage):
    """An item or goods as the interfaces tell them, prices in fen."""

    layout = LAYOUT
