"""Pictures and links of the Alibaba family."""

from __future__ import annotations

import pytest

from crawler.alibaba import item_id_in, legible, picture_link

FULL = "https://img.alicdn.com/imgextra/i1/5/O1CN01a.bagbag1_!!5.jpg"


@pytest.mark.parametrize(
    "address",
    [
        FULL,
        "//img.alicdn.com/imgextra/i1/5/O1CN01a.bagbag1_!!5.jpg_430x430q90.jpg",
        "http://img.alicdn.com/imgextra/i1/5/O1CN01a.bagbag1_!!5.jpg_60x60q90.jpg_.webp",
        "//img.alicdn.com/imgextra/i1/5/O1CN01a.bagbag1_!!5.220x220.jpg",
        "//img.alicdn.com/imgextra/i1/5/O1CN01a.bagbag1_!!5.jpg?x=1",
    ],
)
def test_a_picture_has_one_address_and_key_at_any_size(address: str) -> None:
    link = picture_link(address)
    assert link is not None
    assert (link.url, link.key) == (FULL, "O1CN01a.bagbag1")


@pytest.mark.parametrize(
    "address",
    [None, 5, "", "./page_files/O1CN01bagbag1.jpg", "//evil.example/alicdn.com/abcdefg.jpg"],
)
def test_an_address_of_no_picture_host_is_no_picture(address: object) -> None:
    assert picture_link(address) is None


@pytest.mark.parametrize(
    ("link", "item_id"),
    [
        ("//item.taobao.com/item.htm?ns=1&id=700100200301#detail", "700100200301"),
        ("https://detail.1688.com/offer/800100200301.html", "800100200301"),
        ("https://item.taobao.com/noitem.htm?itemid=700100200301", "700100200301"),
        ("https://dj.1688.com/ci_bb?a=1309083318&e=abc", None),
        (None, None),
    ],
)
def test_the_item_id_is_found_in_a_link_that_names_it(link: object, item_id: str | None) -> None:
    assert item_id_in(link) == item_id


@pytest.mark.parametrize("text", ["锟斤拷稀缺", "iPhone \ufffd", None])
def test_a_destroyed_text_is_never_given(text: str | None) -> None:
    assert legible(text) is None
