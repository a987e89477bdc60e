"""Prints and mentions against named peers in the same run: `python -m bench.match`.

Reads real titles and pictures beside the repository, and says so where they are not there. Times
are CPU time of this process, to be read as ratios. Thresholds and word lists of the matcher were
chosen on the titles whose digest is even; recall and false findings are those of the others.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple

from rapidfuzz import fuzz

from bench.match_pictures import PICTURES, pictures
from bench.timing import cpu_seconds
from config.load import ROOT, load_settings
from domain.candidates import Band
from domain.listings import Lane, ListingFacts, ListingKey, PageState, PlatformSlug, Sighting
from domain.rights import HolderSlug, Mark, MarkKind, MarkName, Portfolio, RightSlug, Script
from matcher.features import Rights, rights_in_force
from matcher.pairs import weigh
from matcher.reference import ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import Scorecard, read_scorecard
from matcher.text.lexicon import sought_mark
from matcher.text.mentions import MentionFinder

SHARED = ROOT.parent / "shared"
TITLES = SHARED / "data" / "text"
DAY = date(2026, 11, 23)
CARD = read_scorecard(load_settings({}).match.scorecard, SIGNALS)

Finder = Callable[[str], set[str]]
"""Which marks a title mentions."""


class Row(NamedTuple):
    """A labelled title; `mark` is empty for background."""

    title: str
    mark: str
    kind: str


def main() -> None:
    """Print every section, or why it is left out."""
    for section, needed in ((words, TITLES), (speed, TITLES), (pictures, PICTURES)):
        if needed.is_dir():
            section()
        else:
            print(f"{section.__name__}: left out, {needed.name} data is not beside the repository")


def words() -> None:
    """Recall and false findings of ours and of three peers."""
    marks = read_marks()
    ways = {"ours, suggest": _ours(marks, (Band.SUGGEST,))}
    ways["ours, + review"] = _ours(marks, (Band.SUGGEST, Band.REVIEW))
    ways |= _peers(marks)
    sets = {
        "plain": _rows("positives_plain"),
        "evasive": _rows("positives_evasive"),
        "hard": _rows("negatives_hard"),
    }
    background = _background()
    print("\n## Words (held-out half; recall, share of hard negatives found, false per 10,000)")
    print("| | plain | evasive | N_substr | N_compat | N_word | background |")
    for name, find in ways.items():
        plain, evasive = (_share(find, sets[key]) for key in ("plain", "evasive"))
        hard = _by_kind(find, sets["hard"])
        false = sum(bool(find(row.title)) for row in background) / len(background) * 10_000
        told = " | ".join(f"{hard[kind]:.3f}" for kind in ("N_substr", "N_compat", "N_word"))
        print(f"| {name} | {plain:.3f} | {evasive:.3f} | {told} | {false:.1f} |")
    classes = [_by_kind(find, sets["evasive"]) for find in ways.values()]
    print("\n| evasive class | " + " | ".join(ways) + " |")
    for kind in sorted(classes[0]):
        print(f"| {kind} | " + " | ".join(f"{one[kind]:.2f}" for one in classes) + " |")


def speed() -> None:
    """Titles a second against a loop of partial_ratio, for a small and a large portfolio."""
    titles = [row.title for row in _background()[:400]]
    print("\n## Titles a second (CPU)")
    for marks in (read_marks(), [*read_marks(), *_more_marks(945)]):
        names = [name.text.casefold() for mark in marks for name in mark.names]
        finder = MentionFinder(map(sought_mark, marks))
        few = titles[:40]
        ours = len(titles) / cpu_seconds(partial(_find_all, finder, titles))
        loop = len(few) / cpu_seconds(partial(_partial, few, names))
        print(
            f"{len(marks)} marks: ours {ours:,.0f}, partial_ratio loop {loop:,.0f}, "
            f"ratio {ours / loop:.2f}"
        )


def _find_all(finder: MentionFinder, titles: Sequence[str]) -> None:
    for title in titles:
        finder.find(title)


def read_marks() -> list[Mark]:
    """The portfolio of the labelled titles."""
    return [
        _mark(row["id"], (*row["latin"], *row["zh"], *row["kana"])) for row in _json_lines("marks")
    ]


def _mark(slug: str, names: Iterable[str]) -> Mark:
    spelt = tuple(MarkName(name, Script.LATIN) for name in names)
    return Mark(
        RightSlug(slug),
        HolderSlug("bench"),
        MarkKind.WORD,
        spelt,
        "1",
        "CN",
        ("CN",),
        (25,),
        None,
        date(2030, 1, 1),
    )


def _more_marks(count: int) -> list[Mark]:
    lines = (TITLES / "resources" / "brands_jd.txt").read_text(encoding="utf-8").splitlines()
    chance = random.Random(1)  # noqa: S311 - a seeded sample, no secret
    names = [[part for part in re.split(r"[()（）]", line) if part.strip()] for line in lines]
    usable = [parts for parts in names if parts and len(parts[0]) > 1]
    return [
        _mark(f"jd-{place}", parts) for place, parts in enumerate(chance.sample(usable, count))
    ]


def _ours(marks: Sequence[Mark], bands: tuple[Band, ...]) -> Finder:
    rights = rights_in_force(Portfolio(marks=tuple(marks)), ReferenceIndex(), DAY)
    return lambda title: _weighed(title, rights, CARD, bands)


def _weighed(title: str, rights: Rights, card: Scorecard, bands: tuple[Band, ...]) -> set[str]:
    platform = PlatformSlug("bench")
    facts = ListingFacts(platform=platform, site="cn", item_id="1", title=title)
    key = ListingKey(platform, "cn", "1")
    seen = datetime(2026, 11, 23, tzinfo=UTC)
    sighting = Sighting(key, facts, seen, Lane.MANUAL, PageState.OK)
    return {right for right, score in weigh(sighting, {}, rights, card) if score.band in bands}


def _peers(marks: Sequence[Mark]) -> dict[str, Finder]:
    names = [(mark.slug, name.text.casefold()) for mark in marks for name in mark.names]
    patterns = [
        (slug, re.compile(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", re.IGNORECASE))
        for slug, name in names
    ]
    return {
        "regex word boundary": lambda title: {s for s, one in patterns if one.search(title)},
        "partial_ratio >= 85": lambda title: _scored(fuzz.partial_ratio, title, names, 85),
        "token_set_ratio >= 90": lambda title: _scored(fuzz.token_set_ratio, title, names, 90),
    }


def _scored(
    scorer: Callable[..., float], title: str, names: Sequence[tuple[str, str]], least: float
) -> set[str]:
    low = title.casefold()
    return {slug for slug, name in names if scorer(name, low, score_cutoff=least) >= least}


def _partial(titles: Sequence[str], names: Sequence[str]) -> None:
    for title in titles:
        low = title.casefold()
        for name in names:
            fuzz.partial_ratio(name, low, score_cutoff=85)


def _rows(name: str) -> list[Row]:
    rows = [Row(row["title"], row["mark"], row["cls"]) for row in _json_lines(name)]
    return [row for row in rows if _held_out(row)]


def _background() -> list[Row]:
    found = json.loads((TITLES / "background_natural_evasions.json").read_text(encoding="utf-8"))
    evasive = {row["title"] for row in found}
    rows = [Row(row["title"], "", "") for row in _json_lines("negatives_background")]
    # every second one of the half, for the sake of the slow peers
    return [row for row in rows if row.title not in evasive and _held_out(row)][::2]


def _json_lines(name: str) -> list[dict[str, str]]:
    lines = (TITLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _held_out(row: Row) -> bool:
    mark = row.mark or "None"
    return hashlib.sha256((row.title + mark).encode()).digest()[0] % 2 == 1


def _share(find: Finder, rows: Sequence[Row]) -> float:
    return sum(row.mark in find(row.title) for row in rows) / len(rows)


def _by_kind(find: Finder, rows: Sequence[Row]) -> dict[str, float]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    return {kind: _share(find, of_kind) for kind, of_kind in kinds.items()}


if __name__ == "__main__":
    main()
