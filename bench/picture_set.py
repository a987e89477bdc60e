"""The pictures that the report is made on: references, their copies, and listings of others."""

from __future__ import annotations

import hashlib
import importlib.util
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.picture_split import is_tuned_on
from config.load import ROOT
from matcher.pictures.opening import Opened, open_picture
from matcher.pictures.states import Limits

SHARED = ROOT.parent / "shared"
PICTURES = SHARED / "data" / "pictures"
EDITS = SHARED / "tools" / "picture_edits.py"
SEED = 17
PACKED = ("Milk", "Juice", "Yog", "Soy", "Cream", "Mandarin", "Smooth", "Sour")
"""Words in the names of groceries that come in a package; the others are fruit."""

COMPOSITES = (
    "collage4",
    "collage9",
    "screenshot",
    "shopgrid",
    "onprod30",
    "onprod10",
    "combo_collage_mirror_hue",
    "combo_shot_crop_sticker",
    "combo_grid_mirror_text",
)
WORN = ("", *COMPOSITES[:5], "crop25", "text", "mirror", "border15", "persp_mild", "sticker30")
"""What is done to listings of others: nothing to the first, then one edit after the other."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing's picture: which reference it holds (none for others'), and where."""

    kind: str
    edit: str
    source: Path
    content: bytes
    size: tuple[int, int]
    place: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class PictureSet:
    """References of the report's half, those that are copied, and the pictures of others.

    No picture of others shares a family (goods in several colours, a series of drawings) with a
    reference: such pictures would be the same picture in every sense that can be measured here.
    """

    references: Sequence[Path]
    copied: Sequence[Path]
    others: Sequence[Path]
    cartons: Sequence[Path]


def is_there() -> bool:
    """Whether the shared pictures and the edits are on this machine."""
    return PICTURES.is_dir() and EDITS.is_file()


def collection(path: Path) -> str:
    """The folder that a picture comes from."""
    return path.relative_to(PICTURES).parts[0]


def family(path: Path) -> str:
    """What pictures of one article or one series of drawings have in common in their names."""
    name = path.stem.lower()
    if collection(path) == "magento":
        return name.split("-")[0]
    if collection(path) in {"openclipart", "saleor"}:
        return re.split(r"[^a-z]", name.lstrip("0123456789_"))[0][:6]
    return name


def picture_set(copies: int) -> PictureSet:
    """The report's half, laid out; `copies` references are copied."""
    half = [path for path in sorted(PICTURES.rglob("*.*")) if _is_picture(path)]
    half = [path for path in half if not is_tuned_on(path.name)]
    iconic = [path for path in half if path.name.startswith("iconic_") and _is_packed(path)]
    natural = [path for path in half if collection(path) == "grocery" and path not in iconic]
    rest = [path for path in half if collection(path) != "grocery"]
    owned = [path for path in rest if _is_owned(path)]
    looked_for = [path for path in owned if _may_be_looked_for(path)]
    references = [*_without_series(looked_for), *iconic]
    others = [path for path in rest if not _is_owned(path) and path not in references]
    fruit = [path for path in natural if not _is_packed(path)]
    cartons = [path for path in natural if _is_packed(path)]
    chance = random.Random(SEED)  # noqa: S311 - a seeded order, no secret
    for paths in (others, fruit, cartons):
        chance.shuffle(paths)
    mixed = [path for path in others if collection(path) not in {"gilbarbara", "simple-icons"}]
    return PictureSet(references, _copied(references, copies), [*mixed, *fruit], cartons)


def copies_of(one: PictureSet) -> Iterator[Asked]:
    """Every copied reference in every edit that can be made of it."""
    for path in one.copied:
        for name in edits().A:
            made = _edited(path, name, [p for p in one.others if collection(p) != "openclipart"])
            if made is not None:
                yield Asked("copy", name, path, *made)


def listings_of_others(one: PictureSet, count: int) -> Iterator[Asked]:
    """Pictures of others, as they are and worn by an edit; other tiles of the same collection."""
    made = 0
    for turn in range(len(WORN)):
        for place, path in enumerate(one.others):
            name = WORN[(turn + place) % len(WORN)]
            alike = [other for other in one.others if collection(other) == collection(path)]
            edited = _edited(path, name, alike)
            if edited is not None and made < count:
                made += 1
                yield Asked("other", name, path, *edited)
            if made == count:
                return


def photographs_of_cartons(one: PictureSet, count: int) -> Iterator[Asked]:
    """Photographs taken in shops of goods whose catalogue picture is a reference."""
    known = {product(path) for path in one.references if collection(path) == "grocery"}
    for path in [path for path in one.cartons if product(path) in known][:count]:
        picture = _source(path)
        if picture is not None:
            size = (picture.shape[1], picture.shape[0])
            yield Asked("carton", "", path, path.read_bytes(), size, None)


def product(path: Path) -> str:
    """The product of a grocery picture."""
    return path.name.removeprefix("iconic_").split("__")[0]


def opened(content: bytes) -> Opened:
    """A picture decoded here, without a process apart: these are not hostile."""
    return open_picture(content, Limits())


@cache
def edits() -> ModuleType:
    """The 43 edits, from where they are shared."""
    spec = importlib.util.spec_from_file_location("picture_edits", EDITS)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EDITS)
    module = importlib.util.module_from_spec(spec)
    sys.modules["picture_edits"] = module
    spec.loader.exec_module(module)
    return module


class _Others:
    """What an edit takes further pictures from."""

    def __init__(self, pool: Sequence[Path]) -> None:
        self._pool = pool

    def other(self, chance: random.Random) -> Pixels:
        """One of them."""
        found = None
        while found is None:
            found = _source(self._pool[chance.randrange(len(self._pool))])
        return found


def _edited(
    path: Path, name: str, pool: Sequence[Path]
) -> tuple[bytes, tuple[int, int], NDArray[np.float64] | None] | None:
    picture = _source(path)
    if picture is None:
        return None
    digest = hashlib.sha256(f"{SEED} {name} {path.name}".encode()).digest()
    chance = random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - seeded, no secret
    made = edits().A[name](picture, chance, _Others(pool)) if name else (picture, None)
    if made is None:
        return None
    shown, place = made
    saved = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 88])[1]
    return saved.tobytes(), (shown.shape[1], shown.shape[0]), place


@lru_cache(maxsize=300)
def _source(path: Path) -> Pixels | None:
    """A picture as it is edited: transparency on white, no longer than 1600 pixels."""
    read = opened(path.read_bytes())
    if read.pixels is None or not read.state.may_accuse:
        return None
    plain = cv2.imread(str(path)) if read.alpha is None else None
    picture = read.pixels if plain is None else plain
    scale = min(1.0, 1600 / max(picture.shape[:2]))
    shrunk = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, dtype=np.uint8)


def _copied(references: Sequence[Path], count: int) -> list[Path]:
    """A seeded choice of references that are copied, by collection in turn."""
    chance = random.Random(SEED)  # noqa: S311 - a seeded choice, no secret
    shelves = []
    for name, share in (("magento", 3), ("clothing", 3), ("openclipart", 2), ("vendure", 1)):
        shelf = [path for path in references if collection(path) == name]
        chance.shuffle(shelf)
        shelves.append((shelf, share))
    chosen: list[Path] = []
    while len(chosen) < count and any(shelf for shelf, _ in shelves):
        for shelf, share in shelves:
            chosen += [shelf.pop() for _ in range(min(share, len(shelf)))]
    return chosen[:count]


def _without_series(paths: Sequence[Path]) -> list[Path]:
    """The same, with one drawing of each series: its others are nearly the same drawing."""
    first: dict[str, Path] = {}
    for path in paths:
        name = family(path) if collection(path) == "openclipart" else str(path)
        first.setdefault(name, path)
    return list(first.values())


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}


def _may_be_looked_for(path: Path) -> bool:
    return _source(path) is not None


def _is_packed(path: Path) -> bool:
    return any(word in path.name for word in PACKED)


def _is_owned(path: Path) -> bool:
    owner = hashlib.sha256(f"{SEED} {collection(path)} {family(path)}".encode()).digest()
    return owner[0] < 150
