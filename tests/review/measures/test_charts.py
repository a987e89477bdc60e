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
from tests.review.measures.made import NOW, a_decided, a_filed, a_found, facts

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
            a_filed(9, NoticeState.REFUSED, answered=12, seller=HOSTILE),
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
