"""TikTok Shop: goods where the page's router state or an answer holds them."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("~product_info",),
    needs=("product_model.product_id", "product_model.name"),
    item_id=("product_model.product_id",),
    title=("product_model.name",),
    price=("promotion_model.promotion_product_price.min_price.sale_price_decimal",),
    list_price=("promotion_model.promotion_product_price.min_price.origin_price_decimal",),
    currency=("promotion_model.promotion_product_price.min_price.currency_name",),
    seller=("seller_model.shop_name",),
    seller_id=("seller_model.seller_id",),
    images=("product_model.images.*.url_list.0",),
)
OLDER = Places(
    at=("~product_info", "~productInfo"),
    needs=("product_id", "product_base.title"),
    item_id=("product_id",),
    title=("product_base.title",),
    price=("product_base.price.min_sku_price", "product_base.price.real_price"),
    list_price=("product_base.price.min_sku_original_price", "product_base.price.original_price"),
    currency=("product_base.price.currency",),
    seller=("seller.name",),
    seller_id=("seller.seller_id",),
    images=("product_base.images.*.url_list.0", "product_base.images.*.thumb_url_list.0"),
)
CARDS = Places(
    at=("~products", "~productList", "~product_list"),
    needs=("product_id", "title", "product_price_info"),
    item_id=("product_id",),
    title=("title",),
    price=("product_price_info.sale_price_decimal",),
    list_price=("product_price_info.origin_price_decimal",),
    currency=("product_price_info.currency_name",),
    seller=("seller_info.shop_name",),
    seller_id=("seller_info.seller_id",),
    images=("image.url_list.0",),
)
LAYOUT = Layout(
    site="tiktok.com",
    url="https://shop.tiktok.com/view/product/{item_id}",
    item_link=re.compile(r"/(?:view/product|product|pdp(?:/[^/?#]+)?)/(\d{16,20})(?!\d)"),
    picture=re.compile(r"/([0-9a-f]{24,40})(?:[~.?]|$)"),
    states=("__MODERN_ROUTER_DATA__", "__UNIVERSAL_DATA_FOR_REHYDRATION__", "RENDER_DATA"),
    items=(ITEM, OLDER),
    lists=(CARDS,),
    gone_words=("This product is no longer available",),
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any TikTok Shop page or answer."""
    return TikTokShopPage(response, profile)


class TikTokShopPage(PlacedPage):
    """An item or a list where the state holds one; what is drawn by scripts is not in the page."""

    layout = LAYOUT
