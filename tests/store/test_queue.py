from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from domain.candidates import CandidateId, CandidateState
from domain.queue import GroupKind, Urgency, Weights
from domain.retention import FieldClass
from store.unit_of_work import Store
from tests.review.waiting import put_up

WAITS = {"state": "suggested"}


def claim(
    store: Store, who: str, now: datetime, after: CandidateId | None = None, **filters: str
) -> CandidateId | None:
    wanted = WAITS | filters
    with store.reading() as work:
        few = work.queue.upcoming(who, wanted, now=now, after=after)
    with store.begin() as work:
        found = work.queue.take(few, who, wanted, now=now, seconds=600)
    if found is None and few:
        return claim(store, who, now, few[-1], **filters)
    return None if found is None else found.candidate


def test_what_was_decided_meanwhile_is_not_taken(store: Store, now: datetime) -> None:
    first, second = put_up(store, now, 1), put_up(store, now, 2)
    with store.reading() as work:
        few = work.queue.upcoming("王", WAITS, now=now)
    with store.begin() as work:
        work.candidates.move(first, CandidateState.CLEARED)
    with store.begin() as work:
        found = work.queue.take(few, "王", WAITS, now=now, seconds=600)
    assert found is not None
    assert found.candidate == second


def test_the_most_urgent_is_given_first_and_to_one_person_only(
    store: Store, now: datetime
) -> None:
    mild, grave = (
        put_up(store, now, n, urgency=Urgency(harm)) for n, harm in ((1, 0.5), (2, 1.0))
    )
    assert claim(store, "王", now) == grave
    assert claim(store, "李", now) == mild
    assert claim(store, "张", now) is None


def test_a_claim_that_ran_out_is_given_to_the_next_person(store: Store, now: datetime) -> None:
    only = put_up(store, now)
    assert claim(store, "王", now) == only
    assert claim(store, "李", now + timedelta(seconds=599)) is None
    assert claim(store, "李", now + timedelta(seconds=601)) == only


def test_whoever_holds_a_candidate_is_given_it_again(store: Store, now: datetime) -> None:
    only = put_up(store, now)
    assert claim(store, "王", now) == claim(store, "王", now) == only


def test_going_on_behind_a_candidate_passes_over_it(store: Store, now: datetime) -> None:
    first, second = put_up(store, now, 1), put_up(store, now, 2)
    assert claim(store, "王", now) == first
    assert claim(store, "王", now, first) == second
    assert claim(store, "王", now, second) is None


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"platform": "bazaar_street"}, 2),
        ({"platform": "jd"}, 0),
        ({"language": "zh"}, 1),
        ({"language": "ja"}, 1),
        ({"signal": "exact_mention"}, 2),
        ({"signal": "mention"}, 0),
        ({"signal": "%"}, 0),
        ({"seller": "小店一号"}, 2),
        ({"queue": "compatible"}, 0),
        ({"queue": "unsure"}, 0),
        ({"holder": "hoshikawa"}, 2),
    ],
)
def test_filters_leave_what_they_name(
    store: Store, now: datetime, filters: dict[str, str], left: int
) -> None:
    put_up(store, now, 1)
    put_up(store, now, 2, title="ルモリのマグカップ")
    with store.reading() as work:
        assert work.views.candidate_count(WAITS | filters) == left
        assert len(work.views.candidate_lines(WAITS | filters)) == left


def test_new_weights_order_everything_at_once(store: Store, now: datetime) -> None:
    cheap = put_up(store, now, 1, urgency=Urgency(0.5, 1.0))
    grave = put_up(store, now, 2, urgency=Urgency(1.0, 0.0))

    def order() -> list[int]:
        with store.reading() as work:
            return [one.id for one in work.views.candidate_lines(WAITS)]

    with store.begin() as work:
        work.queue.set_weights(Weights(harm=3, price_gap=0), "李主管", now)
    assert order() == [grave, cheap]
    with store.begin() as work:
        work.queue.set_weights(Weights(harm=0, price_gap=3), "李主管", now)
    assert order() == [cheap, grave]


def test_a_new_look_keeps_what_was_known_of_urgency(store: Store, now: datetime) -> None:
    found = put_up(store, now, urgency=Urgency(1.0, 0.8))
    with store.reading() as work:
        before = work.queue.place(found)
    put_up(store, now, title="LUMORI 改了名")
    with store.reading() as work:
        after = work.queue.place(found)
    assert before is not None
    assert after is not None
    assert (before.logs["harm"], before.logs["price_gap"]) == (
        after.logs["harm"], after.logs["price_gap"],
    )  # fmt: skip


def test_people_at_the_same_time_are_never_given_the_same(store: Store, now: datetime) -> None:
    there = {put_up(store, now, number) for number in range(24)}

    def take(who: str) -> list[CandidateId]:
        taken: list[CandidateId] = []
        while found := claim(store, who, now, taken[-1] if taken else None):
            taken.append(found)
        return taken

    with ThreadPoolExecutor(6) as people:
        shares = list(people.map(take, [f"复核员{number}" for number in range(6)]))
    given = [one for share in shares for one in share]
    assert sorted(given) == sorted(there)


def test_what_is_erased_leaves_the_queue_too(store: Store, now: datetime) -> None:
    thumb = store.blobs.keep(b"small")
    found = put_up(store, now, urgency=Urgency(thumb=thumb))
    with store.begin() as work:
        candidate = work.candidates.candidate(found)
        (picture,) = work.listings.sighting(candidate.sighting).pictures
        assert picture.sha256 is not None
        work.listings.keep_prints("thumb/1", {picture.sha256: {"thumb": thumb}})
        work.erasing.erase(candidate.listing, list(FieldClass), now)
    with store.reading() as work:
        place = work.queue.place(found)
        assert work.views.candidate_count({"seller": "小店一号"}) == 0
        assert thumb in work.erasing.forgettable(store.blobs.has)
    assert place is not None
    assert (place.thumb, GroupKind.SELLER in place.groups) == (None, False)
