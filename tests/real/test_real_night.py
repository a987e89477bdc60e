"""Real pages in, a verified bundle out: with marks and pages that are not part of this project."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from config.settings import Settings
from domain.candidates import Candidate, CandidateState
from domain.decisions import Reason, Verdict
from domain.notices import NoticeState
from domain.rights import Mark
from domain.runs import StageReport, Step
from review.deciding import decide
from scheduler.runner import run_step
from store.unit_of_work import Store
from takedown.verify_bundle import verify_bundle
from tests.real.portfolios import MARKS, PAGES, write_portfolio

pytestmark = pytest.mark.skipif(
    not (PAGES.is_dir() and MARKS.is_file()), reason="the shared real pages are not at hand"
)


@pytest.fixture
def night(store: Store, settings: Settings, now: datetime, tmp_path: Path) -> StageReport:
    """The real pages taken in and weighed against the marks; gives the intake's report."""
    portfolio = write_portfolio(tmp_path / "portfolio")
    steps = [
        Step("import_rights", {"path": str(portfolio), "who": "tester"}),
        Step("intake", {"source": str(PAGES)}),
        Step("match", {"sightings": None}),
    ]
    reports = [run_step(store, settings, step, now=now) for step in steps]
    return reports[1]


def test_real_pages_become_candidates_and_at_least_one_verified_bundle(
    store: Store, settings: Settings, now: datetime, night: StageReport
) -> None:
    assert sum(count for name, count in night.counts.items() if name.startswith("pages_")) == 48
    with store.reading() as work:
        found = work.candidates.find()
        titles = work.listings.sightings([one.sighting for one in found])
        marks = {mark.slug: mark for mark in work.rights.portfolio().marks}
    assert len(found) >= 5
    for candidate in found:
        span = candidate.score.readings[0].span
        assert span is not None
        text = getattr(titles[candidate.sighting].facts, span.field)
        assert text[span.start : span.end] == span.text
    plain = [one for one in found if _mentions_plainly(one, marks[one.right])]
    assert plain

    for candidate in plain:
        decide(
            store,
            candidate.id,
            Verdict.INFRINGING,
            Reason.MARK_IN_TITLE,
            analyst="tester",
            note=None,
            seen_digest=candidate.sighting_digest,
            now=now,
        )
    run_step(store, settings, Step("assemble", {"decisions": None, "who": "tester"}), now=now)
    with store.reading() as work:
        exported = work.notices.all(NoticeState.EXPORTED)
        assert work.candidates.find(state=CandidateState.INFRINGING)
    assert exported
    for notice in exported:
        assert notice.bundle_path is not None
        assert verify_bundle(Path(notice.bundle_path)) == ()


def _mentions_plainly(candidate: Candidate, mark: Mark | None) -> bool:
    assert mark is not None
    spans = [reading.span.text for reading in candidate.score.readings if reading.span]
    names = {_folded(name.text) for name in mark.names}
    return any(_folded(text) in names for text in spans)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
