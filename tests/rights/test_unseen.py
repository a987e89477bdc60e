"""Contradictions and clean works phrased in ways that the finders were not written from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.agreement import Agreement
from domain.ownership import ExhibitKind
from domain.papers import FileFacts
from rights.proof.claim import Claim
from rights.proof.contradictions import find_contradictions
from tests.factories import a_holder, a_mark
from tests.rights.files import a_scene, jpeg, raw
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
FIRM = "北京某某律师事务所"


def shot(facts: FileFacts, kind: ExhibitKind = K.ORIGINAL) -> Claim:
    """A photograph whose file tells this of itself."""
    maker = a_start("unseen", "photo", HANAKO).adding(kind, b"file", SHOT, file=facts)
    return published(hired(maker, HANAKO, JA), HANAKO, JA).claim


def papers(*added: tuple[ExhibitKind, dict[str, Any]], **work: Any) -> Claim:
    """An illustration by an employee, with these papers more."""
    maker = hired(a_start("unseen", "illustration", HANAKO, **work), HANAKO, JA)
    for place, (kind, facts) in enumerate(added):
        maker = maker.adding(kind, f"paper {place}".encode(), date(2024, 1, 1), **facts)
    return published(maker, HANAKO, JA).claim


def commissioned(*added: tuple[ExhibitKind, dict[str, Any]], author: str = AGENCY) -> Claim:
    maker: Maker = a_start("unseen", "illustration", author, title_basis="commission")
    for place, (kind, facts) in enumerate(added):
        maker = maker.adding(kind, f"contract {place}".encode(), date(2021, 2, 1), **facts)
    return maker.claim


def power(*terms: tuple[date | None, date | None]) -> Claim:
    claim = papers(
        *(
            (K.POWER_OF_ATTORNEY, {"giver": JA, "taker": FIRM, "term_from": a, "term_until": b})
            for a, b in terms
        )
    )
    return replace(claim, agent=FIRM)


def laid(**facts: Any) -> Claim:
    maker = TWELVE[1]
    (original,) = maker.of(K.ORIGINAL)
    known: dict[str, Any] = {
        "reference": original.sha256,
        "query": original.sha256,
        "finding": "same",
        "outline": ((0.0, 0.0), (240.0, 0.0), (240.0, 180.0), (0.0, 180.0)),
        "transform": (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
        "mirrored": False,
        "scale": 1.0,
        "turn_degrees": 0.0,
        "inliers": 300,
        "share_shown": 1.0,
        "owner_pixel_ratio": 1.0,
    }
    return replace(maker.claim, agreement=Agreement(**known | facts))


def the_work(kind: str, year: int, author: str | None = HANAKO, **facts: Any) -> Claim:
    known: dict[str, Any] = {
        "created_on": date(year, 3, 1),
        "first_published_on": date(year, 6, 1),
    }
    return a_start("unseen", kind, author, **known | facts).claim


def the_mark(**facts: Any) -> Claim:
    territory = facts.pop("territory", ("CN",))
    mark = replace(a_mark(), territory=territory)
    return Claim(right=mark, holder=a_holder(), papers=(), today=TODAY, **facts)


AROUND = ((-200.0, -150.0), (440.0, -150.0), (440.0, 330.0), (-200.0, 330.0))
LATE = date(2022, 2, 2)

AGAINST: dict[str, tuple[str, Callable[[], Claim]]] = {
    "digitised after the publication": (
        "captured_after_publication",
        lambda: shot(FileFacts(captured_on=SHOT, capture_days=(SHOT, LATE))),
    ),
    "only the file's own date, and it is late": (
        "captured_after_publication",
        lambda: shot(FileFacts(changed_on=LATE)),
    ),
    "a shooting set of later": (
        "captured_after_publication",
        lambda: shot(FileFacts(captured_on=LATE), K.SHOOTING_SET),
    ),
    "a draft from the future": (
        "captured_in_the_future",
        lambda: shot(FileFacts(captured_on=date(2027, 5, 1)), K.DRAFT),
    ),
    "a stranger in the copyright notice": (
        "another_author",
        lambda: shot(FileFacts(notices=("© 2020 Zhang Wei, all rights reserved",))),
    ),
    "a picture library's notice": (
        "another_author",
        lambda: shot(FileFacts(notices=("Copyright 视觉中国",))),
    ),
    "a credit with its role": (
        "another_author",
        lambda: shot(FileFacts(artist="Photo by Jane Doe")),
    ),
    "a relative of the author": (
        "another_author",
        lambda: shot(FileFacts(artist="星川 太郎")),
    ),
    "a certificate in another name": (
        "another_author",
        lambda: papers((K.CERTIFIER, {"bears": ("别人有限公司",)})),
    ),
    "a raw written again two years later": (
        "resaved_raw",
        lambda: shot(FileFacts(is_raw=True, captured_on=SHOT, changed_on=LATE), K.RAW_PHOTO),
    ),
    "a raw that darktable wrote": (
        "resaved_raw",
        lambda: shot(FileFacts(is_raw=True, software="darktable 4.6"), K.RAW_PHOTO),
    ),
    "a raw whose history says saved": (
        "resaved_raw",
        lambda: shot(FileFacts(is_raw=True, history=("Action: saved",)), K.RAW_PHOTO),
    ),
    "a picture made by a model": (
        "made_by_a_machine",
        lambda: shot(FileFacts(source_kind="trainedAlgorithmicMedia")),
    ),
    "credentials that do not fit": (
        "broken_credentials",
        lambda: shot(FileFacts(credentials="invalid")),
    ),
    "the listing shows the scene in more pixels": (
        "original_smaller",
        lambda: laid(owner_pixel_ratio=0.5),
    ),
    "the listing shows more of the same scene": (
        "original_smaller",
        lambda: laid(outline=AROUND, goes_on=True),
    ),
    "an employment that ended before a file was made": (
        "contract_out_of_term",
        lambda: (
            hired(
                a_start("unseen", "photo", HANAKO, created_on=None).adding(
                    K.RAW_PHOTO, raw(1, captured=SHOT), SHOT
                ),
                HANAKO,
                JA,
                term_until=date(2021, 1, 31),
            ).claim
        ),
    ),
    "an assignment for some years only": (
        "contract_out_of_term",
        lambda: papers((K.ASSIGNMENT, {"giver": HANAKO, "taker": JA, "term_until": LATE})),
    ),
    "a licence that has not begun": (
        "contract_out_of_term",
        lambda: papers((K.LICENCE, {"giver": HANAKO, "taker": JA, "term_from": date(2027, 1, 1)})),
    ),
    "a commission whose clause nobody looked for": (
        "commission_without_clause",
        lambda: commissioned((K.COMMISSION, {"giver": AGENCY, "taker": JA})),
    ),
    "the claimant sold the work": (
        "given_away",
        lambda: papers((K.ASSIGNMENT, {"giver": EN, "taker": "买方有限公司"})),
    ),
    "two powers, both over": (
        "authority_out_of_term",
        lambda: power((None, date(2024, 1, 1)), (None, date(2025, 1, 1))),
    ),
    "an identity paper of somebody else": (
        "identity_of_another",
        lambda: papers((K.IDENTITY, {"bears": ("別会社株式会社",)})),
    ),
    "applied art, written in words": ("term_over", lambda: the_work("Applied Art", 1999)),
    "a foreign design of which only the publication is known": (
        "term_over",
        lambda: the_work("外观设计", 1998, created_on=None),
    ),
    "a company's work by employment": (
        "term_over",
        lambda: the_work("illustration", 1970, title_basis="employment"),
    ),
    "an anonymous work": ("term_over", lambda: the_work("illustration", 1970, None)),
    "a design registration that ended": (
        "registration_over",
        lambda: the_work(
            "design",
            2019,
            registration_number="1",
            office="CN",
            expires_on=date(2026, 1, 1),
        ),
    ),
    "a mark of the Union sold in Switzerland": (
        "territory_not_covered",
        lambda: the_mark(territory=("EU",), platform_country="CH"),
    ),
    "a mark for cups on a pullover": ("class_not_covered", lambda: the_mark(goods_classes=(25,))),
}

FOR: dict[str, Callable[[], Claim]] = {
    "the family name first": lambda: shot(FileFacts(artist="HOSHIKAWA SEISAKUSHO CO LTD")),
    "a brand in the notice": lambda: shot(FileFacts(notices=("© 2021 Hoshikawa",))),
    "nothing but the usual words": lambda: shot(
        FileFacts(
            notices=(
                "All Rights Reserved",
                "版权所有",
                "無断転載禁止",
                "无断転載禁止",
                "未经许可，不得转载",
            )
        )
    ),
    "a web address as the owner": lambda: shot(FileFacts(notices=("www.hoshikawa.example",))),
    "what a camera writes by itself": lambda: shot(FileFacts(artist="unknown")),
    "a short form of the company": lambda: shot(FileFacts(artist="㈱星川製作所")),
    "a credit to the author": lambda: shot(FileFacts(artist="撮影：星川花子")),
    "an export made after the publication": lambda: shot(
        FileFacts(captured_on=SHOT, changed_on=LATE)
    ),
    "a layered file saved later": lambda: shot(FileFacts(changed_on=LATE), K.LAYERED_SOURCE),
    "a raw as the camera left it": lambda: shot(
        FileFacts(is_raw=True, captured_on=SHOT, changed_on=SHOT, software="Ver.1.02"),
        K.RAW_PHOTO,
    ),
    "our picture in a collage": lambda: laid(outline=AROUND, goes_on=False),
    "a power that was renewed": lambda: power(
        (None, date(2024, 12, 31)), (date(2025, 1, 1), None)
    ),
    "a commission without a clause, mended by an assignment": lambda: commissioned(
        (K.COMMISSION, {"giver": AGENCY, "taker": JA, "clause": False}),
        (K.ASSIGNMENT, {"giver": AGENCY, "taker": JA}),
    ),
    "the commissioned party claims itself": lambda: commissioned(
        (K.COMMISSION, {"giver": JA, "taker": "客户公司", "clause": False}), author=JA
    ),
    "an assignment within the house": lambda: papers((K.ASSIGNMENT, {"giver": EN, "taker": JA})),
    "a person's own work of long ago": lambda: replace(
        the_work("illustration", 1970, "Ann O'Hara"),
        holder=a_holder(names={"en": "Ann O'Hara"}, country="US"),
    ),
    "a Chinese company's applied art of long ago": lambda: replace(
        the_work("applied_art", 1990), holder=a_holder(country="CN")
    ),
    "a mark of the Union sold in Germany": lambda: the_mark(
        territory=("EU",), platform_country="DE"
    ),
    "a mark of Benelux sold in Belgium": lambda: the_mark(
        territory=("BX",), platform_country="BE"
    ),
    "a press article in a journalist's words": lambda: papers(
        (K.FIRST_PUBLICATION, {"third_party": True, "bears": (JA,)})
    ),
    "an identity paper in the English name": lambda: papers(
        (K.IDENTITY, {"bears": ("HOSHIKAWA SEISAKUSHO CO LTD",)})
    ),
    "an employee who left years afterwards": lambda: papers(
        (
            K.EMPLOYMENT,
            {"giver": HANAKO, "taker": JA, "clause": True, "term_until": date(2023, 1, 1)},
        )
    ),
}


@pytest.mark.parametrize("name", AGAINST)
def test_a_contradiction_is_found_however_it_is_put(name: str) -> None:
    code, claim = AGAINST[name]
    assert code in {one.code for one in find_contradictions(claim())}


@pytest.mark.parametrize("name", FOR)
def test_an_honest_file_raises_nothing(name: str) -> None:
    assert [one.sentence.en for one in find_contradictions(FOR[name]())] == []


def test_a_term_that_is_over_in_china_blocks_there_alone() -> None:
    claim = the_work("applied_art", 1999)
    (found,) = find_contradictions(claim)
    assert [law for law in ("CN", "US", "EU", "JP") if found.counts_under(law)] == ["CN"]  # type: ignore[arg-type]


def test_products_outside_a_marks_classes_are_told() -> None:
    claim = the_mark(goods_classes=(3, 25))
    assert [one.code for one in find_contradictions(claim)] == ["class_not_covered"]


def test_a_real_picture_with_a_strangers_notice_is_read() -> None:
    content = jpeg(a_scene(), artist=HANAKO, captured=SHOT, notice="© Zhang Wei")
    maker = a_start("unseen", "photo", HANAKO).adding(K.ORIGINAL, content, SHOT)
    assert [one.code for one in find_contradictions(maker.claim)] == ["another_author"]
