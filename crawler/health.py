"""Whether a scan may be believed: measured against the platform's own last runs and its profile.

A scan that saw less than it should has not seen that listings are gone. It adds sightings and
concludes nothing, and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from config.profiles import ExpectedYield
from crawler.scan_folder import ScanRead, SeenLine
from crawler.sightings import PICTURES_PER_LISTING, telling
from domain.listings import PageKind, PageState
from domain.records import Plain
from domain.scans import Ask, ClosedScan

UNSURE = (
    PageState.BLOCKED,
    PageState.LOGIN,
    PageState.UNKNOWN_LAYOUT,
    PageState.ERROR,
    PageState.PARTIAL,
)
"""States of a page that say nothing of the goods that it should have shown."""

REFUSING = (PageState.BLOCKED, PageState.LOGIN)
FIELDS = ("title", "price", "seller", "images")

MOST_UNSURE = 0.2
"""A larger share of unsure pages leaves too much unseen; our own choice, as are those below."""

MOST_IDENTICAL = 0.3
LEAST_PAGES = 5
"""So few pages make no shares to judge by."""

MOST_PICTURES_LOST = 0.25
MOST_GONE = 0.5
"""Goods go one by one; most of a night's pages gone at once is a platform's trouble."""

LEAST_OF_USUAL = 0.5
"""Fewer than half of the goods of the last runs is suspect."""

LEAST_FILLED_OF_USUAL = 0.8
"""A field that is filled on fewer than so many of the usual share of listings is suspect."""

MOST_OF_USUAL = 5.0
MOST_SKEW_SECONDS = 300.0
RUNS_COMPARED = 7


def measures(read: ScanRead) -> dict[str, float]:
    """What this scan measured of itself: counts, and shares from 0 to 1.

    Returns:
        `listings`, `pages`, `unsure`, `identical`; where there was something to measure also
        `skew_seconds`, `gone` (share of listings' own pages), `pictures_lost` (share of the named
        pictures whose bytes were not had) and `has_<field>` (share of listings' own pages).
    """
    lines, pages = telling(read.lines), len(read.pages)
    unsure = sum(read.states[state] for state in UNSURE)
    digests = Counter(page.digest for page in read.pages if page.digest)
    repeated = sum(count - 1 for count in digests.values())
    found: dict[str, float] = {
        "listings": len(lines),
        "pages": pages,
        "unsure": unsure / pages if pages else 0.0,
        "identical": repeated / pages if pages else 0.0,
    }
    skews = [page.skew_seconds for page in read.pages if page.skew_seconds is not None]
    if skews:
        found["skew_seconds"] = median(skews)
    items = [page.state is PageState.GONE for page in read.pages if page.kind is PageKind.ITEM]
    if items:
        found["gone"] = sum(items) / len(items)
    return {**found, **_pictures(lines), **_coverage(lines)}


def doubts(
    read: ScanRead,
    expected: ExpectedYield,
    earlier: Sequence[ClosedScan] = (),
    trouble: str | None = None,
) -> tuple[str, ...]:
    """Why nothing may be concluded from what this scan did not see, in sentences, if anything."""
    found = measures(read)
    return (
        *_of_end(read, trouble),
        *_of_pages(read),
        *_of_shares(found),
        *_of_yield(found, expected),
        *_of_history(found, earlier),
    )


def watch_doubts(
    read: ScanRead, answers: Iterable[tuple[Ask, Plain]], trouble: str | None = None
) -> tuple[str, ...]:
    """Why nothing may be concluded from looks at watched listings, in sentences, if anything.

    After a notice most of them may rightly be gone, all at once. Whether the platform still shows
    goods is told by the controls among the asks: listings that nobody complained of.
    """
    controls = [plain["look"]["state"] for ask, plain in answers if ask.listing is None]
    found = measures(read)
    if not controls:
        return (*_of_end(read, trouble), *_of_pages(read), *_of_shares(found))
    shares = {name: value for name, value in found.items() if name != "gone"}
    blind = PageState.OK.value not in controls
    return (
        *_of_end(read, trouble),
        *_of_pages(read),
        *_of_shares(shares),
        *([f"None of {len(controls)} listings that nobody complained of was shown."] * blind),
    )


def remarks_on(asked_again: int) -> Iterator[str]:
    """What a person should know of a scan, though it may be believed."""
    if asked_again:
        yield f"{asked_again} addresses had to be asked more than once."


def _of_end(read: ScanRead, trouble: str | None) -> Iterator[str]:
    if trouble:
        yield trouble
    elif read.end is None:
        yield "The scan was cut off before it could say how it ended."
    elif read.end.reason != "finished":
        yield f"The scan ended early ({read.end.reason})."


def _of_pages(read: ScanRead) -> Iterator[str]:
    pages = len(read.pages)
    if not pages:
        yield "The scan saw no page at all."
    for state in REFUSING:
        if read.states[state]:
            yield f"{read.states[state]} of {pages} pages were {state.value}."
    searches = [page for page in read.pages if page.kind is PageKind.LISTING]
    lost = sum(page.state in UNSURE for page in searches)
    if lost:
        yield f"{lost} of {len(searches)} result pages could not be read."


def _of_shares(found: Mapping[str, float]) -> Iterator[str]:
    pages = int(found["pages"])
    if found["unsure"] > MOST_UNSURE:
        yield f"{found['unsure']:.0%} of {pages} pages were not understood or not had."
    if pages >= LEAST_PAGES and found["identical"] > MOST_IDENTICAL:
        yield f"{found['identical']:.0%} of {pages} pages are byte for byte the same as another."
    if pages >= LEAST_PAGES and found.get("gone", 0.0) > MOST_GONE:
        yield f"{found['gone']:.0%} of the listings' pages say that they are gone, all at once."
    if (lost := found.get("pictures_lost", 0.0)) > MOST_PICTURES_LOST:
        yield f"{lost:.0%} of the pictures could not be had."
    if abs(found.get("skew_seconds", 0.0)) > MOST_SKEW_SECONDS:
        yield f"Our clock and the platform's differ by {found['skew_seconds']:.0f} seconds."


def _of_yield(found: Mapping[str, float], expected: ExpectedYield) -> Iterator[str]:
    count = int(found["listings"])
    if count < expected.minimum:
        yield f"The scan saw {count} listings; a healthy one sees at least {expected.minimum}."
    if expected.maximum is not None and count > expected.maximum:
        yield f"The scan saw {count} listings; a healthy one sees at most {expected.maximum}."
    for name, least in sorted(expected.coverage.items()):
        share = found.get(f"has_{name}")
        if share is not None and share < least:
            yield f"Only {share:.0%} of the listings have a {name}; at least {least:.0%} should."


def _of_history(found: Mapping[str, float], earlier: Sequence[ClosedScan]) -> Iterator[str]:
    sound = [one.health for one in earlier if one.degraded is None and one.health]
    for name in ("listings", *(f"has_{field}" for field in FIELDS)):
        known = [health[name] for health in sound[:RUNS_COMPARED] if name in health]
        if len(known) < 2 or name not in found or not (usual := median(known)):
            continue
        least = LEAST_OF_USUAL if name == "listings" else LEAST_FILLED_OF_USUAL
        few = found[name] < least * usual
        many = name == "listings" and found[name] > MOST_OF_USUAL * usual
        if few or many:
            past = f"the last {len(known)} sound scans had {usual:.4g}"
            yield f"{name} is {found[name]:.4g}; {past}."


def _pictures(lines: Iterable[SeenLine]) -> dict[str, float]:
    asked = [one for line in lines for one in line.sighting.pictures[:PICTURES_PER_LISTING]]
    if not asked:
        return {}
    return {"pictures_lost": sum(one.sha256 is None for one in asked) / len(asked)}


def _coverage(lines: Iterable[SeenLine]) -> dict[str, float]:
    facts = [line.sighting.facts for line in lines if line.kind is PageKind.ITEM]
    if not facts:
        return {}
    return {
        f"has_{name}": sum(bool(getattr(one, name)) for one in facts) / len(facts)
        for name in FIELDS
    }
