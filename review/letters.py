"""The desk's letters after filing: withdrawal, preservation, word of a suit, and answers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from config.load import load_profiles
from config.settings import Settings
from domain.correspondence import Entry, EntryKind
from domain.digests import Sha256
from domain.errors import InputError, NotFound
from domain.notices import Notice, NoticeId, NoticeState
from review.desk import Store, Work
from review.filing import Noted, append_entry, last_entry
from takedown.after.counters import Counter, counter_of
from takedown.after.letters import (
    Brought,
    Filed,
    WithdrawalReason,
    answer_letters,
    court_letters,
    preservation_letters,
    withdrawal_letters,
)
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.papers.letter import Letter
from takedown.papers.printed import letter_files
from takedown.rules import load_packs, read_laws

NOT_SENT = frozenset(
    {NoticeState.DRAFTED, NoticeState.INCOMPLETE, NoticeState.READY, NoticeState.EXPORTED}
)

Make = Callable[[Draft, Filed, date], tuple[Letter, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """Letters that were written: their folder, and each file's digest by its name."""

    folder: Path
    files: Mapping[str, Sha256]


def ready_answer(store: Store, notice: NoticeId) -> tuple[str, Counter]:
    """The ground of the seller's statement, with what to check and the answer that is ready.

    Raises:
        InputError: No statement came.
    """
    with store.reading() as work:
        entry = last_entry(work, work.notices.notice(notice), EntryKind.COUNTERED)
    code = entry.code or ""
    return code, counter_of(code)


def write_answer(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted, *, ground: str | None = None
) -> Written:
    """The answer to the seller's statement, as letters for a person to sign and send.

    Raises:
        InputError: No statement came, or the ground is not known.
    """
    code = ground or ready_answer(store, notice)[0]
    counter = counter_of(code)

    def make(draft: Draft, filed: Filed, day: date) -> tuple[Letter, ...]:
        return answer_letters(draft, filed, counter.name, counter.answer, day)

    return _write(store, settings, notice, noted, _Letter("answer", EntryKind.REPLIED, code, make))


def write_court_word(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted, brought: Brought
) -> Written:
    """Word to the platform that a complaint or an action was brought, as letters.

    Raises:
        InputError: No statement came.
    """

    def make(draft: Draft, filed: Filed, day: date) -> tuple[Letter, ...]:
        return court_letters(draft, filed, brought, day)

    letter = _Letter("court", EntryKind.REPLIED, brought.act.value, make)
    return _write(store, settings, notice, noted, letter)


def write_preservation(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted
) -> Written:
    """The request that the platform keeps what it has on these listings.

    Raises:
        InputError: The channel does not answer to Chinese law.
    """
    letter = _Letter("preservation", EntryKind.PRESERVING, None, preservation_letters)
    return _write(store, settings, notice, noted, letter)


def prepare_withdrawal(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted, reason: WithdrawalReason
) -> Written:
    """First action of a withdrawal: the letter, for a person to sign and send.

    Raises:
        InputError: The notice was never filed: then `finish_withdrawal` alone drops it.
    """

    def make(draft: Draft, filed: Filed, day: date) -> tuple[Letter, ...]:
        return withdrawal_letters(draft, filed, reason, day)

    letter = _Letter("withdrawal", EntryKind.WITHDRAWING, reason.value, make)
    return _write(store, settings, notice, noted, letter)


def finish_withdrawal(store: Store, notice: NoticeId, noted: Noted) -> Notice:
    """Second action: the letter was sent, or the notice was never filed; it is withdrawn.

    Raises:
        InputError: It was filed, and no letter of withdrawal was written.
        IllegalTransition: It is over, or was withdrawn already.
    """
    with store.begin() as work:
        one = work.notices.notice(notice)
        if one.state not in NOT_SENT:
            last_entry(work, one, EntryKind.WITHDRAWING)
        moved = work.notices.advance(notice, NoticeState.WITHDRAWN, noted.at)
        append_entry(work, moved, EntryKind.WITHDRAWN, noted)
        return moved


def letter_file(store: Store, notice: NoticeId, digest: Sha256) -> tuple[str, bytes]:
    """A letter that was written on this notice: its file name and its bytes.

    Raises:
        NotFound: There is no such notice, or none of its letters has this digest.
        EvidenceError: It is kept no longer.
    """
    with store.reading() as work:
        work.notices.notice(notice)
        entries = work.correspondence.of(notice)
    names = [name for one in entries for name, own in one.files.items() if own == digest]
    if not names:
        raise NotFound(f"Notice {notice} has no letter {digest}.", code="no_letter")
    return names[-1], store.blobs.read(digest)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A kind of letter: its file name, its line in the correspondence, and how it is written."""

    name: str
    kind: EntryKind
    code: str | None
    make: Make


def _write(
    store: Store, settings: Settings, notice: NoticeId, noted: Noted, letter: _Letter
) -> Written:
    zone = ZoneInfo(settings.schedule.timezone)
    day = noted.now.astimezone(zone).date()
    with store.reading() as work:
        one = work.notices.notice(notice)
        if one.state in NOT_SENT:
            raise InputError(
                f"{one.slug} was never filed.",
                mend="A notice that was not filed is dropped with `notices withdraw --done`.",
                code="never_filed",
                notice=one.slug,
            )
        draft, filed = _draft(work, settings, one), _filed(work, settings, one)
    files = letter_files(letter.make(draft, filed, day), letter.name)
    kept = {name: store.blobs.keep(content) for name, content in files.items()}
    folder = settings.takedown.out_folder / one.channel / f"{one.slug}-letters"
    for name, content in files.items():
        _write_file(folder / name, content)
    with store.begin() as work:
        append_entry(work, one, letter.kind, noted, code=letter.code, files=kept)
    return Written(folder, kept)


def _draft(work: Work, settings: Settings, notice: Notice) -> Draft:
    """The notice as it was drafted, with the pack as it is now."""
    book = Rulebook(load_packs(settings), load_profiles(settings), read_laws())
    cases = [work.case(decision) for decision in notice.decisions]
    first = drafts_of(cases, book, notice.drafted_at)[0]
    ordered = sorted(cases, key=lambda case: case.sighting.key)
    return replace(first, slug=notice.slug, cases=tuple(ordered))


def _filed(work: Work, settings: Settings, notice: Notice) -> Filed:
    zone = ZoneInfo(settings.schedule.timezone)
    days = {
        state: at.astimezone(zone).date() for state, at in work.notices.happened(notice.id).items()
    }
    entries: tuple[Entry, ...] = work.correspondence.of(notice.id)
    tickets = [one.ticket for one in entries if one.ticket]
    return Filed(
        filed_on=days.get(NoticeState.SUBMITTED),
        ticket=tickets[-1] if tickets else None,
        bundle_sha256=notice.bundle_sha256,
        countered_on=days.get(NoticeState.COUNTERED),
    )


def _write_file(path: Path, content: bytes) -> None:
    """Written beside and moved into place, so that it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
