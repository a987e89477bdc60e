"""A batch that would cost an account its record is held, with the rows that cause it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.languages import Sentence
from domain.listings import ListingKey, PlatformSlug
from domain.notices import NoticeId, NoticeState
from domain.rights import HolderSlug, RightSlug
from domain.standing import Account, HeldRow, Hold, Release, Reported
from takedown.ledger import ledger_of, released_by
from takedown.standing import Row, hold_of, rows_digest, standing_lines, tally_of
from tests.takedown.drafts import NOW, a_draft, a_pack

N = NoticeState
ACCOUNT = Account("alibaba_taotian", HolderSlug("hoshikawa"))
RIGHT = RightSlug("work-fox")


def key(number: int) -> ListingKey:
    return ListingKey(PlatformSlug("taobao"), "cn", str(number))


def one(number: int, state: NoticeState, **changes: object) -> Reported:
    plain = Reported(
        f"n{number}", ACCOUNT, RIGHT, "theft", key(number), f"shop {number}", state,
        NOW - timedelta(days=10),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def record(*, removed: int = 0, refused: int = 0, restored: int = 0) -> list[Reported]:
    states = [N.REMOVED] * removed + [N.REFUSED] * refused + [N.RESTORED] * restored
    return [one(number, state) for number, state in enumerate(states)]


def rows(*numbers: int, seller: str | None = None) -> list[Row]:
    return [Row(key(number), RIGHT, seller) for number in numbers]


def held(
    batch: Sequence[Row], reported: Sequence[Reported], reason: str = "theft", margin: float = 0.0
) -> Hold | None:
    pack = a_pack(ACCOUNT.channel)
    return hold_of(
        batch, ACCOUNT, reason=reason, pack=pack, reported=reported, now=NOW, margin=margin
    )


def test_the_shares_are_of_what_was_answered_and_of_what_was_filed() -> None:
    further = [N.SUBMITTED, N.WITHDRAWN, N.COUNTERED, N.EXPORTED]
    open_ones = [one(90 + number, state) for number, state in enumerate(further)]
    tally = tally_of([*record(removed=8, refused=1, restored=1), *open_ones])
    assert (tally.filed, tally.answered) == (12, 10)
    assert (tally.success, tally.counters) == (0.8, 1 / 12)


def test_without_answers_there_is_no_share() -> None:
    assert tally_of([]).success is None
    assert tally_of([one(1, N.SUBMITTED)]).counters == 0


@pytest.mark.parametrize(
    ("removed", "refused", "bad", "is_held"),
    [
        (95, 5, 5, False),  # 95 of 105 = 90.5 %
        (95, 5, 6, True),  # 95 of 106 = 89.6 %
        (90, 0, 10, False),  # 90 of 100 = 90 % exactly
        (90, 0, 11, True),
    ],
)
def test_a_batch_of_refused_listings_is_held_where_it_would_go_below_ninety(
    removed: int, refused: int, bad: int, *, is_held: bool
) -> None:
    before = [
        one(500 + number, N.REFUSED, filed_at=NOW - timedelta(days=200)) for number in range(bad)
    ]
    hold = held(
        rows(*(500 + number for number in range(bad))),
        [*before, *record(removed=removed, refused=refused)],
    )
    assert (hold is not None) is is_held


def test_the_rows_that_cause_it_are_named_and_only_those() -> None:
    before = [one(501, N.REFUSED), one(502, N.RESTORED)]
    good = rows(*range(600, 610))
    hold = held([*good, *rows(501, 502)], [*before, *record(removed=20)])
    assert hold is not None
    assert [row.listing.item_id for row in hold.rows] == ["502", "501"]
    assert "n502" in hold.rows[0].why.en
    assert (hold.measure, hold.threshold) == ("success", 0.9)


def test_too_many_given_back_are_held_though_success_is_high() -> None:
    restored = [one(500 + number, N.RESTORED, seller="back") for number in range(5)]
    reported = [*record(removed=96), *restored]
    hold = held(rows(700, seller="back"), reported)
    assert hold is not None
    assert hold.measure == "counters"
    assert hold.then > 0.05


def test_a_seller_whose_listings_stayed_counts_against_the_row() -> None:
    stayed = [one(500 + number, N.REFUSED, seller="stayer") for number in range(3)]
    hold = held(rows(*range(700, 705), seller="stayer"), [*record(removed=30), *stayed])
    assert hold is not None
    assert "3 of 3" in hold.rows[0].why.en


def test_a_reason_that_fails_often_is_told_from_one_that_does_not() -> None:
    weak = [
        one(number, N.REFUSED if number % 3 else N.REMOVED, reason="weak")
        for number in range(300, 330)
    ]
    reported = [*weak, *record(removed=200)]
    assert held(rows(*range(900, 960)), reported, reason="theft") is None
    assert held(rows(*range(900, 960)), reported, reason="weak") is not None


def test_too_little_known_holds_nothing() -> None:
    assert held(rows(5), record(removed=3, refused=16)) is None
    assert held(rows(5), record(removed=3, refused=17)) is not None


def test_a_good_batch_mends_a_broken_record_and_is_let_go() -> None:
    broken = [one(number, N.REFUSED, reason="weak") for number in range(300, 330)]
    assert held(rows(900), [*broken, *record(removed=100)], reason="theft") is None


def test_what_is_older_than_the_window_does_not_count() -> None:
    old = [replace(each, filed_at=NOW - timedelta(days=91)) for each in record(refused=50)]
    assert held(rows(900), [*old, *record(removed=30)]) is None


def test_another_accounts_record_does_not_count() -> None:
    other = Account(ACCOUNT.channel, HolderSlug("other"))
    theirs = [replace(each, account=other) for each in record(refused=50)]
    assert held(rows(900), [*theirs, *record(removed=30)]) is None


def test_a_channel_without_thresholds_holds_nothing() -> None:
    account = Account("jd", HolderSlug("hoshikawa"))
    reported = [replace(each, account=account) for each in record(refused=50)]
    found = hold_of(rows(1), account, reason="x", pack=a_pack("jd"), reported=reported, now=NOW)
    assert found is None


def test_project_zero_asks_for_ninety_percent_over_six_months() -> None:
    account = Account("amazon", HolderSlug("hoshikawa"))
    reported = [
        replace(each, account=account, filed_at=NOW - timedelta(days=170))
        for each in record(removed=20, refused=2)
    ]
    pack = a_pack("amazon")
    (line,) = standing_lines(account, pack, reported, NOW)
    assert (line.success_floor, line.window_days, line.tally.answered) == (0.9, 180, 22)
    found = hold_of(
        rows(21, 20), account, reason="x", pack=a_pack("amazon"), reported=reported, now=NOW
    )
    assert found is not None


def test_a_record_near_its_limit_is_told_before_it_breaks() -> None:
    reported = record(removed=91, refused=9)
    assert held(rows(900), reported) is None
    assert held(rows(900), reported, margin=0.02) is not None


def test_the_lines_tell_each_reason_apart() -> None:
    reported = [*record(removed=3), one(50, N.REFUSED, reason="weak")]
    line = standing_lines(ACCOUNT, a_pack(ACCOUNT.channel), reported, NOW)[0]
    assert {reason: tally.success for reason, tally in line.by_reason.items()} == {
        "theft": 1.0,
        "weak": 0.0,
    }
    assert not line.known


SAID = Sentence("缺", "lacking", "不足")


def a_hold(*numbers: int) -> Hold:
    held_rows = tuple(HeldRow(key(number), 0.0, SAID) for number in numbers)
    return Hold("good_faith_mechanism", "success", 0.9, 0.95, 0.85, held_rows)


def released(hold: Hold) -> Release:
    return Release(NoticeId(1), rows_digest(hold), "李华", "checked", NOW)


def test_a_release_speaks_of_its_rows_alone() -> None:
    assert released_by(a_hold(1, 2), [released(a_hold(2, 1))]) == "李华"
    assert released_by(a_hold(1, 2, 3), [released(a_hold(1, 2))]) is None


def test_a_release_outlives_a_change_of_the_shares() -> None:
    hold = a_hold(1)
    assert released_by(replace(hold, now=0.91, then=0.89), [released(hold)]) == "李华"


def test_the_ledger_tells_other_notices_on_the_same_listing_and_right() -> None:
    draft = a_draft()
    here = draft.cases[0].sighting.key
    open_one = one(1, N.SUBMITTED, listing=here)
    refused = one(2, N.REFUSED, listing=here)
    own = one(3, N.EXPORTED, listing=here, notice=draft.slug)
    ledger = ledger_of(draft, [open_one, refused, own], (), NOW)
    assert ledger.pending == {(here, RIGHT): "n1"}
    assert ledger.refused == {(here, RIGHT): "n2"}


def test_what_was_never_filed_does_not_count() -> None:
    assert held(rows(900), [replace(each, filed_at=None) for each in record(refused=50)]) is None


def test_an_earlier_refusal_of_the_same_notice_is_told_when_it_is_filed_again() -> None:
    draft = a_draft()
    here = draft.cases[0].sighting.key
    before = one(3, N.REFUSED, listing=here, notice=draft.slug)
    again = one(3, N.INCOMPLETE, listing=here, notice=draft.slug)
    ledger = ledger_of(draft, [before, again], (), NOW)
    assert ledger.refused == {(here, RIGHT): draft.slug}
    assert ledger.pending == {}
