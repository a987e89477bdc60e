"""Which searches a scan asks: a budget for each tier, and a rest for what brings nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

from domain.listings import ListingKey
from domain.queries import Asked, Query, Tier

SHARES: Mapping[Tier, float] = {
    Tier.NAMES: 0.5,
    Tier.ALIASES: 0.2,
    Tier.CODE_WORDS: 0.15,
    Tier.DISGUISES: 0.1,
    Tier.GOODS: 0.05,
}
"""Of the searches of a scan; what a tier leaves goes to the others, the nearest first."""

DRY_AFTER, REST = 3, timedelta(days=14)
"""After so many searches in a row that brought nothing new, it is left alone for so long."""

NEVER = datetime.min.replace(tzinfo=UTC)


def planned(
    queries: Iterable[Query], asked: Sequence[Asked], limit: int, now: datetime
) -> tuple[Query, ...]:
    """The searches of the next scan, by tier; within a tier what was not asked for longest.

    Registered names never rest. `asked` is what was asked of this platform, the latest first.
    """
    past: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        past[one.text.casefold()].append(one)
    waiting: dict[Tier, list[Query]] = {tier: [] for tier in Tier}
    for query in _once(queries):
        ends = rest_ends(past[query.text.casefold()])
        if query.tier is Tier.NAMES or ends is None or ends <= now:
            waiting[query.tier].append(query)
    for wanted in waiting.values():
        wanted.sort(key=lambda query: _last_asked(past[query.text.casefold()]))
    return _shared_out(waiting, max(limit, 0))


def found_by(
    pages: Iterable[tuple[ListingKey, Iterable[str]]], terms: Sequence[str]
) -> dict[str, set[ListingKey]]:
    """For each search, the listings on its result pages, by the addresses they were read at."""
    written = sorted(((quote_plus(term), term) for term in terms), key=lambda one: -len(one[0]))
    found: dict[str, set[ListingKey]] = {term: set() for term in terms}
    for key, urls in pages:
        for url in urls:
            term = next((term for query, term in written if query in url), None)
            if term is not None:
                found[term].add(key)
    return found


def _once(queries: Iterable[Query]) -> list[Query]:
    kept: dict[str, Query] = {}
    for query in sorted(queries, key=lambda one: one.tier):
        kept.setdefault(query.text.casefold(), query)
    return list(kept.values())


def rest_ends(before: Sequence[Asked]) -> datetime | None:
    """When a search is asked again that lately brought nothing new; None where it does not rest.

    `before` is how it was asked, the latest first.
    """
    last = before[:DRY_AFTER]
    if last and last[0].tier is Tier.NAMES:
        return None
    dry = len(last) == DRY_AFTER and all(one.dry for one in last)
    return last[0].asked_at + REST if dry else None


def _last_asked(before: Sequence[Asked]) -> datetime:
    return before[0].asked_at if before else NEVER


def _shared_out(waiting: Mapping[Tier, list[Query]], limit: int) -> tuple[Query, ...]:
    taken = {
        tier: queries[: max(1, round(limit * SHARES[tier]))] for tier, queries in waiting.items()
    }
    chosen = [query for tier in Tier for query in taken[tier]][:limit]
    left = [query for tier in Tier for query in waiting[tier][len(taken[tier]) :]]
    chosen += left[: limit - len(chosen)]
    return tuple(sorted(chosen, key=lambda query: query.tier))
