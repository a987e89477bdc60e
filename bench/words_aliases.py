"""Short forms against real aliases: what approving proposals by frequency alone brings.

The aliases are those by which a working site knows the evasive titles of its suppliers. Here a
proposal counts as approved by a rule that sees no alias and no positive title: it follows from a
registered name (the crawl and cases propose nothing here), it stands in at most `SEEN_IN` titles
of the tuning half of the background and in at most `ASKED_IN` of 46,761 real queries, it has
`LEAST_LATIN` letters or is Chinese, it is no word of a dictionary, and no two marks share it ("the
house of G" they may). Recall is over all positive titles, false findings are over the other half
of the background, both from the review band on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from config.load import ROOT
from domain.candidates import Band
from domain.rights import NameKind
from matcher.text.compare import read_marks, recurring
from matcher.text.folding import fold, is_han
from matcher.text.frequency import frequencies
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Mention, SoughtName
from matcher.text.mentions import MentionFinder
from matcher.text.shortening import ShortForm, short_forms_of
from matcher.text.vendored import english_words
from matcher.text.wording import ordinary

DATA = ROOT.parent / "shared" / "data" / "text"
SEEN_IN, ASKED_IN = 0, 2
LEAST_LATIN = 4
MOST_WORDS = 4
SIGNS = re.compile(r"[\W_\u3400-\u9fff]+")


class Alias(NamedTuple):
    """A positive title: the mark it means, and where its alias stands."""

    title: str
    mark: str
    start: int
    end: int
    kind: str


class Found(NamedTuple):
    """What a set of names finds: shares by kind of alias, and false findings per 10,000."""

    recall: dict[str, float]
    false: float


def main() -> None:
    """Print recall and false findings of the registered names, and of these with short forms."""
    if not DATA.is_dir():
        print("aliases: left out, text data is not beside the repository")
        return
    marks = list(read_marks(_lines("marks_wild.jsonl"), "marks_wild.jsonl"))
    tuning, rest = halves(unmarked(_texts("negatives_background.jsonl"), marks))
    approved = with_short_forms(marks, tuning, _texts("negatives_queries.jsonl"))
    names = sum(len(mark.names) for mark in approved) - sum(len(mark.names) for mark in marks)
    print(f"\n## Aliases ({names} short forms approved; {len(rest)} background titles)")
    print("| | all | not partial | false per 10,000 |\n|---|---|---|---|")
    for label, sought in (("registered names", marks), ("with short forms", approved)):
        found = measured(sought, tuning, rest)
        shares = found.recall
        print(f"| {label} | {shares['all']:.3f} | {shares['other']:.3f} | {found.false:.1f} |")
    kinds = {kind: share for kind, share in shares.items() if kind not in ("all", "other")}
    print("  ".join(f"{kind} {share:.2f}" for kind, share in sorted(kinds.items())))


def with_short_forms(
    marks: Sequence[SoughtMark], titles: Sequence[str], queries: Sequence[str] = ()
) -> list[SoughtMark]:
    """The marks with every short form that the rule approves on these titles and queries."""
    proposed = {mark.slug: short_forms_of([name.text for name in mark.names]) for mark in marks}
    forms = [form for found in proposed.values() for form in found]
    shared = Counter(fold(form.text).chars for form in forms)
    seen = frequencies((form.text for form in forms), titles)
    asked = frequencies((form.text for form in forms), queries)
    return [
        replace(
            mark,
            names=mark.names
            + tuple(
                SoughtName(form.text, form.kind)
                for form in proposed[mark.slug]
                if seen[form.text].titles <= SEEN_IN
                and asked[form.text].titles <= ASKED_IN
                and telling(form, marks=shared[fold(form.text).chars])
            ),
        )
        for mark in marks
    ]


def telling(form: ShortForm, *, marks: int) -> bool:
    """Whether a short form is of one mark alone, long enough, and no word of a dictionary."""
    chars = fold(form.text).chars
    if form.kind is NameKind.NICKNAME:
        return True
    if marks > 1:
        return False
    if any(map(is_han, chars)):
        return not ordinary(chars)
    return len(chars) >= LEAST_LATIN and chars not in english_words()


def measured(
    marks: Iterable[SoughtMark], tuning: Sequence[str], background: Sequence[str]
) -> Found:
    """What a search for these marks finds from the review band on.

    Words that recur in the tuning half are learned from it, as they are from a crawl.
    """
    finder = MentionFinder(marks)
    finder.learn(recurring(finder, tuning))
    total, right = Counter[str](), Counter[str]()
    for alias in _aliases():
        found = any(_is_of(alias, one) for one in _shown(finder, alias.title))
        for kind in ("all", alias.kind, *(("other",) if alias.kind != "W_partial" else ())):
            total[kind] += 1
            right[kind] += found
    false = sum(any(True for _ in _shown(finder, title)) for title in background)
    return Found(
        {kind: right[kind] / total[kind] for kind in total}, 1e4 * false / len(background)
    )


def unmarked(titles: Iterable[str], marks: Iterable[SoughtMark]) -> list[str]:
    """The titles that name none of these marks in letters, whatever signs stand between them."""
    names = {fold(name.text).chars for mark in marks for name in mark.names} - {""}
    latin = {name for name in names if name.isascii()}
    return [
        title
        for title in titles
        if latin.isdisjoint(_runs(title))
        and not any(name in fold(title).chars for name in names - latin)
    ]


def halves(titles: Iterable[str]) -> tuple[list[str], list[str]]:
    """The titles whose digest is even, to tune on, and the others, to report on."""
    parts: tuple[list[str], list[str]] = ([], [])
    for title in titles:
        parts[hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()[0] % 2].append(title)
    return parts


def _runs(title: str) -> Iterator[str]:
    """Words, and neighbouring ones joined whatever stands between, also without a plural's s."""
    words = [word for one in SIGNS.split(title) if (word := fold(one).chars)]
    joined = [word for one in re.split(r"[\s\u3400-\u9fff]+", title) if (word := fold(one).chars)]
    for parts in (words, joined):
        for at in range(len(parts)):
            for count in range(1, MOST_WORDS + 1):
                run = "".join(parts[at : at + count])
                yield run
                yield run.removesuffix("s")


def _shown(finder: MentionFinder, title: str) -> Iterator[Mention]:
    return (one for one in finder.find(title) if one.band is not Band.LOG)


def _is_of(alias: Alias, mention: Mention) -> bool:
    overlaps = mention.start < alias.end and alias.start < mention.end
    return mention.mark == alias.mark and overlaps


def _aliases() -> Iterator[Alias]:
    for line in _lines("positives_wild.jsonl"):
        row = json.loads(line)
        start, end = row["span"]
        yield Alias(row["title"], row["mark"], start, end, row["cls"])


def _texts(name: str) -> list[str]:
    return [json.loads(line)["title"] for line in _lines(name)]


def _lines(name: str) -> list[str]:
    return Path(DATA / name).read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
