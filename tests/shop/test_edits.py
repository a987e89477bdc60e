from __future__ import annotations

from io import BytesIO

import imagehash
import pytest
from PIL import Image

from tests.shop.catalogue import OFFERS, RECIPES
from tests.shop.edits import COPYINGS
from tests.shop.pictures import picture_jpeg
from tests.shop.works import work_names, work_picture

PLAINLY_NEAR = ("plain", "recompressed", "resized", "cropped_slightly", "watermark", "grey")
BEYOND_HASHES = ("collage", "border", "banner", "cropped", "mirrored")


def _distance(work: str, edit: str) -> int:
    copy = Image.open(BytesIO(picture_jpeg(f"work:{work}:{edit}", 800)))
    return int(imagehash.phash(copy) - imagehash.phash(work_picture(work)))


@pytest.mark.parametrize("work", work_names())
@pytest.mark.parametrize("edit", PLAINLY_NEAR)
def test_a_light_edit_leaves_the_print_near(work: str, edit: str) -> None:
    assert _distance(work, edit) <= 8


@pytest.mark.parametrize("work", work_names())
@pytest.mark.parametrize("edit", BEYOND_HASHES)
def test_a_heavy_edit_is_beyond_a_plain_print_and_the_truth_table_says_which(
    work: str, edit: str
) -> None:
    assert _distance(work, edit) >= 14


def test_every_way_of_copying_is_offered_somewhere() -> None:
    offered = {
        offer.truth.detail or "plain"
        for offer in OFFERS.values()
        if offer.truth.kind in ("copy_plain", "copy_edited")
    }
    assert offered == set(COPYINGS)


def test_an_ordinary_picture_is_near_no_work() -> None:
    goods = [recipe for recipe in RECIPES.values() if recipe.startswith("goods:")]
    works = [imagehash.phash(work_picture(name)) for name in work_names()]
    for recipe in goods:
        print_ = imagehash.phash(Image.open(BytesIO(picture_jpeg(recipe, 800))))
        assert min(print_ - work for work in works) >= 14, recipe


@pytest.mark.parametrize("recipe", ["work:fox:mirrored", "lookalike:tea", "goods:7"])
def test_a_picture_is_the_same_bytes_every_time(recipe: str) -> None:
    first = picture_jpeg(recipe, 220)
    picture_jpeg.cache_clear()
    assert picture_jpeg(recipe, 220) == first


def test_no_picture_is_wider_than_asked() -> None:
    assert Image.open(BytesIO(picture_jpeg("work:fox:plain", 220))).width == 220
