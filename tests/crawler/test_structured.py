"""What a page states for machines, however it is tangled."""

from __future__ import annotations

import time

from crawler.parsing import PageResponse
from crawler.structured import stated

URL = "https://shop.example/products/1"
NESTED = '<div itemscope itemtype="http://schema.org/Product" itemref="a a a a">'


def test_items_in_items_without_end_are_not_read() -> None:
    # three thousand of them took minutes
    page = NESTED * 3000 + "<span id=a itemprop=name>x</span>"
    root = PageResponse(URL, page.encode(), page, 200).selector
    before = time.process_time()
    assert stated(root, URL).products == ()
    assert time.process_time() - before < 20


def test_a_product_in_items_of_a_page_is_read() -> None:
    page = "<div itemscope>" * 3 + NESTED.replace(" itemref", " data-x")
    page += (
        "<b itemprop=name>Mug</b><i itemprop=offers itemscope itemtype=http://schema.org/Offer>"
    )
    page += "<meta itemprop=price content=12.50><meta itemprop=priceCurrency content=EUR></i>"
    root = PageResponse(URL, page.encode(), page, 200).selector
    (product,) = stated(root, URL).products
    assert (product.name, str(product.price.amount if product.price else "")) == ("Mug", "12.50")
