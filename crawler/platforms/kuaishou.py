"""Kuaishou shop (快手小店): answers of the open platform's goods interface, prices in fen."""

from __future__ import annotations

import re
from dataclasses import replace

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("data",),
    needs=("kwaiItemId", "title"),
    item_id=("kwaiItemId",),
    title=("title",),
    price=("price", "skuInfos.*.skuSalePrice", "skuList.*.skuSalePrice"),
    seller_id=("userId",),
    images=("imageUrls", "mainImageUrl"),
    stock=("stock",),
    price_divisor=100,
)
LIST = replace(ITEM, at=("data.items", "~items"), total=("data.totalItemCount", "data.total"))
LAYOUT = Layout(
    site="kwaixiaodian.com",
    url="https://app.kwaixiaodian.com/merchant/shop/detail?id={item_id}",
    item_link=re.compile(r"/detail\?(?:[^#]*&)?(?:id|itemId)=(\d{8,18})(?!\d)"),
    picture=re.compile(r"/([\w-]{12,120})\.(?:jpe?g|png|webp)"),
    items=(ITEM,),
    lists=(LIST,),
    gone_words=("商品已下架", "商品不存在"),
    missing={"seller": "the open platform names sellers by number only"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Kuaishou page or answer."""
    return KuaishouPage(response, profile)


class KuaishouPage(PlacedPage):
    """An item or a list of goods as the open platform tells them."""

    layout = LAYOUT
