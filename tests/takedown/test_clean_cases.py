"""A hundred and twenty clean cases over every shipped platform: none of them is stopped."""

from __future__ import annotations

from domain.notices import Severity
from domain.rights import Mark
from takedown.preflight import preflight
from tests.takedown.clean_cases import clean_cases

COUNT = 120


def test_none_of_the_clean_cases_is_stopped() -> None:
    stopped = {
        case.name: [one.what.en for one in findings]
        for case in clean_cases(COUNT)
        if (
            findings := [
                one
                for one in preflight(case.draft, lambda _digest: True, case.ledger)
                if one.severity is Severity.BLOCKS
            ]
        )
    }
    assert stopped == {}


def test_the_clean_cases_are_not_all_of_one_kind() -> None:
    drafts = [case.draft for case in clean_cases(COUNT)]
    assert len({draft.profile.slug for draft in drafts}) >= 20
    assert len({draft.ground.code for draft in drafts}) >= 12
    assert {isinstance(draft.right, Mark) for draft in drafts} == {True, False}
    assert len({len(draft.cases) for draft in drafts}) >= 3
    assert len({tuple(one.kind for one in draft.cases[0].exhibits) for draft in drafts}) >= 25


def test_a_seed_gives_the_same_cases() -> None:
    assert [one.draft for one in clean_cases(5)] == [one.draft for one in clean_cases(5)]
