"""Queries find what stands in a page's elements, whatever its scripts hold."""

from __future__ import annotations

import pytest

from crawler.parsing import LONG_SCRIPT, PageResponse

LONG = "var goods = 'sold-out';" + " " * LONG_SCRIPT


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


def test_a_name_that_only_a_long_script_holds_is_not_looked_for() -> None:
    page = f"<p class=price>1</p><script>{LONG}</script>"
    root = PageResponse("https://shop.example/1", page.encode(), page, 200).selector
    assert b"sold-out" not in vars(root)["names"].page
    assert root.css(".sold-out").getall() == []
    assert len(root.css(".price")) == 1
