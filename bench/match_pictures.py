"""The picture half of `bench.match`: prints against bare imagehash in the same run."""

from __future__ import annotations

import importlib.util
import io
import random
from collections.abc import Callable, Mapping, Sequence

import imagehash
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from bench.timing import cpu_seconds
from config.load import ROOT, load_settings
from matcher.images import ImagePrint, Prints, distance_bits, prints_of
from matcher.pictures.opening import open_picture
from matcher.pictures.states import Limits
from matcher.registry import SIGNALS
from matcher.scorecard import read_scorecard

PICTURES = ROOT.parent / "shared" / "data" / "pictures"
LIMITS = read_scorecard(load_settings({}).match.scorecard, SIGNALS).within_bits()
SAMPLE = 60
"""Pictures that are copied; three times as many others are held against them as distractors."""

Edit = Callable[[Image.Image], Image.Image]


def pictures() -> None:
    """CPU a picture against bare imagehash, and recall by edit at the shipped distances."""
    chosen = _pictures()
    originals, others = chosen[:SAMPLE], chosen[SAMPLE:]
    ours = cpu_seconds(lambda: [_prints(content) for content in originals])
    bare = cpu_seconds(lambda: [_bare(content) for content in originals])
    print("\n## Pictures")
    print(
        f"CPU ms a picture: ours (4 prints) {ours / SAMPLE * 1000:.2f}, bare imagehash "
        f"(2 prints) {bare / SAMPLE * 1000:.2f}, ratio {ours / bare:.2f}"
    )
    references = [_prints(content) for content in originals]
    distractors = [_prints(content) for content in others]
    false = sum(any(_near(one, ref) for ref in references) for one in distractors)
    print(f"distractors near a reference: {false} of {len(distractors)}")
    edits = _edits()
    print("| edit | ours | imagehash.phash <= 10 | imagehash.dhash <= 8 |")
    for name, edit in edits.items():
        print(f"| {name} | " + " | ".join(_recalls(edit, originals, references)) + " |")


def _pictures() -> list[bytes]:
    paths = sorted(
        path
        for path in PICTURES.rglob("*")
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}
    )
    found: list[bytes] = []
    chance = random.Random(1)  # noqa: S311 - a seeded sample, no secret
    for path in chance.sample(paths, len(paths)):
        content = path.read_bytes()
        if not _prints(content).reason:
            found.append(content)
        if len(found) == SAMPLE * 4:
            break
    return found


def _prints(content: bytes) -> Prints:
    return prints_of(open_picture(content, Limits()))


def _bare(content: bytes) -> tuple[imagehash.ImageHash, imagehash.ImageHash]:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return imagehash.phash(picture), imagehash.dhash(picture)


def _near(seen: Prints, reference: Prints) -> bool:
    return any(_distances(turned, reference.as_is) for turned in (seen.as_is, seen.mirrored))


def _distances(seen: Sequence[ImagePrint], reference: Sequence[ImagePrint]) -> bool:
    return any(
        distance_bits(left, right) <= LIMITS[left.name]
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
