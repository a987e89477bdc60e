"""Which days are reminded of, and how a letter of reminders reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from domain.languages import Sentence
from domain.records import to_plain
from domain.reminders import OVER, Letter, Reminder
from takedown.cells import printable
from takedown.clocks import Clock

Language = Literal["zh", "en", "ja"]

SUBJECT = Sentence(
    "鉴真：{count} 项期限提醒", "Jianzhen: {count} days to keep", "鑑真：期限のお知らせ {count} 件"
)
HEAD = Sentence(
    "以下期限临近或已过；按 {today} 计算。",
    "These days come near or are over, counted on {today}.",
    "次の期限が近づいているか、過ぎています（{today} 現在）。",
)
OURS = Sentence("我方", "ours", "当方")
THEIRS = Sentence("对方", "theirs", "相手方")
UNSURE = Sentence(
    "（当年假日安排未公布）", " (days off of that year not announced)", "（当年の休日未発表）"
)
FOOT = Sentence(
    "查看全部：jianzhen due。本信由程序发出，请勿回复。",
    "All of them: `jianzhen due`. Sent by a program; nobody reads replies.",
    "一覧：jianzhen due。プログラムによる送信です。返信は読まれません。",
)


def reminders_of(
    clocks: Iterable[Clock], today: date, leads: Sequence[int]
) -> tuple[Reminder, ...]:
    """What is to be said of these clocks today: for each, the nearest stage that it has reached.

    Our own days are said at each of the `leads` (days before) and once when they are over; other
    people's once they are over, for then it is for us to ask. A stage that was slept through is
    not made up for: the next one says the same, and nearer.
    """
    found = [
        Reminder(
            notice=clock.notice,
            code=clock.code,
            fact=clock.fact,
            ours=clock.ours,
            began=clock.began,
            due=clock.due,
            sure=clock.sure,
            lead=lead,
        )
        for clock in clocks
        if (lead := _stage(clock, today, leads)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.notice, one.code)))


def subject_of(letter: Letter, language: Language) -> str:
    """The subject of the letter."""
    return SUBJECT.in_language(language).format(count=len(letter.reminders))


def text_of(letter: Letter, today: date, language: Language) -> str:
    """The letter as plain text: a line a period, the nearest first."""
    lines = [HEAD.in_language(language).format(today=today.isoformat()), ""]
    lines += [_line(one, language) for one in letter.reminders]
    return "\n".join([*lines, "", FOOT.in_language(language), ""])


def json_of(letter: Letter) -> bytes:
    """The letter for a program; the same letter is the same bytes."""
    record = {
        "type": "jianzhen.reminders/1",
        "id": letter.id,
        "reminders": [to_plain(one) for one in letter.reminders],
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode()


def _stage(clock: Clock, today: date, leads: Sequence[int]) -> int | None:
    left = clock.days_left(today)
    if left < 0:
        return OVER
    return min((lead for lead in leads if lead >= left), default=None) if clock.ours else None


def _line(one: Reminder, language: Language) -> str:
    whose = (OURS if one.ours else THEIRS).in_language(language)
    unsure = "" if one.sure else UNSURE.in_language(language)
    what = printable(f"{one.notice}: {one.code} – {one.fact}", 300)
    return f"{one.due.isoformat()}{unsure}  [{whose}]  {what}"
