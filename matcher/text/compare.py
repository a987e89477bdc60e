"""Marks beside titles, without a database: what `jianzhen compare text` works with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from domain.candidates import Band
from domain.errors import InputError
from domain.rights import NameKind, RightSlug
from matcher.text.folding import fold
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Channel, Mention, SoughtName
from matcher.text.mentions import MentionFinder
from matcher.text.scoring import by_chance

RECURRING = 3
"""Titles of one file in which a word stands that is no slip."""

MEANT = frozenset((Channel.ROMANISED, Channel.SKELETON))
"""Ways of writing a name that many sellers share and that are no slip of the hand."""

KINDS: Mapping[str, NameKind] = {
    "latin": NameKind.REGISTERED,
    "zh": NameKind.REGISTERED,
    "kana": NameKind.TRANSLITERATION,
    "nick": NameKind.NICKNAME,
}
"""The fields of a mark's line that hold names, and of which kind."""

Line = dict[str, object]


def compare_text(marks: Path, titles: Path, out: Path) -> int:
    """Write a line for each title and mark that reach the review band, and count them.

    The lines are in the order of the titles, then of the marks. What cannot be read leaves no
    half-written file behind.

    Raises:
        InputError: A file cannot be read or written, or a line is not what it should be.
    """
    finder = MentionFinder(read_marks(_lines(marks), str(marks)))
    finder.learn(recurring(finder, read_titles(_lines(titles), str(titles))))
    part = out.with_name(out.name + ".part")
    count = 0
    try:
        # a lone surrogate is written as its escape, which JSON reads back
        with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for place, title in enumerate(read_titles(_lines(titles), str(titles))):
                for mention in best_by_mark(finder.find(title)):
                    file.write(json.dumps(_told(place, mention), ensure_ascii=False) + "\n")
                    count += 1
        part.replace(out)
    except OSError as exc:
        raise InputError(f"cannot be written ({exc.strerror}).", where=str(out)) from exc
    finally:
        part.unlink(missing_ok=True)
    return count


def nameless(marks: Path) -> list[RightSlug]:
    """The marks of a file that no title can hold: they have no name of a letter or a digit.

    Raises:
        InputError: The file cannot be read, or a line is not what it should be.
    """
    return [
        mark.slug
        for mark in read_marks(_lines(marks), str(marks))
        if not any(fold(name.text).chars.strip() for name in mark.names)
    ]


def recurring(finder: MentionFinder, titles: Iterable[str]) -> dict[str, int]:
    """Folded words that might be a slip of a name, but stand in too many titles for that.

    A seller who misspells a mark does so in a title or two; a word that comes again and again is
    another word of the trade: put up for review, or if it is common only logged. Disguises that
    nobody writes by chance (signs, digits, parted or split characters, look-alike letters, a name
    spelt as it is read) are not counted, however often they are written.
    """
    counts: Counter[str] = Counter()
    for title in titles:
        words = {(one.channel, fold(one.text).chars) for one in finder.find(title)}
        slips = {
            word for channel, word in words if channel not in MEANT and by_chance(channel, word)
        }
        counts.update(slips)
    return {word: count for word, count in counts.items() if count >= RECURRING}


def read_titles(lines: Iterable[str], where: str) -> Iterator[str]:
    """The titles of a file with one JSON record a line.

    Raises:
        InputError: A line is no record or has no title.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            title = _record(line, f"{where}, line {number}").get("title")
            if not isinstance(title, str):
                raise InputError(
                    "has no title.", where=f"{where}, line {number}", mend='Write {"title": …}.'
                )
            yield title


def best_by_mark(mentions: Iterable[Mention]) -> list[Mention]:
    """The surest mention of each mark that reaches the review band, by mark."""
    best: dict[RightSlug, Mention] = {}
    for mention in mentions:
        known = best.get(mention.mark)
        if mention.band is not Band.LOG and (known is None or mention.score > known.score):
            best[mention.mark] = mention
    return [best[mark] for mark in sorted(best)]


def read_marks(lines: Iterable[str], where: str) -> Iterator[SoughtMark]:
    """The marks of a file with one JSON record a line: id, latin, zh, kana, nick, nice.

    Raises:
        InputError: A line is no record, has no id, or has names that are no texts.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _mark(_record(line, f"{where}, line {number}"), f"{where}, line {number}")


def _mark(record: Line, where: str) -> SoughtMark:
    slug = record.get("id")
    if not isinstance(slug, str) or not slug:
        raise InputError("has no id.", where=where, mend='Write {"id": "…", "latin": […]}.')
    names = [
        SoughtName(name, kind)
        for field, kind in KINDS.items()
        for name in _texts(record.get(field), f"{where}, {field}")
    ]
    nice = record.get("nice")
    classes = nice if isinstance(nice, list) else [nice]
    known = tuple(one for one in classes if isinstance(one, int))
    return SoughtMark(RightSlug(slug), tuple(names), known)


def _texts(value: object, where: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError("is not a list of texts.", where=where)
    return cast("list[str]", value)


def _record(line: str, where: str) -> Line:
    try:
        record = json.loads(line)
    except ValueError as exc:
        raise InputError(f"is not JSON: {exc}.", where=where) from exc
    except RecursionError as exc:
        raise InputError("is nested too deeply.", where=where) from exc
    if not isinstance(record, dict):
        raise InputError("is no JSON record.", where=where)
    return record


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
            yield from file
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc


def _told(place: int, mention: Mention) -> Line:
    return {
        "i": place,
        "mark": mention.mark,
        "score": mention.score,
        "band": mention.band.value,
        "channel": mention.channel.value,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "context": mention.context.value,
    }
