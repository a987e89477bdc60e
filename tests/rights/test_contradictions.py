from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from domain.agreement import Agreement
from domain.grades import Grade, Jurisdiction
from domain.ownership import ExhibitKind
from rights.proof.claim import Claim
from rights.proof.contradictions import find_contradictions
from rights.proof.prove import prove, weigh
from tests.factories import a_holder, a_mark
from tests.rights.files import a_scene, jpeg, png, raw
from tests.rights.twelve_works import (
    AGENCY,
    EN,
    HANAKO,
    JA,
    SHOT,
    TODAY,
    TWELVE,
    Maker,
    a_start,
    hired,
    published,
)

K = ExhibitKind
Planted = Callable[[], Claim]


def a_photo(content: bytes, kind: ExhibitKind = K.RAW_PHOTO, **changes: Any) -> Claim:
    maker = a_start("planted", "photo", HANAKO, **changes).adding(kind, content, SHOT)
    return published(hired(maker, HANAKO, JA), HANAKO, JA).claim


def claim_of(maker: Maker) -> Claim:
    return maker.claim


def with_paper(kind: ExhibitKind, **facts: Any) -> Claim:
    maker = a_start("planted", "illustration", HANAKO)
    return published(maker.adding(kind, b"contract", date(2021, 1, 1), **facts), JA).claim


def a_power(**facts: Any) -> Claim:
    known = {"giver": JA, "taker": "某律师事务所"} | facts
    claim = TWELVE[2].adding(K.POWER_OF_ATTORNEY, b"power", date(2024, 1, 1), **known).claim
    return replace(claim, agent="某律师事务所")


def laid_on(**changes: Any) -> Claim:
    maker = TWELVE[1]
    (original,) = maker.of(K.ORIGINAL)
    facts: dict[str, Any] = {
        "reference": original.sha256,
        "query": original.sha256,
        "finding": "same",
        "outline": ((40.0, 30.0), (200.0, 30.0), (200.0, 150.0), (40.0, 150.0)),
        "transform": (1.0, 0.0, 40.0, 0.0, 1.0, 30.0, 0.0, 0.0, 1.0),
        "mirrored": False,
        "scale": 1.0,
        "turn_degrees": 0.0,
        "inliers": 300,
        "share_shown": 0.44,
        "owner_pixel_ratio": 4.0,
    }
    return replace(maker.claim, agreement=Agreement(**facts | changes))


def a_work_of(kind: str, year: int, author: str = HANAKO, **changes: Any) -> Claim:
    """A work completed and published in this year, with nothing else against it."""
    first = date(year, 3, 1)
    facts: dict[str, Any] = {"created_on": first, "first_published_on": date(year, 6, 1)}
    return a_start("planted", kind, author, **facts | changes).claim


def on_mark(**changes: Any) -> Claim:
    return replace(Claim(right=a_mark(), holder=a_holder(), papers=(), today=TODAY), **changes)


EARLIER_COPY = TWELVE[2].adding(
    K.FIRST_PUBLICATION, b"copy", date(2021, 9, 14), bears=("美图素材库",)
)
BEYOND = ((-60.0, -40.0), (300.0, -40.0), (300.0, 220.0), (-60.0, 220.0))

PLANTED: dict[str, tuple[str, Planted]] = {
    "raw after publication": (
        "captured_after_publication",
        lambda: a_photo(raw(1, captured=date(2022, 3, 1))),
    ),
    "jpeg after a dated page, no date on record": (
        "captured_after_publication",
        lambda: a_photo(
            jpeg(a_scene(), captured=date(2021, 10, 2)), K.ORIGINAL, first_published_on=None
        ),
    ),
    "another artist in a raw": ("another_author", lambda: a_photo(raw(1, artist="Zhang Wei"))),
    "another artist in an original": (
        "another_author",
        lambda: a_photo(jpeg(a_scene(), artist="赵六摄影"), K.ORIGINAL),
    ),
    "another name on an earlier copy": ("another_author", lambda: EARLIER_COPY.claim),
    "original with fewer pixels": (
        "original_smaller",
        lambda: laid_on(owner_pixel_ratio=0.3, share_shown=1.0),
    ),
    "original is a crop": ("original_smaller", lambda: laid_on(outline=BEYOND)),
    "raw saved by an editor": (
        "resaved_raw",
        lambda: a_photo(raw(1, software="Adobe Photoshop 25.1")),
    ),
    "a jpeg called raw": ("resaved_raw", lambda: a_photo(jpeg(a_scene(), captured=SHOT))),
    "captured in the future": (
        "captured_in_the_future",
        lambda: a_photo(raw(1, captured=date(2031, 1, 1))),
    ),
    "hired after the work": (
        "contract_out_of_term",
        lambda: (
            hired(
                a_start("planted", "photo", HANAKO), HANAKO, JA, term_from=date(2022, 1, 1)
            ).claim
        ),
    ),
    "left before the work": (
        "contract_out_of_term",
        lambda: (
            hired(
                a_start("planted", "photo", HANAKO), HANAKO, JA, term_until=date(2020, 12, 31)
            ).claim
        ),
    ),
    "commission of another year": (
        "contract_out_of_term",
        lambda: with_paper(K.COMMISSION, clause=True, term_until=date(2020, 1, 1)),
    ),
    "licence that ended": (
        "contract_out_of_term",
        lambda: with_paper(K.LICENCE, clause=True, term_until=date(2026, 11, 22)),
    ),
    "commission without a clause": (
        "commission_without_clause",
        lambda: with_paper(K.COMMISSION, giver=HANAKO, taker=JA, clause=False),
    ),
    "power that ended": (
        "authority_out_of_term",
        lambda: a_power(term_until=date(2026, 11, 22)),
    ),
    "power not yet valid": (
        "authority_out_of_term",
        lambda: a_power(term_from=date(2026, 12, 1)),
    ),
    "foreign applied art after 25 years": ("term_over", lambda: a_work_of("applied_art", 2000)),
    "work of a company after 50 years": (
        "term_over",
        lambda: a_work_of("illustration", 1975, JA, title_basis="legal_entity"),
    ),
    "goods of another class": ("class_not_covered", lambda: on_mark(goods_classes=(25,))),
    "sold in another country": (
        "territory_not_covered",
        lambda: on_mark(platform_country="JP"),
    ),
}

CLEAN: dict[str, Planted] = {
    **{f"work {one.name}": partial(claim_of, one) for one in TWELVE if one is not TWELVE[4]},
    "captured on the day of publication": lambda: a_photo(raw(1, captured=date(2021, 9, 15))),
    "a camera a day ahead of our clock": lambda: replace(
        a_photo(raw(1, captured=date(2021, 9, 15))), today=date(2021, 9, 14)
    ),
    "the author in another spelling": lambda: (
        a_start("clean", "photo", f"{HANAKO} / Hanako H.")
        .adding(K.RAW_PHOTO, raw(1, artist="HANAKO H"), SHOT)
        .claim
    ),
    "the agency's name in the layers": lambda: (
        TWELVE[3].adding(K.ORIGINAL, jpeg(a_scene(), artist=AGENCY), SHOT).claim
    ),
    "a raw taken into a neutral container": lambda: a_photo(
        raw(1, software="Adobe DNG Converter 16.0")
    ),
    "a power on its last day": lambda: a_power(term_until=TODAY),
    "a licence on its last day": lambda: with_paper(
        K.LICENCE, giver=HANAKO, taker=JA, clause=True, term_until=TODAY
    ),
    "applied art in its last year": lambda: a_work_of("applied_art", 2001),
    "one class of several covers the goods": lambda: on_mark(
        goods_classes=(21, 25), platform_country="CN"
    ),
    "a name that a tool wrote as question marks": lambda: a_photo(
        jpeg(a_scene(), artist="?? ??", captured=SHOT), K.ORIGINAL
    ),
    "an outline a pixel over the edge": lambda: laid_on(
        outline=((-1.0, -1.0), (241.0, -1.0), (241.0, 181.0), (-1.0, 181.0)),
        share_shown=1.0,
        owner_pixel_ratio=1.0,
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_found_and_nothing_else(name: str) -> None:
    code, plant = PLANTED[name]
    assert {one.code for one in find_contradictions(plant())} == {code}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_work_raises_no_contradiction(name: str) -> None:
    assert find_contradictions(CLEAN[name]()) == ()


def test_there_are_twenty_of_each() -> None:
    assert len(PLANTED) >= 20
    assert len(CLEAN) >= 20


def a_strong_file() -> Maker:
    maker = TWELVE[0]
    stamp = {"verified_by": "openssl ts -verify", "qualified": True}
    maker = maker.adding(K.TIME_STAMP, b"token", date(2021, 5, 3), **stamp)
    return maker.adding(K.NOTARY, b"notary", date(2021, 9, 20))


def test_a_contradiction_caps_the_grade_at_c_and_is_the_next_step() -> None:
    strong = a_strong_file()
    spoiled = strong.adding(K.RAW_PHOTO, raw(99, artist="Zhang Wei"), SHOT)
    assert weigh(strong.claim, Jurisdiction.CN).grade is Grade.A
    found = weigh(spoiled.claim, Jurisdiction.CN)
    assert found.grade is Grade.C
    assert [one.condition for one in found.steps] == ["no_contradiction"]


def test_contradictions_stand_in_the_proof_with_their_exhibits() -> None:
    (found,) = prove(EARLIER_COPY.claim).contradictions
    assert found.exhibits == (EARLIER_COPY.claim.papers[-1].sha256,)
    assert "美图素材库" in found.sentence.zh


def test_a_file_is_graded_by_its_weakest_question() -> None:
    strong = a_strong_file()
    assert prove(strong.claim).grades == {"CN": "A", "US": "A", "EU": "A", "JP": "A"}
    plain = Maker(
        replace(
            strong.claim,
            papers=tuple(replace(one, confirmed_by=None) for one in strong.claim.papers),
        )
    )
    assert prove(plain.claim).grades["CN"] == "C"
    nothing = replace(strong.claim, papers=())
    assert prove(nothing).grades["CN"] == "D"


def test_the_cheapest_step_names_a_question_and_a_thing_to_get() -> None:
    steps = [one for one in prove(TWELVE[2].claim).steps if one.jurisdiction is Jurisdiction.CN]
    assert [(one.condition, one.effort) for one in steps] == [("qualified_stamp", "day")]
    unconfirmed = replace(
        TWELVE[2].claim,
        papers=tuple(replace(one, confirmed_by=None) for one in TWELVE[2].claim.papers),
    )
    steps = [one for one in prove(unconfirmed).steps if one.jurisdiction is Jurisdiction.CN]
    assert {one.condition for one in steps} == {
        "own_publication",
        "chain_confirmed",
        "identity_confirmed",
    }
    assert {one.effort for one in steps} == {"now"}


@pytest.mark.parametrize(
    ("law", "grade"),
    [("CN", Grade.C), ("EU", Grade.C), ("US", Grade.B), ("JP", Grade.B)],
)
def test_an_employee_without_a_clause_counts_by_the_law_of_the_place(
    law: str, grade: Grade
) -> None:
    maker = a_start("hired", "illustration", HANAKO)
    maker = hired(maker, HANAKO, EN, clause=None)
    maker = published(maker.adding(K.ORIGINAL, png(a_scene()), SHOT), HANAKO)
    assert weigh(maker.claim, Jurisdiction(law)).grade is grade
