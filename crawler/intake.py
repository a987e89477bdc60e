"""Saved pages, as a person brings them: which file is which page, and what is on it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from config.profiles import PlatformProfile
from config.settings import Crawl
from crawler.decoding import decode
from crawler.pages import Answer
from crawler.pictures import check_picture
from crawler.reading import read_page
from crawler.scan_folder import SeenLine
from crawler.sightings import sighted
from domain.digests import sha256_of
from domain.errors import InputError
from domain.listings import Capture, Lane, PageReading, PictureLink, SeenPicture

MANIFEST = "manifest.csv"
PAGE_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
}
NOT_SAVED = "saved pages come without this picture"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One file, the address it was saved from (None: to be found in it) and when."""

    path: Path
    where: str
    url: str | None = None
    captured_at: datetime | None = None


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
        return [_single(source)]
    if not source.is_dir():
        raise InputError("is neither a folder nor a file.", where=str(source))
    if (source / MANIFEST).is_file():
        return list(_by_manifest(source))
    files = (path for path in sorted(source.rglob("*")) if path.suffix.lower() in PAGE_TYPES)
    found = [_single(path, source) for path in files if not path.name.endswith(".meta.json")]
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
        if page.path.stat().st_size > crawl.max_page_bytes:
            return BadRow(f"{page.where}: larger than {crawl.max_page_bytes} bytes.")
        body = page.path.read_bytes()
        written = datetime.fromtimestamp(page.path.stat().st_mtime, UTC)
    except OSError as exc:
        return BadRow(f"{page.where}: cannot be read ({exc.strerror}).")
    media_type = PAGE_TYPES.get(page.path.suffix.lower(), "text/html")
    url = page.url or stated_url(body)
    if url is None:
        return BadRow(
            f"{page.where}: the page does not say its own address; name it in a manifest."
        )
    seen_at = page.captured_at or min(written, now)
    if seen_at > now:
        return BadRow(f"{page.where}: captured_on lies in the future.")
    # a saved file's charset is what its bytes say, not what a server once said
    reading = read_page(Answer(url, body, captured_at=seen_at), profiles)
    raw = Capture("raw", sha256_of(body), media_type, len(body), url)
    beside = _Beside(page.path, root, url, body, crawl)
    lines = tuple(
        replace(line, sighting=replace(line.sighting, pictures=beside.pictures(line)))
        for line in sighted(reading, Lane.MANUAL, seen_at, (raw,))
    )
    dated = page.captured_at is not None
    return TakenPage(reading, lines, (body, *beside.blobs), dated, seen_at)


def stated_url(body: bytes) -> str | None:
    """The address that a saved page gives as its own, by its canonical link or og:url."""
    selector = Selector(text=decode(body) or " ", type="html")
    found = selector.css("link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)")
    for text in found.getall():
        if _is_web(text.strip()):
            return text.strip()
    return None


def inside(root: Path, relative: str) -> Path | None:
    """The file at this place inside the folder; None outside of it or behind a symbolic link."""
    place = PurePosixPath(relative.replace("\\", "/"))
    if not relative or "\0" in relative or place.is_absolute() or ".." in place.parts:
        return None
    path = root
    for part in place.parts:
        path = path / part
        if ":" in part or path.is_symlink():
            return None
    return path if path.is_file() else None


class _Beside:
    """The pictures that were saved beside a page, by the address the page gives them."""

    def __init__(self, path: Path, root: Path, url: str, body: bytes, crawl: Crawl) -> None:
        self.crawl, self.blobs = crawl, list[bytes]()
        folder = path.parent.relative_to(root).as_posix()
        selector = Selector(text=decode(body) or " ", type="html")
        self.files: dict[str, Path] = {}
        for text in selector.css("img::attr(src), source::attr(src)").getall():
            place = text.strip().removeprefix("./")
            found = None if urlsplit_safe(place) else inside(root, f"{folder}/{place}")
            if found is not None:
                self.files[urljoin(url, text.strip())] = found

    def pictures(self, line: SeenLine) -> tuple[SeenPicture, ...]:
        """Each picture of the listing, with bytes where they were saved."""
        return tuple(self._picture(link) for link in line.sighting.facts.images)

    def _picture(self, link: PictureLink) -> SeenPicture:
        path = self.files.get(link.url)
        if path is None:
            return SeenPicture(link.url, link.key, reason=NOT_SAVED)
        limit = self.crawl.max_picture_bytes
        try:
            too_large = path.stat().st_size > limit
            content = b"" if too_large else path.read_bytes()
        except OSError as exc:
            return SeenPicture(link.url, link.key, reason=f"cannot be read ({exc.strerror})")
        if too_large:
            return SeenPicture(link.url, link.key, reason=f"larger than {limit} bytes")
        check = check_picture(content, max_bytes=limit, max_pixels=self.crawl.max_picture_pixels)
        if check.media_type is None:
            return SeenPicture(link.url, link.key, reason=check.reason)
        self.blobs.append(content)
        return SeenPicture(link.url, link.key, sha256_of(content), check.media_type)


def urlsplit_safe(text: str) -> bool:
    """Whether this reference names a scheme or a host, and so no file beside the page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


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
        text = (folder / MANIFEST).read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
    except (OSError, ValueError, csv.Error) as exc:
        raise InputError("cannot be read as UTF-8 CSV.", where=str(folder / MANIFEST)) from exc
    if rows and "file" not in rows[0]:
        raise InputError("has no column 'file'.", where=str(folder / MANIFEST))
    for number, row in enumerate(rows, start=2):
        name = (row.get("file") or "").strip()
        where = f"{MANIFEST} row {number} ({name[:80]})"
        path = inside(folder, name)
        if path is None:
            yield BadRow(f"{where}: there is no such file inside the folder.")
        else:
            yield _page(path, where, row.get("url") or "", row.get("captured_on") or "")


def _page(path: Path, where: str, url: str, captured: str) -> SavedPage | BadRow:
    url, captured = url.strip(), captured.strip()
    if url and not _is_web(url):
        return BadRow(f"{where}: {url[:80]!r} is no web address.")
    if not captured:
        return SavedPage(path, where, url or None)
    try:
        day = date.fromisoformat(captured)
    except ValueError:
        return BadRow(f"{where}: captured_on {captured[:40]!r} is no day (2026-11-22).")
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return SavedPage(path, where, url or None, at)
