"""`compare images`: lines of one shape, best first, the same in one or two processes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.errors import InputError
from matcher.pictures.comparing import compare_images, sheet_name
from tests.matcher.drawn import saved
from tests.matcher.pictures.hostile import a_bomb
from tests.matcher.pictures.worn import a_ground, a_worn_picture


def keep(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).save(path)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    own, theirs = tmp_path / "own", tmp_path / "theirs"
    for seed in (1, 2, 3):
        keep(own / "sub" / f"{seed}.png", a_worn_picture(seed))
    collage = a_ground(90)
    collage[40:400, 60:480] = a_worn_picture(2)[:, ::-1]
    keep(theirs / "collage.png", collage)
    keep(theirs / "copy.png", a_worn_picture(3))
    keep(theirs / "other.png", a_worn_picture(50))
    (theirs / "壊れた.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 50)
    (theirs / "bomb.png").write_bytes(a_bomb(9000))
    (theirs / "blank.png").write_bytes(saved(Image.new("RGB", (200, 200), "white")))
    (theirs / "note.txt").write_text("<script>")
    return own, theirs


def test_lines_have_their_shape_and_the_best_comes_first(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    out, sheets = tmp_path / "out.jsonl", tmp_path / "sheets"
    seen: list[tuple[str, int, int]] = []
    done = compare_images(
        *folders, out, sheets=sheets, processes=1, progress=lambda *one: seen.append(one)
    )
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    by_score = sorted(lines, key=lambda one: (-one["score"], one["query"]))
    assert lines == by_score
    assert {(one["query"], one["reference"], one["mirrored"]) for one in lines} == {
        ("copy.png", "sub/3.png", False),
        ("collage.png", "sub/2.png", True),
    }
    for one in lines:
        assert list(one) == [
            "query",
            "reference",
            "finding",
            "score",
            "outline",
            "mirrored",
            "stage",
        ]
        assert one["finding"] == "same_picture"
        assert 0 < one["score"] <= 1
    outlines = {one["query"]: one["outline"] for one in lines}
    should = [[480, 40], [60, 40], [60, 400], [480, 400]]
    assert np.abs(np.array(outlines["collage.png"]) - should).max() < 6
    assert (done.references, done.queries, done.lines) == (3, 7, 2)
    reasons = dict(done.left_out)
    assert sorted(reasons) == ["blank.png", "bomb.png", "note.txt", "壊れた.jpg"]
    assert all(reasons.values())
    assert seen[-1] == ("queries", 7, 7)
    assert sorted(path.suffix for path in sheets.iterdir()) == [".json", ".json", ".png", ".png"]
    placement = json.loads(min(sheets.glob("*.json")).read_text())
    assert placement["finding"] == "same_picture"


def test_two_processes_write_the_bytes_that_one_writes(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    for count in (1, 2):
        compare_images(*folders, tmp_path / f"{count}.jsonl", processes=count)
    one, two = ((tmp_path / f"{count}.jsonl").read_bytes() for count in (1, 2))
    assert one == two


@pytest.mark.parametrize("which", [0, 1])
def test_a_folder_that_is_not_there_is_told(
    folders: tuple[Path, Path], tmp_path: Path, which: int
) -> None:
    asked = list(folders)
    asked[which] = tmp_path / "nothing"
    with pytest.raises(InputError, match="not a folder"):
        compare_images(asked[0], asked[1], tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_sheet_cannot_be_named_out_of_its_folder() -> None:
    name = sheet_name("../../etc/x;<b>.jpg", "a\u202egpj.png", ["1" * 64, "2" * 64])
    assert name == "x_b__11111111--a_gpj_22222222"
