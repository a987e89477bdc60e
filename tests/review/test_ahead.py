"""An order that was looked up once: new candidates, new weights and other people count at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.queue import Urgency
from review import deciding, queue
from review.ahead import KEPT_FOR, MANY, Ahead
from review.sampling import SecondPerson
from store.unit_of_work import Store
from tests.review.waiting import put_up


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ahead.sqlite"


@pytest.fixture
def ahead() -> Ahead:
    return Ahead()


@pytest.fixture
def waiting(store: Store, now: datetime) -> list[CandidateId]:
    """Six that wait, the first the most urgent; the last is the cheapest copy."""
    return [
        put_up(store, now, n, urgency=Urgency(harm=1 - n / 10, price_gap=n / 100))
        for n in range(1, 7)
    ]


def weighings(store: Store) -> list[str]:
    """Keeps every look at the whole order."""
    seen: list[str] = []
    sa.event.listen(
        store.engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_: seen.append(statement) if "LIMIT" in statement else None,
    )
    return seen


def given(
    store: Store,
    settings: Settings,
    now: datetime,
    ahead: Ahead,
    who: str = "王小明",
    after: CandidateId | None = None,
) -> CandidateId | None:
    claim = queue.claim_next(store, settings, {}, who=who, now=now, after=after, ahead=ahead)
    return None if claim is None else claim.candidate


def clear(store: Store, one: CandidateId, now: datetime, who: str = "王小明") -> None:
    deciding.decide(
        store, one, Verdict.CLEARED, Reason.NOT_ALIKE, analyst=who, note=None, seen_digest=None,
        now=now, second=SecondPerson("off", 0.0),
    )  # fmt: skip


def test_all_are_given_in_order_and_weighed_once(
    store: Store, settings: Settings, now: datetime, ahead: Ahead, waiting: list[CandidateId]
) -> None:
    seen, got = weighings(store), []
    while one := given(store, settings, now, ahead):
        got.append(one)
        clear(store, one, now)
    assert got == waiting
    assert sum("ORDER BY" in one and "log_harm" in one for one in seen) == 2


def test_what_is_more_urgent_and_new_comes_at_once(
    store: Store, settings: Settings, now: datetime, ahead: Ahead, waiting: list[CandidateId]
) -> None:
    assert given(store, settings, now, ahead) == waiting[0]
    clear(store, waiting[0], now)
    urgent = put_up(store, now, 9, urgency=Urgency(harm=1.0, price_gap=1.0))
    assert given(store, settings, now, ahead) == urgent


def test_a_new_order_counts_at_once(
    store: Store, settings: Settings, now: datetime, ahead: Ahead, waiting: list[CandidateId]
) -> None:
    assert given(store, settings, now, ahead) == waiting[0]
    clear(store, waiting[0], now)
    queue.set_weights(store, {"harm": 0.0, "price_gap": 3.0}, who="李", now=now)
    assert given(store, settings, now, ahead) == waiting[-1]


def test_what_is_passed_over_stays_behind_and_others_take_nothing_twice(
    store: Store, settings: Settings, now: datetime, ahead: Ahead, waiting: list[CandidateId]
) -> None:
    first, second, third, *_ = waiting
    assert given(store, settings, now, ahead) == first
    assert given(store, settings, now, ahead, who="李") == second
    assert given(store, settings, now, ahead, after=first) == third
    # put back, it is free for the other
    assert given(store, settings, now, ahead, who="张") == first
    clear(store, third, now)
    assert given(store, settings, now, ahead, after=first) == waiting[3]


def test_what_comes_back_is_seen_after_a_while(
    store: Store, settings: Settings, now: datetime, ahead: Ahead, waiting: list[CandidateId]
) -> None:
    for seconds, one in enumerate(waiting[:2]):
        assert given(store, settings, now, ahead) == one
        clear(store, one, now + timedelta(seconds=seconds))
    assert given(store, settings, now, ahead) == waiting[2]
    deciding.undo(store, analyst="王小明", now=now)
    later = now + KEPT_FOR + timedelta(seconds=1)
    assert given(store, settings, later, ahead) == waiting[1]


def test_more_than_is_looked_up_at_once_is_given_whole(
    store: Store, settings: Settings, now: datetime, ahead: Ahead
) -> None:
    every = {put_up(store, now, n) for n in range(1, MANY + 8)}
    got = set()
    while one := given(store, settings, now, ahead):
        got.add(one)
        clear(store, one, now)
    assert got == every
