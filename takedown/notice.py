"""Notices: the letter to the channel, in Chinese, English and Japanese."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.cases import Case
from domain.languages import LANGUAGES
from domain.listings import Lane, Money
from domain.ownership import Exhibit
from domain.rights import Mark
from takedown.cells import printable
from takedown.draft import Draft
from takedown.papers.letter import Letter, Row, Table, write_letter
from takedown.parts import carried
from takedown.regimes import known_regimes
from takedown.statements import statements_of
from takedown.words import DECIDED, EXHIBITS, LISTING_HEADS, QUESTIONS, UNTOLD

SPOKEN = {"CN": "zh", "JP": "ja"}
"""The language whose shapes a platform's own texts take, by its country."""

SEALED = frozenset({"CN", "JP"})
"""Countries where a letter may bear a seal in place of a signature."""

SECTIONS = (
    "holder", "right", "listings", "laws", "proof", "limits", "request", "statements",
)  # fmt: skip
"""The sections of a letter, in its order; one that the notice does not carry has no number."""

EVIDENCE = ("price", "seen_at")
"""What a listing's line tells only where the notice carries evidence."""


@dataclass(frozen=True, slots=True)
class ListingLine:
    """A listing as letter and table tell it, in the page's words; what is None is not told."""

    number: int
    platform: str
    item_id: str | None
    url: str | None
    title: str | None
    shop: str | None
    price: str | None
    seen_at: str
    decided: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """An exhibit as a letter lists it."""

    number: int
    kind: str
    described: str
    dated: str | None
    sha256: str


def letters_of(draft: Draft) -> tuple[Letter, ...]:
    """The letters of this draft, Chinese first, with what its laws and its form take.

    Text from a listing is printed as it is on one line and never read as a template.

    Raises:
        jinja2.TemplateError: The letter asks for something the case does not have; nothing that
            is not filled in can leave.
    """
    return tuple(
        write_letter(
            "notice",
            language,
            _context(draft, language),
            {"listings": listing_table(draft, language)},
        )
        for language in LANGUAGES
    )


def listing_lines(draft: Draft, language: str) -> tuple[ListingLine, ...]:
    """The listings of this draft in its order, with what the pack lets a notice tell."""
    return tuple(
        _listing_line(draft, case, number, language) for number, case in enumerate(draft.cases, 1)
    )


def price_text(price: Money | None) -> str | None:
    """An amount with its currency; None where there is none."""
    return None if price is None else f"{price.amount:f} {price.currency}"


def holder_context(draft: Draft, language: str) -> dict[str, object]:
    """What every letter on this draft's right says of who writes, to whom, and of which right."""
    right = draft.right
    return {
        "addressee": getattr(draft.pack.addressee, language),
        "holder": draft.holder,
        "holder_name": holder_name(draft, language),
        "mark": right if isinstance(right, Mark) else None,
        "work": None if isinstance(right, Mark) else right,
    }


def statement_texts(draft: Draft, language: str) -> dict[str, str]:
    """What the signer of this notice stands by, by the statement's code."""
    return {
        one.code: getattr(one, language)
        for one in statements_of(draft.pack, draft.ground.right_kind, draft.regimes)
    }


def _context(draft: Draft, language: str) -> dict[str, object]:
    case, carries = draft.cases[0], carried(draft)
    return {
        **holder_context(draft, language),
        "carries": carries,
        "no": _numbers(carries, language),
        "sealed": draft.pack.country in SEALED,
        "request": known_regimes().request_in(draft.pack.country).in_language(language),
        "day": draft.day,
        "slug": draft.slug,
        "ground": draft.ground,
        "reason": getattr(draft.ground.reason, language, None),
        "laws": [getattr(law, language) for law in draft.ground.laws],
        "listings": listing_lines(draft, language),
        "exhibits": _exhibit_lines(case.exhibits, language),
        "gaps": [QUESTIONS[gap.question].in_language(language) for gap in case.proof.gaps],
        "statements": list(statement_texts(draft, language).values()),
        "by_hand": any(one.sighting.lane is Lane.MANUAL for one in draft.cases),
    }


def _numbers(carries: Collection[str], language: str) -> dict[str, str]:
    """The number of each section that the letter has."""
    kept = [one for one in SECTIONS if one != "proof" or "right_proof" in carries]
    counted = "12345678" if language == "en" else "一二三四五六七八"
    return dict(zip(kept, counted, strict=False))


def holder_name(draft: Draft, language: str) -> str:
    """The holder's names, that of this language first."""
    names = draft.holder.names
    own = [names[key] for key in sorted(names) if key != language and names[key].strip()]
    first = names.get(language, "").strip()
    return " / ".join([first, *own] if first else own)


def _listing_line(draft: Draft, case: Case, number: int, language: str) -> ListingLine:
    facts = case.sighting.facts
    return ListingLine(
        number=number,
        platform=getattr(draft.profile.names, language),
        item_id=facts.item_id,
        url=facts.url,
        title=facts.title,
        shop=facts.seller if "shop" in draft.pack.columns else None,
        price=price_text(facts.price),
        seen_at=case.sighting.seen_at.strftime("%Y-%m-%d %H:%M UTC"),
        decided=DECIDED[case.decision.reason].in_language(language)
        if case.decision.reason in DECIDED
        else case.decision.reason.value,
        by_hand=case.sighting.lane is Lane.MANUAL,
    )


def listing_table(draft: Draft, language: str) -> Table:
    """The listings with a line for each, and its link below over the whole width."""
    columns = _columns(draft)
    widths = {"number": 0, "item_id": 4, "title": 7, "shop": 4, "price": 3, "seen_at": 4}
    untold = UNTOLD.in_language(language)
    rows = []
    for line in listing_lines(draft, language):
        values = {name: getattr(line, name) for name in columns}
        cells = tuple(untold if one is None else printable(str(one)) for one in values.values())
        hand = f"（{LISTING_HEADS['by_hand'].in_language(language)}）" if line.by_hand else ""
        below = f"{printable(line.url or untold, None)}　{printable(line.decided)}{hand}"
        rows.append(Row(cells, below))
    return Table(
        heads=tuple(LISTING_HEADS[name].in_language(language) for name in columns),
        widths=tuple(widths[name] for name in columns),
        rows=tuple(rows),
        language=SPOKEN.get(draft.profile.country or "", "en"),
    )


def _columns(draft: Draft) -> list[str]:
    """What a line tells: the shop where the channel takes it, price and time with the evidence."""
    untold = set() if "shop" in draft.pack.columns else {"shop"}
    if "prima_facie_evidence" not in carried(draft):
        untold.update(EVIDENCE)
    wanted = ("number", "item_id", "title", "shop", "price", "seen_at")
    return [one for one in wanted if one not in untold]


def _exhibit_lines(exhibits: tuple[Exhibit, ...], language: str) -> tuple[ExhibitLine, ...]:
    return tuple(
        ExhibitLine(
            number=number,
            kind=EXHIBITS[one.kind].in_language(language),
            described=printable(one.described),
            dated=None if one.dated is None else one.dated.isoformat(),
            sha256=one.sha256,
        )
        for number, one in enumerate(exhibits, 1)
    )
