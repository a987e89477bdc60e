"""Files of marks and titles, compared without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.errors import InputError
from matcher.text.compare import compare_text
from review.cli.main import app

MARKS = '{"id": "lumori", "latin": ["LUMORI"], "zh": ["露茉莉"], "kana": [], "nice": 21}\n'


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    path = tmp_path / "marks.jsonl"
    path.write_text(MARKS, encoding="utf-8")
    return path


def compared(marks: Path, *titles: str) -> list[dict[str, object]]:
    path, out = marks.with_name("titles.jsonl"), marks.with_name("out.jsonl")
    path.write_text("\n".join(json.dumps({"title": one}) for one in titles), encoding="utf-8")
    assert compare_text(marks, path, out) == len(out.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_each_title_and_mark_that_reach_the_review_band_are_a_line(marks: Path) -> None:
    assert compared(marks, "袜子", "正品LUMORI 露茉莉杯", "路茉莉保温杯") == [
        {
            "i": 1, "mark": "lumori", "score": 1.0, "band": "suggest", "channel": "exact",
            "start": 2, "end": 8, "text": "LUMORI", "context": "brand",
        },
        {
            "i": 2, "mark": "lumori", "score": 0.97, "band": "suggest", "channel": "pinyin",
            "start": 0, "end": 3, "text": "路茉莉", "context": "brand",
        },
    ]  # fmt: skip


def test_a_word_that_comes_again_and_again_is_no_slip(marks: Path) -> None:
    assert [one["band"] for one in compared(marks, "lumroi")] == ["suggest"]
    assert [one["band"] for one in compared(marks, *["lumroi"] * 4)] == ["review"] * 4
    assert compared(marks, *["lumroi"] * 9) == []
    assert [one["band"] for one in compared(marks, *["lum0ri"] * 9)] == ["suggest"] * 9


def test_a_lone_surrogate_passes_through(marks: Path) -> None:
    assert [one["text"] for one in compared(marks, "\ud800LU\ud800MORI")] == ["LU\ud800MORI"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "is no JSON record"),
        ("{}", "has no id"),
        ('{"id": "a", "zh": "露"}', "is not a list of texts"),
        ('{"id": "a", "zh": [1]}', "is not a list of texts"),
    ],
)
def test_a_line_that_is_no_mark_is_told_with_its_number(
    marks: Path, line: str, problem: str
) -> None:
    marks.write_text(MARKS + line, encoding="utf-8")
    with pytest.raises(InputError, match=problem) as told:
        compared(marks, "LUMORI")
    assert "line 2" in str(told.value)
    assert not marks.with_name("out.jsonl").exists()


def test_a_title_that_is_none_leaves_no_half_written_file(marks: Path, tmp_path: Path) -> None:
    titles = tmp_path / "titles.jsonl"
    titles.write_text('{"title": "LUMORI"}\n{"title": 3}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        compare_text(marks, titles, tmp_path / "out.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["marks.jsonl", "titles.jsonl"]


def test_the_command_writes_the_lines_and_counts_them(marks: Path, tmp_path: Path) -> None:
    titles, out = tmp_path / "titles.jsonl", tmp_path / "out.jsonl"
    titles.write_text('{"title": "LUM0RI 杯"}\n', encoding="utf-8")
    arguments = ["--marks", str(marks), "--titles", str(titles), "--out", str(out)]
    told = CliRunner().invoke(app, ["compare", "text", *arguments])
    assert (told.exit_code, told.output.split()[0]) == (0, "1")
    assert json.loads(out.read_text(encoding="utf-8"))["channel"] == "skeleton"


def test_a_mark_without_a_name_is_named_and_the_others_are_looked_for(
    marks: Path, tmp_path: Path
) -> None:
    marks.write_text(MARKS + '{"id": "blank", "latin": ["", " "]}\n{"id": "bare"}\n', "utf-8")
    titles, out = tmp_path / "titles.jsonl", tmp_path / "out.jsonl"
    titles.write_text('{"title": "LUM0RI 杯"}\n{"title": ""}\n', encoding="utf-8")
    arguments = ["--marks", str(marks), "--titles", str(titles), "--out", str(out)]
    told = CliRunner().invoke(app, ["compare", "text", *arguments])
    assert (told.exit_code, told.stderr.strip()) == (
        0,
        "Not looked for, as they have no name: blank, bare.",
    )
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_that_is_not_there_ends_with_the_code_of_bad_input(tmp_path: Path) -> None:
    missing = ["--marks", "no", "--titles", "no", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, ["compare", "text", *missing]).exit_code == 2


@pytest.mark.parametrize("written", ["lumoli", "Iumori"])
def test_a_spelling_that_many_sellers_share_stays_a_disguise(written: str, marks: Path) -> None:
    found = compared(marks, *[f"{written} 杯"] * 9)
    assert [one["band"] for one in found] == ["suggest"] * 9
