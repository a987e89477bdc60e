"""Deciding: a named person's word on a candidate, taken back, or looked at by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.candidates import Candidate, CandidateId, CandidateState
from domain.decisions import REASONS_OF, Decision, Reason, Verdict
from domain.digests import Sha256
from domain.errors import Held, IllegalTransition, InputError, StaleView
from domain.lifecycle import advance, retreat
from domain.second_looks import LookKind, SecondLook
from review.checks import checked_digest, checked_name, checked_note
from review.desk import Store, Work
from review.sampling import SecondPerson, asks_second, is_drawn

UNDO_HOURS = 12.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person says of a candidate, on the sighting that this person saw.

    Raises:
        InputError: No name was given, the reason does not go with the verdict, or the digest is
            too short to say what was seen.
    """

    verdict: Verdict
    reason: Reason
    analyst: str
    note: str | None = None
    seen_digest: Sha256 | None = None

    def checked(self) -> Finding:
        """The same finding, where it can be kept."""
        if self.reason not in REASONS_OF[self.verdict]:
            fitting = ", ".join(REASONS_OF[self.verdict])
            raise InputError(
                f"{self.reason} is no reason for {self.verdict}.",
                mend=f"Use {fitting}.",
                code="reason_does_not_fit",
                reason=self.reason,
                verdict=self.verdict,
            )
        name, said = checked_name(self.analyst), checked_note(self.note)
        return Finding(self.verdict, self.reason, name, said, checked_digest(self.seen_digest))


def decide(  # noqa: PLR0913 - a decision has these parts, and all but three are named
    store: Store,
    candidate_id: CandidateId,
    verdict: Verdict,
    reason: Reason,
    *,
    analyst: str,
    note: str | None,
    seen_digest: Sha256 | None,
    now: datetime,
    second: SecondPerson | None = None,
) -> Decision:
    """Append a named person's decision on the sighting that this person saw.

    Raises:
        InputError: What is said cannot be kept; the message says why.
        StaleView: The listing changed since it was put on screen; look again.
        Held: Somebody else is looking at this candidate.
        IllegalTransition: The candidate's state does not lead to this verdict.
    """
    finding = Finding(verdict, reason, analyst, note, seen_digest).checked()
    with store.begin() as work:
        return decide_within(work, candidate_id, finding, now, second or SecondPerson())


def decide_within(
    work: Work, candidate_id: CandidateId, finding: Finding, now: datetime, second: SecondPerson
) -> Decision:
    """Decide in a transaction that is open; see `decide`."""
    candidate = work.candidates.candidate(candidate_id, lock=True)
    claim = work.queue.held(candidate_id, now=now)
    if claim is not None and claim.by != finding.analyst:
        raise Held(candidate_id, claim.by, claim.until)
    refuse_stale(work, candidate, finding.seen_digest)
    state = _next_state(work, candidate, finding.verdict)
    decision = work.decisions.append(
        candidate,
        finding.verdict,
        finding.reason,
        analyst=finding.analyst,
        now=now,
        note=finding.note,
        shown_at=_shown_at(work, candidate_id, finding.analyst),
    )
    work.candidates.move(candidate.id, state)
    payload = {
        "decision": decision.id,
        "verdict": finding.verdict.value,
        "reason": finding.reason.value,
        "sighting": candidate.sighting_digest,
    }
    work.audit.append("decided", f"candidate {candidate.id}", payload, decision.analyst, now)
    _ask_second(work, candidate, decision, second, now)
    return decision


def waits(store: Store, decision: Decision) -> tuple[str, ...]:
    """Why this finding goes into no notice before a second person looked; nothing where it may."""
    if decision.verdict is not Verdict.INFRINGING:
        return ()
    with store.reading() as work:
        return work.second_looks.asked_by_rule([decision.id]).get(decision.id, ())


def undo(
    store: Store, *, analyst: str, now: datetime, hours: float = UNDO_HOURS
) -> tuple[Decision, ...]:
    """Take back what this person decided last: one decision, or those of a group at once.

    Called again it goes further back. The decisions stay on record, as taken back.

    Raises:
        InputError: No name was given, or there is nothing of the last hours to take back.
        StaleView: A notice rests on it already, or somebody decided after it.
    """
    name = checked_name(analyst)
    with store.begin() as work:
        decisions = work.decisions.latest_of(name, now - timedelta(hours=hours))
        if not decisions:
            raise InputError(
                f"{name} decided nothing in the last {hours:g} hours that could be taken back.",
                code="nothing_to_undo",
                hours=f"{hours:g}",
            )
        for decision in decisions:
            _take_back(work, decision, name, now)
        return decisions


def look_again(
    store: Store, candidate_id: CandidateId, finding: Finding, *, now: datetime
) -> SecondLook:
    """Keep what a second person found of a candidate, without having been told the first.

    Where both differ, the first finding no longer counts and the candidate is unsure, unless a
    notice rests on it: then it is only on record.

    Raises:
        InputError: What is said cannot be kept, nothing waits for a second look, or it is the
            person who found first.
        StaleView: The listing changed since, somebody was quicker, or holds the candidate.
    """
    said = finding.checked()
    with store.begin() as work:
        candidate = work.candidates.candidate(candidate_id, lock=True)
        look = _look_for(work, candidate, said.analyst, now)
        refuse_stale(work, candidate, said.seen_digest)
        kept = work.second_looks.answer(
            look, said.verdict, said.reason, analyst=said.analyst, now=now, note=said.note
        )
        if not kept:
            raise StaleView(
                f"Somebody else looked at candidate {candidate_id} meanwhile.",
                code="looked_meanwhile",
                candidate=candidate_id,
            )
        work.queue.release(candidate_id, said.analyst)
        payload = {
            "decision": look.decision,
            "verdict": said.verdict.value,
            "reason": said.reason.value,
            "agrees": said.verdict is look.first,
        }
        who = said.analyst
        work.audit.append("second look", f"candidate {candidate_id}", payload, who, now)
        if said.verdict is not look.first and not work.decisions.is_drafted(look.decision):
            _hold_back(work, candidate, look, who, now)
        return SecondLook(
            look.decision, look.candidate, look.kind, look.why, look.first, look.first_analyst,
            look.asked_at, said.verdict, said.reason, who, now,
        )  # fmt: skip


def refuse_stale(work: Work, candidate: Candidate, seen_digest: Sha256 | None) -> None:
    """Refuse to decide on what is no longer there.

    Raises:
        StaleView: The listing changed since it was put on screen.
    """
    latest = work.listings.latest_sighting(candidate.listing)
    stale = seen_digest is not None and not candidate.sighting_digest.startswith(seen_digest)
    if latest != candidate.sighting or stale:
        raise StaleView(
            f"The listing of candidate {candidate.id} changed since it was looked at; "
            "run `jianzhen match`, then look at it again and decide.",
            code="listing_changed",
            candidate=candidate.id,
        )


def _next_state(work: Work, candidate: Candidate, verdict: Verdict) -> CandidateState:
    """The state that this verdict leads to; a refusal tells a second reader no finding."""
    wanted = CandidateState(verdict.value)
    try:
        return advance(candidate.state, wanted)
    except IllegalTransition:
        if work.second_looks.open_for(candidate.id) is None:
            raise
        raise IllegalTransition("candidate", "decided", wanted, ("second_look",)) from None


def _shown_at(work: Work, candidate: CandidateId, who: str) -> datetime | None:
    """When this person was given the candidate, though the time for it may be over."""
    place = work.queue.place(candidate)
    claim = place.claim if place else None
    return claim.since if claim is not None and claim.by == who else None


def _ask_second(
    work: Work, candidate: Candidate, decision: Decision, second: SecondPerson, now: datetime
) -> None:
    risks = asks_second(candidate, decision.verdict, decision.reason, second)
    if risks:
        work.second_looks.ask(decision, LookKind.RULE, risks, now)
    elif is_drawn(decision, second.share):
        work.second_looks.ask(decision, LookKind.SAMPLE, (), now)


def _take_back(work: Work, decision: Decision, who: str, now: datetime) -> None:
    candidate = work.candidates.candidate(decision.candidate, lock=True)
    if work.decisions.is_drafted(decision.id):
        raise StaleView(
            f"A notice rests on the decision on candidate {candidate.id}; withdraw that notice.",
            code="notice_rests_on_it",
            candidate=candidate.id,
        )
    counting = work.decisions.counting(candidate.id)
    if counting[-1].id != decision.id or candidate.state.value != decision.verdict.value:
        raise StaleView(
            f"Candidate {candidate.id} went on since; look at it and decide anew.",
            code="went_on",
            candidate=candidate.id,
        )
    before = [one for one in counting[:-1] if one.sighting == candidate.sighting]
    unsure = bool(before) and before[-1].verdict is Verdict.UNSURE
    earlier = CandidateState.UNSURE if unsure else CandidateState.SUGGESTED
    work.decisions.take_back(decision.id, who, now)
    work.candidates.move(candidate.id, retreat(candidate.state, earlier))
    payload = {"decision": decision.id, "state": earlier.value}
    work.audit.append("taken back", f"candidate {candidate.id}", payload, who, now)


def _look_for(work: Work, candidate: Candidate, who: str, now: datetime) -> SecondLook:
    look = work.second_looks.open_for(candidate.id)
    if look is None:
        raise InputError(
            f"Candidate {candidate.id} waits for no second look.",
            code="no_second_look",
            candidate=candidate.id,
        )
    if look.first_analyst == who:
        raise InputError(
            f"{who} decided candidate {candidate.id} first.",
            mend="Another person has to look at it.",
            code="decided_first",
            who=who,
            candidate=candidate.id,
        )
    claim = work.queue.held(candidate.id, now=now)
    if claim is not None and claim.by != who:
        raise Held(candidate.id, claim.by, claim.until)
    return look


def _hold_back(
    work: Work, candidate: Candidate, look: SecondLook, who: str, now: datetime
) -> None:
    work.decisions.take_back(look.decision, who, now, why="second look differed")
    if candidate.state is not CandidateState.UNSURE:
        work.candidates.move(candidate.id, retreat(candidate.state, CandidateState.UNSURE))
        work.queue.came_back(candidate.id, "disagreed")
