"""Notices: the letter to the channel, in Chinese and English, as text and as a page to print."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from domain.cases import Case
from domain.listings import Lane, Money
from domain.ownership import Exhibit
from domain.rights import Mark
from takedown.cells import printable
from takedown.draft import Draft
from takedown.statements import statements_of
from takedown.words import DECIDED, EXHIBITS, QUESTIONS

LETTER_LANGUAGES = ("zh", "en")
TITLES = {"zh": "知识产权侵权通知书", "en": "Notice of infringement"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: plain text with `#` headings, and the same words as one page of HTML."""

    language: str
    text: str
    html: str


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


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a letter: heading, item or paragraph."""

    tag: str
    text: str


def letters_of(draft: Draft) -> tuple[Letter, ...]:
    """The letters of this draft, Chinese first.

    Text from a listing is printed as it is on one line and never read as a template.

    Raises:
        jinja2.TemplateError: The letter asks for something the case does not have; nothing that
            is not filled in can leave.
    """
    return tuple(_letter(draft, language) for language in LETTER_LANGUAGES)


def listing_lines(draft: Draft, language: str) -> tuple[ListingLine, ...]:
    """The listings of this draft in its order, with what the pack lets a notice tell."""
    return tuple(
        _listing_line(draft, case, number, language) for number, case in enumerate(draft.cases, 1)
    )


def price_text(price: Money | None) -> str | None:
    """An amount with its currency; None where there is none."""
    return None if price is None else f"{price.amount:f} {price.currency}"


def _letter(draft: Draft, language: str) -> Letter:
    text = _environment().get_template(f"notice.{language}.txt").render(_context(draft, language))
    page = _environment().get_template("letter.html")
    html = page.render(
        language=language, title=TITLES[language], blocks=tuple(_blocks(text)), slug=draft.slug
    )
    return Letter(language, text, html)


def _context(draft: Draft, language: str) -> dict[str, object]:
    case, right = draft.cases[0], draft.right
    return {
        "addressee": getattr(draft.pack.addressee, language),
        "day": draft.day.isoformat(),
        "slug": draft.slug,
        "holder": draft.holder,
        "holder_name": _holder_name(draft, language),
        "mark": right if isinstance(right, Mark) else None,
        "work": None if isinstance(right, Mark) else right,
        "ground": draft.ground,
        "reason": getattr(draft.ground.reason, language, None),
        "laws": [getattr(law, language) for law in draft.ground.laws],
        "listings": listing_lines(draft, language),
        "exhibits": _exhibit_lines(case.exhibits, language),
        "gaps": [QUESTIONS[gap.question].in_language(language) for gap in case.proof.gaps],
        "statements": [
            getattr(one, language)
            for one in statements_of(draft.pack, draft.ground.right_kind, draft.regimes)
        ],
        "by_hand": any(one.sighting.lane is Lane.MANUAL for one in draft.cases),
    }


def _holder_name(draft: Draft, language: str) -> str:
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


def _blocks(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        tag = {"#": "h1", "##": "h2", "-": "li"}.get(mark)
        if tag:
            yield Block(tag, rest)
        elif line.strip():
            yield Block("p", line.strip())


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("takedown", "templates"),
        autoescape=jinja2.select_autoescape(("html",), default=False),
        undefined=jinja2.StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = printable
    return environment


def _final(value: object) -> object:
    """Whatever goes into a letter: never nothing, and always on one line."""
    if value is None:
        raise jinja2.UndefinedError("A value that is not known was to be printed.")
    return printable(value, None) if isinstance(value, str) else value
