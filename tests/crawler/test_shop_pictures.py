from __future__ import annotations

import pytest
from parsel import Selector

from crawler.shop_cards import shop_cards
from crawler.shop_pictures import shown_pictures

URL = "https://shop.example/goods/red-fox-mug_7/"


def _page(gallery: str) -> Selector:
    return Selector(text=f"<div><div>{gallery}</div><div><h1>Red fox mug</h1></div></div>")


@pytest.mark.parametrize(
    ("gallery", "found"),
    [
        ("<img src='/m/7.jpg' alt='Red fox mug'>", ["https://shop.example/m/7.jpg"]),
        ("<a href='/m/7-big.jpg'><img src='/m/7.jpg' alt='Red fox mug'></a>",
         ["https://shop.example/m/7.jpg"]),
        ("<img src='/logo.png' alt='Our shop'>", []),
        ("<a href='/goods/blue_8/'><img src='/m/8.jpg' alt='Red fox mug'></a>", []),
        ("<img src='/m/9.jpg' alt='Red fox mug with a saucer and a very long name'>", []),
        ("<img src='data:image/gif;base64,R0' data-src='/m/7.jpg' alt='Red fox mug'>",
         ["https://shop.example/m/7.jpg"]),
    ],
)  # fmt: skip
def test_only_pictures_that_bear_the_title_are_the_items_own(
    gallery: str, found: list[str]
) -> None:
    assert shown_pictures(_page(gallery).css("h1")[0], URL) == found


def _card(path: str, shown: str, full: str) -> str:
    return (
        f"<li class='pod'><a href='{path}'><img src='{path}x.jpg' alt='{full}'></a>"
        f"<h3><a href='{path}'>{shown}</a></h3><p class='price'>£3.50</p></li>"
    )


CARDS = [
    ("/goods/carts-of-old_1/", "Carts of …", "Carts of old"),
    ("/goods/go_2/", "Go", "Go"),
    ("/goods/plain-mug_3/", "Plain mug", "Plain mug"),
    ("/goods/tea-cup_4/", "Tea cup", "Tea cup"),
]


def test_every_card_of_a_list_is_read_with_its_whole_title() -> None:
    root = Selector(text="<ul>" + "".join(_card(*one) for one in CARDS) + "</ul>")
    cards = shop_cards(root, "https://shop.example/goods/", "GBP")
    assert [card.title for card in cards] == [full for _, _, full in CARDS]
    assert cards[0].link == "https://shop.example/goods/carts-of-old_1/"
