"""Page objects on labelled real pages, where they are at hand."""

from __future__ import annotations

import functools

import pytest

from bench.pages import (
    LEAST_RIGHT,
    MOST_WRONG,
    PAGES,
    SHOPS,
    LabelledPage,
    Reader,
    Score,
    labelled_pages,
    own_reader,
    score_page,
    score_pages,
)
from domain.listings import PageKind, PageState

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason="the labelled real pages (../shared/data/pages) are not at hand"
)
ALL = list(labelled_pages())
OWN = [page for page in ALL if page.platform not in SHOPS]
PLATFORMS = sorted({page.platform for page in OWN})
LEAST_OF_A_PLATFORM = 0.9
"""Some platforms have one page, where a single value is 6 in a hundred."""

SHOP_ITEMS = [page for page in ALL if page.platform in SHOPS and page.expected["kind"] == "item"]
HTML_SHOPS = [page for page in SHOP_ITEMS if page.path.suffix == ".html"]


@functools.cache
def reader() -> Reader:
    """Our reading with the shipped profiles."""
    return own_reader()


def name_of(page: LabelledPage) -> str:
    """The page's folder and file."""
    return f"{page.platform}/{page.path.name}"


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_a_page_gives_a_named_state(page: LabelledPage) -> None:
    reading = reader()(page.answer)
    assert reading.state is not PageState.ERROR, reading.signs
    assert reading.signs


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_no_real_page_of_goods_is_called_refused_gone_or_empty(page: LabelledPage) -> None:
    delisted = page.platform == "potterybarn"
    nothing = page.expected.get("item_count") == 0
    states = {PageState.GONE: delisted, PageState.EMPTY: nothing}
    state = reader()(page.answer).state
    assert state not in (PageState.BLOCKED, PageState.LOGIN)
    assert states.get(state, True)


@pytest.mark.parametrize("page", OWN, ids=name_of)
def test_a_page_of_a_known_platform_is_of_its_kind(page: LabelledPage) -> None:
    reading = reader()(page.answer)
    assert reading.kind is PageKind(page.expected["kind"])
    assert reading.platform == page.platform


@pytest.mark.parametrize("page", OWN, ids=name_of)
def test_every_card_of_a_page_of_a_known_platform_is_counted(page: LabelledPage) -> None:
    assert len(reader()(page.answer).listings) == page.expected.get("item_count", 1)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_core_fields_of_each_platform_are_mostly_right(platform: str) -> None:
    score, _ = score_pages([page for page in OWN if page.platform == platform], reader())
    assert score.share("right") >= LEAST_OF_A_PLATFORM, score.faults


def test_the_core_fields_of_a_known_platform_hold_the_bar() -> None:
    score, _ = score_pages(OWN, reader())
    assert score.share("right") >= LEAST_RIGHT, score.faults
    assert score.share("wrong") <= MOST_WRONG, score.faults


@pytest.mark.parametrize(
    ("field", "least"), [("title", 0.85), ("price", 0.80), ("currency", 0.80)]
)
def test_unknown_shops_are_mostly_read_and_hardly_ever_wrongly(field: str, least: float) -> None:
    score = Score()
    for page in HTML_SHOPS:
        score_page(page, reader()(page.answer), score)
    assert score.share("right", [field]) >= least, score.faults
    assert score.share("wrong", [field]) <= 0.04, score.faults
