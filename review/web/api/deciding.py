"""What a program may do for the person whose token it carries."""

from __future__ import annotations

from fastapi import Request, Response

from domain.accounts import Role
from domain.aliases import Alias
from domain.candidates import CandidateId
from domain.decisions import Decision
from domain.digests import Sha256
from domain.notices import Notice, NoticeId
from domain.queue import Claim, Weights
from domain.second_looks import SecondLook
from review import deciding, filing, groups, queue
from review.alias_desk import decide_aliases
from review.deciding import Finding
from review.outcomes import note_outcome
from review.quality import QualityPage, accept_bands, quality
from review.sampling import second_person
from review.web.api.shapes import (
    Asking,
    Filtering,
    Number,
    Outcome,
    Saying,
    SayingOfAlias,
    SayingOfMany,
    Seen,
    Thresholds,
    Weighing,
    answer,
)
from review.web.api.version import Version
from review.web.door import needs
from review.web.page import Desk


def add_deciding(api: Version, desk: Desk) -> None:
    """Put what changes something at its address."""
    _add_queue(api, desk)
    _add_findings(api, desk)
    _add_leading(api, desk)


def _add_queue(api: Version, desk: Desk) -> None:
    @api.post("/queue/next", response_model=Claim | None)
    @needs(Role.ANALYST)
    def following(request: Request, asked: Asking) -> Response:
        """Claim the next candidate for whoever asks; null where nothing waits."""
        after = None if asked.after is None else CandidateId(asked.after)
        claim = queue.claim_next(
            desk.store_of(request),
            desk.settings,
            asked.filters,
            who=desk.name_of(request),
            now=desk.clock(),
            after=after,
            ahead=desk.ahead,
        )
        return answer(claim)

    @api.post("/queue/second", response_model=SecondLook | None)
    @needs(Role.ANALYST)
    def second(request: Request, asked: Filtering) -> Response:
        """Claim the next finding that waits for a second person; null where none waits for you."""
        store, who = desk.store_of(request), desk.name_of(request)
        look = queue.claim_second(store, desk.settings, asked.filters, who=who, now=desk.clock())
        return answer(look)

    @api.post("/queue/undo", response_model=list[Decision])
    @needs(Role.ANALYST)
    def undo(request: Request) -> Response:
        """Take back the last decision of whoever asks."""
        hours = desk.settings.queue.undo_hours
        store, who = desk.store_of(request), desk.name_of(request)
        return answer(deciding.undo(store, analyst=who, now=desk.clock(), hours=hours))


def _add_findings(api: Version, desk: Desk) -> None:
    @api.post("/candidates/{number}/decision", response_model=Decision)
    @needs(Role.ANALYST)
    def decision(request: Request, number: Number, said: Saying) -> Response:
        """Decide on a candidate as it was seen."""
        kept = deciding.decide(
            desk.store_of(request),
            CandidateId(number),
            said.verdict,
            said.reason,
            analyst=desk.name_of(request),
            note=said.note,
            seen_digest=Sha256(said.seen),
            now=desk.clock(),
            second=second_person(desk.settings),
        )
        return answer(kept)

    @api.post("/candidates/{number}/second-look", response_model=SecondLook)
    @needs(Role.ANALYST)
    def second(request: Request, number: Number, said: Saying) -> Response:
        """Look at another person's finding without being told it."""
        who, seen = desk.name_of(request), Sha256(said.seen)
        found = Finding(said.verdict, said.reason, who, said.note, seen)
        store, now = desk.store_of(request), desk.clock()
        return answer(deciding.look_again(store, CandidateId(number), found, now=now))

    @api.post("/decisions", response_model=groups.GroupOutcome)
    @needs(Role.ANALYST)
    def many(request: Request, said: SayingOfMany) -> Response:
        """One finding for many candidates; tells which stayed out, and why."""
        found = Finding(said.verdict, said.reason, desk.name_of(request), said.note).checked()
        pairs = {one: Sha256(seen) for one, seen in said.pairs().items()}
        second = second_person(desk.settings)
        store, now = desk.store_of(request), desk.clock()
        return answer(groups.decide_group(store, pairs, found, now=now, second=second))

    @api.post("/decisions/preview", response_model=groups.Preview)
    @needs(Role.ANALYST)
    def preview(request: Request, said: Seen) -> Response:
        """Which of these are as they were looked at, and which stay out; changes nothing."""
        pairs = {one: Sha256(seen) for one, seen in said.pairs().items()}
        store, who = desk.store_of(request), desk.name_of(request)
        return answer(groups.preview(store, pairs, who=who, now=desk.clock()))

    @api.post("/aliases/{number}/decision", response_model=Alias)
    @needs(Role.ANALYST)
    def alias(request: Request, number: Number, said: SayingOfAlias) -> Response:
        """Approve or refuse an alias."""
        (decided,) = decide_aliases(
            desk.store_of(request),
            [number],
            said.verdict,
            analyst=desk.name_of(request),
            note=said.note,
            now=desk.clock(),
        )
        return answer(decided)


def _add_leading(api: Version, desk: Desk) -> None:
    @api.put("/queue/weights", response_model=Weights)
    @needs(Role.LEAD)
    def weights(request: Request, wanted: Weighing) -> Response:
        """Put everything that waits in a new order."""
        changes = wanted.model_dump(exclude_none=True)
        store, who = desk.store_of(request), desk.name_of(request)
        return answer(queue.set_weights(store, changes, who=who, now=desk.clock()))

    @api.put("/quality/thresholds", response_model=QualityPage)
    @needs(Role.LEAD)
    def thresholds(request: Request, wanted: Thresholds) -> Response:
        """Use these thresholds from the next match on; GET /quality holds what is proposed."""
        store, who, now = desk.store_of(request), desk.name_of(request), desk.clock()
        accept_bands(store, desk.settings, wanted.suggest, wanted.review, who=who, now=now)
        return answer(quality(store, desk.settings))

    @api.post("/notices/{number}/outcome", response_model=Notice)
    @needs(Role.LEAD)
    def outcome(request: Request, number: Number, told: Outcome) -> Response:
        """Write down what a person did with a notice, or what became of it."""
        noted = filing.Noted(desk.name_of(request), desk.clock(), told.on)
        store = desk.store_of(request)
        return answer(note_outcome(store, NoticeId(number), told.state, noted))
