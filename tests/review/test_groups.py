from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.candidates import Band, CandidateState, PicturePair, Queue, Reading
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.errors import InputError
from domain.queue import GroupKind, group_keys, title_template
from review import deciding, groups, queue
from review.deciding import Finding
from review.sampling import SecondPerson
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import SAYING, a_mention, a_score, a_sighting, digest
from tests.review.desks import an_account, make_client, signed_in
from tests.review.waiting import put_up

CLEARED = Finding(Verdict.CLEARED, Reason.NOT_ALIKE, "王小明")
NOBODY = SecondPerson("off", 0.0)


def shows(original: str) -> Reading:
    pair = PicturePair(digest("copy"), digest(original), "phash", 2)
    return Reading("same_picture", 0.97, SAYING, pictures=pair)


def keys(right: str = "mark-a", **changes: Any) -> dict[GroupKind, str]:
    facts = replace(a_sighting().facts, **changes.pop("facts", {}))
    return group_keys(
        right, replace(a_sighting(), facts=facts), a_score(readings=(a_mention(),), **changes)
    )


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (GroupKind.SELLER, {"right": "mark-b"}),
        (GroupKind.SELLER, {"queue": Queue.COMPATIBLE}),
        (GroupKind.SELLER, {"band": Band.REVIEW}),
        (GroupKind.SELLER, {"facts": {"seller": "小店二号"}}),
        (GroupKind.SELLER, {"facts": {"site": "us"}}),
        (GroupKind.TITLE, {"facts": {"title": "LUMORI 露茉莉 月下狐狸马克杯"}}),
    ],
)
def test_what_may_need_another_finding_is_another_group(
    kind: GroupKind, other: dict[str, Any]
) -> None:
    assert keys()[kind] != keys(**other)[kind]


def test_what_speaks_for_the_seller_is_another_group() -> None:
    fit = Reading("compatible_use", 1.0, SAYING)
    plain = group_keys("m", a_sighting(), a_score(readings=(a_mention(),)))
    fitting = group_keys("m", a_sighting(), a_score(readings=(a_mention(), fit)))
    assert not set(plain.values()) & set(fitting.values())


def test_copies_of_one_original_are_alike_whoever_sells_them() -> None:
    one = group_keys("work-fox", a_sighting(), a_score(readings=(shows("fox"),)))
    facts = replace(a_sighting().facts, seller="别的店", title="别的标题", site="us")
    other = replace(a_sighting(), facts=facts)
    assert (
        one[GroupKind.PICTURE]
        == (group_keys("work-fox", other, a_score(readings=(shows("fox"),)))[GroupKind.PICTURE])
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("LUMORI 保温杯 500ml", "lumori保温杯（350ML）"),
        ("ＬＵＭＯＲＩ 保温杯!!", "LUMORI-保温杯"),
    ],
)
def test_numbers_signs_and_case_do_not_change_a_titles_template(left: str, right: str) -> None:
    assert re.sub("ml", "", title_template(left)) == re.sub("ml", "", title_template(right))


def test_a_group_is_decided_at_once_but_for_what_changed_or_is_held(
    store: Store, settings: Settings, now: datetime
) -> None:
    ids = [put_up(store, now, number) for number in range(5)]
    (line,) = groups.groups(store, {})
    shown = groups.members(store, line.kind, line.key)
    assert (line.kind, line.size, len(shown)) == (GroupKind.SELLER, 5, 5)
    queue.claim_next(store, settings, {}, who="李", now=now)
    _change(store, ids[1], now)
    deciding.decide(
        store, ids[2], Verdict.CLEARED, Reason.NOT_ALIKE, analyst="张", note=None,
        seen_digest=None, now=now,
    )  # fmt: skip
    seen = {one.candidate.id: one.candidate.sighting_digest for one in shown}
    before = groups.preview(store, seen, who="王小明", now=now)
    outcome = groups.decide_group(store, seen, CLEARED, now=now, second=NOBODY)
    expected = {ids[0]: "held", ids[1]: "changed", ids[2]: "decided"}
    assert before.left_out == outcome.left_out == expected
    assert [one.candidate for one in outcome.decided] == list(before.unchanged) == ids[3:]


def test_a_group_is_taken_back_in_one_step(store: Store, now: datetime) -> None:
    ids = [put_up(store, now, number) for number in range(3)]
    seen = {one: _digest(store, one) for one in ids}
    groups.decide_group(store, seen, CLEARED, now=now, second=NOBODY)
    assert len(deciding.undo(store, analyst="王小明", now=now)) == 3
    with store.reading() as work:
        assert len(work.candidates.find(state=CandidateState.SUGGESTED)) == 3


@pytest.mark.parametrize("texts", [["7"], ["x:ab"], ["7:"], ["-1:ab"], ["9" * 20 + ":ab"]])
def test_what_names_no_candidate_with_its_digest_is_refused(texts: list[str]) -> None:
    with pytest.raises(InputError):
        groups.seen_pairs(texts)


def test_nothing_at_all_is_not_decided(store: Store, now: datetime) -> None:
    with pytest.raises(InputError, match="0 candidates"):
        groups.decide_group(store, {}, CLEARED, now=now)


@pytest.fixture
def client(store: Store, settings: Settings, now: datetime) -> Iterator[TestClient]:
    with make_client(make_app(settings, store, clock=lambda: now)) as client:
        signed_in(client, store, an_account(store))
        yield client


def test_the_page_of_a_group_says_how_many_are_unchanged_before_it_decides(
    client: TestClient, store: Store, now: datetime
) -> None:
    ids = [put_up(store, now, number) for number in range(4)]
    (line,) = groups.groups(store, {})
    path = f"/groups/{line.kind}/{line.key}"
    page = client.get(path, params={"lang": "zh"}).text
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    _change(store, ids[0], now)
    form = {"token": token, "seen": seen, "finding": "cleared:not_alike"}
    first = client.post(path, data=form)
    assert (first.status_code, "3 / 4" in first.text) == (409, True)
    with store.reading() as work:
        assert not work.candidates.find(state=CandidateState.CLEARED)
    rest = re.findall(r'name="seen" value="([^"]+)"', first.text)
    done = client.post(path, data={**form, "seen": rest, "confirmed": "true"})
    assert (done.status_code, "3 / 3" in done.text) == (200, True)


def _digest(store: Store, candidate: Any) -> Sha256:
    with store.reading() as work:
        return work.candidates.candidate(candidate).sighting_digest


def _change(store: Store, candidate: Any, now: datetime) -> None:
    with store.begin() as work:
        old = work.listings.sighting(work.candidates.candidate(candidate).sighting)
        facts = replace(old.facts, title="改了名")
        later = now + timedelta(hours=1)
        work.listings.keep_sighting(replace(old, facts=facts, seen_at=later))
