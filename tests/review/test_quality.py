from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from config.settings import Settings
from domain.candidates import Band
from domain.decisions import Reason, Verdict
from domain.errors import InputError, NotAllowed
from domain.rights import HolderSlug
from matcher.evaluation import Judged
from matcher.thresholds import propose, wilson_low
from review import deciding, queue
from review.morning import morning
from review.quality import accept_bands, quality
from review.sampling import SecondPerson
from store.unit_of_work import Store
from tests.review.waiting import put_up

NOBODY = SecondPerson("off", 0.0)


def judged(score: float, infringing: bool) -> Judged:
    return Judged(score, Band.SUGGEST, infringing)


def decide(
    store: Store, settings: Settings, now: datetime, verdict: Verdict, *, after: float = 0
) -> None:
    claim = queue.claim_next(store, settings, {}, who="王小明", now=now)
    assert claim is not None
    reason = Reason.MARK_IN_TITLE if verdict is Verdict.INFRINGING else Reason.NOT_ALIKE
    deciding.decide(
        store, claim.candidate, verdict, reason, analyst="王小明", note=None, seen_digest=None,
        now=now + timedelta(seconds=after), second=NOBODY,
    )  # fmt: skip


def test_precision_is_of_what_was_decided_in_a_step_of_scores(
    store: Store, settings: Settings, now: datetime
) -> None:
    for number, value in enumerate((0.97, 0.96, 0.72)):
        put_up(store, now, number, score={"value": value})
    for verdict in (Verdict.INFRINGING, Verdict.CLEARED, Verdict.CLEARED):
        decide(store, settings, now, verdict)
    page = quality(store, settings)
    assert [(low, one.shown, one.right) for low, one in page.steps] == [(0.95, 2, 1), (0.7, 1, 0)]
    assert page.proposal is None


def test_time_beyond_the_idle_limit_is_no_work(
    store: Store, settings: Settings, now: datetime
) -> None:
    for number in range(3):
        put_up(store, now, number)
    decide(store, settings, now, Verdict.CLEARED, after=10)
    decide(store, settings, now + timedelta(seconds=10), Verdict.CLEARED, after=20)
    decide(store, settings, now + timedelta(hours=3), Verdict.CLEARED, after=3600)
    (pace,) = quality(store, settings).paces
    # looked at for 10, 20 and (cut) 60 s; 20 s and (cut) 60 s lie between the decisions
    assert (pace.seconds, pace.per_hour) == (20.0, 2 * 3600 / 80)


def test_thresholds_are_taken_from_older_decisions_and_tried_on_newer() -> None:
    older = [judged(0.95, True)] * 60 + [judged(0.7, False)] * 10
    newer = [judged(0.95, True)] * 20 + [judged(0.95, False)] * 10
    found = propose(older + newer, review_now=0.66)
    assert found is not None
    assert 0.7 < found.suggest.threshold <= 0.95
    assert (found.suggest.precision, found.suggest.shown) == (1.0, 60)
    assert (found.suggest_tried.infringing, found.suggest_tried.shown) == (20, 30)


@pytest.mark.parametrize(
    "rows",
    [
        [judged(0.95, True)] * 59,
        [judged(0.95, False)] * 200,
        [judged(0.95, True), judged(0.95, False)] * 100,
    ],
)
def test_nothing_is_proposed_that_is_not_sure(rows: list[Judged]) -> None:
    assert propose(rows, review_now=0.66) is None


def test_wilsons_interval_at_known_places() -> None:
    # 81 of 263, in R. G. Newcombe, Statist. Med. 17 (1998), table I: 0.2553 to 0.3662
    assert wilson_low(81, 263) == pytest.approx(0.2553, abs=5e-5)
    assert wilson_low(0, 20) == 0
    assert wilson_low(0, 0) == 0


def test_accepted_thresholds_are_kept_with_who_accepted_them(
    store: Store, settings: Settings, now: datetime
) -> None:
    accept_bands(store, settings, 0.8, 0.7, who="李主管", now=now)
    page = quality(store, settings)
    assert (page.suggest, page.review) == (0.8, 0.7)
    with store.reading() as work:
        event = work.audit.last()
    assert event is not None
    assert (event.kind, event.who) == ("bands accepted", "李主管")


@pytest.mark.parametrize("bands", [(0.7, 0.8), (0.7, 0.0), (1.2, 0.5), (float("nan"), 0.5)])
def test_what_are_no_bands_is_refused(
    store: Store, settings: Settings, now: datetime, bands: tuple[float, float]
) -> None:
    with pytest.raises(InputError):
        accept_bands(store, settings, *bands, who="李主管", now=now)


def test_an_agent_of_some_holders_changes_nothing_for_all(
    store: Store, settings: Settings, now: datetime
) -> None:
    walled = store.walled(frozenset({HolderSlug("hoshikawa")}))
    with pytest.raises(NotAllowed):
        accept_bands(walled, settings, 0.8, 0.7, who="x", now=now)
    with pytest.raises(NotAllowed):
        queue.set_weights(walled, {"harm": 2}, who="x", now=now)


def test_behind_a_wall_only_ones_own_queue_is_given(
    store: Store, settings: Settings, now: datetime
) -> None:
    only = put_up(store, now)
    stranger = store.walled(frozenset({HolderSlug("somebody")}))
    assert queue.claim_next(stranger, settings, {}, who="x", now=now) is None
    assert morning(stranger, settings, who="x", now=now).queues == {}
    own = store.walled(frozenset({HolderSlug("hoshikawa")}))
    claim = queue.claim_next(own, settings, {}, who="x", now=now)
    assert claim is not None
    assert claim.candidate == only
    deciding.decide(
        own, only, Verdict.CLEARED, Reason.NOT_ALIKE, analyst="x", note=None, seen_digest=None,
        now=now,
    )  # fmt: skip
    assert len(deciding.undo(own, analyst="x", now=now)) == 1


def test_the_morning_knows_what_is_new_and_what_came_back(
    store: Store, settings: Settings, now: datetime
) -> None:
    put_up(store, now, 1)
    decide(store, settings, now, Verdict.CLEARED)
    later = now + timedelta(days=2)
    put_up(store, later, 1, title="LUMORI 改了名")
    put_up(store, later, 2)
    found = morning(store, settings, who="王小明", now=later)
    assert (found.new_count, found.queues, found.looks) == (2, {"main": 2}, 1)
    assert [(one.line.id, one.why) for one in found.came_back] == [(1, "changed")]
    assert (len(found.mine), found.mine_today) == (1, 0)
