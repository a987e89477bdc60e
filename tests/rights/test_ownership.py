from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from domain.ownership import Exhibit, ExhibitKind, Question
from rights.proof.prove import prove_ownership
from rights.proof.ways import read_ways
from tests.factories import a_holder, a_mark, a_work, an_exhibit, an_identity_paper, digest

TODAY = date(2026, 11, 23)
RULES = Path(__file__).parents[2].parent / "shared" / "rules" / "platform-rules.md"


def paper(kind: ExhibitKind, dated: date | None = date(2021, 4, 1)) -> Exhibit:
    return an_exhibit(kind=kind, sha256=digest(kind), dated=dated)


FULL = (
    an_identity_paper(),
    paper(ExhibitKind.LAYERED_SOURCE),
    paper(ExhibitKind.EMPLOYMENT),
)


def gaps(*exhibits: Exhibit) -> set[Question]:
    return {
        gap.question for gap in prove_ownership(a_work(), a_holder(), exhibits, today=TODAY).gaps
    }


def test_a_layered_file_an_employment_paper_and_an_extract_show_ownership() -> None:
    assert gaps(*FULL) == set()


@pytest.mark.parametrize(
    ("removed", "missing"),
    [
        (ExhibitKind.IDENTITY, {Question.STANDING}),
        (ExhibitKind.EMPLOYMENT, {Question.TITLE}),
        (ExhibitKind.LAYERED_SOURCE, {Question.AUTHOR, Question.DATE, Question.SAME_WORK}),
    ],
)
def test_each_exhibit_that_is_taken_out_turns_up_as_its_gap(
    removed: ExhibitKind, missing: set[Question]
) -> None:
    assert gaps(*(one for one in FULL if one.kind != removed)) == missing


def test_nothing_shows_nothing() -> None:
    assert gaps() == set(Question)


def test_a_paper_without_a_date_does_not_say_since_when() -> None:
    assert gaps(*FULL[::2], paper(ExhibitKind.DRAFT, dated=None)) == {Question.DATE}


def test_a_paper_that_ran_out_answers_nothing() -> None:
    old = an_identity_paper(valid_until=date(2026, 11, 22))
    assert Question.STANDING in gaps(old, *FULL[1:])


def test_a_copyright_registration_is_never_what_is_missing() -> None:
    for step in prove_ownership(a_work(), a_holder(), (), today=TODAY).steps:
        assert step.wanted != (ExhibitKind.WORK_CERTIFICATE,)


def test_a_registration_is_one_way_among_others() -> None:
    (way,) = [one for one in read_ways().ways if ExhibitKind.WORK_CERTIFICATE in one.exhibits]
    assert ExhibitKind.CERTIFIER in way.exhibits
    assert Question.AUTHOR not in gaps(paper(ExhibitKind.WORK_CERTIFICATE))


def test_a_mark_is_shown_by_its_certificate() -> None:
    papers = (an_identity_paper(), paper(ExhibitKind.MARK_CERTIFICATE))
    assert prove_ownership(a_mark(), a_holder(), papers, today=TODAY).gaps == ()
    lacking = prove_ownership(a_mark(), a_holder(), papers[:1], today=TODAY).gaps
    assert {gap.wanted for gap in lacking} == {(ExhibitKind.MARK_CERTIFICATE,)}


def test_every_way_of_proof_names_its_law_and_source() -> None:
    assert all(way.reason.zh and way.sources for way in read_ways().ways)
    assert all(one.code < two.code for one, two in pairwise(read_ways().ways))


@pytest.mark.skipif(not RULES.is_file(), reason="the rules file lies beside the repository")
def test_every_source_stands_in_the_rules_file() -> None:
    rules = RULES.read_text(encoding="utf-8")
    named = {source for way in read_ways().ways for source in way.sources}
    assert {source for source in named if f"- **{source}**:" not in rules} == set()
