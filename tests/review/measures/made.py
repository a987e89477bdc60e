"""Facts made for figures: a few weeks of work, all invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.listings import ListingId
from domain.measures import DecidedCandidate, FiledListing, FoundCandidate, Refusal
from domain.notices import NoticeId, NoticeState
from domain.watch import Stand, Standing
from review.measures.facts import Facts, Followed, Period

START = datetime(2026, 10, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OCTOBER = Period(START, datetime(2026, 11, 1, tzinfo=UTC))
SUBMITTED, REMOVED, REFUSED = NoticeState.SUBMITTED, NoticeState.REMOVED, NoticeState.REFUSED


def day(number: float) -> datetime:
    """So many days after the first of October."""
    return START + timedelta(days=number)


def a_filed(  # noqa: PLR0917
    filed: float,
    state: NoticeState = SUBMITTED,
    answered: float | None = None,
    gone: float | None = None,
    back: float | None = None,
    seller: str | None = "小店",
    until: float | None = None,
    platform: str = "taobao",
    refused_for: tuple[str | None, ...] = (),
) -> Followed:
    """A listing filed so many days after the first of October, and what became of it."""
    reached = {SUBMITTED: day(filed)}
    if answered is not None:
        reached[state] = day(answered)
    listing = FiledListing(
        ListingId(1), platform, "alibaba_taotian", seller, Reason.COPIED_PICTURE,
        day(filed - 4), day(filed - 1), NoticeId(1), state, reached,
        tuple(Refusal(day(answered or filed), code) for code in refused_for),
    )  # fmt: skip
    standing = Standing.BACK if back else Standing.GONE if gone else Standing.OFFERED
    since = day(back) if back else day(gone) if gone else None
    stand = Stand(
        standing,
        since,
        gone_at=day(gone) if gone else None,
        offered_until=day(until) if until is not None else None,
    )
    return Followed(listing, stand, NOW)


def a_found(number: int, at: float, platform: str = "taobao") -> FoundCandidate:
    """A candidate put up so many days after the first of October."""
    return FoundCandidate(CandidateId(number), platform, day(at))


def a_decided(
    number: int,
    at: float,
    verdict: Verdict = Verdict.INFRINGING,
    analyst: str = "王小明",
    seconds: float = 0,
    lag_days: float = 0.5,
) -> DecidedCandidate:
    """A decision so many days and seconds after the first of October."""
    when = day(at) + timedelta(seconds=seconds)
    captured = when - timedelta(days=lag_days)
    reason = Reason.COPIED_PICTURE if verdict is Verdict.INFRINGING else Reason.NOT_ALIKE
    return DecidedCandidate(
        CandidateId(number), "taobao", verdict, reason, analyst, captured, when
    )


def facts(**given: object) -> Facts:
    """Facts as they stand on the twentieth of November."""
    return Facts(NOW, **given)  # type: ignore[arg-type]
