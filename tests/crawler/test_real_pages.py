"""Real pages, whole and damaged: a value may go missing, it never becomes another."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bench.pages import PAGES, LabelledPage, labelled_pages, own_reader
from crawler.pages import Answer
from domain.listings import ListingFacts, PageKind, PageReading, PageState
from tests.crawler.mutants import mutants

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason="the labelled real pages lie beside the project, not in it"
)
FIELDS = ("item_id", "price", "seller", "url", "availability")
"""What is compared; titles of cut pages may be cut, so they are compared by their start."""

HTML = [page for page in labelled_pages() if page.path.suffix == ".html"]


@dataclass(frozen=True, slots=True)
class Damaged:
    """One damaged page as read, beside the reading of the whole one."""

    name: str
    whole: PageReading
    read: PageReading


@functools.cache
def damaged(path: str) -> tuple[Damaged, ...]:
    """Every mutant of a page, read once."""
    page = next(page for page in HTML if str(page.path) == path)
    read = own_reader()
    whole = read(page.answer)
    return tuple(
        Damaged(name, whole, read(Answer(page.answer.url, body)))
        for name, body in mutants(page.answer.body, seed=7)
    )


def pairs(case: Damaged) -> Iterator[tuple[ListingFacts, ListingFacts]]:
    """The listings of the damaged page beside the same ones of the whole page."""
    if case.whole.kind is PageKind.ITEM:
        yield from ((one, case.whole.listings[0]) for one in case.read.listings)
        return
    known = {one.item_id or one.title: one for one in case.whole.listings}
    for one in case.read.listings:
        if same := known.get(one.item_id or one.title):
            yield one, same


@pytest.mark.parametrize("page", HTML, ids=lambda page: f"{page.platform}-{page.path.stem}")
def test_no_damage_changes_a_value(page: LabelledPage) -> None:
    changed = [
        (case.name, name, getattr(one, name), getattr(same, name))
        for case in damaged(str(page.path))
        for one, same in pairs(case)
        for name in FIELDS
        if getattr(one, name) is not None and getattr(one, name) != getattr(same, name)
    ]
    assert not changed


@pytest.mark.parametrize("page", HTML, ids=lambda page: f"{page.platform}-{page.path.stem}")
def test_no_damage_makes_a_page_say_that_goods_are_gone(page: LabelledPage) -> None:
    said = [
        (case.name, case.read.signs)
        for case in damaged(str(page.path))
        if case.read.state in (PageState.GONE, PageState.EMPTY)
        and case.read.state is not case.whole.state
    ]
    assert not said


@pytest.mark.parametrize("page", HTML, ids=lambda page: f"{page.platform}-{page.path.stem}")
def test_no_damage_is_an_error(page: LabelledPage) -> None:
    failed = [case.name for case in damaged(str(page.path)) if case.read.state is PageState.ERROR]
    assert not failed
