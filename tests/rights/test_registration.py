from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from domain.digests import sha256_of
from domain.ownership import ExhibitKind
from review.registrations import registered
from rights.dossier.folder import Sources, write_dossier
from rights.dossier.scene import Scene
from rights.proof.contradictions import find_contradictions
from rights.proof.routes import read_routes, ready_for
from rights.proof.seams import goes_on
from tests.rights.files import jpeg, png
from tests.rights.twelve_works import HANAKO, JA, TODAY, Maker, a_start, hired, published

K = ExhibitKind
DMCA = next(one for one in read_routes().routes if one.code == "dmca")


def noised(size: tuple[int, int], spread: float, seed: int) -> Image.Image:
    """Grey noise about the middle grey; the same for the same seed."""
    width, height = size
    levels = np.random.default_rng(seed).normal(128, spread, (height, width))
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def scene_picture() -> Image.Image:
    """A picture with enough in it to be found again: noise at several scales."""
    whole = Image.new("L", (900, 700), 128)
    for side in (18, 45, 90):
        noise = noised((900 // side + 2, 700 // side + 2), 120, seed=side)
        layer = noise.resize((900, 700), Image.Resampling.BICUBIC)
        whole = Image.blend(whole, layer, 0.5)
    colours = [whole.point([value * step % 256 for value in range(256)]) for step in (3, 4, 5)]
    return Image.merge("RGB", colours).filter(ImageFilter.GaussianBlur(1))


def a_maker(original: Image.Image) -> Maker:
    maker = a_start("laid", "photo", HANAKO).adding(K.ORIGINAL, png(original), date(2021, 4, 28))
    return published(hired(maker, HANAKO, JA), HANAKO, JA)


def test_a_crop_lies_in_the_larger_original(scene_picture: Image.Image) -> None:
    maker = a_maker(scene_picture)
    crop = scene_picture.crop((200, 100, 800, 500)).resize((300, 200))
    found = registered(maker.claim, [jpeg(crop)], maker.read)
    assert found is not None
    assert found.finding == "same"
    assert found.owner_pixel_ratio == pytest.approx(4.0, rel=0.03)
    assert found.share_shown == pytest.approx(600 * 400 / (900 * 700), abs=0.02)
    assert found.outline[0] == pytest.approx((200, 100), abs=6)
    assert found.outline[2] == pytest.approx((800, 500), abs=6)
    assert find_contradictions(replace(maker.claim, agreement=found)) == ()


def test_a_mirrored_crop_is_told_as_such(scene_picture: Image.Image) -> None:
    maker = a_maker(scene_picture)
    crop = ImageOps.mirror(scene_picture.crop((200, 100, 800, 500)))
    found = registered(maker.claim, [jpeg(crop)], maker.read)
    assert found is not None
    assert found.mirrored
    assert found.outline[0] == pytest.approx((200, 100), abs=6)


def test_another_picture_lies_nowhere(scene_picture: Image.Image) -> None:
    other = ImageOps.invert(scene_picture.rotate(90, expand=True)).filter(
        ImageFilter.MedianFilter(9)
    )
    stranger = noised(other.size, 80, seed=1).convert("RGB")
    assert (
        registered(a_maker(scene_picture).claim, [jpeg(stranger)], a_maker(scene_picture).read)
        is None
    )


def test_an_original_that_is_a_crop_of_the_listing_speaks_against_us(
    scene_picture: Image.Image,
) -> None:
    maker = a_maker(scene_picture.crop((200, 150, 700, 550)))
    found = registered(maker.claim, [jpeg(scene_picture)], maker.read)
    assert found is not None
    assert found.goes_on is True
    codes = {one.code for one in find_contradictions(replace(maker.claim, agreement=found))}
    assert codes == {"original_smaller"}


def test_a_seam_is_found_where_the_edge_lies_a_little_elsewhere(
    scene_picture: Image.Image,
) -> None:
    maker = a_maker(scene_picture)
    framed = Image.new("RGB", (1300, 1100), (40, 90, 160))
    framed.paste(scene_picture, (200, 200))
    listing = framed.resize((650, 550))
    found = registered(maker.claim, [jpeg(listing)], maker.read)
    assert found is not None
    a, b, c, d, e, f, *rest = found.transform
    for shift in (-12.0, 12.0):
        aside = replace(found, transform=(a, b, c + shift, d, e, f + shift, *rest))
        assert goes_on(listing, aside) is False


def test_a_picture_set_in_more_of_its_own_plain_ground_goes_on_nowhere() -> None:
    ground = Image.new("RGB", (1200, 1000), (247, 247, 245))
    ground.paste(noised((300, 400), 60, seed=2), (450, 300))
    agreement = registered(
        (maker := a_maker(ground.crop((250, 150, 950, 850)))).claim, [jpeg(ground)], maker.read
    )
    assert agreement is not None
    assert agreement.goes_on is False


@pytest.mark.parametrize("ground", ["white", (40, 90, 160)])
def test_our_picture_in_a_frame_speaks_against_nobody(
    scene_picture: Image.Image, ground: str | tuple[int, int, int]
) -> None:
    maker = a_maker(scene_picture)
    framed = Image.new("RGB", (1300, 1100), ground)
    framed.paste(scene_picture, (200, 200))
    found = registered(maker.claim, [jpeg(framed.resize((650, 550)))], maker.read)
    assert found is not None
    assert found.goes_on is False
    assert find_contradictions(replace(maker.claim, agreement=found)) == ()


def test_a_smaller_original_speaks_against_us(scene_picture: Image.Image) -> None:
    maker = a_maker(scene_picture.resize((450, 350)))
    found = registered(maker.claim, [jpeg(scene_picture)], maker.read)
    assert found is not None
    codes = {one.code for one in find_contradictions(replace(maker.claim, agreement=found))}
    assert codes == {"original_smaller"}


def test_a_stranger_recomputes_the_comparison_from_the_folder(
    scene_picture: Image.Image, tmp_path: Path
) -> None:
    maker = a_maker(scene_picture)
    listing = jpeg(scene_picture.crop((200, 100, 800, 500)).resize((300, 200)))
    claim = replace(maker.claim, agreement=registered(maker.claim, [listing], maker.read))
    scene = Scene(claim, ready_for(DMCA, claim), "en", TODAY)
    folder = write_dossier(scene, Sources(maker.read, listing), tmp_path)
    told = json.loads((folder / "comparison" / "transform.json").read_text(encoding="utf-8"))
    received = (folder / "comparison" / "listing-as-received.jpg").read_bytes()
    assert sha256_of(received) == told["query"] == sha256_of(listing)
    with Image.open(folder / "comparison" / "listing-as-received.jpg") as image:
        width, height = image.size
    matrix = told["transform"]
    corners = [
        through(matrix, x, y) for x, y in ((0, 0), (width, 0), (width, height), (0, height))
    ]
    ratio = shoelace(corners) / (width * height)
    assert ratio == pytest.approx(told["owner_pixel_ratio"], abs=0.001)
    text = (folder / "content.json").read_text(encoding="utf-8")
    assert f'"{ratio:.1f}"' in text
    assert {"opencv", "numpy", "pillow"} <= set(told["versions"])
    assert told["thresholds"]


def through(matrix: list[float], x: float, y: float) -> tuple[float, float]:
    depth = matrix[6] * x + matrix[7] * y + matrix[8]
    return (
        (matrix[0] * x + matrix[1] * y + matrix[2]) / depth,
        (matrix[3] * x + matrix[4] * y + matrix[5]) / depth,
    )


def shoelace(points: list[tuple[float, float]]) -> float:
    turned = [*points[1:], points[0]]
    pairs = zip(points, turned, strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2
