"""Protection: until when a work is protected in China, as far as the record tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.rights import Work
from rights.proof.claim import Claim

TERM_YEARS = 50
APPLIED_ART_YEARS = 25
APPLIED_ART = {"applied_art", "design", "trade_dress"}
ENTITY_BASES = {"legal_entity", "own", "employment"}
"""Whose work is the entity's from the start (PRC Copyright Law arts. 11(3), 18(2))."""

PHOTOGRAPHS = {"photo", "photo_series", "photograph", "photography"}
PHOTOGRAPHS_REVIVED = date(2021, 6, 1)
"""A photograph whose fifty years had run by then stays free (PRC Copyright Law art. 65)."""


@dataclass(frozen=True, slots=True)
class Protection:
    """A term: the day it runs from, its years, its last day, and its source."""

    began: date
    years: int
    ends_on: date
    source: str


def protection_of(claim: Claim) -> Protection | None:
    """The term that ends first; None where the record does not tell it.

    A person's work lasts fifty years from a death that no portfolio tells. A term ends with the
    last day of its last year (PRC Copyright Law art. 23).
    """
    work = claim.right
    if not isinstance(work, Work):
        return None
    ends = []
    # completed no later than published, so the publication tells when it is surely over
    completed = work.created_on or work.first_published_on
    if plain_kind(work.kind) in APPLIED_ART and claim.holder.country != "CN" and completed:
        ends.append(_term(completed, APPLIED_ART_YEARS, "实施国际著作权条约的规定 art. 6"))
    began = work.first_published_on or work.created_on
    if began and is_of_an_entity(claim):
        ends.append(_term(began, TERM_YEARS, "著作权法 art. 23"))
    if began and plain_kind(work.kind) in PHOTOGRAPHS:
        old = _term(began, TERM_YEARS, "著作权法 art. 65")
        ends += [old] if old.ends_on < PHOTOGRAPHS_REVIVED else []
    return min(ends, key=lambda one: one.ends_on, default=None)


def is_of_an_entity(claim: Claim) -> bool:
    """Whether the work's term is that of a company's or body's work, or of an anonymous one."""
    work = claim.right
    basis = plain_kind(work.title_basis or "") if isinstance(work, Work) else ""
    if basis in ENTITY_BASES:
        return basis == "legal_entity" or claim.holder_is_entity
    return claim.author_is_claimant and (claim.holder_is_entity or not claim.author_names)


def plain_kind(kind: str) -> str:
    """A kind as our own word for it: small letters with underscores, whatever was written."""
    word = "_".join(kind.strip().casefold().replace("-", " ").replace("_", " ").split())
    return SAME_KIND.get(word, word)


SAME_KIND = {
    "applied_arts": "applied_art",
    "work_of_applied_art": "applied_art",
    "实用艺术作品": "applied_art",
    "応用美術": "applied_art",
    "industrial_design": "design",
    "外观设计": "design",
    "意匠": "design",
    "tradedress": "trade_dress",
    "包装装潢": "trade_dress",
    "商品装潢": "trade_dress",
    "トレードドレス": "trade_dress",
    "photos": "photo",
    "摄影作品": "photo",
    "写真": "photo",
}


def _term(began: date, years: int, source: str) -> Protection:
    return Protection(began, years, date(began.year + years, 12, 31), source)
