"""What the searches of each platform brought, and which of them rest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from crawler.query_plan import rest_ends
from domain.queries import Asked, Tier
from review.desk import Store


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One search of one platform: how often it was asked, when last, and what all that brought.

    `found` is what the last one showed; `new` and `candidates` are of all of them. `rests_until`
    is when it is asked again, where it lately brought nothing new.
    """

    platform: str
    text: str
    tier: Tier
    times: int
    asked_at: datetime
    found: int
    new: int
    candidates: int
    rests_until: datetime | None


def search_lines(store: Store, platform: str | None, now: datetime) -> tuple[SearchLine, ...]:
    """Every search of a platform, None for all; by tier, and what brought most first."""
    with store.reading() as work:
        asked = work.queries.asked(platform)
    past: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for one in asked:
        past[one.platform, one.text.casefold()].append(one)
    lines = [_line(before, now) for before in past.values()]
    return tuple(sorted(lines, key=_order))


def _line(before: list[Asked], now: datetime) -> SearchLine:
    last, ends = before[0], rest_ends(before)
    return SearchLine(
        last.platform,
        last.text,
        last.tier,
        len(before),
        last.asked_at,
        last.found,
        sum(one.new for one in before),
        sum(one.candidates for one in before),
        ends if ends is not None and ends > now else None,
    )


def _order(line: SearchLine) -> tuple[str, int, int, int, str]:
    return line.platform, line.tier, -line.candidates, -line.new, line.text
