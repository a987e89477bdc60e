"""The desk's logic after filing: tickets, answers, filing again, statements, letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from config.settings import Settings
from domain.correspondence import ApprovedRight, Entry, EntryKind
from domain.errors import InputError
from domain.notices import Notice, NoticeId, NoticeState
from domain.rights import RightSlug
from review.checks import checked_name, checked_note
from review.desk import Store, Work
from takedown.after.causes import UNCLEAR, Guide, Way, cause_of, guide_for, suggested_causes
from takedown.after.counters import counter_of, suggested_counters
from takedown.rules import Pack, load_packs

LONGEST_TEXT = 100_000
"""Characters of a platform's answer that are kept."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Who writes something down, when, and on which day it happened."""

    who: str
    now: datetime
    on: date | None = None

    @property
    def at(self) -> datetime:
        """When it happened.

        Raises:
            InputError: That day is still to come.
        """
        at = self.now if self.on is None else datetime.combine(self.on, time(), UTC)
        if at > self.now:
            raise InputError(
                f"{self.on} is still to come.",
                mend="Give the day on which it happened.",
                code="day_to_come",
                day=self.on,
            )
        return at


def find_notice(store: Store, name: str) -> Notice:
    """The notice of this id or slug.

    Raises:
        NotFound: There is none.
    """
    with store.reading() as work:
        if name.isdecimal() and len(name) < 19:
            return work.notices.notice(NoticeId(int(name)))
        return work.notices.by_slug(name)


def history(store: Store, notice: NoticeId) -> tuple[Entry, ...]:
    """Everything that happened to a notice after it was exported, oldest first.

    Raises:
        NotFound: There is no such notice.
    """
    with store.reading() as work:
        work.notices.notice(notice)
        return work.correspondence.of(notice)


def note_filed(store: Store, notice: NoticeId, noted: Noted, ticket: str | None) -> Notice:
    """A person filed the notice; the platform gave this ticket.

    Raises:
        IllegalTransition: The notice is not exported, or was filed already.
        InputError: No name was given, or the day is still to come.
    """
    return _move(store, notice, NoticeState.SUBMITTED, EntryKind.FILED, noted, ticket=ticket)


def note_answer(
    store: Store,
    notice: NoticeId,
    noted: Noted,
    *,
    removed: bool,
    text: str | None = None,
    cause: str | None = None,
) -> Notice:
    """The platform answered: it removed the listings, or refused for a cause.

    A refusal without a cause takes the one that its words suggest; a person may correct it.

    Raises:
        IllegalTransition: The notice does not wait for an answer.
        InputError: The cause is not known, or goes with a removal.
    """
    if removed:
        if cause is not None:
            raise InputError(
                "A removal has no cause of refusal.",
                mend="Leave --cause out.",
                code="removal_has_no_cause",
            )
        state, kind, code = NoticeState.REMOVED, EntryKind.ANSWERED, None
    else:
        code = cause or next(iter(suggested_causes(text or "")), UNCLEAR)
        cause_of(code)
        state, kind = NoticeState.REFUSED, EntryKind.REFUSED
    return _move(store, notice, state, kind, noted, text=text, code=code)


def note_restored(
    store: Store, notice: NoticeId, noted: Noted, *, text: str | None = None
) -> Notice:
    """The platform put the listings back after the seller's statement.

    Raises:
        IllegalTransition: No statement had come.
    """
    return _move(store, notice, NoticeState.RESTORED, EntryKind.RESTORED, noted, text=text)


def note_counter(
    store: Store,
    notice: NoticeId,
    noted: Noted,
    *,
    text: str | None = None,
    ground: str | None = None,
) -> Notice:
    """The seller's statement reached us; the clock for our answer runs from this day.

    Raises:
        IllegalTransition: The notice is in no state that a statement can meet.
        InputError: The ground is not known.
    """
    code = ground or suggested_counters(text or "")[0]
    counter_of(code)
    state = NoticeState.COUNTERED
    return _move(store, notice, state, EntryKind.COUNTERED, noted, text=text, code=code)


def guidance(store: Store, settings: Settings, notice: NoticeId) -> Guide:
    """What to mend after the last refusal of this notice.

    Raises:
        InputError: It was not refused.
    """
    with store.reading() as work:
        return _guide(work, settings, work.notices.notice(notice))


def refile(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted, *, way: Way, mended: str
) -> Notice:
    """Open a refused notice again, to be checked and exported anew under a number of its own.

    What was filed before stays as it is.

    Raises:
        InputError: Its cause says not to file it again, the channel takes no such escalation, or
            nothing is said to have been mended.
        IllegalTransition: The notice was not refused.
    """
    said = checked_note(mended)
    if not said:
        raise InputError(
            "Say what was mended.", mend="Give it with --mended.", code="say_what_was_mended"
        )
    with store.begin() as work:
        one = work.notices.notice(notice)
        guide = _guide(work, settings, one)
        if not guide.may_refile:
            raise InputError(
                f"A refusal for {guide.code} is not filed again: {guide.cause.mend.en}.",
                mend="Correct the cause with `notices cause`, or leave it.",
                code="not_refiled",
                cause=guide.cause.name,
            )
        if way is Way.ESCALATE and guide.no_escalation is not None:
            raise InputError(
                guide.no_escalation.en,
                mend="Use --way refile.",
                code="no_escalation",
                why=guide.no_escalation,
            )
        moved = work.notices.advance(notice, NoticeState.INCOMPLETE, noted.now)
        append_entry(work, one, EntryKind.REFILED, noted, text=said, code=way.value)
        return moved


def correct_cause(store: Store, notice: NoticeId, noted: Noted, cause: str) -> None:
    """Append another cause to a refusal; the latest one holds.

    Raises:
        InputError: The cause is not known, or the notice was not refused.
    """
    cause_of(cause)
    with store.begin() as work:
        one = work.notices.notice(notice)
        last_entry(work, one, EntryKind.REFUSED)
        append_entry(work, one, EntryKind.REFUSED, noted, code=cause)


def approve_right(
    store: Store, settings: Settings, name: tuple[str, RightSlug], reference: str, noted: Noted
) -> ApprovedRight:
    """A channel approved a right (`name`): the reference that its complaints are to name.

    Raises:
        InputError: The reference is empty, or there is no such channel.
        NotFound: There is no such right.
    """
    channel, right = name
    _pack(settings, channel)
    said = checked_note(reference)
    if not said:
        raise InputError(
            "A reference is needed.", mend="Give it with --reference.", code="needs_reference"
        )
    one = ApprovedRight(channel, right, said, noted.at, checked_name(noted.who))
    with store.begin() as work:
        work.rights.right(right)
        work.correspondence.approve(one)
        payload = {"channel": channel, "reference": said}
        work.audit.append("right approved", f"right {right}", payload, one.who, noted.now)
    return one


def last_entry(work: Work, notice: Notice, kind: EntryKind) -> Entry:
    """The latest line of this kind on a notice.

    Raises:
        InputError: There is none.
    """
    found = [one for one in work.correspondence.of(notice.id) if one.kind is kind]
    if not found:
        raise InputError(
            f"Nothing is noted as {kind.value} on {notice.slug}.",
            mend="Note first what happened; `jianzhen notices history` shows what is.",
            code="nothing_noted",
            kind=kind,
        )
    return found[-1]


def append_entry(
    work: Work, notice: Notice, kind: EntryKind, noted: Noted, **told: object
) -> None:
    """Append a line to a notice's correspondence, and say so in the audit log."""
    name = checked_name(noted.who)
    entry = Entry(notice.id, kind, noted.at, name, noted.now, **told)  # type: ignore[arg-type]
    if entry.text is not None and len(entry.text) > LONGEST_TEXT:
        raise InputError(
            f"The text has {len(entry.text)} characters; {LONGEST_TEXT} are kept.",
            mend="Keep the part that matters.",
            code="text_too_long",
            limit=LONGEST_TEXT,
        )
    work.correspondence.note(entry)
    payload = {"code": entry.code, "ticket": entry.ticket, "files": dict(entry.files)}
    work.audit.append(kind.value, f"notice {notice.slug}", payload, name, noted.now)


def _move(
    store: Store,
    notice: NoticeId,
    state: NoticeState,
    kind: EntryKind,
    noted: Noted,
    **told: object,
) -> Notice:
    with store.begin() as work:
        moved = work.notices.advance(notice, state, noted.at)
        append_entry(work, moved, kind, noted, **told)
        return moved


def _guide(work: Work, settings: Settings, notice: Notice) -> Guide:
    refusal = last_entry(work, notice, EntryKind.REFUSED)
    pack = _pack(settings, notice.channel)
    exhibits = work.case(notice.decisions[0]).exhibits
    exported = work.notices.happened(notice.id).get(NoticeState.EXPORTED, notice.drafted_at)
    return guide_for(refusal.code or UNCLEAR, pack, exhibits, exported)


def _pack(settings: Settings, channel: str) -> Pack:
    packs = load_packs(settings)
    if channel not in packs:
        raise InputError(
            f"There is no rule pack for the channel {channel!r}.",
            mend=f"Packs exist for {', '.join(packs)}.",
            code="no_pack",
            channel=channel,
        )
    return packs[channel]
