from __future__ import annotations

import re

from bin.words import TABLE
from domain.candidates import CandidateState
from domain.notices import NoticeState, Severity
from domain.runs import RunState
from matcher.registry import SIGNALS
from review.web.words import LOCALE, words
from scheduler.steps import STEPS


def test_no_table_of_words_waits_to_be_taken_in() -> None:
    assert not TABLE.exists(), "run: python -m bin.words (it moves the table into the catalogues)"


def test_every_state_step_and_signal_has_a_word() -> None:
    stored = [*NoticeState, *RunState, *CandidateState, *Severity, *STEPS, *SIGNALS, "night"]
    assert [one for one in stored if str(one) not in words()] == []


def test_every_word_that_a_template_says_is_there() -> None:
    said: set[str] = set()
    for page in (LOCALE.parent / "templates").glob("*.html"):
        said |= set(re.findall(r"say\('(\w+)'\)", page.read_text(encoding="utf-8")))
    assert said - words() == set(), "add them to review/web/locale/*/LC_MESSAGES/desk.po"
