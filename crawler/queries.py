"""What a platform is asked for: the words under which copies of our goods are offered."""

from __future__ import annotations

from collections.abc import Iterator

from config.profiles import PlatformProfile
from domain.rights import MarkName, NameKind, Portfolio, Script

SCRIPTS_BY_COUNTRY = {
    "CN": (Script.CHINESE, Script.LATIN, Script.KANA),
    "JP": (Script.KANA, Script.CHINESE, Script.LATIN),
}
"""Which script a platform's sellers write first; elsewhere the Latin one."""

ELSEWHERE = (Script.LATIN, Script.CHINESE, Script.KANA)

KINDS = (NameKind.REGISTERED, NameKind.TRANSLITERATION, NameKind.SHORT, NameKind.NICKNAME)


def search_terms(rights: Portfolio, profile: PlatformProfile, limit: int) -> tuple[str, ...]:
    """The search words for this platform, most telling first, each once, at most `limit`.

    Registered names in all scripts come first, then transliterations, short names and nicknames,
    then the titles of works, then the goods words of holders who own works: a copied picture is
    often offered under no name at all.
    """
    terms: dict[str, str] = {}
    for text in (*_names(rights, profile), *_words_of_works(rights)):
        words = " ".join(text.split())
        if words:
            terms.setdefault(words.casefold(), words)
    return tuple(terms.values())[: max(limit, 0)]


def _names(rights: Portfolio, profile: PlatformProfile) -> Iterator[str]:
    scripts = SCRIPTS_BY_COUNTRY.get(profile.country or "", ELSEWHERE)
    names = [
        name for mark in sorted(rights.marks, key=lambda one: one.slug) for name in mark.names
    ]

    def order(name: MarkName) -> tuple[int, int]:
        return KINDS.index(name.kind), scripts.index(name.script)

    yield from (name.text for name in sorted(names, key=order))


def _words_of_works(rights: Portfolio) -> Iterator[str]:
    works = sorted(rights.works, key=lambda one: one.slug)
    yield from (work.title for work in works)
    holders = {work.holder for work in works}
    for mark in sorted(rights.marks, key=lambda one: one.slug):
        if mark.holder in holders:
            yield from mark.goods_words
