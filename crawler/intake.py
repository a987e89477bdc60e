"""Saved pages, as a person brings them: which file is which page, and what is on it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from parsel import Selector

from config.profiles import PlatformProfile
from config.settings import Crawl
from crawler.archives import archived_pages, is_archive
from crawler.beside import BESIDE, PicturesBeside, bytes_of, captures_of, inside, urlsplit_safe
from crawler.decoding import decode
from crawler.pages import Answer
from crawler.reading import read_page
from crawler.saved_from import SavedFrom, saved_from
from crawler.scan_folder import SeenLine
from crawler.sightings import sighted
from crawler.unpacking import TooLarge, unpacked
from domain.digests import sha256_of
from domain.errors import InputError
from domain.listings import Capture, Lane, PageReading

MANIFEST = "manifest.csv"
PAGE_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
}
LARGEST_ARCHIVED = 20_000_000
"""Bytes of one answer in an archive."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One file, the address it was saved from (None: to be found in it) and when.

    An archive holds several pages: `body` is then this page's, with its status and type. `beside`
    are further files that show the same page, each with its kind.
    """

    path: Path
    where: str
    url: str | None = None
    captured_at: datetime | None = None
    body: bytes | None = None
    status: int = 200
    content_type: str | None = None
    beside: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A page that cannot be taken in, as one line that names it."""

    problem: str


@dataclass(frozen=True, slots=True)
class TakenPage:
    """A saved page as it was read, with its sightings and all bytes that they name."""

    reading: PageReading
    lines: tuple[SeenLine, ...]
    blobs: tuple[bytes, ...]
    dated: bool
    seen_at: datetime


def saved_pages(source: Path) -> list[SavedPage | BadRow]:
    """The pages of a folder, by its manifest or else all of them; or a single file.

    Raises:
        InputError: There is nothing at this path, or the manifest cannot be read.
    """
    if source.is_file():
        return _in_archive(source, source.name) if is_archive(source) else [_single(source)]
    if not source.is_dir():
        raise InputError("is neither a folder nor a file.", where=str(source))
    if (source / MANIFEST).is_file():
        return list(_by_manifest(source))
    found: list[SavedPage | BadRow] = []
    for path in sorted(source.rglob("*")):
        if is_archive(path) and inside(source, path.relative_to(source).as_posix()):
            found += _in_archive(path, path.relative_to(source).as_posix())
        elif path.suffix.lower() in PAGE_TYPES and not path.name.endswith(".meta.json"):
            found.append(_single(path, source))
    if not found:
        raise InputError("holds no saved pages.", where=str(source))
    return found


def read_saved(
    page: SavedPage,
    root: Path,
    profiles: Mapping[str, PlatformProfile],
    crawl: Crawl,
    now: datetime,
) -> TakenPage | BadRow:
    """Read one saved page; a page that cannot be read is one bad row and harms no other."""
    try:
        written = datetime.fromtimestamp(page.path.stat().st_mtime, UTC)
        kept = page.body if page.body is not None else bytes_of(page.path, crawl.max_page_bytes)
        body, content_type = unpacked(kept, largest=crawl.max_page_bytes)
    except OSError as exc:
        return BadRow(f"{page.where}: cannot be read ({exc.strerror}).")
    except TooLarge:
        return BadRow(f"{page.where}: larger than {crawl.max_page_bytes} bytes.")
    media_type = PAGE_TYPES.get(page.path.suffix.lower(), "text/html")
    if page.content_type:
        media_type = page.content_type.split(";")[0].strip().lower()
    told = saved_from(kept) if page.body is None else SavedFrom()
    # a folded header or a hostile comment may hold what is no address
    told_url = told.url if told.url and _is_web(told.url) else None
    url = page.url or told_url or stated_url(body)
    if url is None:
        return BadRow(
            f"{page.where}: the page does not say its own address; name it in a manifest."
        )
    told_at = told.at if told.at and told.at <= now else None
    seen_at = page.captured_at or told_at or min(written, now)
    if seen_at > now:
        return BadRow(f"{page.where}: captured_on lies in the future.")
    # a saved file's charset is what its bytes say, unless an archive kept what the server said
    answer = Answer(url, body, page.status, content_type or page.content_type, seen_at)
    reading = read_page(answer, profiles)
    raw = Capture("raw", sha256_of(kept), media_type, len(kept), url)
    captures, shown = captures_of(raw, page.beside, crawl.max_picture_bytes)
    beside = PicturesBeside(page.path, root, url, body, crawl)
    lines = tuple(
        replace(line, sighting=replace(line.sighting, pictures=beside.pictures(line)))
        for line in sighted(reading, Lane.MANUAL, seen_at, captures)
    )
    dated = (page.captured_at or told_at) is not None
    return TakenPage(reading, lines, (kept, *shown, *beside.blobs), dated, seen_at)


def stated_url(body: bytes) -> str | None:
    """The address that a saved page gives as its own, by its canonical link or og:url."""
    selector = Selector(text=decode(body) or " ", type="html")
    found = selector.css("link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)")
    for text in found.getall():
        if _is_web(text.strip()):
            return text.strip()
    return None


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://")) and urlsplit_safe(url)


def _single(path: Path, root: Path | None = None) -> SavedPage | BadRow:
    """A file, with what `<name>.meta.json` beside it says of it."""
    where = path.relative_to(root).as_posix() if root else path.name
    if path.is_symlink() or (root and inside(root, where) is None):
        return BadRow(f"{where}: is a symbolic link or lies behind one.")
    sidecar = path.with_name(path.name + ".meta.json")
    if not sidecar.is_file():
        return SavedPage(path, where)
    try:
        told = json.loads(sidecar.read_bytes())
        return _page(path, where, str(told.get("url") or ""), str(told.get("captured_on") or ""))
    except (OSError, ValueError, AttributeError, RecursionError):
        return BadRow(f"{where}: {sidecar.name} is not a JSON table.")


def _by_manifest(folder: Path) -> Iterator[SavedPage | BadRow]:
    try:
        # spreadsheets save such a table in the charset of their country
        text = decode((folder / MANIFEST).read_bytes())
        rows = list(csv.DictReader(text.splitlines()))
    except (OSError, csv.Error) as exc:
        raise InputError("cannot be read as CSV.", where=str(folder / MANIFEST)) from exc
    if rows and "file" not in rows[0]:
        raise InputError("has no column 'file'.", where=str(folder / MANIFEST))
    for number, row in enumerate(rows, start=2):
        name = (row.get("file") or "").strip()
        where = f"{MANIFEST} row {number} ({name[:80]})"
        path = inside(folder, name)
        if path is None:
            yield BadRow(f"{where}: there is no such file inside the folder.")
        else:
            page = _page(path, where, row.get("url") or "", row.get("captured_on") or "")
            beside = ((kind, inside(folder, (row.get(kind) or "").strip())) for kind in BESIDE)
            shown = tuple((kind, file) for kind, file in beside if file is not None)
            yield replace(page, beside=shown) if isinstance(page, SavedPage) else page


def _page(path: Path, where: str, url: str, captured: str) -> SavedPage | BadRow:
    url, captured = url.strip(), captured.strip()
    if url and not _is_web(url):
        return BadRow(f"{where}: {url[:80]!r} is no web address.")
    if not captured:
        return SavedPage(path, where, url or None)
    try:
        at = datetime.fromisoformat(captured)
    except ValueError:
        return BadRow(f"{where}: captured_on {captured[:40]!r} is no day (2026-11-22).")
    # a day is what the person wrote; a time is one only with its zone
    at = at.astimezone(UTC) if at.tzinfo else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return SavedPage(path, where, url or None, at)


def _in_archive(path: Path, where: str) -> list[SavedPage | BadRow]:
    """The pages of one archive; an archive that cannot be read is one bad row."""
    try:
        pages, broken = archived_pages(path, largest=LARGEST_ARCHIVED)
    except InputError as exc:
        return [BadRow(f"{where}: {exc}")]
    left_out = [BadRow(f"{where}: {broken} entries cannot be read and were left out.")]
    if not pages and not broken:
        return [BadRow(f"{where}: holds no page with its content.")]
    return [*(left_out if broken else ())] + [
        SavedPage(
            path,
            f"{where} ({page.url[:120]})",
            page.url,
            page.captured_at,
            page.body,
            page.status,
            page.content_type,
        )
        for page in pages
    ]
