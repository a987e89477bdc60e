"""Twelve invented works with every way of getting a right, and their exhibits as real bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from domain.digests import Sha256, sha256_of
from domain.ownership import Exhibit, ExhibitKind
from domain.papers import Paper
from domain.rights import RightsHolder, RightSlug, Work
from rights.proof.claim import Claim
from rights.proof.reading import papers_of
from tests.factories import a_holder
from tests.rights.files import a_scene, jpeg, layered, png, raw

K = ExhibitKind
TODAY = date(2026, 11, 23)
TAKEN_IN = datetime(2026, 11, 20, tzinfo=UTC)
LEAD = "李丽"


@dataclass(frozen=True)
class Maker:
    """One work being put together: its papers, and their bytes by digest."""

    claim: Claim
    blobs: dict[Sha256, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The slug of the work."""
        return str(self.claim.right.slug)

    def read(self, sha256: Sha256) -> bytes:
        """The bytes behind a digest."""
        return self.blobs[sha256]

    def of(self, *kinds: ExhibitKind) -> tuple[Paper, ...]:
        """The papers of these kinds."""
        return tuple(one for one in self.claim.papers if one.exhibit.kind in kinds)

    def adding(
        self, kind: ExhibitKind, content: bytes, dated: date | None = None, **facts: Any
    ) -> Maker:
        """With one more exhibit, confirmed by a named person unless said otherwise."""
        right = self.claim.right
        exhibit = Exhibit(
            right=right.slug,
            holder=self.claim.holder.slug,
            kind=kind,
            sha256=sha256_of(content),
            file_name=f"{kind.value}.bin",
            media_type="application/octet-stream",
            size_bytes=len(content),
            taken_in_at=TAKEN_IN,
            taken_in_by="王小明",
            described=f"{kind.value} 证据 資料",
            dated=dated,
        )
        (paper,) = papers_of([exhibit], {exhibit.sha256: content}.__getitem__)
        known: dict[str, Any] = {"confirmed_by": LEAD} | facts
        paper = replace(paper, **known)
        claim = replace(self.claim, papers=(*self.claim.papers, paper))
        return Maker(claim, self.blobs | {exhibit.sha256: content})


def a_start(slug: str, kind: str, author: str | None, **changes: Any) -> Maker:
    """A work with the holder's identity and the signed declaration."""
    holder: RightsHolder = changes.pop("holder", a_holder())
    facts: dict[str, Any] = {
        "created_on": date(2021, 5, 1),
        "first_published_on": date(2021, 9, 15),
    }
    work = Work(
        slug=RightSlug(slug),
        holder=holder.slug,
        title=f"月下の狐 {slug} 直角と骨",
        kind=kind,
        pictures=(),
        author=author,
        **facts | changes,
    )
    maker = Maker(Claim(right=work, holder=holder, papers=(), today=TODAY))
    maker = maker.adding(K.IDENTITY, f"identity {slug}".encode(), date(2026, 9, 1))
    return maker.adding(K.DECLARATION, f"declaration {slug}".encode(), date(2026, 11, 1))


def published(maker: Maker, *names: str) -> Maker:
    """With its first publication, signed by these names."""
    page = png(a_scene(len(maker.name), (120, 90))) + maker.name.encode()
    return maker.adding(K.FIRST_PUBLICATION, page, date(2021, 9, 15), bears=names)


def hired(maker: Maker, giver: str, taker: str, **facts: Any) -> Maker:
    """With an employment paper whose rules give the work to the employer."""
    known: dict[str, Any] = {"giver": giver, "taker": taker, "clause": True} | facts
    paper = f"employment {maker.name} {giver}".encode()
    return maker.adding(K.EMPLOYMENT, paper, date(2020, 4, 1), **known)


JA, EN = "株式会社星川製作所", "Hoshikawa Seisakusho Co., Ltd."
HANAKO, AGENCY = "星川 花子", "上海拾光设计有限公司"
SHOT = date(2021, 4, 28)


def _photo_series() -> Maker:
    maker = a_start("photo-series", "photo_series", HANAKO)
    for number in (411, 412, 413):
        maker = maker.adding(K.RAW_PHOTO, raw(number, captured=SHOT, artist=HANAKO), SHOT)
    maker = hired(maker, HANAKO, JA)
    return published(maker, HANAKO, JA)


def _photo() -> Maker:
    maker = a_start("photo", "photo", HANAKO)
    maker = maker.adding(K.ORIGINAL, jpeg(a_scene(5), artist=HANAKO, captured=SHOT), SHOT)
    return published(hired(maker, HANAKO, JA), HANAKO, JA)


def _illustration() -> Maker:
    maker = a_start("illustration", "illustration", HANAKO)
    maker = maker.adding(K.LAYERED_SOURCE, layered(3), date(2021, 4, 30))
    return published(hired(maker, HANAKO, JA), HANAKO, JA)


def _commissioned() -> Maker:
    maker = a_start("commissioned", "illustration", AGENCY, title_basis="commission")
    maker = maker.adding(K.LAYERED_SOURCE, layered(4), date(2021, 4, 30))
    paper = b"commission with clause"
    known = {"giver": AGENCY, "taker": JA, "clause": True}
    return published(maker.adding(K.COMMISSION, paper, date(2021, 2, 1), **known), JA)


def _commissioned_bare() -> Maker:
    maker = a_start("commissioned-bare", "illustration", AGENCY, title_basis="commission")
    maker = maker.adding(K.LAYERED_SOURCE, layered(5), date(2021, 4, 30))
    known = {"giver": AGENCY, "taker": JA, "clause": False}
    return published(maker.adding(K.COMMISSION, b"bare", date(2021, 2, 1), **known), AGENCY)


def _packaging_assigned() -> Maker:
    maker = a_start("packaging-assigned", "packaging", AGENCY, title_basis="assignment")
    maker = maker.adding(K.ORIGINAL, png(a_scene(6)), date(2021, 4, 30))
    known = {"giver": AGENCY, "taker": EN}
    return published(maker.adding(K.ASSIGNMENT, b"assignment", date(2021, 6, 1), **known), JA)


def _packaging_twice() -> Maker:
    maker = a_start("packaging-twice", "packaging", "陈一鸣", title_basis="assignment")
    maker = maker.adding(K.LAYERED_SOURCE, layered(7), date(2021, 4, 30))
    maker = hired(maker, "陈一鸣", AGENCY)
    known = {"giver": AGENCY, "taker": JA}
    return published(maker.adding(K.ASSIGNMENT, b"second step", date(2021, 6, 1), **known), JA)


def _text() -> Maker:
    maker = a_start("text", "text", JA, title_basis="legal_entity")
    return published(maker.adding(K.DRAFT, "説明文の草稿".encode(), date(2021, 4, 1)), JA)


def _licensed() -> Maker:
    maker = a_start("licensed", "photo", HANAKO, title_basis="licence")
    maker = maker.adding(K.RAW_PHOTO, raw(8, captured=SHOT), SHOT)
    known: dict[str, Any] = {"giver": HANAKO, "taker": JA, "clause": True}
    known |= {"term_from": date(2021, 1, 1), "term_until": date(2030, 12, 31)}
    return published(maker.adding(K.LICENCE, b"licence", date(2021, 1, 1), **known), HANAKO)


def _foreign() -> Maker:
    names = {"en": "Northwind Toys, Inc.", "zh": "北风玩具公司"}
    holder = a_holder(names=names, country="US")
    maker = a_start("foreign", "illustration", "Ann O'Hara", holder=holder)
    maker = maker.adding(K.LAYERED_SOURCE, layered(9), date(2021, 4, 30))
    return published(hired(maker, "Ann O'Hara", "Northwind Toys, Inc."), "Northwind Toys Inc")


def _anonymous() -> Maker:
    maker = a_start("anonymous", "illustration", None)
    maker = maker.adding(K.ORIGINAL, png(a_scene(10)), date(2021, 4, 30))
    return published(maker, EN)


def _packaging_made() -> Maker:
    maker = a_start("packaging-own", "packaging", HANAKO)
    maker = maker.adding(K.RAW_PHOTO, raw(12, captured=SHOT), SHOT)
    return published(hired(maker, HANAKO, EN), JA)


TWELVE: tuple[Maker, ...] = (
    _photo_series(),
    _photo(),
    _illustration(),
    _commissioned(),
    _commissioned_bare(),
    _packaging_assigned(),
    _packaging_twice(),
    _text(),
    _licensed(),
    _foreign(),
    _anonymous(),
    _packaging_made(),
)
"""All twelve; `commissioned-bare` cannot be shown by any route, whatever else it has."""
