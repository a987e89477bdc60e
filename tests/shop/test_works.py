from __future__ import annotations

from itertools import combinations

import imagehash
import pytest

from tests.shop.lookalikes import DRAWINGS, lookalike_picture
from tests.shop.works import LAYERS, WIDTH, work_names, work_picture, work_stages

APART_BITS = 18


def test_there_are_six_works_and_an_honest_look_alike_of_each() -> None:
    assert len(work_names()) == 6
    assert set(DRAWINGS) == set(work_names())


@pytest.mark.parametrize("name", work_names())
def test_a_work_is_drawn_the_same_every_time(name: str) -> None:
    first = work_picture(name).tobytes()
    work_stages.cache_clear()
    assert work_picture(name).tobytes() == first


@pytest.mark.parametrize("name", work_names())
def test_a_work_is_large_and_each_of_its_layers_adds_to_it(name: str) -> None:
    stages = work_stages(name)
    assert stages[-1].width == WIDTH >= 900
    assert len({stage.tobytes() for stage in stages}) == len(LAYERS[name][2])


@pytest.mark.parametrize(("left", "right"), list(combinations(work_names(), 2)))
def test_two_works_are_far_apart(left: str, right: str) -> None:
    distance = imagehash.phash(work_picture(left)) - imagehash.phash(work_picture(right))
    assert distance >= APART_BITS


@pytest.mark.parametrize("subject", work_names())
def test_an_honest_look_alike_is_near_no_work(subject: str) -> None:
    print_ = imagehash.phash(lookalike_picture(subject))
    nearest = min(print_ - imagehash.phash(work_picture(name)) for name in work_names())
    assert nearest >= APART_BITS
