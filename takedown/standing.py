"""The standing guard: a batch that would cost an account its record with a platform is held.

Platforms keep count of those who report: Alibaba's good-faith mechanism asks for 90 % removed and
at most 5 % given back over three months, Amazon's Project Zero for 90 % (thresholds and sources
are in the packs). What a batch would do to these shares is reckoned from what became of the same
listing, the same seller and the same reason before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.digests import Sha256, digest_of
from domain.languages import Sentence
from domain.listings import ListingKey
from domain.notices import NoticeState
from domain.records import to_plain
from domain.rights import RightSlug
from domain.standing import Account, HeldRow, Hold, Reported, StandingLine, Tally
from takedown.rules import Pack, StandingRule

N = NoticeState
FAILED = (N.REFUSED, N.RESTORED)
FILED = (N.SUBMITTED, N.REMOVED, N.REFUSED, N.COUNTERED, N.RESTORED)
"""States of a notice that a person filed and did not withdraw."""


@dataclass(frozen=True, slots=True)
class Row:
    """A listing that a batch would report."""

    listing: ListingKey
    right: RightSlug
    seller: str | None


@dataclass(frozen=True, slots=True)
class _Expected:
    """What reporting a row is expected to bring: shares of success and of being given back."""

    row: Row
    success: float
    counters: float
    why: Sentence


def tally_of(reported: Iterable[Reported]) -> Tally:
    """What became of these listings, each counted once a notice."""
    states = Counter(one.state for one in reported if one.state in FILED)
    return Tally(
        filed=states.total(),
        removed=states[N.REMOVED],
        refused=states[N.REFUSED],
        given_back=states[N.RESTORED],
    )


def standing_lines(
    account: Account, pack: Pack, reported: Iterable[Reported], now: datetime
) -> tuple[StandingLine, ...]:
    """The account's record under each threshold of the channel, and by reason."""
    ours = [one for one in reported if one.account == account]
    return tuple(_line(account, rule, _within(ours, rule, now)) for rule in pack.standing)


def hold_of(  # noqa: PLR0913 - a batch has these parts, and all but two are named
    rows: Sequence[Row],
    account: Account,
    *,
    reason: str,
    pack: Pack,
    reported: Iterable[Reported],
    now: datetime,
    margin: float = 0.0,
) -> Hold | None:
    """The first threshold that reporting these rows for this reason would break, with its rows.

    Nothing is held where too little was answered to know a share, or where every row is expected
    to do at least as well as the threshold: such a batch mends a record that is broken already.
    With a `margin` thresholds are so much stricter: to tell that a record is near its limit.
    """
    history = [one for one in reported if one.account == account]
    for rule in pack.standing:
        seen = _within(history, rule, now)
        total = tally_of(seen)
        if total.answered < rule.fewest:
            continue
        by_reason = tally_of(one for one in seen if one.reason == reason)
        base = by_reason if by_reason.answered >= rule.fewest else total
        expected = [_expected(row, base, history) for row in rows]
        if hold := _broken(rule, total, expected, margin):
            return hold
    return None


def rows_digest(hold: Hold) -> Sha256:
    """What a release speaks of: the threshold and the rows, not today's shares."""
    listings = sorted(one.listing for one in hold.rows)
    return digest_of([hold.rule, hold.measure, [to_plain(one) for one in listings]])


def _within(reported: Iterable[Reported], rule: StandingRule, now: datetime) -> list[Reported]:
    start = now - timedelta(days=rule.window_days)
    return [one for one in reported if one.filed_at is not None and start <= one.filed_at <= now]


def _line(account: Account, rule: StandingRule, seen: Sequence[Reported]) -> StandingLine:
    total = tally_of(seen)
    reasons = sorted({one.reason for one in seen})
    return StandingLine(
        account=account,
        rule=rule.code,
        window_days=rule.window_days,
        success_floor=rule.least_success,
        counters_ceiling=rule.most_counters,
        tally=total,
        known=total.answered >= rule.fewest,
        by_reason={
            reason: tally_of(one for one in seen if one.reason == reason) for reason in reasons
        },
    )


def _expected(row: Row, base: Tally, history: Sequence[Reported]) -> _Expected:
    for one in reversed(history):
        if (one.listing, one.right) == (row.listing, row.right) and one.state in FAILED:
            return _Expected(row, 0.0, float(one.state is N.RESTORED), _failed_before(one))
    seller = tally_of(one for one in history if row.seller and one.seller == row.seller)
    failed = seller.refused + seller.given_back
    if failed:
        return _Expected(row, seller.success or 0.0, seller.counters or 0.0, _of_seller(seller))
    return _Expected(row, base.success or 0.0, base.counters or 0.0, _of_reason(base))


def _broken(
    rule: StandingRule, total: Tally, expected: Sequence[_Expected], margin: float
) -> Hold | None:
    held = None
    if rule.least_success is not None:
        shares = [one.success for one in expected]
        then = (total.removed + sum(shares)) / (total.answered + len(shares))
        bad = _rows(expected, shares, lambda share: share < (rule.least_success or 0) + margin)
        if then < rule.least_success + margin and bad:
            now = total.removed / total.answered
            held = Hold(rule.code, "success", rule.least_success, now, then, bad)
    if held is None and rule.most_counters is not None:
        shares = [one.counters for one in expected]
        then = (total.given_back + sum(shares)) / (total.filed + len(shares))
        bad = _rows(expected, shares, lambda share: share > (rule.most_counters or 0) - margin)
        if then > rule.most_counters - margin and bad:
            now = total.given_back / total.filed
            held = Hold(rule.code, "counters", rule.most_counters, now, then, bad)
    return held


def _rows(
    expected: Sequence[_Expected], shares: Sequence[float], is_bad: Callable[[float], bool]
) -> tuple[HeldRow, ...]:
    """The rows that cause it, the likeliest to fail first."""
    bad = [(one, share) for one, share in zip(expected, shares, strict=True) if is_bad(share)]
    bad.sort(key=lambda pair: (pair[0].success, -pair[0].counters, pair[0].row.listing))
    return tuple(HeldRow(one.row.listing, share, one.why) for one, share in bad)


def _failed_before(one: Reported) -> Sentence:
    return Sentence(
        f"此前在通知 {one.notice} 中已被驳回或恢复",
        f"refused or given back before, in {one.notice}",
        f"以前 {one.notice} で却下または回復されています",
    )


def _of_seller(seller: Tally) -> Sentence:
    failed = seller.refused + seller.given_back
    return Sentence(
        f"该卖家此前 {seller.answered} 条中 {failed} 条未成立",
        f"{failed} of {seller.answered} earlier complaints against this seller failed",
        f"この販売者への以前の {seller.answered} 件中 {failed} 件が不成立",
    )


def _of_reason(base: Tally) -> Sentence:
    return Sentence(
        f"该理由近期 {base.answered} 条中成立 {base.removed} 条",
        f"{base.removed} of {base.answered} recent complaints of this kind were upheld",
        f"この理由の最近 {base.answered} 件中 {base.removed} 件が成立",
    )
