"""Reminders go out on every way, at least once, each letter once, and miss no day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from domain.errors import MonitorError
from domain.notices import NoticeId, NoticeState
from domain.reminders import OVER, Letter, Way
from domain.runs import StageReport
from store.unit_of_work import Store
from takedown.clocks import Clock
from takedown.reminders import json_of, reminders_of, text_of
from takedown.reminding import remind, running_clocks
from tests.takedown.simulated import keep_notice
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of, with_channel

LEADS = (7, 3, 1, 0)
DUE = date(2026, 12, 10)


@dataclass
class Receiver:
    """What arrived; it may refuse, or lose its answer on the way back."""

    letters: list[Letter] = field(default_factory=list)
    refuses: bool = False
    cut_off: bool = False

    def __call__(self, letter: Letter) -> None:
        if self.refuses:
            raise MonitorError("nobody answers")
        self.letters.append(letter)
        if self.cut_off:
            raise KeyboardInterrupt


def a_clock(due: date = DUE, *, ours: bool = True) -> Clock:
    return Clock("n", "answer", "tell the platform", ("ECL",), ours, date(2026, 11, 25), due, True)


STAGES = [
    (date(2026, 12, 2), None),
    (date(2026, 12, 3), 7),
    (date(2026, 12, 6), 7),
    (date(2026, 12, 7), 3),
    (date(2026, 12, 9), 1),
    (date(2026, 12, 10), 0),
    (date(2026, 12, 11), OVER),
    (date(2027, 1, 11), OVER),
]


@pytest.mark.parametrize(("today", "lead"), STAGES)
def test_our_day_is_said_at_each_stage(today: date, lead: int | None) -> None:
    assert [one.lead for one in reminders_of([a_clock()], today, LEADS)] == (
        [] if lead is None else [lead]
    )


@pytest.mark.parametrize(("today", "lead"), [(DUE, None), (DUE + timedelta(days=1), OVER)])
def test_other_peoples_day_is_said_when_it_is_over(today: date, lead: int | None) -> None:
    found = reminders_of([a_clock(ours=False)], today, LEADS)
    assert [one.lead for one in found] == ([] if lead is None else [lead])


def test_a_day_that_moved_is_another_reminder() -> None:
    (first,) = reminders_of([a_clock()], date(2026, 12, 9), LEADS)
    (moved,) = reminders_of([a_clock(DUE + timedelta(days=1))], date(2026, 12, 10), LEADS)
    assert first.key != moved.key


@pytest.fixture
def countered(store: Store, now: datetime) -> datetime:
    """A notice whose seller's statement arrived: fifteen days run. Gives a time near their end."""
    keep_notice(store, "n1", "alibaba_taotian", now, {NoticeState.COUNTERED: now})
    return now + timedelta(days=9)


def told(store: Store, settings: Settings, now: datetime, **ways: Receiver) -> StageReport:
    return remind(store, settings, now=now, ways={Way(name): send for name, send in ways.items()})


def test_a_reminder_goes_out_once_on_each_way(
    store: Store, settings: Settings, countered: datetime
) -> None:
    mail, hook = Receiver(), Receiver()
    first = told(store, settings, countered, email=mail, webhook=hook)
    again = told(store, settings, countered + timedelta(hours=1), email=mail, webhook=hook)
    assert first.counts["sent"] == 2
    assert again.counts.get("sent", 0) == again.counts["wanted"] == 0
    assert [len(one.letters) for one in (mail, hook)] == [1, 1]


def test_a_way_that_fails_is_tried_again_and_the_other_is_not(
    store: Store, settings: Settings, countered: datetime
) -> None:
    mail, hook = Receiver(refuses=True), Receiver()
    report = told(store, settings, countered, email=mail, webhook=hook)
    assert (report.counts["failed"], report.problems) == (1, ("email: nobody answers",))
    mail.refuses = False
    at_once = told(store, settings, countered + timedelta(minutes=1), email=mail, webhook=hook)
    assert at_once.counts.get("sent", 0) == 0
    told(store, settings, countered + timedelta(minutes=6), email=mail, webhook=hook)
    assert [len(one.letters) for one in (mail, hook)] == [1, 1]


def test_cut_off_after_sending_the_same_letter_goes_out_again_under_the_same_id(
    store: Store, settings: Settings, countered: datetime
) -> None:
    mail = Receiver(cut_off=True)
    with pytest.raises(KeyboardInterrupt):
        told(store, settings, countered, email=mail)
    mail.cut_off = False
    told(store, settings, countered + timedelta(minutes=5), email=mail)
    assert len(mail.letters) == 1
    told(store, settings, countered + timedelta(minutes=11), email=mail)
    assert [one.id for one in mail.letters] == [mail.letters[0].id] * 2
    assert json_of(mail.letters[0]) == json_of(mail.letters[1])


def test_while_one_sends_nobody_else_does(
    store: Store, settings: Settings, countered: datetime
) -> None:
    second = Receiver()

    def slow(_letter: Letter) -> None:
        remind(store, settings, now=countered, ways={Way.EMAIL: second})

    remind(store, settings, now=countered, ways={Way.EMAIL: slow})
    assert second.letters == []


def test_an_answered_notice_is_said_no_more(
    store: Store, settings: Settings, countered: datetime
) -> None:
    with store.begin() as work:
        work.notices.advance(NoticeId(1), NoticeState.REMOVED, countered)
    mail = Receiver()
    told(store, settings, countered, email=mail)
    assert mail.letters == []


def test_many_reminders_make_few_letters_and_all_are_in_one(
    store: Store, settings: Settings, now: datetime
) -> None:
    for number in range(230):
        keep_notice(store, f"m{number}", "alibaba_taotian", now, {NoticeState.COUNTERED: now})
    mail = Receiver()
    told(store, settings, now + timedelta(days=9), email=mail)
    said = Counter(one.notice for letter in mail.letters for one in letter.reminders)
    assert len(mail.letters) == 2
    assert set(said.values()) == {1}
    assert len(said) == 230


def test_a_letter_says_the_day_whose_it_is_and_what_to_do(
    store: Store, settings: Settings, countered: datetime
) -> None:
    mail = Receiver()
    told(store, settings, countered, email=mail)
    (letter,) = mail.letters
    text = text_of(letter, countered.date(), "zh")
    assert "2026-12-08" in text
    assert "我方" in text
    assert "answer_after_statement" in text


def test_what_the_seller_may_still_do_after_a_removal_is_said_until_it_is_over(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    site = with_channel(settings, tmp_path, "tiktok_shop")
    keep_portfolio(store, now)
    decide(store, now)
    notice = notice_of(store, assemble(store, site, now))
    with store.begin() as work:
        for state in (NoticeState.SUBMITTED, NoticeState.COUNTERED, NoticeState.REMOVED):
            work.notices.advance(notice.id, state, now)
    begun = now.date()
    (clock,) = running_clocks(store, site, begun)
    assert (clock.code, clock.due) == ("seller_second_appeal", date(2026, 12, 8))
    assert running_clocks(store, site, clock.due) == (clock,)
    assert running_clocks(store, site, clock.due + timedelta(days=1)) == ()
