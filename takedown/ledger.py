"""The ledger beside a draft: what other notices, second persons and the guard say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from domain.cases import Case
from domain.decisions import DecisionId
from domain.notices import NoticeState
from domain.standing import Account, Hold, Release, Reported
from takedown.checks.look import Ledger
from takedown.draft import Draft
from takedown.rules import Pack
from takedown.standing import FAILED, Row, hold_of, rows_digest

OPEN = (NoticeState.EXPORTED, NoticeState.SUBMITTED, NoticeState.COUNTERED)
"""States of a notice whose listings wait for an answer."""

NEAR = 0.02
"""Two points: what the mechanism's own month may bring. Our choice, not measured."""


def ledger_of(
    draft: Draft,
    reported: Sequence[Reported],
    releases: Iterable[Release],
    now: datetime,
    *,
    notice: str | None = None,
    unseconded: Collection[DecisionId] = (),
) -> Ledger:
    """What is on record for this draft.

    `reported` is what its account reported so far, `releases` what second persons said of its
    notice, whose slug is `notice` where the draft has another; `unseconded` are the decisions
    that still wait for a second person.
    """
    own = notice or draft.slug
    others = [one for one in reported if one.notice != own or one.state in FAILED]
    hold = batch_hold(draft.cases, draft.ground.code, draft.pack, others, now)
    near = batch_hold(draft.cases, draft.ground.code, draft.pack, others, now, NEAR)
    ours = {case.decision.id for case in draft.cases}
    return Ledger(
        pending={(one.listing, one.right): one.notice for one in others if one.state in OPEN},
        refused={(one.listing, one.right): one.notice for one in others if one.state in FAILED},
        unseconded=frozenset(ours & set(unseconded)),
        hold=hold,
        released_by=released_by(hold, releases),
        near=near,
    )


def batch_hold(
    cases: Sequence[Case],
    reason: str,
    pack: Pack,
    reported: Sequence[Reported],
    now: datetime,
    margin: float = 0.0,
) -> Hold | None:
    """The threshold that a batch of these cases would break, as the account's record stands."""
    rows = [Row(case.sighting.key, case.right.slug, case.sighting.facts.seller) for case in cases]
    account = Account(pack.slug, cases[0].holder.slug)
    return hold_of(
        rows, account, reason=reason, pack=pack, reported=reported, now=now, margin=margin
    )


def released_by(hold: Hold | None, releases: Iterable[Release]) -> str | None:
    """Who let this very hold go; None where nobody did, or where it has other rows by now."""
    if hold is None:
        return None
    digest = rows_digest(hold)
    return next((one.who for one in releases if one.rows_digest == digest), None)
