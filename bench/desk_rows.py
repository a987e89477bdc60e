"""A desk with many candidates waiting: rows written straight into the tables, all invented."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

import sqlalchemy as sa

from domain.candidates import Band, CandidateState, Queue, Reading, Score, Span
from domain.digests import sha256_of
from domain.languages import Sentence
from domain.listings import (
    Lane,
    ListingFacts,
    ListingKey,
    Money,
    PageState,
    PlatformSlug,
    Sighting,
)
from domain.queue import GroupKind, Urgency, group_keys, language_of, logarithm
from domain.records import Plain, to_plain
from domain.rights import (
    HolderSlug,
    Mark,
    MarkKind,
    MarkName,
    Portfolio,
    RightsHolder,
    RightSlug,
    Script,
)
from store import tables
from store.unit_of_work import Store

SEEN = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PLATFORMS = ("taobao", "tmall", "jd", "pinduoduo", "douyin", "aliexpress", "amazon", "ebay")
WORDS = ("保温杯", "马克杯", "便当盒", "帆布包", "毛巾", "水杯", "焖烧杯", "杯盖")
SAID = Sentence("标题中出现商标。", "The mark stands in the title.", "題名に商標があります。")
RIGHTS = 40
CHUNK = 2000


def fill(store: Store, count: int) -> None:
    """Put this many candidates up, each of its own listing, in a store that has none."""
    draw = random.Random(20261128)  # noqa: S311 - a benchmark's goods, not a secret
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((_holder(),), tuple(map(_mark, range(RIGHTS)))))
    rows = _rows(draw, count)
    while part := list(islice(rows, CHUNK)):
        with store.engine.begin() as connection:
            for table in (tables.listings, tables.sightings, tables.candidates, tables.queue):
                values = [one[table.name] for one in part]
                connection.execute(sa.insert(table), values)
    with store.engine.begin() as connection:
        _count_on(connection)


def _count_on(connection: sa.Connection) -> None:
    """Let PostgreSQL's counters go on behind the numbers that were given here."""
    if connection.dialect.name == "postgresql":
        for name in ("listings", "sightings", "candidates"):
            # the names stand in the line above
            last = f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"  # noqa: S608
            connection.exec_driver_sql(last)
        connection.exec_driver_sql("ANALYZE")


def _rows(draw: random.Random, count: int) -> Iterator[dict[str, dict[str, object]]]:
    """Rows by table. Records are made once and written over, and digests are of a number."""
    like, plain_like = _sighting(), to_plain(_sighting())
    score_like = to_plain(_score(0.0))
    for number in range(1, count + 1):
        facts = replace(
            like.facts,
            platform=PlatformSlug(draw.choice(PLATFORMS)),
            item_id=str(number),
            title=f"LUMORI {draw.choice(WORDS)} {draw.choice(WORDS)} {number} 款",
            seller=f"小店{draw.randrange(20_000)}号",
        )
        told = {name: getattr(facts, name) for name in ("platform", "item_id", "title", "seller")}
        where = {"platform": facts.platform, "site": "cn", "item_id": facts.item_id}
        record = {**plain_like, "key": where, "facts": {**plain_like["facts"], **told}}
        score = _score(round(draw.uniform(0.66, 1.0), 4))
        urgency = Urgency(harm=draw.choice((0.5, 0.8, 0.9, 1.0)), price_gap=draw.random())
        weighed = {**score_like, "value": score.value, "band": score.band.value}
        right = RightSlug(f"mark-{draw.randrange(RIGHTS):02d}")
        key = ListingKey(facts.platform, "cn", str(number))
        sighting = replace(like, key=key, facts=facts)
        yield _values(number, sighting, right, (score, urgency), (record, weighed))


def _score(value: float) -> Score:
    band = Band.SUGGEST if value >= 0.74 else Band.REVIEW
    reading = Reading("exact_mention", 0.95, SAID, Span("title", 0, 6, "LUMORI"))
    return Score(value, band, (reading,), "bench", Queue.MAIN)


def _values(
    number: int,
    sighting: Sighting,
    right: RightSlug,
    weighed: tuple[Score, Urgency],
    records: tuple[Plain, Plain],
) -> dict[str, dict[str, object]]:
    key, facts = sighting.key, sighting.facts
    (score, urgency), digest = weighed, sha256_of(str(number).encode())
    logs = {
        "log_harm": logarithm(urgency.harm),
        "log_confidence": logarithm(score.value),
        "log_chance": math.log(0.5),
        "log_price_gap": logarithm(urgency.price_gap),
    }
    groups = group_keys(right, sighting, score)
    beside = {"state": CandidateState.SUGGESTED.value, "band": score.band.value, "queue": "main"}
    return {
        "listings": {
            "id": number, "platform": key.platform, "site": key.site, "item_id": key.item_id,
            "seller": facts.seller, "first_seen_at": SEEN, "last_seen_at": SEEN,
            "latest_sighting": number,
        },
        "sightings": {
            "id": number, "listing": number, "digest": digest, "seen_at": SEEN,
            "content_digest": digest, "record": records[0],
        },
        "candidates": {
            "id": number, "listing": number, "right": right, "sighting": number,
            "score": score.value, "suggested_at": SEEN + timedelta(hours=2),
            "record": records[1], **beside,
        },
        "queue": {
            "candidate": number, "platform": key.platform,
            "right": right, "holder": "bench", "seller": facts.seller,
            "language": language_of(facts.title), "signals": " exact_mention ", **logs, **beside,
            "suggested_at": SEEN + timedelta(hours=2),
            **{f"by_{kind.value}": groups.get(kind) for kind in GroupKind},
            "alike": next((groups[kind] for kind in GroupKind if kind in groups), None),
        },
    }  # fmt: skip


def _sighting() -> Sighting:
    platform = PlatformSlug("taobao")
    facts = ListingFacts(
        platform=platform, site="cn", item_id="1", url="https://shop.example/item/1.html",
        title="LUMORI", seller="小店", price=Money(Decimal("39.90"), "CNY"),
        sources={"title": "jsonld", "price": "jsonld", "seller": "jsonld"},
    )  # fmt: skip
    return Sighting(ListingKey(platform, "cn", "1"), facts, SEEN, Lane.HTTP, PageState.OK)


def _holder() -> RightsHolder:
    return RightsHolder(HolderSlug("bench"), {"zh": "测试", "en": "Bench", "ja": "試験"}, "JP")


def _mark(number: int) -> Mark:
    return Mark(
        slug=RightSlug(f"mark-{number:02d}"), holder=HolderSlug("bench"), kind=MarkKind.WORD,
        names=(MarkName("LUMORI", Script.LATIN),), registration_number=f"9{number:07d}",
        office="CN", territory=("CN",), nice_classes=(21,), registered_on=None,
        expires_on=SEEN.date().replace(year=2032),
    )  # fmt: skip
