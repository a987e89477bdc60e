from __future__ import annotations

from itertools import product

import pytest

from domain.candidates import CandidateState
from domain.errors import IllegalTransition
from domain.lifecycle import CANDIDATE_STEPS, NOTICE_STEPS, advance
from domain.notices import NoticeState

NOTICE_WAYS = {
    ("drafted", "incomplete"), ("drafted", "ready"),
    ("incomplete", "ready"), ("incomplete", "incomplete"),
    ("ready", "exported"), ("ready", "incomplete"),
    ("exported", "submitted"), ("exported", "withdrawn"),
    ("submitted", "removed"), ("submitted", "refused"),
    ("submitted", "countered"), ("submitted", "withdrawn"),
    ("countered", "restored"), ("countered", "removed"), ("countered", "withdrawn"),
    ("removed", "countered"), ("removed", "restored"), ("removed", "withdrawn"),
    ("refused", "incomplete"),
}  # fmt: skip

CANDIDATE_WAYS = {
    ("suggested", "infringing"), ("suggested", "cleared"), ("suggested", "unsure"),
    ("unsure", "infringing"), ("unsure", "cleared"),
    ("cleared", "suggested"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "wanted"), list(product(NoticeState, NoticeState)))
def test_a_notice_goes_only_the_ways_there_are(state: NoticeState, wanted: NoticeState) -> None:
    if (state.value, wanted.value) in NOTICE_WAYS:
        assert advance(state, wanted) == wanted
    else:
        with pytest.raises(IllegalTransition, match=wanted.value):
            advance(state, wanted)


@pytest.mark.parametrize(("state", "wanted"), list(product(CandidateState, CandidateState)))
def test_a_candidate_goes_only_the_ways_there_are(
    state: CandidateState, wanted: CandidateState
) -> None:
    if (state.value, wanted.value) in CANDIDATE_WAYS:
        assert advance(state, wanted) == wanted
    else:
        with pytest.raises(IllegalTransition, match=wanted.value):
            advance(state, wanted)


def test_every_state_has_its_line() -> None:
    assert set(NOTICE_STEPS) == set(NoticeState)
    assert set(CANDIDATE_STEPS) == set(CandidateState)
