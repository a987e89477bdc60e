"""Stage at the end: what is no longer needed is erased, and the log says so."""

from __future__ import annotations

import glob
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import Settings
from domain.retention import FieldClass, ListingAge, Terms, due_classes
from domain.runs import Progress, StageReport, silent
from store.unit_of_work import Store

WHO = "retention"


@dataclass(frozen=True, slots=True)
class Due:
    """A listing of which something is due, and what."""

    age: ListingAge
    classes: tuple[FieldClass, ...]


@dataclass(slots=True)
class _Run:
    store: Store
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def due_listings(store: Store, settings: Settings, *, now: datetime) -> tuple[Due, ...]:
    """Every listing of which a class's term has run, as it would be erased now."""
    terms = Terms(**settings.retention.model_dump())
    with store.reading() as work:
        found = [Due(age, due_classes(age, terms, now)) for age in work.retention.ages()]
    return tuple(one for one in found if one.classes)


def erase_due(
    store: Store, settings: Settings, *, now: datetime, progress: Progress = silent
) -> StageReport:
    """Erase what is due: values, kept bytes, bundles of ended cases, and folders of old scans.

    One listing is one transaction, its tombstones first; bytes go after it and, where that was
    cut off, with the next run. Running it again erases nothing twice.

    Returns:
        Counts of `listings`, `looks`, `files`, `bundles`, `letters_and_statements` and
        `scan_folders` erased.
    """
    run, due = _Run(store, now), due_listings(store, settings, now=now)
    for place, one in enumerate(due):
        progress("erase", place, len(due))
        _erase(run, one)
    progress("erase", len(due), len(due))
    with store.reading() as work:
        gone, open_scans = work.erasing.forgettable(store.blobs.has), work.retention.open_scans()
    run.counts["files"] += sum(store.blobs.forget(digest) for digest in sorted(gone))
    before = now - timedelta(days=settings.retention.contact_days)
    run.counts["scan_folders"] += _drop_scans(
        settings.crawl.scans_folder, open_scans, before, run.problems
    )
    return StageReport({k: n for k, n in run.counts.items() if n}, tuple(run.problems))


def _erase(run: _Run, due: Due) -> None:
    listing = due.age.listing
    with run.store.begin() as work:
        run.counts["looks"] += work.erasing.erase(listing, due.classes, run.now)
        lines = work.erasing.erase_case(listing, run.now) if due.age.in_case else 0
        bundles = work.erasing.bundles_of(listing) if due.age.in_case else []
        for notice, slug, _ in bundles:
            work.erasing.forget_bundle(notice, slug, WHO, run.now)
    run.counts["listings"] += 1
    run.counts["letters_and_statements"] += lines
    for _, slug, path in bundles:
        for file in _written(slug, Path(path)):
            _drop(run, file)
        run.counts["bundles"] += 1


def _written(slug: str, bundle: Path) -> list[Path]:
    """Every file of a notice: its bundle, those that were filed again, and its letters."""
    place = bundle.parent
    again = place.glob(f"{glob.escape(slug)}-[0-9]*.zip")
    return [bundle, *sorted({place / f"{slug}.zip", *again} - {bundle}), place / f"{slug}-letters"]


def _drop(run: _Run, path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as exc:
        run.problems.append(f"{path} could not be deleted ({exc}); delete it by hand.")


def _drop_scans(folder: Path, keep: Iterable[str], before: datetime, problems: list[str]) -> int:
    """Delete the folders of scans that were taken in long ago; they hold the pages once more."""
    dropped, wanted = 0, set(keep)
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        touched = datetime.fromtimestamp(one.stat().st_mtime, UTC)
        if one.is_symlink() or not one.is_dir() or one.name in wanted or touched >= before:
            continue
        try:
            shutil.rmtree(one)
            dropped += 1
        except OSError as exc:
            problems.append(f"{one} could not be deleted ({exc}); delete it by hand.")
    return dropped
