"""Facts against the claim in terms and registers: protection over, classes, territories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.grades import Jurisdiction
from domain.ownership import Contradiction
from domain.rights import Mark, Work
from rights.countries import MEMBERS
from rights.proof.claim import Claim
from rights.proof.found import found
from rights.proof.protection import protection_of


def term_over(claim: Claim) -> Iterator[Contradiction]:
    """A work whose term of protection in China is over."""
    known = protection_of(claim)
    if known and claim.today > known.ends_on:
        yield found(
            "term_over",
            f"保护期已满：自 {known.began} 起 {known.years} 年（{known.source}）。",
            f"The term of protection is over: {known.years} years from {known.began} "
            f"({known.source}).",
            f"保護期間が満了しています：{known.began} から {known.years} 年（{known.source}）。",
            blocks=True,
            laws=(Jurisdiction.CN,),
        )


def registration_over(claim: Claim) -> Iterator[Contradiction]:
    """A mark, or a registered design, whose registration is over or begins later."""
    right = claim.right
    if right.expires_on is not None and right.expires_on < claim.today:
        yield found(
            "registration_over",
            f"注册（登记）已于 {right.expires_on} 届满。",
            f"The registration ended on {right.expires_on}.",
            f"登録は {right.expires_on} に満了しています。",
            blocks=isinstance(right, Mark),
        )


def mark_class(claim: Claim) -> Iterator[Contradiction]:
    """A mark none of whose classes covers the goods."""
    mark = claim.right
    if not isinstance(mark, Mark) or not mark.nice_classes:
        return
    outside = sorted(set(claim.goods_classes) - set(mark.nice_classes))
    if outside and len(outside) == len(set(claim.goods_classes)):
        own, goods = _listed(mark.nice_classes), _listed(outside)
        yield found(
            "class_not_covered",
            f"商标核定类别 {own} 不含商品类别 {goods}。",
            f"The mark's classes {own} do not cover class {goods} of the goods.",
            f"商標の区分 {own} は商品の区分 {goods} を含みません。",
        )


def mark_territory(claim: Claim) -> Iterator[Contradiction]:
    """A mark that does not hold where the platform sells."""
    mark, country = claim.right, claim.platform_country
    if isinstance(mark, Mark) and country and not covers(mark.territory, country):
        own = _listed(mark.territory)
        yield found(
            "territory_not_covered",
            f"商标的效力地域 {own} 不含平台所在地 {country}。",
            f"The mark's territory {own} does not cover {country}, where the platform sells.",
            f"商標の効力地域 {own} に販売地 {country} が含まれません。",
        )


def covers(territory: Sequence[str], country: str) -> bool:
    """Whether a territory takes in a country: by itself, or through a union with one register."""
    return country in territory or any(country in MEMBERS.get(one, ()) for one in territory)


def licensed_to_many(claim: Claim) -> Iterator[Contradiction]:
    """A work all of whose pictures many may use: it shows nothing of who took it from whom."""
    work = claim.right
    pictures = work.pictures if isinstance(work, Work) else ()
    if pictures and all(one.licensed_to_many for one in pictures):
        yield found(
            "licensed_to_many",
            "作品图片为多人可用的许可图片（图库或厂家图）。",
            "The work's pictures are licensed to many (a stock or a manufacturer's picture).",
            "著作物の画像は多数に許諾されたものです（ストック写真、メーカー提供画像など）。",
        )


def _listed(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values) or "-"
