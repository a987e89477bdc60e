from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.listings import ListingId, PageState
from domain.watch import Check, Rhythm, Standing, next_look, stand_of

FILED = datetime(2026, 11, 1, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)
RHYTHM = Rhythm((1, 3, 7), (7, 30), SIX_HOURS)
OK, GONE, BLOCKED = PageState.OK, PageState.GONE, PageState.BLOCKED


def a_check(hours: float, state: PageState, *, sound: bool = True) -> Check:
    return Check(ListingId(1), FILED + timedelta(hours=hours), state, sound)


def at(hours: float) -> datetime:
    return FILED + timedelta(hours=hours)


def in_days(days: float) -> datetime:
    return FILED + timedelta(days=days)


@pytest.mark.parametrize(
    ("looks", "standing"),
    [
        ((), Standing.UNKNOWN),
        (((1, BLOCKED), (2, PageState.LOGIN), (9, PageState.UNKNOWN_LAYOUT)), Standing.UNKNOWN),
        (((1, OK), (24, BLOCKED), (48, BLOCKED)), Standing.OFFERED),
        (((1, OK), (24, PageState.EMPTY), (48, PageState.ERROR)), Standing.OFFERED),
        (((1, OK), (24, GONE)), Standing.SAID_GONE),
        (((1, OK), (24, GONE), (25, GONE)), Standing.SAID_GONE),
        (((1, OK), (24, GONE), (30, GONE)), Standing.GONE),
        (((1, OK), (24, GONE), (30, BLOCKED), (48, GONE)), Standing.GONE),
        (((24, GONE), (30, OK), (48, GONE)), Standing.SAID_GONE),
        (((24, GONE), (48, GONE), (72, OK)), Standing.BACK),
        (((24, GONE), (48, GONE), (72, OK), (96, GONE), (120, GONE)), Standing.GONE),
        (((24, GONE), (48, GONE), (72, BLOCKED)), Standing.GONE),
    ],
)
def test_only_positive_signs_move_where_a_listing_stands(
    looks: tuple[tuple[float, PageState], ...], standing: Standing
) -> None:
    checks = [a_check(hours, state) for hours, state in looks]
    assert stand_of(checks, SIX_HOURS).standing is standing
    assert stand_of(checks[::-1], SIX_HOURS) == stand_of(checks, SIX_HOURS)


def test_a_look_that_may_not_be_believed_says_nothing() -> None:
    checks = [a_check(1, OK), a_check(24, GONE, sound=False), a_check(48, GONE, sound=False)]
    assert stand_of(checks, SIX_HOURS).standing is Standing.OFFERED


def test_a_removal_lies_between_the_last_look_that_showed_it_and_the_first_that_did_not() -> None:
    checks = [a_check(1, OK), a_check(20, OK), a_check(44, GONE), a_check(68, GONE)]
    stand = stand_of(checks, SIX_HOURS)
    assert (stand.offered_until, stand.gone_at, stand.since) == (at(20), at(44), at(44))


def test_what_is_offered_again_keeps_when_it_was_gone_and_since_when_it_is_back() -> None:
    looks = ((9, OK), (24, GONE), (48, GONE), (72, OK), (96, OK))
    stand = stand_of([a_check(hours, state) for hours, state in looks], SIX_HOURS)
    assert (stand.gone_at, stand.since, stand.last_offered_at) == (at(24), at(72), at(96))
    assert stand.offered_until == at(9)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((), in_days(1)),
        (((24, OK),), in_days(3)),
        (((25, BLOCKED),), at(31)),
        (((24, OK), (72, GONE)), at(78)),
        (((72, GONE), (80, GONE)), at(72) + timedelta(days=7)),
        (((72, GONE), (80, GONE), (72 + 7 * 24, GONE)), at(72) + timedelta(days=30)),
        (((72, GONE), (80, GONE), (72 + 31 * 24, GONE)), None),
        (((8 * 24, OK),), None),
    ],
)
def test_the_next_look_follows_filing_then_removal(
    looks: tuple[tuple[float, PageState], ...], expected: datetime | None
) -> None:
    checks = [a_check(hours, state) for hours, state in looks]
    assert next_look(FILED, checks, RHYTHM) == expected
