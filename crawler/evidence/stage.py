"""Stage between decision and notice: pages found infringing are captured whole, and once more."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from config.load import ROOT, load_profiles
from config.profiles import PlatformProfile
from config.settings import Settings
from crawler.browser import find_browser
from crawler.evidence.film import find_ffmpeg
from crawler.evidence.order import CaptureOrder, CaptureResult
from crawler.evidence.process import run_capture
from crawler.pages import Answer
from crawler.reading import read_page
from domain.captures import CapturePurpose, CaptureState, EvidenceCapture, EvidenceFile, TakenPage
from domain.digests import Sha256
from domain.errors import EvidenceError, InputError
from domain.listings import PageReading, PageState
from domain.runs import Progress, StageReport, silent
from store.unit_of_work import Store

MOST_AT_ONCE = 200
MOST_TRIES = 4
FIRST_WAIT = timedelta(minutes=15)
WHO = "capture"
RENDERED = "rendered.html.txt"

RULES = {
    CapturePurpose.CANDIDATE: "suggested to a person",
    CapturePurpose.CONFIRMATION: "found infringing by a person",
    CapturePurpose.SECOND_LOOK: "found infringing, looked at once more after second_look_hours",
}
"""Why a capture was started."""

REFUSED = (PageState.BLOCKED, PageState.LOGIN, PageState.ERROR)
"""What these pages show is not the listing: no capture of them is evidence of it."""


@dataclass(slots=True)
class _Run:
    """One run: what it works with, and what it has to tell."""

    store: Store
    settings: Settings
    now: datetime
    browser: Path
    profiles: dict[str, PlatformProfile]
    checkpoint: Sha256 | None
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def capture_due(
    store: Store, settings: Settings, *, now: datetime, progress: Progress = silent
) -> StageReport:
    """Capture the pages of listings that were found infringing, each once, later once more.

    Where the settings say so, candidates are captured before a person has looked.

    Each capture runs in a process of its own, one after the other. A page that refuses us or
    does not come is tried again; after four tries it is left to a person. What a person saved
    is never asked for by us.

    Returns:
        Counts of `wanted`, `taken`, `waiting` and `failed`.

    Raises:
        InputError: There is no browser on this machine.
    """
    browser = find_browser(settings.crawl.browser_path)
    if browser is None:
        raise InputError("No Chromium was found.", mend="Install one or set crawl.browser_path.")
    with store.begin() as work:
        checkpoints = work.audit.events("checkpoint")
        last = checkpoints[-1].digest if checkpoints else None
    run = _Run(store, settings, now, browser, load_profiles(settings), last)
    if settings.capture.film and find_ffmpeg() is None:
        run.problems.append("no film: there is no ffmpeg; install it, or jianzhen[film]")
    _want(run)
    with store.reading() as work:
        due = work.captures.due(now, MOST_AT_ONCE)
    for place, one in enumerate(due):
        progress("capture", place, len(due))
        _capture(run, one)
    progress("capture", len(due), len(due))
    return StageReport({name: n for name, n in run.counts.items() if n}, tuple(run.problems))


def _want(run: _Run) -> None:
    earlier = run.now - timedelta(hours=run.settings.capture.second_look_hours)
    with run.store.begin() as work:
        found = [(CapturePurpose.CONFIRMATION, work.captures.confirmed_without())]
        if run.settings.capture.of_candidates:
            found.append((CapturePurpose.CANDIDATE, work.captures.suggested_without()))
        for purpose, listings in found:
            for listing, sighting in listings:
                url = str(sighting.facts.url)
                run.counts["wanted"] += work.captures.want(listing, url, purpose, run.now)
        for one in work.captures.looked_at_once(earlier):
            run.counts["wanted"] += work.captures.want(
                one.listing, one.url, CapturePurpose.SECOND_LOOK, run.now
            )


def _capture(run: _Run, wanted: EvidenceCapture) -> None:
    folder = Path(tempfile.mkdtemp(prefix="jianzhen-capture-")) / "capture"
    try:
        order = _order(run, wanted)
        result = run_capture(folder, order)
        taken = _taken(run, order, result, folder)
    except (EvidenceError, OSError) as exc:
        _later(run, wanted, str(exc))
    else:
        with run.store.begin() as work:
            work.captures.keep(wanted.id, taken, WHO, run.now)
        run.counts["taken"] += 1
        run.problems += [f"{wanted.url}: {one}" for one in taken.problems]
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


def _order(run: _Run, wanted: EvidenceCapture) -> CaptureOrder:
    lock = ROOT / "requirements.lock"
    return CaptureOrder(
        capture_id=_time_ordered_id(),
        url=wanted.url,
        purpose=wanted.purpose.value,
        who=WHO,
        case=f"listing {wanted.listing}",
        rule=RULES[wanted.purpose],
        ffmpeg=find_ffmpeg() if run.settings.capture.film else None,
        browser=run.browser,
        allow_loopback=run.settings.crawl.allow_loopback,
        locale=run.settings.capture.locale,
        time_zone=run.settings.schedule.timezone,
        time_limit_seconds=run.settings.capture.time_limit_seconds,
        code_version=version("jianzhen"),
        lock_sha256=Sha256(hashlib.sha256(lock.read_bytes()).hexdigest())
        if lock.exists()
        else None,
        previous_checkpoint=run.checkpoint,
    )


def _taken(run: _Run, order: CaptureOrder, result: CaptureResult, folder: Path) -> TakenPage:
    """The capture with its bytes kept; refused where the page is not the listing's.

    Raises:
        EvidenceError: A file is not what the capture said, or the page refused us.
    """
    reading = _read(run, result, folder)
    if reading.state in REFUSED:
        raise EvidenceError(f"The page was {reading.state.value} ({', '.join(reading.signs)}).")
    files = []
    for one in result.files:
        content = (folder / one.name).read_bytes()
        if run.store.blobs.keep(content) != one.sha256:
            raise EvidenceError(f"{one.name} changed after it was captured.")
        files.append(EvidenceFile(one.name, one.media_type, one.sha256, one.size_bytes))
    return TakenPage(
        slug=order.capture_id,
        final_url=result.final_url,
        taken_at=datetime.fromisoformat(result.ended_at),
        page_state=reading.state,
        files=tuple(files),
        facts=reading.listings[0] if len(reading.listings) == 1 else None,
        problems=result.problems,
    )


def _read(run: _Run, result: CaptureResult, folder: Path) -> PageReading:
    path = folder / RENDERED
    if not path.exists():
        raise EvidenceError("The page could not be read from the browser.")
    answer = Answer(
        result.final_url, path.read_bytes(), result.status or 200, "text/html; charset=utf-8"
    )
    return read_page(answer, run.profiles)


def _later(run: _Run, wanted: EvidenceCapture, reason: str) -> None:
    again = wanted.tries + 1 < MOST_TRIES
    state = CaptureState.WAITING if again else CaptureState.FAILED
    wait = FIRST_WAIT * 2**wanted.tries
    with run.store.begin() as work:
        work.captures.failed(wanted.id, state, reason, run.now + wait)
    run.counts[state.value] += 1
    left = "" if again else " It is left to a person: save the page and take it in."
    run.problems.append(f"{wanted.url}: {reason}{left}")


def _time_ordered_id() -> str:
    """A UUID of version 7 (RFC 9562): milliseconds first, then chance."""
    moment = int(time.time() * 1000) & ((1 << 48) - 1)
    value = (moment << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    return str(UUID(int=value & ~(0x3 << 62) | (0x2 << 62)))
