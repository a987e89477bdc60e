"""One notice at the desk: what stands in its way, how it is filed, and what became of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from config.settings import Settings
from domain.correspondence import Entry, EntryKind
from domain.languages import LANGUAGES
from domain.lifecycle import NOTICE_STEPS
from domain.notices import Notice, NoticeId, NoticeState
from review.desk import Store
from review.filing import guidance, history
from review.letters import NOT_SENT, ready_answer
from takedown.after.causes import Guide
from takedown.after.counters import Counter
from takedown.after.letters import PRESERVATION_COUNTRY
from takedown.rules import Pack, load_packs

PASTED = re.compile(r"(?:^|/)filing/(\d\d)-([a-z0-9_]+)\.txt$")
CHECKLIST = re.compile(r"(?:^|/)filing/checklist\.([a-z]{2})\.txt$")
LARGEST_TEXT = 200_000
"""Bytes of a checklist or a field that are shown."""


class Deed(StrEnum):
    """A letter that can be written on a notice, or a withdrawal that can be noted."""

    WITHDRAW = "withdraw"
    WITHDRAWN = "withdrawn"
    PRESERVE = "preserve"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class ListingLine:
    """A listing that the notice names, and the candidate that it was decided as."""

    candidate: int
    platform: str
    item_id: str
    url: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class FilingPapers:
    """What the exported bundle holds for the portal: the checklist, and fields to paste."""

    checklist: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[tuple[str, str], ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Everything that the page of a notice shows; `may` is what can be written down of it now."""

    notice: Notice
    portal: str | None
    listings: tuple[ListingLine, ...]
    papers: FilingPapers
    entries: tuple[Entry, ...]
    guide: Guide | None
    counter: Counter | None
    may: frozenset[Deed] = frozenset()


def notice_page(store: Store, settings: Settings, number: NoticeId) -> NoticePage:
    """The page of one notice.

    Raises:
        NotFound: There is no such notice.
    """
    with store.reading() as work:
        notice = work.notices.notice(number)
        cases = [work.case(one) for one in notice.decisions]
    pack = load_packs(settings).get(notice.channel)
    refused, countered = NoticeState.REFUSED, NoticeState.COUNTERED
    return NoticePage(
        notice=notice,
        portal=pack.portal.url if pack else None,
        listings=tuple(
            ListingLine(
                case.candidate.id,
                case.sighting.key.platform,
                case.sighting.key.item_id,
                case.sighting.facts.url,
                case.sighting.facts.title,
            )
            for case in cases
        ),
        papers=filing_papers(notice),
        entries=history(store, number),
        guide=guidance(store, settings, number) if notice.state is refused else None,
        counter=ready_answer(store, number)[1] if notice.state is countered else None,
        may=_deeds(notice, history(store, number), pack),
    )


def _deeds(notice: Notice, entries: Sequence[Entry], pack: Pack | None) -> frozenset[Deed]:
    """What can be written, or written down, where the notice stands."""
    withdrawable = NoticeState.WITHDRAWN in NOTICE_STEPS[notice.state]
    written = any(one.kind is EntryKind.WITHDRAWING for one in entries)
    sent = notice.state not in NOT_SENT
    found: dict[Deed, bool] = {
        Deed.WITHDRAW: withdrawable and sent and pack is not None,
        Deed.WITHDRAWN: withdrawable and (written or not sent),
        Deed.PRESERVE: sent and pack is not None and pack.country == PRESERVATION_COUNTRY,
        Deed.REPLY: notice.state is NoticeState.COUNTERED,
    }
    return frozenset(deed for deed, open_now in found.items() if open_now)


def filing_papers(notice: Notice) -> FilingPapers:
    """The checklist and the fields of a notice's bundle; `missing` where it is not to be read."""
    if notice.bundle_path is None:
        return FilingPapers()
    try:
        with zipfile.ZipFile(Path(notice.bundle_path)) as bundle:
            names = sorted(bundle.namelist())
            pasted = [(found[2], name) for name in names if (found := PASTED.search(name))]
            lists = {found[1]: name for name in names if (found := CHECKLIST.search(name))}
            return FilingPapers(
                {one: _text(bundle, lists[one]) for one in LANGUAGES if one in lists},
                tuple((code, _text(bundle, name)) for code, name in pasted),
            )
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError):
        return FilingPapers(missing=True)


def _text(bundle: zipfile.ZipFile, name: str) -> str:
    with bundle.open(name) as opened:
        return opened.read(LARGEST_TEXT).decode("utf-8", "ignore").rstrip("\n")
