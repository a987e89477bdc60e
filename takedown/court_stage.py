"""The report of one notice for a court or an authority, with the stamps that came since."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError
from domain.notices import Notice, NoticeId
from domain.stamps import WantedStamp
from store.unit_of_work import Store
from takedown.bundle import beside_of
from takedown.court.report import Circumstances, court_report
from takedown.draft_again import draft_again
from takedown.filling import files_of


def report_of(store: Store, settings: Settings, notice: NoticeId, language: str) -> bytes:
    """The report on a notice's bundle as PDF, in this language (zh, en or ja).

    Raises:
        NotFound: There is no such notice.
        InputError: It can no longer be drafted, or the report cannot be set in type.
    """
    draft, kept = draft_again(store, settings, notice)
    plain = settings.model_copy(
        update={"takedown": settings.takedown.model_copy(update={"report_languages": ()})}
    )
    stamps = tuple(
        (one.authority, one.stamp.at) for one in _stamps(store, kept) if one.stamp is not None
    )
    known = Circumstances(settings.stamping.authorities, stamps)
    return court_report(draft, files_of(draft, plain, store.blobs.read), known, language)


def _stamps(store: Store, notice: Notice) -> tuple[WantedStamp, ...]:
    """What came for the tag manifest of its bundle; nothing where the bundle is gone."""
    try:
        digest: Sha256 = sha256_of(beside_of(Path(notice.bundle_path or ""))[0])
    except (EvidenceError, OSError):
        return ()
    with store.reading() as work:
        return work.stamps.of([digest]).get(digest, ())
