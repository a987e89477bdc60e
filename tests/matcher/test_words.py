"""What the texts of a listing say of a mark: by field, by policy, by alias, by declared brand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from config.load import load_settings
from domain.aliases import Alias, AliasId, AliasOrigin, AliasProposal, AliasState, Frequency
from domain.candidates import Band, Queue, Reading, Score
from domain.listings import ListingFacts, Sighting
from domain.policies import MarkPolicy, NamePolicy
from domain.rights import Mark, NameKind, Portfolio
from matcher.features import Rights, rights_in_force
from matcher.on_pictures import SeenPictures
from matcher.pairs import weigh
from matcher.reference import ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import read_scorecard
from matcher.words import declared_brand, texts_of
from tests.factories import SEEN_AT, a_mark, a_sighting, digest

CARD = read_scorecard(load_settings({}).match.scorecard, SIGNALS)
DAY = date(2026, 11, 23)
CLOTHES = a_mark(nice_classes=(25,), goods_words=("外套",))


def rights(mark: Mark, *aliases: str) -> Rights:
    approved = {mark.slug: tuple(an_alias(mark, text) for text in aliases)}
    return rights_in_force(Portfolio(marks=(mark,)), ReferenceIndex(), DAY, CARD.fields, approved)


def an_alias(mark: Mark, text: str) -> Alias:
    proposal = AliasProposal(
        mark.slug, text, NameKind.NICKNAME, AliasOrigin.CRAWL, "beside", "", Frequency(0, 0)
    )
    return Alias(AliasId(1), proposal, AliasState.APPROVED, SEEN_AT)


def listing(**facts: object) -> Sighting:
    empty = {"title": None, "seller": None}
    changed: ListingFacts = replace(a_sighting().facts, **(empty | facts))  # type: ignore[arg-type]
    return a_sighting(facts=changed)


def of(sighting: Sighting, mark: Mark, *aliases: str) -> Score | None:
    scored = weigh(sighting, {}, rights(mark, *aliases), CARD)
    return dict(scored).get(mark.slug)


def reading(score: Score | None, signal: str) -> Reading:
    assert score is not None
    return next(one for one in score.readings if one.signal == signal)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "新款 LUMORI"}, "title"),
        ({"brand": "LUMORI"}, "brand"),
        ({"description": "x LUMORI y"}, "description"),
        ({"attributes": {"产地": "国产", "品牌": "LUMORI"}}, "attributes"),
        ({"seller": "LUMORI 小店"}, "seller"),
    ],
)
def test_a_mark_is_found_in_each_field_with_the_place_in_its_text(
    facts: dict[str, object], field: str
) -> None:
    sighting = listing(**facts)
    span = reading(of(sighting, a_mark()), "exact_mention").span
    assert span is not None
    text = texts_of(sighting)[field]
    assert (span.field, text[span.start : span.end]) == (field, "LUMORI")


def test_a_field_counts_by_its_weight() -> None:
    title, seller = of(listing(title="LUMORI"), a_mark()), of(listing(seller="LUMORI"), a_mark())
    assert reading(title, "exact_mention").value == 1.0
    assert reading(seller, "exact_mention").value == CARD.fields["seller"]


def test_text_read_in_a_picture_is_a_field_of_its_own() -> None:
    read = SeenPictures(texts={digest("copy"): "LUMORI 专柜同款"})
    scored = dict(weigh(listing(title="杯"), {}, rights(a_mark()), CARD, read))
    span = reading(scored[a_mark().slug], "exact_mention").span
    assert span is not None
    assert span.field == "picture_text"


def test_every_place_is_pointed_at() -> None:
    found = reading(of(listing(title="LUMORI 杯 LUMORI"), a_mark()), "exact_mention")
    assert [span.start for span in found.spans()] == [0, 9]


@pytest.mark.parametrize(
    ("policy", "title", "band"),
    [
        (MarkPolicy(forbidden_words=("二手",)), "二手 LUMORI 保温杯", Band.LOG),
        (MarkPolicy(forbidden_words=("二手",)), "LUMORI 保温杯", Band.SUGGEST),
        (MarkPolicy(required_words=("杯",)), "LUMORI 外套", Band.LOG),
        (MarkPolicy(required_words=("杯",)), "LUMORI 保温杯", Band.SUGGEST),
        (MarkPolicy(allowed_uses=("compatible",)), "适用 LUMORI 杯盖", Band.LOG),
        (MarkPolicy(), "适用 LUMORI 杯盖", Band.REVIEW),
        (MarkPolicy(suggest=0.99), "LUMORI 保温杯", Band.REVIEW),
        (MarkPolicy(review=0.3), "适用 LUMORI 杯盖", Band.REVIEW),
        (MarkPolicy(names=(NamePolicy("LUMORI", needs_evidence=True),)), "LUMORI", Band.REVIEW),
    ],
)
def test_a_mark_is_looked_for_as_its_owner_wishes(
    policy: MarkPolicy, title: str, band: Band
) -> None:
    score = of(listing(title=title), a_mark(policy=policy))
    assert score is not None
    assert score.band is band


def test_a_name_is_looked_for_only_in_the_ways_its_owner_names() -> None:
    policy = MarkPolicy(names=(NamePolicy("LUMORI", channels=("exact",)),))
    assert of(listing(title="LUM0RI"), a_mark()) is not None
    assert of(listing(title="LUM0RI"), a_mark(policy=policy)) is None
    assert of(listing(title="LUMORI"), a_mark(policy=policy)) is not None


def test_only_an_approved_alias_is_looked_for() -> None:
    sighting = listing(title="月狐 保温杯")
    assert of(sighting, a_mark()) is None
    found = of(sighting, a_mark(), "月狐")
    assert reading(found, "alias_mention").detail["channel"] == "alias"
    assert found is not None
    assert found.band is Band.SUGGEST


def test_an_alias_without_goods_or_code_word_is_put_up_for_review() -> None:
    found = of(listing(title="月狐 新款"), a_mark(), "月狐")
    assert found is not None
    assert found.band is Band.REVIEW
    assert "needs_evidence" in reading(found, "alias_mention").detail["guards"]


@pytest.mark.parametrize(
    ("title", "queue"),
    [
        ("LUMORI 保温杯", Queue.MAIN),
        ("适用 LUMORI 杯盖", Queue.COMPATIBLE),
        ("LUM0RI", Queue.OBFUSCATED),
        ("LUM0RI 保温杯", Queue.MAIN),
        ("LUM0RI 高仿", Queue.MAIN),
    ],
)
def test_uses_for_fit_and_bare_disguises_have_queues_of_their_own(
    title: str, queue: Queue
) -> None:
    score = of(listing(title=title), a_mark())
    assert score is not None
    assert score.queue is queue


@pytest.mark.parametrize("claim", ["原装正品", "官方", "genuine"])
def test_a_use_for_fit_that_is_claimed_genuine_is_raised(claim: str) -> None:
    score = of(listing(title=f"适用 LUMORI 杯盖 {claim}"), a_mark())
    assert score is not None
    assert (score.queue, score.band) == (Queue.COMPATIBLE, Band.SUGGEST)


def test_another_declared_brand_is_a_sign_with_clothes() -> None:
    found = of(listing(title="LUMORI 外套", brand="星云"), CLOTHES)
    assert reading(found, "declared_brand").detail["declared_brand"] == "星云"
    assert found is not None
    assert found.queue is Queue.MAIN


def test_another_declared_brand_makes_a_use_for_fit_of_an_accessory() -> None:
    found = of(listing(title="LUMORI 保温杯 杯盖", brand="星云"), a_mark())
    assert found is not None
    assert (found.queue, found.band) == (Queue.COMPATIBLE, Band.REVIEW)


@pytest.mark.parametrize("brand", [None, "无品牌", "Other/其他", "N/A", "LUMORI", "lumori 官方"])
def test_the_own_brand_or_none_is_no_other_brand(brand: str | None) -> None:
    found = of(listing(title="LUMORI 外套", brand=brand), CLOTHES)
    assert found is not None
    assert "declared_brand" not in {one.signal for one in found.readings}


def test_the_declared_brand_is_also_read_from_the_attributes() -> None:
    assert declared_brand(listing(attributes={"品牌": "星云"}).facts) == "星云"
