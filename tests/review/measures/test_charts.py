from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from domain.errors import InputError
from domain.notices import NoticeState
from review.measures.charts import chart, charts
from review.measures.drawing import Bar, Series, bars, lines
from review.measures.facts import Facts
from review.measures.month import chart_csv, month_of, month_pdf
from review.web.words import speaker
from tests.review.measures.made import NOW, REFUSED, a_decided, a_filed, a_found, facts

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script> \"'&\u202e"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def worked() -> Facts:
    """Some weeks of work, with a seller who writes markup and formulas."""
    return facts(
        found=tuple(a_found(number, number / 4) for number in range(160)),
        decided=tuple(a_decided(number, number / 4 + 1) for number in range(120)),
        filed=(
            a_filed(2, NoticeState.REMOVED, answered=4, gone=5, until=4, back=20),
            a_filed(9, NoticeState.REFUSED, answered=12, seller=HOSTILE, refused_for=(HOSTILE,)),
            a_filed(15, seller=HOSTILE),
            a_filed(16, platform="jd"),
        ),
    )


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
@pytest.mark.parametrize("empty", [True, False])
def test_every_chart_is_a_drawing_that_a_strict_page_shows(
    worked: Facts, language: str, *, empty: bool
) -> None:
    for one in charts(facts() if empty else worked, speaker(language)):
        root = ET.fromstring(one.svg)
        assert root.find(f"{SVG}title") is not None
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "title", "desc", "line", "text", "polyline", "circle", "rect",
        }  # fmt: skip
        names = {name for element in root.iter() for name in element.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on")]
        assert "nan" not in one.svg


def test_what_is_drawn_stays_within_the_drawing(worked: Facts) -> None:
    names = ["a legend of many words"] * 6
    drawn = [bars("t", "d", names, [Bar("x" * 80, (5.0, 2.0))]), *(
        one.svg for one in charts(worked, speaker("en"))
    )]  # fmt: skip
    for svg in drawn:
        root = ET.fromstring(svg)
        _, _, width, height = (float(one) for one in root.attrib["viewBox"].split())
        for rect in root.iter(f"{SVG}rect"):
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width
            assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height


def test_a_strangers_name_is_text_in_the_drawing_and_no_formula_in_the_table(
    worked: Facts,
) -> None:
    one = chart(worked, speaker("zh"), "sellers")
    assert one is not None
    assert "<script" not in one.svg
    table = chart_csv(one).decode("utf-8-sig")
    assert not re.search(r'(^|,)"?[=+\-@]', table, re.MULTILINE)
    assert "[U+202E]" in table


def test_a_week_without_work_is_drawn_as_nothing_and_one_point_is_a_dot() -> None:
    svg = lines("t", "d", ["a", "b"], [Series("one", (None, 3.0)), Series("none", (None, None))])
    root = ET.fromstring(svg)
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_the_queue_at_a_weeks_end_is_what_came_less_what_was_decided(worked: Facts) -> None:
    one = chart(worked, speaker("en"), "load")
    assert one is not None
    assert one.rows[-1][1] == "40"


@pytest.mark.parametrize("text", ["2026-13", "november", "", "2026-11-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no month"):
        month_of(text, ZONE)


def test_december_ends_with_the_year() -> None:
    assert f"{month_of('2026-12', ZONE).end:%Y-%m-%d %z}" == "2027-01-01 +0800"


def test_the_same_month_is_the_same_report(worked: Facts) -> None:
    period = month_of("2026-10", ZONE)
    first = month_pdf(worked, period, "ja", speaker("ja"))
    assert first == month_pdf(worked, period, "ja", speaker("ja"))
    assert first.startswith(b"%PDF-1.7")
    assert NOW.tzinfo is not None


def test_refusals_are_counted_by_the_cause_that_holds_and_by_platform() -> None:
    twice = a_filed(3, REFUSED, 8, refused_for=("authority_missing", "original_asked"))
    other = a_filed(4, REFUSED, 9, platform="jd", refused_for=("authority_missing",))
    silent = a_filed(5, REFUSED, 9, platform="jd", refused_for=(None,))
    late = a_filed(6, REFUSED, 99, refused_for=("unclear",))
    drawn = chart(facts(filed=(twice, other, silent, late, a_filed(7))), speaker("en"), "refusals")
    assert drawn is not None
    assert drawn.of == 4
    assert drawn.heads == ("cause of the refusal", "jd", "taobao", "all platforms", "share")
    first, *others = drawn.rows
    assert first[1:] == ("1", "1", "2", "50.0%")
    assert {row[0]: row[1:] for row in others}["no cause noted"] == ("1", "0", "1", "25.0%")
    assert "taobao" in drawn.svg


def test_many_platforms_are_drawn_together_and_counted_apart() -> None:
    filed = tuple(
        a_filed(3, REFUSED, 8, platform=f"shop{n}", refused_for=("unclear",) * n)
        for n in range(1, 9)
    )
    drawn = chart(facts(filed=filed), speaker("zh"), "refusals")
    assert drawn is not None
    assert (drawn.of, len(drawn.rows[0])) == (36, 11)
    assert "其他平台" in drawn.svg
