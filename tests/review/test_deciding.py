from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.settings import Settings
from domain.candidates import Band, CandidateId, CandidateState
from domain.decisions import Decision, Reason, Verdict
from domain.errors import Held, IllegalTransition, InputError, StaleView
from domain.second_looks import kappa
from review import deciding, queue
from review.deciding import Finding
from review.sampling import SecondPerson, is_drawn
from store.unit_of_work import Store
from tests.factories import a_decision, a_sighting
from tests.review.waiting import put_up

NOBODY = SecondPerson("off", 0.0)
INFRINGING = (Verdict.INFRINGING, Reason.MARK_IN_TITLE)
CLEARED = (Verdict.CLEARED, Reason.NOT_ALIKE)
LOW = {"value": 0.7, "band": Band.REVIEW}


def say(
    store: Store,
    candidate: CandidateId,
    now: datetime,
    said: tuple[Verdict, Reason] = INFRINGING,
    *,
    who: str = "王小明",
    second: SecondPerson = NOBODY,
) -> Decision:
    return deciding.decide(
        store, candidate, *said, analyst=who, note=None, seen_digest=None, now=now, second=second
    )


def state(store: Store, candidate: CandidateId) -> CandidateState:
    with store.reading() as work:
        return work.candidates.candidate(candidate).state


def undrafted(store: Store) -> int:
    with store.reading() as work:
        return len(work.decisions.undrafted())


def look(who: str, said: tuple[Verdict, Reason]) -> Finding:
    return Finding(*said, analyst=who)


def test_what_another_person_holds_is_not_decided(
    store: Store, settings: Settings, now: datetime
) -> None:
    only = put_up(store, now)
    queue.claim_next(store, settings, {}, who="李", now=now)
    with pytest.raises(Held, match="李"):
        say(store, only, now)
    assert say(store, only, now, who="李").shown_at == now


def test_decisions_are_taken_back_one_by_one(store: Store, now: datetime) -> None:
    first, second = put_up(store, now, 1), put_up(store, now, 2)
    say(store, first, now)
    say(store, second, now + timedelta(seconds=5), CLEARED)
    later = now + timedelta(seconds=9)
    assert [one.candidate for one in deciding.undo(store, analyst="王小明", now=later)] == [second]
    assert [one.candidate for one in deciding.undo(store, analyst="王小明", now=later)] == [first]
    assert state(store, first) == state(store, second) == CandidateState.SUGGESTED
    assert undrafted(store) == 0
    with pytest.raises(InputError, match="nothing"):
        deciding.undo(store, analyst="王小明", now=later)


def test_what_was_unsure_before_is_unsure_again(store: Store, now: datetime) -> None:
    only = put_up(store, now)
    say(store, only, now, (Verdict.UNSURE, Reason.NEEDS_SECOND_LOOK))
    say(store, only, now + timedelta(seconds=5))
    deciding.undo(store, analyst="王小明", now=now + timedelta(seconds=9))
    assert state(store, only) == CandidateState.UNSURE


def test_only_ones_own_work_of_the_last_hours_is_taken_back(store: Store, now: datetime) -> None:
    say(store, put_up(store, now), now)
    with pytest.raises(InputError, match="李"):
        deciding.undo(store, analyst="李", now=now)
    with pytest.raises(InputError, match="12 hours"):
        deciding.undo(store, analyst="王小明", now=now + timedelta(hours=13))


def test_a_decision_that_was_taken_back_is_decided_anew(store: Store, now: datetime) -> None:
    only = put_up(store, now)
    say(store, only, now)
    deciding.undo(store, analyst="王小明", now=now)
    say(store, only, now + timedelta(seconds=9), CLEARED)
    assert state(store, only) == CandidateState.CLEARED


def test_a_risky_accusation_waits_for_a_second_person(store: Store, now: datetime) -> None:
    only = put_up(store, now, score=LOW)
    say(store, only, now, second=SecondPerson("risk", 0.0))
    (waits,) = queue.second_looks(store, {})
    assert (waits.why, undrafted(store)) == (("low_score",), 0)
    with store.reading() as work:
        assert work.decisions.held_back() == (waits.decision,)
    with pytest.raises(InputError, match="Another person"):
        deciding.look_again(store, only, look("王小明", INFRINGING), now=now)
    done = deciding.look_again(store, only, look("李", INFRINGING), now=now)
    assert (done.agrees, undrafted(store)) == (True, 1)


def test_where_two_people_differ_nobody_is_accused(store: Store, now: datetime) -> None:
    only = put_up(store, now, score=LOW)
    say(store, only, now, second=SecondPerson("risk", 0.0))
    assert deciding.look_again(store, only, look("李", CLEARED), now=now).agrees is False
    assert (state(store, only), undrafted(store)) == (CandidateState.UNSURE, 0)
    with store.reading() as work:
        ((line, why),) = work.views.came_back(5)
    assert (line.id, why) == (only, "disagreed")


def test_a_second_look_is_given_once(store: Store, settings: Settings, now: datetime) -> None:
    only = put_up(store, now, score=LOW)
    say(store, only, now, second=SecondPerson("risk", 0.0))
    assert queue.claim_second(store, settings, {}, who="王小明", now=now) is None
    given = queue.claim_second(store, settings, {}, who="李", now=now)
    assert given is not None
    assert given.candidate == only
    assert queue.claim_second(store, settings, {}, who="张", now=now) is None
    deciding.look_again(store, only, look("李", INFRINGING), now=now)
    with pytest.raises(InputError, match="no second look"):
        deciding.look_again(store, only, look("张", CLEARED), now=now)


def test_a_drawn_finding_waits_for_nobody(store: Store, now: datetime) -> None:
    say(store, put_up(store, now), now, second=SecondPerson("risk", 1.0))
    assert (len(queue.second_looks(store, {})), undrafted(store)) == (1, 1)


def test_a_share_of_findings_is_drawn() -> None:
    drawn = sum(is_drawn(replace(a_decision(), id=number), 0.05) for number in range(20_000))  # type: ignore[arg-type]
    assert 0.04 < drawn / 20_000 < 0.06


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([], None),
        ([("a", "a")], None),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        # Cohen's own kind of table: 20 + 15 agree of 50, expected 0.5
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),
    ],
)
def test_kappa_is_agreement_beyond_chance(
    pairs: list[tuple[str, str]], value: float | None
) -> None:
    assert kappa(pairs) == (None if value is None else pytest.approx(value))


def test_two_people_at_the_same_moment_decide_one_candidate_once(
    store: Store, now: datetime
) -> None:
    only = put_up(store, now)

    def attempt(who: str) -> str:
        try:
            say(store, only, now, who=who)
        except (IllegalTransition, StaleView):
            return "refused"
        return "decided"

    with ThreadPoolExecutor(4) as people:
        said = list(people.map(attempt, "甲乙丙丁"))
    assert sorted(said) == ["decided", "refused", "refused", "refused"]


def test_a_changed_listing_is_not_looked_at_again_blindly(store: Store, now: datetime) -> None:
    only = put_up(store, now, score=LOW)
    say(store, only, now, second=SecondPerson("risk", 0.0))
    with store.begin() as work:
        old = work.listings.sighting(work.candidates.candidate(only).sighting)
        facts = replace(old.facts, title="改了名")
        work.listings.keep_sighting(
            replace(a_sighting(), key=old.key, facts=facts, seen_at=now + timedelta(hours=1))
        )
    with pytest.raises(StaleView):
        deciding.look_again(store, only, look("李", INFRINGING), now=now)
