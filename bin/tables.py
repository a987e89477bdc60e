"""Rebuilds matcher/text/tables from their published sources: `python -m bin.tables FOLDER`.

The folder holds the files named in `SOURCES`, as their makers publish them. What is written is
sorted and plain, so that a change of a source shows as a change of lines.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "matcher" / "text" / "tables"

SOURCES = {
    "confusables.txt": "https://www.unicode.org/Public/security/latest/confusables.txt",
    "similar.txt": "https://github.com/contr4l/SimilarCharacter (形近字语料库.txt)",
    "similar-cv2.txt": "https://github.com/contr4l/SimilarCharacter (形近字语料库（CV2）.txt)",
    "same_stroke.txt": "https://github.com/shibing624/pycorrector (data/same_stroke.txt)",
    "chaizi-jt.txt": "https://github.com/kfcd/chaizi (chaizi-jt.txt)",
    "words.txt": "SCOWL, size 50 (american-english-small)",
    "dict.txt": "https://github.com/fxsjy/jieba (dict.txt)",
}
COMMON = 6000
"""Characters whose order of frequency is kept; the rest are rare alike."""


def main(folder: Path) -> None:
    """Write every table anew."""
    missing = [name for name in SOURCES if not (folder / name).is_file()]
    if missing:
        sys.exit(f"{missing[0]} is not in {folder}; get it from {SOURCES[missing[0]]}")
    lines = {name: _lines(folder / name) for name in SOURCES}
    _write("lookalikes.tsv", _lookalikes(lines["confusables.txt"]))
    similar = lines["similar.txt"] + lines["similar-cv2.txt"]
    _write("shapes.tsv", _shapes(similar, lines["same_stroke.txt"]))
    _write("parts.tsv", _parts(lines["chaizi-jt.txt"]))
    _write("words.txt", _words(lines["words.txt"]))
    _write("common.txt", _by_frequency(lines["dict.txt"]))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


def _write(name: str, rows: Iterable[str]) -> None:
    (TARGET / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def _lookalikes(lines: Iterable[str]) -> Iterator[str]:
    """Single characters outside ASCII that look like one letter or digit of ASCII."""
    pairs = {}
    for line in lines:
        fields = line.split("#")[0].split(";")
        if len(fields) < 3:
            continue
        source, target = (bytes_of(field) for field in fields[:2])
        target = {"rn": "m", "l": "l", "vv": "w"}.get(target, target)
        plain = target.isascii() and target.isalnum() and len(target) == 1
        if len(source) == 1 and not source.isascii() and plain:
            pairs[source] = target
    return (f"{source}\t{pairs[source]}" for source in sorted(pairs))


def bytes_of(codes: str) -> str:
    """The text of code points written in hexadecimal."""
    return "".join(chr(int(code, 16)) for code in codes.split())


def _shapes(similar: Iterable[str], groups: Iterable[str]) -> Iterator[str]:
    near: dict[str, set[str]] = defaultdict(set)
    for line in similar:
        char, _, others = line.partition(" ")
        _join(near, char[:1], others)
    for line in groups:
        group = [char for char in line if _is_chinese(char)]
        _join(near, group[0] if group else "", "".join(group[1:]))
        # every one of a group shares the part that the group is named by
        for char in group[1:]:
            _join(near, char, "".join(group[1:]))
    return (f"{char}\t{''.join(sorted(near[char]))}" for char in sorted(near))


def _join(near: dict[str, set[str]], char: str, others: str) -> None:
    for other in others:
        if other != char and _is_chinese(other) and _is_chinese(char):
            near[char].add(other)
            near[other].add(char)


def _is_chinese(char: str) -> bool:
    return len(char) == 1 and unicodedata.name(char, "").startswith("CJK UNIFIED")


def _parts(lines: Iterable[str]) -> Iterator[str]:
    """A character and the rows of two to four parts it may be written as."""
    for line in lines:
        char, *ways = line.rstrip().split("\t")
        rows = (way.replace(" ", "") for way in ways if 2 <= len(way.split()) <= 4)
        kept = [row for row in rows if 2 <= len(row) <= 4]
        if kept and _is_chinese(char):
            yield f"{char}\t{' '.join(dict.fromkeys(kept))}"


def _words(lines: Iterable[str]) -> list[str]:
    plain = {line.strip().casefold() for line in lines if "'" not in line}
    return sorted(word for word in plain if word.isascii() and word.isalpha() and len(word) > 2)


def _by_frequency(lines: Iterable[str]) -> Iterator[str]:
    """The commonest Chinese characters in one row, the commonest first."""
    counts: Counter[str] = Counter()
    for line in lines:
        word, count, *_ = line.split(" ")
        for char in word:
            if _is_chinese(char):
                counts[char] += int(count)
    yield "".join(char for char, _ in counts.most_common(COMMON))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
