"""Prints and mentions against named peers in the same run: `python -m bench.match`.

Reads real titles and pictures beside the repository, and says so where they are not there. Times
are CPU time of this process, to be read as ratios. Thresholds and word lists of the matcher were
chosen on the titles whose digest is even; recall and false findings are those of the others.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import imagehash
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from rapidfuzz import fuzz

from config.load import ROOT, load_settings
from domain.candidates import Band
from domain.listings import Lane, ListingFacts, ListingKey, PageState, PlatformSlug, Sighting
from domain.rights import HolderSlug, Mark, MarkKind, MarkName, Portfolio, RightSlug, Script
from matcher.features import Rights, rights_in_force
from matcher.images import PRINT_NAMES, Prints, UnreadablePicture, distance_bits, prints_of
from matcher.pairs import weigh
from matcher.reference import ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import Scorecard, read_scorecard
from matcher.text.mentions import MentionFinder

SHARED = ROOT.parent / "shared"
TITLES, PICTURES = SHARED / "data" / "text", SHARED / "data" / "pictures"
DAY = date(2026, 11, 23)
CARD = read_scorecard(load_settings({}).match.scorecard, SIGNALS)
SAMPLE = 60
"""Pictures that are copied; as many others are held against them as distractors, thrice."""

Finder = Callable[[str], set[str]]
"""Which marks a title mentions."""
Edit = Callable[[Image.Image], Image.Image]


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
        finder = MentionFinder(marks)
        ours = len(titles) / _seconds(lambda finder=finder: [finder.find(one) for one in titles])  # type: ignore[misc]
        few = titles[:40]
        loop = len(few) / _seconds(lambda names=names, few=few: _partial(few, names))  # type: ignore[misc]
        print(
            f"{len(marks)} marks: ours {ours:,.0f}, partial_ratio loop {loop:,.0f}, "
            f"ratio {ours / loop:.2f}"
        )


def pictures() -> None:
    """CPU a picture against bare imagehash, and recall by edit at the shipped distances."""
    chosen = _pictures()
    originals, others = chosen[:SAMPLE], chosen[SAMPLE:]
    ours = _seconds(lambda: [_prints(content) for content in originals])
    bare = _seconds(lambda: [_bare(content) for content in originals])
    print("\n## Pictures")
    print(
        f"CPU ms a picture: ours (4 prints) {ours / SAMPLE * 1000:.2f}, bare imagehash "
        f"(2 prints) {bare / SAMPLE * 1000:.2f}, ratio {ours / bare:.2f}"
    )
    references = [_prints(content) for content in originals]
    distractors = [_prints(content) for content in others]
    false = sum(any(_near(one, ref) for ref in references) for one in distractors)
    print(f"distractors near a reference: {false} of {len(distractors)}")
    print("| edit | ours | imagehash.phash <= 10 | imagehash.dhash <= 8 |")
    for name, edit in _edits().items():
        print(f"| {name} | " + " | ".join(_recalls(edit, originals, references)) + " |")


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
    chance = random.Random(1)
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
        for name in names:
            fuzz.partial_ratio(name, title.casefold(), score_cutoff=85)


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


def _seconds(work: Callable[[], object]) -> float:
    """The best of three, for the machine may be busy."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _pictures() -> list[bytes]:
    paths = sorted(
        path
        for path in PICTURES.rglob("*")
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}
    )
    found: list[bytes] = []
    for path in random.Random(1).sample(paths, len(paths)):
        content = path.read_bytes()
        try:
            usable = not _prints(content).reason
        except UnreadablePicture:
            continue
        if usable:
            found.append(content)
        if len(found) == SAMPLE * 4:
            break
    return found


def _prints(content: bytes) -> Prints:
    return prints_of(content, max_pixels=60_000_000)


def _bare(content: bytes) -> tuple[imagehash.ImageHash, imagehash.ImageHash]:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return imagehash.phash(picture), imagehash.dhash(picture)


def _near(seen: Prints, reference: Prints) -> bool:
    return any(_distances(turned, reference.as_is) for turned in (seen.as_is, seen.mirrored))


def _distances(seen: Sequence[object], reference: Sequence[object]) -> bool:
    limits = CARD.within_bits()
    return any(
        distance_bits(left, right) <= limits[left.name]  # type: ignore[attr-defined,arg-type]
        for left, right in zip(seen, reference, strict=True)
    )


def _recalls(
    edit: Edit, originals: Sequence[bytes], references: Sequence[Prints]
) -> tuple[str, ...]:
    counts = [0, 0, 0]
    for content, reference in zip(originals, references, strict=True):
        copy = _prints(_jpeg(edit(_opened(content)), 85))
        counts[0] += _near(copy, reference)
        for place, limit in ((0, 10), (1, 8)):
            pair = zip(copy.as_is[place:], reference.as_is[place:], strict=True)
            counts[place + 1] += any(distance_bits(*one) <= limit for one in list(pair)[:1])
    return tuple(f"{count / len(originals):.2f}" for count in counts)


def _opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        shown = picture.convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(white, shown).convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _edits() -> Mapping[str, Edit]:
    """A few seller edits made with Pillow; the full set of 43 needs OpenCV."""
    if importlib.util.find_spec("cv2") is None:
        print("the 43 seller edits are left out (they need OpenCV); nine made with Pillow instead")
    return {
        "JPEG q10": lambda p: _opened(_jpeg(p, 10)),
        "half size": lambda p: p.resize((max(40, p.width // 2), max(40, p.height // 2))),
        "blur 3": lambda p: p.filter(ImageFilter.GaussianBlur(3)),
        "grey": lambda p: ImageOps.grayscale(p).convert("RGB"),
        "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.3),
        "stretched 1.35": lambda p: p.resize((int(p.width * 1.35), p.height)),
        "mirrored": ImageOps.mirror,
        "10 % cropped off": lambda p: ImageOps.crop(p, int(min(p.size) * 0.05)),
        "border 15 %": lambda p: ImageOps.expand(p, int(max(p.size) * 0.15), "red"),
    }


if __name__ == "__main__":
    main()
