from __future__ import annotations

from dataclasses import replace

import pytest

from domain.decisions import Verdict
from domain.notices import NoticeState
from review.measures.figures import by_platform, figures, reviews_per_hour
from tests.review.measures.made import OCTOBER, a_decided, a_filed, a_found, facts

REMOVED, REFUSED = NoticeState.REMOVED, NoticeState.REFUSED
WITHDRAWN, RESTORED = NoticeState.WITHDRAWN, NoticeState.RESTORED


def value_of(key: str, **given: object) -> tuple[float | None, int]:
    found = {one.key: one for one in figures(facts(**given), OCTOBER)}
    value = found[key].value
    return None if value is None else round(value, 6), found[key].of


def test_what_is_decided_in_bulk_tells_no_pace() -> None:
    looked = [a_decided(n, 1, seconds=30 * n) for n in range(3)]
    bulk = [replace(a_decided(n, 2), shown=False) for n in range(40)]
    assert reviews_per_hour([*looked, *bulk]) == reviews_per_hour(looked)
    assert reviews_per_hour(looked).value == 120


def test_nothing_done_gives_counts_of_nothing_and_no_shares() -> None:
    found = {one.key: one.value for one in figures(facts(), OCTOBER)}
    assert [found[name] for name in ("found", "decided", "filed", "removed")] == [0, 0, 0, 0]
    assert found["success_rate"] is None
    assert found["removal_time"] is None


def test_only_what_happened_in_the_period_counts() -> None:
    found = tuple(a_found(number, at) for number, at in enumerate((-0.1, 0, 30.9, 31)))
    assert value_of("found", found=found) == (2, 2)


def test_lags_are_medians_of_the_periods_work() -> None:
    decided = tuple(a_decided(n, 3, lag_days=lag) for n, lag in enumerate((0.25, 0.5, 4)))
    assert value_of("decide_lag", decided=decided) == (12, 3)
    assert value_of("file_lag", filed=(a_filed(5), a_filed(6))) == (24, 2)


def test_a_pause_counts_as_work_up_to_a_minute() -> None:
    decided = tuple(a_decided(n, 3, seconds=at) for n, at in enumerate((0, 10, 20, 3620)))
    # three more decisions in 10 + 10 + 60 seconds of work
    assert value_of("reviews_per_hour", decided=decided)[0] == pytest.approx(3 / (80 / 3600))


def test_two_people_at_once_are_two_times_of_work() -> None:
    decided = tuple(
        a_decided(n, 3, analyst=who, seconds=at)
        for n, (who, at) in enumerate((("王", 0), ("李", 5), ("王", 30), ("李", 35)))
    )
    assert value_of("reviews_per_hour", decided=decided)[0] == pytest.approx(2 / (60 / 3600))


def test_the_share_found_infringing_is_of_all_decisions() -> None:
    decided = (a_decided(1, 2), a_decided(2, 2, Verdict.CLEARED), a_decided(3, 2, Verdict.UNSURE))
    assert value_of("infringing_share", decided=decided) == (round(1 / 3, 6), 3)


def test_success_is_what_the_platform_answered_of_all_not_withdrawn() -> None:
    filed = (
        a_filed(2, REMOVED, answered=4),
        a_filed(2, REFUSED, answered=5),
        a_filed(2),
        a_filed(2, gone=6),
        a_filed(2, WITHDRAWN, answered=3),
    )
    # seen gone without an answer is not the notice's success
    assert value_of("success_rate", filed=filed) == (round(1 / 4, 6), 4)
    assert value_of("refusal_rate", filed=filed) == (round(1 / 2, 6), 2)
    assert value_of("wrong_notice_rate", filed=filed) == (round(1 / 5, 6), 5)


def test_a_counter_notice_that_prevails_makes_a_notice_wrong() -> None:
    filed = (a_filed(2, RESTORED, answered=9), a_filed(2, REMOVED, answered=4))
    assert value_of("wrong_notice_rate", filed=filed) == (round(1 / 2, 6), 2)


def test_the_silent_stay_in_the_response_time() -> None:
    filed = (a_filed(2, REMOVED, answered=4), a_filed(2), a_filed(2))
    assert value_of("response_time", filed=filed) == (None, 3)
    filed = (a_filed(2, REMOVED, answered=4), a_filed(2, REFUSED, answered=9), a_filed(2))
    assert value_of("response_time", filed=filed) == (7, 3)


def test_time_to_removal_is_told_with_the_gap_in_which_nobody_looked() -> None:
    filed = (a_filed(2, gone=5, until=4), a_filed(2, gone=7, until=5))
    assert value_of("removal_time", filed=filed) == (3, 2)
    assert value_of("removal_gap", filed=filed) == (1.5, 2)
    # nobody looked since it was filed: the whole time is the gap
    assert value_of("removal_gap", filed=(a_filed(2, gone=5, until=1),)) == (3, 1)


def test_what_was_gone_before_it_was_filed_is_no_removal() -> None:
    assert value_of("removed", filed=(a_filed(9, gone=5),)) == (0, 0)


def test_relisting_follows_each_removal_to_today() -> None:
    filed = (
        a_filed(2, gone=5, back=9),
        a_filed(2, gone=5, back=30),
        a_filed(2, gone=5),
        a_filed(2, gone=5),
    )
    assert value_of("relisted_7", filed=filed) == (round(0.25, 6), 4)
    assert value_of("relisted_30", filed=filed) == (round(0.5, 6), 4)


def test_the_busiest_sellers_share_leaves_out_unknown_ones() -> None:
    filed = (*[a_filed(2, seller="甲")] * 3, a_filed(2, seller="乙"), a_filed(2, seller=None))
    assert value_of("repeat_share", filed=filed) == (round(0.75, 6), 4)


def test_platforms_have_figures_of_their_own() -> None:
    filed = (a_filed(2), a_filed(2, REMOVED, answered=3, platform="jd"))
    found = by_platform(facts(filed=filed), OCTOBER)
    rates = {
        slug: {one.key: one.value for one in own}["success_rate"] for slug, own in found.items()
    }
    assert rates == {"jd": 1.0, "taobao": 0.0}
