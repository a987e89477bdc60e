"""Page objects against labelled real pages, field by field: `python -m bench.pages`.

A value is wrong where it is given and is not the label's, also where the label says that the page
has none. The named peer, in the same run, is extruct alone (JSON-LD, microdata, OpenGraph), which
knows no platform; a second one is parsel with six selectors, for the CPU alone. Exits with 1 when
the pages are below the bar.
"""

from __future__ import annotations

import html
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsel import Selector
from rich.console import Console
from rich.table import Table

from bench.crawl_peer import SIX_QUERIES
from config.load import ROOT, load_profiles, load_settings
from crawler.pages import Answer, FactsDraft
from crawler.reading import decoded_response, read_page
from crawler.structured import stated
from domain.listings import (
    ListingFacts,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
    PlatformSlug,
)

PAGES = ROOT.parent / "shared" / "data" / "pages"
SHOPS = ("alza", "czc", "doubleshot", "ldlc", "overstock", "pccomponentes", "potterybarn",
         "vasecocky", "wayfair")  # fmt: skip
"""Shops that no page object knows."""

CORE = ("item_id", "title", "price", "currency", "seller", "image_key")
FIELDS = (*CORE, "availability")
LEAST_RIGHT = 0.97
MOST_WRONG = 0.01
LEAST_CARDS = 0.95
SHOWN_FAULTS = 40

Label = Mapping[str, Any]
Reader = Callable[[Answer], PageReading]


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One saved page with what a person read on it."""

    platform: str
    path: Path
    expected: Label

    @property
    def answer(self) -> Answer:
        """The page as it would have come from its address."""
        return Answer(str(self.expected["url"]).split(" (", maxsplit=1)[0], self.path.read_bytes())


@dataclass(slots=True)
class Score:
    """How many values of each field were right, missing or wrong."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, outcome: str, fault: str) -> None:
        """Count one value; anything but a right one is remembered with what was expected."""
        self.counts[name, outcome] += 1
        if outcome != "right":
            self.faults.append(f"{outcome}: {name} {fault}")

    def total(self, names: Sequence[str]) -> int:
        """How many values the labels have, and how many were given where they have none."""
        return sum(
            self.counts[name, kind] for name in names for kind in ("right", "missing", "wrong")
        )

    def share(self, outcome: str, names: Sequence[str] = CORE) -> float:
        """The share of this outcome among the values of these fields."""
        total = self.total(names)
        return sum(self.counts[name, outcome] for name in names) / total if total else 0.0


def labelled_pages(folder: Path = PAGES) -> Iterator[LabelledPage]:
    """Every page that has a label beside it, by platform and name."""
    for path in sorted(folder.glob("*/*.label.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        yield LabelledPage(label["marketplace"], path.with_name(label["file"]), label["expected"])


def score_page(page: LabelledPage, reading: PageReading, score: Score) -> None:
    """Count the fields of this reading against the page's label."""
    where = f"{page.platform}/{page.path.name}"
    if page.expected["kind"] == "item":
        facts = reading.listings[0] if reading.listings else None
        _score_listing(page.expected, facts, score, where)
        return
    count = page.expected["item_count"]
    seen = len(reading.listings)
    outcome = "right" if seen == count else "missing" if seen < count else "wrong"
    score.add("count", outcome, f"{where}: {seen} for {count}")
    for place, expected in enumerate(page.expected["first_items"]):
        facts = reading.listings[place] if place < seen else None
        _score_listing(expected, facts, score, f"{where}[{place}]")


def score_pages(pages: Sequence[LabelledPage], reader: Reader) -> tuple[Score, float]:
    """The score of a reader over these pages, and its CPU milliseconds a page."""
    score, spent = Score(), 0.0
    for page in pages:
        answer = page.answer
        before = time.process_time()
        reading = reader(answer)
        spent += time.process_time() - before
        score_page(page, reading, score)
    return score, spent * 1000 / max(1, len(pages))


def own_reader() -> Reader:
    """Our reading, with the profiles that are shipped."""
    profiles = load_profiles(load_settings({}))
    return lambda answer: read_page(answer, profiles)


def extruct_reader(answer: Answer) -> PageReading:
    """What structured data alone tells: the first product of any syntax, then OpenGraph."""
    response = decoded_response(answer)
    listings: tuple[ListingFacts, ...] = ()
    if not answer.body.lstrip().startswith((b"{", b"[")):
        listings = _stated_facts(response.selector, answer.url)
    slug = PlatformSlug("extruct")
    return PageReading(slug, answer.url, PageKind.ITEM, PageState.OK, listings=listings)


def six_selectors(answer: Answer) -> PageReading:
    """Nothing; what a plain spider does to a page, to be timed."""
    root = Selector(text=answer.body.decode("utf-8", "replace") or " ", type="html")
    found = [root.css(query).getall() for query in SIX_QUERIES]
    signs = (f"{sum(map(len, found))} found",)
    return PageReading(PlatformSlug("parsel"), answer.url, PageKind.ITEM, PageState.PARTIAL, signs)


def main() -> int:
    """Print the tables; 1 where the pages are below the bar, or absent."""
    console = Console(width=110)
    pages = list(labelled_pages())
    if not pages:
        console.print(f"No labelled pages: {PAGES.relative_to(ROOT.parent)} is absent.")
        return 1
    reader = own_reader()
    kept = _compare(console, "all", pages, reader)
    _compare(console, "item pages", [page for page in pages if _is_item(page)], reader)
    cards = _compare(console, "listing pages", [p for p in pages if not _is_item(p)], reader)
    shops = [page for page in pages if page.platform in SHOPS]
    _compare(console, "shops that no page object knows", shops, reader)
    _by_platform(console, pages, reader)
    for fault in sorted(kept.faults, reverse=True)[:SHOWN_FAULTS]:
        console.print(fault, markup=False, highlight=False)
    return 0 if _good(console, kept, cards) else 1


def _good(console: Console, kept: Score, cards: Score) -> bool:
    good = (
        kept.share("right") >= LEAST_RIGHT
        and kept.share("wrong") <= MOST_WRONG
        and cards.share("right") >= LEAST_CARDS
    )
    console.print(
        f"{', '.join(CORE)}: {kept.share('right'):.1%} right (bar {LEAST_RIGHT:.0%}), "
        f"{kept.share('wrong'):.1%} wrong (bar {MOST_WRONG:.0%}); on cards "
        f"{cards.share('right'):.1%} right (bar {LEAST_CARDS:.0%}): "
        f"{'good' if good else 'BELOW THE BAR'}"
    )
    return good


def _is_item(page: LabelledPage) -> bool:
    return bool(page.expected["kind"] == "item")


def _compare(console: Console, name: str, pages: list[LabelledPage], reader: Reader) -> Score:
    ours, spent = score_pages(pages, reader)
    peer, peer_spent = score_pages(pages, extruct_reader)
    six = score_pages(pages, six_selectors)[1]
    table = Table(title=f"{name}: {len(pages)} pages", title_justify="left")
    for column in ("field", "right", "missing", "wrong", "extruct: right", "missing", "wrong"):
        table.add_column(column, justify="left" if column == "field" else "right")
    for row in (*FIELDS, "count"):
        cells = [str(told.counts[row, kind]) for told in (ours, peer) for kind in
                 ("right", "missing", "wrong")]  # fmt: skip
        table.add_row(row, *cells)
    console.print(table)
    console.print(
        f"CPU {spent:.0f} ms a page, extruct alone {peer_spent:.0f} ms: "
        f"ratio {spent / peer_spent if peer_spent else 0:.2f}; "
        f"parsel with {len(SIX_QUERIES)} selectors {six:.0f} ms: "
        f"ratio {spent / six if six else 0:.2f}\n"
    )
    return ours


def _by_platform(console: Console, pages: list[LabelledPage], reader: Reader) -> None:
    table = Table(title=f"by platform: {', '.join(CORE)}", title_justify="left")
    for column in ("platform", "pages", "values", "right", "missing", "wrong"):
        table.add_column(column, justify="left" if column == "platform" else "right")
    for platform in sorted(
        {page.platform for page in pages}, key=lambda name: (name in SHOPS, name)
    ):
        own = [page for page in pages if page.platform == platform]
        score, _ = score_pages(own, reader)
        shares = [f"{score.share(kind):.0%}" for kind in ("right", "missing", "wrong")]
        table.add_row(platform, str(len(own)), str(score.total(CORE)), *shares)
    console.print(table)


def _score_listing(expected: Label, facts: ListingFacts | None, score: Score, where: str) -> None:
    for name in FIELDS:
        label = "image" if name == "image_key" and "image_key" not in expected else name
        if label not in expected:
            continue
        wanted = [expected[label], *expected.get(f"{label}_alternatives", [])]
        given = _given(facts, name) if facts else None
        if given is None and wanted[0] is None:
            continue
        right = given is not None and any(_same(name, want, given) for want in wanted if want)
        outcome = "right" if right else "missing" if given is None else "wrong"
        score.add(name, outcome, f"{where}: {given!r} for {wanted[0]!r}"[:300])


def _given(facts: ListingFacts, name: str) -> Any:
    if name == "price":
        return facts.price.amount if facts.price else None
    if name == "currency":
        return facts.price.currency if facts.price else None
    if name == "image_key":
        return facts.images[0] if facts.images else None
    return getattr(facts, name)


def _same(name: str, want: str, given: Any) -> bool:
    if name == "price":
        return bool(Decimal(want) == given)
    if isinstance(given, PictureLink):
        return given.url == want or given.key in want or want in given.key or want in given.url
    return _plain(str(want)) == _plain(str(given))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", html.unescape(text)).split())


def _stated_facts(root: Any, url: str) -> tuple[ListingFacts, ...]:
    told = stated(root, url)
    draft = FactsDraft("extruct", "extruct")
    for product in told.products:
        where = product.source
        draft.put("title", product.name, where).put("item_id", product.sku, where)
        draft.put("price", product.price, where).put("seller", product.seller, where)
        draft.put("availability", product.availability, where)
        draft.put("images", tuple(PictureLink(link, link) for link in product.images), where)
    draft.put("title", told.graph.get("og:title"), "opengraph")
    picture = told.graph.get("og:image")
    draft.put("images", (PictureLink(picture, picture),) if picture else (), "opengraph")
    return (draft.facts(),) if draft.values else ()


if __name__ == "__main__":
    sys.exit(main())
