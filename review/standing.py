"""Standing at the desk: each account's record, batches that are held, and who lets them go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from config.settings import Settings
from domain.errors import InputError
from domain.notices import Notice, NoticeId, NoticeState
from domain.standing import Account, Hold, Release, StandingLine
from review.checks import checked_name, checked_note
from review.desk import Store
from takedown.ledger import batch_hold, released_by
from takedown.rules import load_packs
from takedown.standing import rows_digest, standing_lines

__all__ = ["HeldNotice", "held", "release", "standing"]


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """A notice that is held for its account's record, and the rows that cause it."""

    notice: Notice
    hold: Hold


def standing(store: Store, settings: Settings, now: datetime) -> tuple[StandingLine, ...]:
    """Every account's record under each threshold of its channel."""
    packs = load_packs(settings)
    with store.reading() as work:
        return tuple(
            line
            for account in work.standing.accounts()
            if account.channel in packs
            for line in standing_lines(
                account, packs[account.channel], work.standing.reported(account), now
            )
        )


def held(store: Store, settings: Settings, now: datetime) -> tuple[HeldNotice, ...]:
    """Notices that are held and that nobody let go yet."""
    with store.reading() as work:
        notices = work.notices.all(NoticeState.INCOMPLETE)
    found = ((one, hold_on(store, settings, one, now)) for one in notices)
    return tuple(HeldNotice(one, hold) for one, hold in found if hold is not None)


def hold_on(store: Store, settings: Settings, notice: Notice, now: datetime) -> Hold | None:
    """What holds this notice today; None where nothing does, or a second person let it go."""
    pack = load_packs(settings).get(notice.channel)
    if pack is None:
        return None
    with store.reading() as work:
        cases = [work.case(decision) for decision in notice.decisions]
        account = Account(notice.channel, notice.holder)
        others = [one for one in work.standing.reported(account) if one.notice != notice.slug]
        releases = work.standing.releases(notice.id)
    hold = batch_hold(cases, notice.ground, pack, others, now)
    return None if released_by(hold, releases) else hold


def release(
    store: Store,
    settings: Settings,
    notice_id: NoticeId,
    *,
    who: str,
    note: str,
    now: datetime,
) -> Release:
    """Let a held batch go, as a second person, with a reason; `assemble` then exports it.

    Raises:
        InputError: No name or no reason was given, nothing holds the notice, or this person
            assembled it or decided on one of its listings.
        NotFound: There is no such notice.
    """
    name, said = checked_name(who), checked_note(note)
    if not said:
        raise InputError(
            "A release needs a reason.", mend="Give it with --note.", code="release_needs_reason"
        )
    with store.reading() as work:
        notice = work.notices.notice(notice_id)
        numbers = range(2, work.correspondence.attempts(notice.id) + 1)
        drafts = [notice.slug, *(f"{notice.slug}-{number}" for number in numbers)]
        first = {event.who for slug in drafts for event in work.audit.events(slug)}
        first |= {work.decisions.decision(one).analyst for one in notice.decisions}
    if name in first:
        raise InputError(
            f"{name} assembled this notice or decided on its listings.",
            mend="A release needs a second person.",
            code="release_needs_second",
            name=name,
        )
    hold = hold_on(store, settings, notice, now)
    if hold is None or notice.state is not NoticeState.INCOMPLETE:
        raise InputError(
            f"Nothing holds notice {notice_id} for its account's record.", code="nothing_held"
        )
    made = Release(notice.id, rows_digest(hold), name, said, now)
    with store.begin() as work:
        work.standing.release(made)
        payload = {"hold": hold.rule, "rows_digest": made.rows_digest, "note": said}
        work.audit.append("released", notice.slug, payload, name, now)
    return made
