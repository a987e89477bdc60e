from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.settings import Settings
from domain.candidates import CandidateId, CandidateState
from domain.decisions import REASONS_OF, Reason, Verdict
from domain.digests import Sha256
from domain.errors import IllegalTransition, InputError, NotFound, StaleView
from domain.notices import Notice, NoticeId, NoticeState
from domain.rights import Portfolio
from review import deciding, desk
from review.filing import Noted
from review.outcomes import note_outcome
from store.unit_of_work import Store
from tests.factories import a_holder, a_score, a_sighting, a_work


@pytest.fixture
def candidate(store: Store, now: datetime) -> CandidateId:
    """A suggested candidate in the store."""
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        kept = work.listings.keep_sighting(a_sighting())
        found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)
    assert found is not None
    return found


@pytest.fixture
def exported(store: Store, candidate: CandidateId, now: datetime) -> NoticeId:
    """A notice whose bundle lies ready to be filed."""
    say(store, candidate, now)
    with store.begin() as work:
        made = work.notices.draft(
            Notice(
                id=NoticeId(0), slug="alibaba_taotian-1", channel="alibaba_taotian",
                platform="taobao", holder=a_holder().slug, right=a_work().slug,
                ground="image_theft", decisions=work.decisions.undrafted(), findings=(),
                state=NoticeState.DRAFTED, drafted_at=now,
            )
        )  # fmt: skip
        work.notices.advance(made.id, NoticeState.READY, now)
        work.notices.advance(made.id, NoticeState.EXPORTED, now)
    return made.id


def say(
    store: Store,
    candidate: CandidateId,
    now: datetime,
    *,
    verdict: Verdict = Verdict.INFRINGING,
    reason: Reason = Reason.COPIED_PICTURE,
    analyst: str = "王小明",
    seen: str | None = None,
) -> None:
    deciding.decide(
        store,
        candidate,
        verdict,
        reason,
        analyst=analyst,
        note=None,
        seen_digest=Sha256(seen) if seen else None,
        now=now,
    )


def test_a_decision_names_who_when_and_what_was_seen(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    say(store, candidate, now, seen=a_sighting().digest)
    page = desk.candidate_page(store, candidate)
    (decision,) = page.decisions
    assert (decision.analyst, decision.decided_at) == ("王小明", now)
    assert decision.sighting_digest == a_sighting().digest
    assert page.candidate.state == CandidateState.INFRINGING
    with store.reading() as work:
        (event,) = work.audit.events(f"candidate {candidate}")
    assert event.who == "王小明"


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.INFRINGING, Reason.NOT_ALIKE),
        (Verdict.CLEARED, Reason.COPIED_PICTURE),
        (Verdict.UNSURE, Reason.ORDINARY_WORD),
    ],
)
def test_a_reason_must_go_with_the_verdict(
    store: Store, candidate: CandidateId, now: datetime, verdict: Verdict, reason: Reason
) -> None:
    with pytest.raises(InputError, match="no reason for"):
        say(store, candidate, now, verdict=verdict, reason=reason)


def test_every_reason_goes_with_exactly_one_verdict() -> None:
    given = [reason for reasons in REASONS_OF.values() for reason in reasons]
    assert sorted(given) == sorted(Reason)


def test_a_decision_needs_a_name(store: Store, candidate: CandidateId, now: datetime) -> None:
    with pytest.raises(InputError, match="name"):
        say(store, candidate, now, analyst=" ")


def test_a_stale_view_is_refused(store: Store, candidate: CandidateId, now: datetime) -> None:
    with pytest.raises(StaleView, match="changed"):
        say(store, candidate, now, seen="0" * 64)


def test_a_listing_that_changed_meanwhile_is_refused(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    changed = replace(
        a_sighting(),
        facts=replace(a_sighting().facts, title="改了名"),
        seen_at=now + timedelta(hours=1),
    )
    with store.begin() as work:
        work.listings.keep_sighting(changed)
    with pytest.raises(StaleView):
        say(store, candidate, now, seen=a_sighting().digest)
    with store.reading() as work:
        assert work.decisions.of_candidate(candidate) == ()


def test_what_was_decided_is_not_decided_again(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    say(store, candidate, now)
    with pytest.raises(IllegalTransition, match="infringing"):
        say(store, candidate, now, verdict=Verdict.CLEARED, reason=Reason.NOT_ALIKE)


def test_an_unknown_candidate_is_named(store: Store, now: datetime) -> None:
    with pytest.raises(NotFound, match="candidate 99"):
        say(store, CandidateId(99), now)


def test_lists_are_narrowed_by_known_filters_only(store: Store, candidate: CandidateId) -> None:
    lines, total = desk.candidate_lines(store, {"state": "suggested"})
    assert ([line.id for line in lines], total) == ([candidate], 1)
    assert desk.candidate_lines(store, {"state": "cleared"}) == ((), 0)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"colour": "red"}, "colour"),
        ({"state": "lost"}, "no state"),
        ({"band": "first"}, "no band"),
        ({"seller": "a\x00b"}, "control"),
    ],
)
def test_a_filter_that_can_leave_nothing_is_refused(
    store: Store, filters: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        desk.candidate_lines(store, filters)


def test_what_changed_since_a_look_is_told_field_by_field(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    seen = desk.candidate_page(store, candidate).candidate.sighting
    assert desk.changes(store, candidate, seen) == ()
    facts = replace(a_sighting().facts, title="改了名", price=None)
    with store.begin() as work:
        work.listings.keep_sighting(
            replace(a_sighting(), facts=facts, seen_at=now + timedelta(hours=1))
        )
    changes = {one.what: (one.before, one.now) for one in desk.changes(store, candidate, seen)}
    assert changes == {
        "offer_title": (a_sighting().facts.title, "改了名"),
        "price": ("39.90 CNY", None),
    }


def test_changes_are_of_the_listing_that_was_seen(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    facts = replace(a_sighting().facts, item_id="7", title="别的商品")
    other = replace(a_sighting(), key=replace(a_sighting().key, item_id="7"), facts=facts)
    with store.begin() as work:
        kept = work.listings.keep_sighting(other)
    assert desk.changes(store, candidate, kept.id) == ()


def test_a_finding_waits_until_it_is_in_a_notice(
    store: Store, candidate: CandidateId, now: datetime
) -> None:
    assert desk.waiting(store).undrafted == 0
    say(store, candidate, now)
    assert desk.waiting(store) == desk.Waiting(undrafted=1, incomplete=0, exported=0)


def test_a_countered_notice_is_due_from_the_day_that_was_given(
    store: Store, settings: Settings, exported: NoticeId, now: datetime
) -> None:
    day = now.date() - timedelta(days=3)
    note_outcome(store, exported, NoticeState.SUBMITTED, Noted("王小明", now))
    note_outcome(store, exported, NoticeState.COUNTERED, Noted("王小明", now, day))
    clocks = desk.running_clocks(store, settings)
    assert {one.began for one in clocks} == {day}
    assert all(one.ours for one in clocks)


def test_an_outcome_on_a_day_to_come_is_refused(
    store: Store, exported: NoticeId, now: datetime
) -> None:
    with pytest.raises(InputError, match="still to come"):
        note_outcome(
            store, exported, NoticeState.SUBMITTED, Noted("x", now, now.date() + timedelta(2))
        )


def test_an_outcome_is_a_line_of_the_correspondence_and_no_way_around_the_two_actions(
    store: Store, exported: NoticeId, now: datetime
) -> None:
    for state in (NoticeState.SUBMITTED, NoticeState.COUNTERED, NoticeState.RESTORED):
        note_outcome(store, exported, state, Noted("王小明", now))
    with store.reading() as work:
        lines = work.correspondence.of(exported)
    assert [one.kind.value for one in lines] == ["filed", "countered", "restored"]
    with pytest.raises(InputError, match="two actions"):
        note_outcome(store, exported, NoticeState.WITHDRAWN, Noted("王小明", now))
