"""Aliases the program proposes: from the names, from confirmed cases, and from the crawl."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rjieba

from domain.aliases import AliasOrigin, AliasProposal, Frequency
from domain.rights import Mark, NameKind, RightSlug
from matcher.text.folding import fold, is_han
from matcher.text.frequency import frequencies
from matcher.text.shortening import short_forms

COMMONEST = 500
"""Titles in 10,000 of nobody's marks in which a proposal may stand; it is a word of its own."""

LEAST_BESIDE = {AliasOrigin.CASE: 2, AliasOrigin.CRAWL: 3}
"""Titles with other evidence of the mark in which a token must stand."""

OWN_SHARE = 0.5
"""Share of all its titles that must carry other evidence of the mark."""

OFTENER = 5
"""How much oftener than in the whole crawl a token must stand beside the mark."""

MOST_TOKENS = 20
SHORTEST, LONGEST = 2, 12
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Titles of listings that something else ties to a mark: a name, a picture, a person.

    Attributes:
        cases: Of what people found infringing.
        crawl: Of what the matcher suggests.
    """

    cases: tuple[str, ...] = ()
    crawl: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A proposal that has not been measured."""

    mark: RightSlug
    text: str
    kind: NameKind
    origin: AliasOrigin
    rule: str
    source: str
    beside: int = 0
    witnesses: int = 0


def propose(
    marks: Iterable[Mark], titles: Sequence[str], witnesses: Mapping[RightSlug, Witnesses]
) -> list[AliasProposal]:
    """Spellings that may stand for these marks, with their frequency in these titles.

    What is commoner than `COMMONEST` is left out, and so is a token that stands as often without
    the mark as with it. Nothing of it is looked for until a person approves it.

    Returns:
        By mark; within it by origin and rule, in the order of likelihood.
    """
    listed = sorted(marks, key=lambda mark: mark.slug)
    drafts = [draft for mark in listed for draft in _drafts(mark, witnesses.get(mark.slug))]
    texts = [draft.text for draft in drafts]
    # a crawl that asks for a mark is full of it: only the rest tells what is an ordinary word
    tied = {title for one in witnesses.values() for title in (*one.cases, *one.crawl)}
    elsewhere = frequencies(texts, (title for title in titles if title not in tied))
    measured = frequencies(texts, titles)
    kept: dict[tuple[RightSlug, str], AliasProposal] = {}
    for draft in drafts:
        found = measured[draft.text]
        if _rare(elsewhere[draft.text]) and _own(draft, found):
            kept.setdefault((draft.mark, fold(draft.text).chars), _proposal(draft, found))
    return list(kept.values())


def _drafts(mark: Mark, witnesses: Witnesses | None) -> Iterator[_Draft]:
    for form in short_forms(mark):
        yield _Draft(mark.slug, form.text, form.kind, AliasOrigin.NAME, form.rule, form.name)
    if witnesses:
        yield from _beside(mark, AliasOrigin.CASE, witnesses.cases)
        yield from _beside(mark, AliasOrigin.CRAWL, witnesses.crawl)


def _beside(mark: Mark, origin: AliasOrigin, titles: Sequence[str]) -> Iterator[_Draft]:
    """The tokens that stand most often in titles of the mark."""
    known = {fold(text).chars for text in (*(one.text for one in mark.names), *mark.goods_words)}
    counts, spelt = Counter[str](), dict[str, str]()
    for title in dict.fromkeys(titles):
        tokens = {fold(token).chars: token for token in _tokens(title)}
        counts.update(tokens.keys())
        spelt = tokens | spelt
    often = [one for one in counts.most_common() if one[1] >= LEAST_BESIDE[origin]]
    fresh = [(chars, count) for chars, count in often if not _part_of(chars, known)]
    for chars, count in fresh[: 5 * MOST_TOKENS]:
        source = f"{count} / {len(titles)}"
        yield _Draft(
            mark.slug,
            spelt[chars],
            NameKind.NICKNAME,
            origin,
            "beside",
            source,
            count,
            len(titles),
        )


def _tokens(title: str) -> Iterator[str]:
    """Words of a title: Latin ones, Chinese ones, and single characters that stand together."""
    yield from (word for word in LATIN_WORD.findall(title) if SHORTEST <= len(word) <= LONGEST)
    loose = ""
    for word in (*rjieba.cut(title.encode("utf-8", "ignore").decode("utf-8"), True), ""):
        chinese = bool(word) and all(map(is_han, word))
        if chinese and len(word) == 1:
            loose += word
            continue
        if SHORTEST <= len(loose) <= LONGEST:
            yield loose
        loose = ""
        if chinese and len(word) <= LONGEST:
            yield word


def _part_of(chars: str, known: Iterable[str]) -> bool:
    return len(chars) < SHORTEST or any(chars in one or one in chars for one in known if one)


def _rare(found: Frequency) -> bool:
    return found.of == 0 or 10_000 * found.titles <= COMMONEST * found.of


def _own(draft: _Draft, found: Frequency) -> bool:
    """Whether the token belongs to the mark rather than to everything that is sold."""
    if draft.rule != "beside":
        return True
    expected = found.titles * draft.witnesses / found.of if found.of else 0.0
    return draft.beside >= max(OWN_SHARE * found.titles, OFTENER * expected)


def _proposal(draft: _Draft, found: Frequency) -> AliasProposal:
    return AliasProposal(
        mark=draft.mark,
        text=draft.text,
        kind=draft.kind,
        origin=draft.origin,
        rule=draft.rule,
        source=draft.source,
        frequency=found,
        beside=draft.beside,
    )
