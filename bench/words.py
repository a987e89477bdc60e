"""Marks in titles against every named peer in the same run: `python -m bench.words`.

Recall and false findings are over the titles whose digest is odd. What recurs is
learned from the same titles, as the command does. Times are CPU time of this process over
Chinese titles, to be read as ratios.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bench.timing import cpu_seconds
from bench.words_aliases import DATA, halves
from bench.words_peers import peers
from domain.candidates import Band
from matcher.text.compare import read_marks, recurring
from matcher.text.lexicon import SoughtMark
from matcher.text.mentions import MentionFinder

TIMED = 60
CHINESE = re.compile("[\u3400-\u9fff]")

Way = Callable[[str], set[str]]
"""Which marks a title is said to name."""
Row = Mapping[str, str]


def main() -> None:
    """Print recall by class, false findings and speed of ours and of each peer."""
    if not DATA.is_dir():
        print("words: left out, text data is not beside the repository")
        return
    lines = (DATA / "marks.jsonl").read_text(encoding="utf-8").splitlines()
    marks = list(read_marks(lines, "marks.jsonl"))
    names = [(str(mark.slug), name.text) for mark in marks for name in mark.names]
    evasive, plain, hard = (
        _rows(name) for name in ("positives_evasive", "positives_plain", "negatives_hard")
    )
    background = _background()
    titles = [row["title"] for row in (*evasive, *plain, *hard, *background)]
    ways = {"ours": _ours(marks, titles), **peers(names)}
    timed = [row["title"] for row in background if CHINESE.search(row["title"])][:TIMED]
    print(f"## Words ({len(evasive)} evasive, {len(plain)} plain, {len(background)} background)")
    print("| | evasive | macro | plain | word | compatible | substring | false | titles/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    classes = {label: _by_class(way, evasive) for label, way in ways.items()}
    for label, way in ways.items():
        kinds, wrong = classes[label], _by_class(way, hard)
        false = 1e4 * sum(bool(way(row["title"])) for row in background) / len(background)
        shares = [_recall(way, evasive), sum(kinds.values()) / len(kinds), _recall(way, plain)]
        shares += [wrong[kind] for kind in ("N_word", "N_compat", "N_substr")]
        speed = len(timed) / cpu_seconds(partial(_each, way, timed))
        told = " | ".join(f"{share:.3f}" for share in shares)
        print(f"| {label} | {told} | {false:.1f} | {speed:,.0f} |", flush=True)
    print("\n| class | " + " | ".join(ways) + " |\n|---" + "|---" * len(ways) + "|")
    for kind in sorted(classes["ours"]):
        print(f"| {kind} | " + " | ".join(f"{one[kind]:.2f}" for one in classes.values()) + " |")


def _ours(marks: Sequence[SoughtMark], titles: Sequence[str]) -> Way:
    finder = MentionFinder(marks)
    finder.learn(recurring(finder, titles))
    return lambda title: {one.mark for one in finder.find(title) if one.band is Band.SUGGEST}


def _each(way: Way, titles: Sequence[str]) -> None:
    for title in titles:
        way(title)


def _recall(way: Way, rows: Sequence[Row]) -> float:
    return sum(row["mark"] in way(row["title"]) for row in rows) / len(rows)


def _by_class(way: Way, rows: Sequence[Row]) -> dict[str, float]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row["cls"]].append(row)
    return {kind: _recall(way, of_kind) for kind, of_kind in kinds.items()}


def _background() -> list[Row]:
    told = json.loads((DATA / "background_natural_evasions.json").read_text(encoding="utf-8"))
    evasive = {row["title"] for row in told}
    return [row for row in _rows("negatives_background") if row["title"] not in evasive]


def _rows(name: str) -> list[Row]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines]
    odd = set(halves(row["title"] for row in rows)[1])
    return [row for row in rows if row["title"] in odd]


if __name__ == "__main__":
    main()
