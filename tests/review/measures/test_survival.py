from __future__ import annotations

import pytest

from review.measures.survival import Span, happened_by, kept, median_days

# the 6-MP group of Freireich and others (1963), as worked out in textbooks of survival analysis
REMISSION = [
    *[Span(6, True)] * 3,
    *[Span(days, True) for days in (7, 10, 13, 16, 22, 23)],
    *[Span(days, False) for days in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)],
]


def test_the_product_limit_is_the_textbooks() -> None:
    found = {step.days: round(step.left, 4) for step in kept(REMISSION)}
    assert found == {
        6: 0.8571,
        7: 0.8067,
        10: 0.7529,
        13: 0.6902,
        16: 0.6275,
        22: 0.5378,
        23: 0.4482,
    }
    assert median_days(kept(REMISSION)) == 23


def test_what_still_waits_stays_in_the_count() -> None:
    spans = [Span(1, True), Span(5, False), Span(5, False), Span(5, False)]
    assert [(one.days, one.left) for one in kept(spans)] == [(1, 0.75)]
    assert median_days(kept(spans)) is None
    assert happened_by(kept(spans), 30, len(spans)) == pytest.approx(0.25)


def test_nothing_watched_is_not_known() -> None:
    assert kept([]) == ()
    assert happened_by((), 7, 0) is None
