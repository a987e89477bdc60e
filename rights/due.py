"""What runs out: marks, powers of attorney, contracts, papers, sellers and terms of protection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from domain.deadlines import Deadline, Ending, Stage
from domain.languages import Sentence
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import AgentSlug, HolderSlug, Portfolio, RightSlug, label_of
from rights.terms import protection_ends, renewal_of

K = ExhibitKind
CONTRACTS = (K.EMPLOYMENT, K.COMMISSION, K.ASSIGNMENT, K.LICENCE)
PAST = (K.EMPLOYMENT, K.COMMISSION)
"""Contracts that must cover the day of creation; that they end later harms nothing."""
STAGES = ((-1, Stage.OVER), (30, Stage.WITHIN_30), (90, Stage.WITHIN_90), (180, Stage.WITHIN_180))

RENEW = Sentence("请续展。", "Renew it.", "更新してください。")
DESIGN = Sentence(
    "登记即将届满：请查明能否续展；此后请勿再依该登记投诉。",
    "The registration ends: see whether it can be renewed; do not complain under it afterwards.",
    "登録が満了します。更新の可否を確認し、以後はこの登録に基づく申告をしないでください。",
)
SIGN_AGAIN = Sentence(
    "请重新签署并导入新的授权委托书。",
    "Have it signed again and import the new paper.",
    "新しい委任状に署名を得て取り込んでください。",
)
PROLONG = Sentence(
    "请续签合同，或停止据此主张权利。",
    "Prolong the contract, or stop claiming under it.",
    "契約を延長するか、これに基づく主張をやめてください。",
)
REPLACE = Sentence(
    "请提供仍然有效的文件。", "Give a current paper.", "有効な書類を用意してください。"
)
SELLER = Sentence(
    "请确认是否续约；到期后该店铺将不再视为授权卖家。",
    "Say whether it goes on; after this day the shop no longer counts as authorised.",
    "継続の有無を確認してください。期限後は正規販売店として扱われません。",
)


def due(
    portfolio: Portfolio, exhibits: Iterable[Exhibit], today: date, within_days: int = 180
) -> tuple[Deadline, ...]:
    """Everything that is over or ends within so many days, the nearest end first.

    A paper that a later one of the same kind and parties has replaced is left out.
    """
    found = [
        *_marks(portfolio, today),
        *_designs(portfolio, today),
        *_protection(portfolio, today),
        *_papers(exhibits, today),
        *_sellers(portfolio, today),
    ]
    near = (one for one in found if one.days <= within_days)
    return tuple(sorted(near, key=lambda one: (one.ends_on, one.ending, one.name)))


def stage_of(days: int) -> Stage | None:
    """The stage of an end that is so many days away; None while it is far."""
    return next((stage for limit, stage in STAGES if days <= limit), None)


def _marks(portfolio: Portfolio, today: date) -> Iterator[Deadline]:
    for mark in portfolio.marks:
        window = renewal_of(mark)
        todo = RENEW
        if window:
            opens, last, source = window
            todo = Sentence(
                f"可自 {opens} 起续展，宽展至 {last}（{source}）。",
                f"Renew it from {opens} on, with grace until {last} ({source}).",
                f"{opens} から更新でき、猶予は {last} までです（{source}）。",
            )
        name = f"{label_of(mark)} {mark.office} {mark.registration_number}"
        yield from _ends(Ending.MARK, (name, mark.holder, mark.slug), mark.expires_on, todo, today)


def _designs(portfolio: Portfolio, today: date) -> Iterator[Deadline]:
    for work in portfolio.works:
        if work.expires_on:
            name = f"{work.title} {work.office or ''} {work.registration_number or ''}".strip()
            subject = (name, work.holder, work.slug)
            yield from _ends(Ending.DESIGN, subject, work.expires_on, DESIGN, today)


def _protection(portfolio: Portfolio, today: date) -> Iterator[Deadline]:
    holders = {holder.slug: holder for holder in portfolio.holders}
    for work in portfolio.works:
        known = protection_ends(work, holders[work.holder])
        if known:
            ends_on, source = known
            todo = Sentence(
                f"此后请勿再以著作权投诉（{source}）。",
                f"Do not complain on copyright after this day ({source}).",
                f"この日以後は著作権による申告をしないでください（{source}）。",
            )
            subject = (work.title, work.holder, work.slug)
            yield from _ends(Ending.PROTECTION, subject, ends_on, todo, today)


def _papers(exhibits: Iterable[Exhibit], today: date) -> Iterator[Deadline]:
    for exhibit in _latest(exhibits):
        ends_on = _last_day(exhibit)
        if ends_on is None or exhibit.kind in PAST:
            continue
        ending, todo = Ending.PAPER, REPLACE
        if exhibit.kind is K.POWER_OF_ATTORNEY:
            ending, todo = Ending.POWER_OF_ATTORNEY, SIGN_AGAIN
        elif exhibit.kind in CONTRACTS:
            ending, todo = Ending.CONTRACT, PROLONG
        owner = exhibit.holder or exhibit.agent
        if owner is None:
            continue
        subject = (exhibit.described, owner, exhibit.right)
        yield from _ends(ending, subject, ends_on, todo, today)


def _latest(exhibits: Iterable[Exhibit]) -> Iterator[Exhibit]:
    """Of papers with the same purpose and parties, the one that lasts longest."""
    latest: dict[tuple[object, ...], Exhibit] = {}
    for one in exhibits:
        key: tuple[object, ...] = (
            one.holder or one.agent,
            one.right,
            one.kind,
            one.giver,
            one.taker,
            one.agent,
            one.platforms,
        )
        # with no party named nobody can say that one paper replaces another
        if one.kind in (*CONTRACTS, K.POWER_OF_ATTORNEY) and not (
            one.giver or one.taker or one.agent
        ):
            key = (*key, one.sha256)
        kept = latest.get(key)
        if kept is None or _far(one) > _far(kept):
            latest[key] = one
    yield from latest.values()


def _far(exhibit: Exhibit) -> date:
    return _last_day(exhibit) or date.max


def _last_day(exhibit: Exhibit) -> date | None:
    """The earlier of the two days that may end a paper."""
    days = [day for day in (exhibit.term_until, exhibit.valid_until) if day]
    return min(days, default=None)


def _sellers(portfolio: Portfolio, today: date) -> Iterator[Deadline]:
    for seller in portfolio.sellers:
        if seller.valid_until:
            subject = (f"{seller.seller} ({seller.platform})", seller.holder, None)
            yield from _ends(Ending.SELLER, subject, seller.valid_until, SELLER, today)


def _ends(
    ending: Ending,
    subject: tuple[str, HolderSlug | AgentSlug, RightSlug | None],
    ends_on: date,
    what_to_do: Sentence,
    today: date,
) -> Iterator[Deadline]:
    days = (ends_on - today).days
    stage, (name, holder, right) = stage_of(days), subject
    if stage:
        yield Deadline(ending, name, holder, ends_on, days, stage, what_to_do, right)
