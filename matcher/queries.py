"""Searches beyond the registered names: short forms, code words, and the likeliest disguises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.aliases import Alias
from domain.queries import Query, Tier
from domain.rights import Mark, MarkName, NameKind, RightSlug, Script
from matcher.text.folding import fold
from matcher.text.frequency import frequencies
from matcher.text.readings import first_readings, spelt_readings
from matcher.text.vendored import rank, shapes

CODE_WORDS: Mapping[Script, tuple[str, ...]] = {
    Script.CHINESE: ("高仿", "复刻", "原单"),
    Script.LATIN: ("replica",),
    Script.KANA: ("コピー",),
}
"""What sellers of imitations write beside a name, by the script of the name."""

HOMOPHONES, SHAPES = 5, 3
COMMON = 3500
"""Characters by frequency that sellers can be expected to type."""


def expanded(
    marks: Iterable[Mark],
    aliases: Mapping[RightSlug, Sequence[Alias]],
    titles: Sequence[str],
) -> tuple[Query, ...]:
    """Searches of the second tier and on, by tier; disguises by how many titles they stand in.

    Separators, fonts and look-alike letters need no search of their own: what a marketplace
    searches is mostly folded by itself.
    """
    listed = sorted(marks, key=lambda mark: mark.slug)
    found = [
        Query(alias.proposal.text, Tier.ALIASES)
        for mark in listed
        for alias in aliases.get(mark.slug, ())
    ]
    found += [Query(text, Tier.CODE_WORDS) for mark in listed for text in _with_code_words(mark)]
    found += [Query(text, Tier.DISGUISES) for text in _disguises(listed, titles)]
    found += [Query(text, Tier.GOODS) for mark in listed for text in _goods(mark)]
    return tuple(dict.fromkeys(found))


def _with_code_words(mark: Mark) -> Iterator[str]:
    for name in _registered(mark):
        yield from (f"{name.text} {word}" for word in CODE_WORDS[name.script])


def _goods(mark: Mark) -> Iterator[str]:
    for word in mark.goods_words:
        script = Script.LATIN if word.isascii() else Script.CHINESE
        yield from (f"{word} {code}" for code in CODE_WORDS[script][:1])


def _disguises(marks: Iterable[Mark], titles: Sequence[str]) -> Iterator[str]:
    names = [
        fold(name.text).chars
        for mark in marks
        for name in _registered(mark)
        if name.script is Script.CHINESE
    ]
    variants = {name: (_homophones(name), _shapes(name)) for name in dict.fromkeys(names)}
    texts = [text for pair in variants.values() for some in pair for text in some]
    seen = frequencies(texts, titles)
    for name, (sounds, looks) in variants.items():
        yield from spelt_readings(name)
        for some, most in ((sounds, HOMOPHONES), (looks, SHAPES)):
            yield from sorted(some, key=lambda text: (-seen[text].titles, _rarity(text)))[:most]


def _homophones(name: str) -> list[str]:
    return [
        name[:at] + other + name[at + 1 :]
        for at, char in enumerate(name)
        for other in _read_alike(char)
    ]


def _read_alike(char: str) -> list[str]:
    reading = first_readings().get(ord(char))
    if reading is None:
        return []
    alike = (chr(code) for code, sound in first_readings().items() if sound == reading)
    return [other for other in alike if other != char and rank(other) < COMMON]


def _shapes(name: str) -> list[str]:
    return [
        name[:at] + other + name[at + 1 :]
        for at, char in enumerate(name)
        for other in sorted(shapes().get(char, ()))
        if rank(other) < COMMON
    ]


def _rarity(text: str) -> tuple[int, str]:
    return sum(map(rank, text)), text


def _registered(mark: Mark) -> list[MarkName]:
    return [name for name in mark.names if name.kind is NameKind.REGISTERED]
