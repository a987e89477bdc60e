"""What lies beside a saved page: the pictures it shows, and files that show the page itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from config.settings import Crawl
from crawler.decoding import decode
from crawler.pictures import check_picture
from crawler.scan_folder import SeenLine
from crawler.unpacking import TooLarge
from domain.digests import sha256_of
from domain.listings import Capture, PictureLink, SeenPicture

BESIDE_TYPES = {".png": "image/png", ".mhtml": "multipart/related", ".json": "application/json"}
"""What may be kept as evidence beside a page, by the manifest's columns."""

BESIDE = ("screenshot", "mhtml", "requests")
NOT_SAVED = "saved pages come without this picture"


def bytes_of(path: Path, largest: int) -> bytes:
    """The whole file.

    Raises:
        TooLarge: It has more than `largest` bytes.
        OSError: It cannot be read.
    """
    if path.stat().st_size > largest:
        raise TooLarge(path.name)
    return path.read_bytes()


def captures_of(
    raw: Capture, beside: Iterable[tuple[str, Path]], largest: int
) -> tuple[tuple[Capture, ...], tuple[bytes, ...]]:
    """The page's own bytes and what shows it beside them, as captures, with those bytes."""
    captures, blobs = [raw], list[bytes]()
    for kind, path in beside:
        try:
            content = bytes_of(path, largest)
        except (OSError, TooLarge):
            continue
        media = BESIDE_TYPES.get(path.suffix.lower(), "application/octet-stream")
        captures.append(Capture(kind, sha256_of(content), media, len(content), raw.url))
        blobs.append(content)
    return tuple(captures), tuple(blobs)


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


class PicturesBeside:
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
