"""Queries find what stands in a page's elements, whatever its scripts hold."""

from __future__ import annotations

import pytest

from crawler.parsing import FEW, PageResponse
from crawler.price_text import MOST_PIECES, bare_text

LONG = "var goods = 'sold-out';" + " " * 1000


@pytest.mark.parametrize(
    "page",
    [
        f"<script>{LONG}</script><p class=sold-out>x</p>",
        f"<!-- <script>{LONG}</script> --><p class=sold-out>x</p><script>{LONG}</script>",
        f"<p class=sold-out>x</p><script>{LONG}</script><script>{LONG}</script>",
        f"<!-- <script> --><p class=sold-out>x</p><script>{LONG}</script>",
        f"<script>{LONG}é\ud800</script><p class=sold-out>x</p>",
    ],
)
def test_an_element_beside_a_long_script_is_found(page: str) -> None:
    body = page.encode("utf-8", "replace")
    root = PageResponse("https://shop.example/1", body, page, 200).selector
    assert root.css(".sold-out").xpath("string()").getall() == ["x"]


@pytest.mark.parametrize("query", [".sold-out", "#sold-out", "p.sold-out", ".price #sold-out"])
def test_a_name_that_only_a_script_holds_is_not_looked_for(query: str) -> None:
    page = f"<p class='price sold-out-x' id=sold>1</p><script>{LONG} class='sold-out'</script>"
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    assert vars(root)["names"].possible(query) == []
    assert root.css(query).getall() == []
    assert len(root.css(".price")) == 1


def test_a_name_that_a_page_writes_with_escapes_is_found() -> None:
    page = "<p class='a&#10;pr&#105;ce' id='n&#111;w'>1</p>"
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    assert root.css(".price").xpath("string()").getall() == ["1"]
    assert root.css("#now").xpath("string()").getall() == ["1"]


MARKS = """<ul><li class="b x" id=one>1</li><li class=a id=two>2</li><li class=bb rel=c>3</li>
<li class=B>4</li><li class="a b" rel="c d">5</li><li ID=one>6<i class=a>7</i></li></ul>"""


@pytest.mark.parametrize("more", [0, FEW])
@pytest.mark.parametrize(
    ("query", "texts"),
    [
        (".a", "2 5 7"),
        ("li.a", "2 5"),
        (".b, .a", "1 2 5 7"),
        ("#one", "1 67"),
        ("#one .a, .bb", "3 7"),
        ("[rel=c]", "3"),
        ("[rel~=c]", "3 5"),
        ("li.b:not(.a)", "1"),
        ("li:not(.b)", "2 3 4 67"),
        ("ul > .b + .a", "2"),
        (".a::text", "2 5 7"),
        (".none, .b", "1 5"),
    ],
)
def test_queries_find_the_same_on_small_pages_and_on_large_ones(
    more: int, query: str, texts: str
) -> None:
    page = f"<!doctype html><body>{MARKS}{'<p>' * more}".replace("\n", "")
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    found = root.css(query)
    told = [
        one.get() if isinstance(one.root, str) else one.xpath("string()").get() for one in found
    ]
    assert told == texts.split()


def test_an_id_that_a_script_names_too_is_found_once() -> None:
    page = "<script>x = 'id=one'</script><b id = 'one'>1</b><a name=one>2</a><b id=oneself>3</b>"
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    assert root.css("#one").xpath("string()").getall() == ["1"]


@pytest.mark.parametrize(("within", "told"), [(8, "$1"), (MOST_PIECES + 1, None)])
def test_a_price_is_cut_into_few_pieces(within: int, told: str | None) -> None:
    # prices within prices, thousands deep, would else be read as often as they are deep
    page = "<div class=price>" + "<b>" * within + "$1"
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    assert bare_text(root.css(".price")[0].root) == told
