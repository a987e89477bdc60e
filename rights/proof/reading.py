"""Reading: kept exhibits as papers, with what a program can tell from their bytes.

What is read corroborates: anybody can write a date or a name into a file. That a file has a raw
or a layered structure is what the program verifies.
"""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from asn1crypto import cms, tsp
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from domain.digests import Sha256, sha256_of
from domain.ownership import Exhibit, ExhibitKind
from domain.papers import FileFacts, Paper
from domain.stamps import Stamp, WantedStamp

MADE = {
    ExhibitKind.RAW_PHOTO,
    ExhibitKind.LAYERED_SOURCE,
    ExhibitKind.ORIGINAL,
    ExhibitKind.DRAFT,
    ExhibitKind.SHOOTING_SET,
}
READ = {*MADE, ExhibitKind.FIRST_PUBLICATION, ExhibitKind.TIME_STAMP}
TOKEN_SIGN = b"\x30\x82"
"""A DER sequence of some length: a time-stamp answer, or the token alone."""
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
STATUS_FIRST = 6
"""A token begins with its type; in an answer the status stands before it."""
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
TIFF_SIGNS = (b"II*\x00", b"MM\x00*")
OTHER_RAW = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FOVb", b"\x00MRM")
"""First bytes of raw files that are no TIFF: Fujifilm, Olympus, Panasonic, Sigma, Minolta."""
CFA, LINEAR_RAW = 32803, 34892
"""Photometric codes of sensor values that nobody has developed yet (TIFF/EP; DNG 1.7)."""
WIDTH, HEIGHT = 256, 257
PHOTOMETRIC, SUBIFDS, EXIF, DNG = 262, 330, 34665, 50706
SOFTWARE, ARTIST, MODEL, CAPTURED, SERIAL = 305, 315, 272, 36867, 42033
CHANGED, DIGITISED, NOTICE = 306, 36868, 33432
MOST_DIRECTORIES = 64

Tags = dict[int, object]


def papers_of(exhibits: Iterable[Exhibit], read: Callable[[Sha256], bytes]) -> tuple[Paper, ...]:
    """Every exhibit as a paper; files of creation are read for what their bytes tell."""
    listed = tuple(exhibits)
    return papers_with(listed, {sha: file_facts(read(sha)) for sha in to_read(listed)})


def papers_with(
    exhibits: Iterable[Exhibit], facts: Mapping[Sha256, FileFacts | None]
) -> tuple[Paper, ...]:
    """Every exhibit as a paper, with what was read in its file."""
    return tuple(
        _paper(one, facts.get(one.sha256) if one.kind in READ else None) for one in exhibits
    )


def to_read(exhibits: Iterable[Exhibit]) -> frozenset[Sha256]:
    """The files that tell something of themselves: of creation, of publication, and tokens."""
    return frozenset(one.sha256 for one in exhibits if one.kind in READ)


def stamped(
    exhibits: Iterable[Exhibit], stamps: Iterable[WantedStamp], qualified: Collection[str]
) -> tuple[Paper, ...]:
    """A paper for each token that was verified over an exhibit: the earliest of an authority."""
    by_digest = {one.sha256: one for one in exhibits}
    return tuple(
        _token(by_digest[one.digest], one, one.stamp, one.response, qualified)
        for one in stamps
        if one.digest in by_digest and one.stamp and one.response
    )


def told_of(exhibit: Exhibit) -> Paper:
    """The exhibit as a paper with what is told of it; its bytes are not looked at."""
    return Paper(
        exhibit=exhibit,
        confirmed_by=exhibit.confirmed_by,
        bears=exhibit.bears,
        giver=exhibit.giver,
        taker=exhibit.taker,
        clause=exhibit.clause,
        term_from=exhibit.term_from,
        term_until=exhibit.term_until,
        platforms=exhibit.platforms,
        scope=exhibit.scope,
        third_party=exhibit.third_party,
        stamps=exhibit.stamps,
    )


def file_facts(content: bytes) -> FileFacts | None:
    """What this file tells of itself; None where it is of a kind that is not read, or broken."""
    if content[:4] in TIFF_SIGNS:
        return _facts_of_tiff(content)
    if content.startswith(b"8BPS"):
        return _facts_of_psd(content)
    if content.startswith(TOKEN_SIGN):
        return _facts_of_token(content)
    if content.startswith(OTHER_RAW) or content[4:12] == b"ftypcrx ":
        return FileFacts(is_raw=True)
    return _facts_of_picture(content)


def _paper(exhibit: Exhibit, facts: FileFacts | None) -> Paper:
    verified = None
    if facts and exhibit.kind is ExhibitKind.RAW_PHOTO and facts.is_raw:
        verified = "raw structure read"
    if facts and exhibit.kind is ExhibitKind.LAYERED_SOURCE and (facts.layers or 0) > 1:
        verified = "layers read"
    if facts and facts.stamped_on and exhibit.kind is ExhibitKind.TIME_STAMP:
        told = replace(exhibit, dated=exhibit.dated or facts.stamped_on)
        return replace(told_of(told), stamps=exhibit.stamps or facts.imprint, file=facts)
    return replace(told_of(exhibit), verified_by=verified, file=facts)


def _token(
    of: Exhibit,
    wanted: WantedStamp,
    stamp: Stamp,
    response: bytes,
    qualified: Collection[str],
) -> Paper:
    exhibit = Exhibit(
        right=of.right,
        holder=of.holder,
        kind=ExhibitKind.TIME_STAMP,
        sha256=sha256_of(response),
        file_name=f"{wanted.authority}.tsr",
        media_type="application/timestamp-reply",
        size_bytes=len(response),
        taken_in_at=stamp.at,
        taken_in_by=wanted.authority,
        described=f"{stamp.signer}, {stamp.at:%Y-%m-%d %H:%M:%S} UTC",
        dated=stamp.at.date(),
        stamps=of.sha256,
    )
    checked = "RFC 3161 token verified"
    by = wanted.authority in qualified
    return replace(told_of(exhibit), verified_by=checked, qualified=by)


def _facts_of_token(content: bytes) -> FileFacts | None:
    """Digest and day of a time-stamp answer or token (RFC 3161); its signature is not checked."""
    try:
        if content[:40].find(SIGNED_DATA) >= 0 and content.find(SIGNED_DATA) < STATUS_FIRST:
            token = cms.ContentInfo.load(content)
        else:
            token = tsp.TimeStampResp.load(content)["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]["hashed_message"].native.hex()
        return FileFacts(imprint=Sha256(imprint), stamped_on=info["gen_time"].native.date())
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None


def _facts_of_tiff(content: bytes) -> FileFacts | None:
    try:
        directories = list(_directories(content))
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, OverflowError):
        return None
    if not directories:
        return None
    tags: Tags = {}
    for one in reversed(directories):
        tags |= one
    sensor = any(one.get(PHOTOMETRIC) in (CFA, LINEAR_RAW) for one in directories)
    return replace(
        _told(tags, (tags.get(WIDTH), tags.get(HEIGHT))),
        layers=len([one for one in directories if PHOTOMETRIC in one]),
        is_raw=sensor or DNG in tags,
    )


def _directories(content: bytes) -> Iterator[Tags]:
    """Every directory of a TIFF file, with its Exif and sub-directories, without any pixels."""
    file, seen = io.BytesIO(content), set[int]()
    order = "<" if content[:2] == b"II" else ">"
    waiting = [struct.unpack(order + "L", content[4:8])[0]]
    while waiting and len(seen) < MOST_DIRECTORIES:
        place = waiting.pop(0)
        if not isinstance(place, int) or not 8 <= place < len(content) or place in seen:
            continue
        seen.add(place)
        directory = ImageFileDirectory_v2(content[:8])
        file.seek(place)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            directory.load(file)
            tags: Tags = {tag: directory.get(tag) for tag in directory}
        below = tags.get(SUBIFDS)
        waiting += [*below] if isinstance(below, tuple) else [below]
        waiting += [tags.get(EXIF), directory.next]
        yield tags


def _facts_of_psd(content: bytes) -> FileFacts | None:
    """Size and number of layers of a Photoshop file (Adobe Photoshop File Formats, 2019)."""
    try:
        height, width = struct.unpack(">LL", content[14:22])
        place = 26
        for _ in range(2):
            place += 4 + struct.unpack(">L", content[place : place + 4])[0]
        (length,) = struct.unpack(">L", content[place + 4 : place + 8])
        layers = abs(struct.unpack(">h", content[place + 8 : place + 10])[0]) if length else 0
    except struct.error:
        return None
    return FileFacts(width=width, height=height, layers=layers)


def _facts_of_picture(content: bytes) -> FileFacts | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                exif = image.getexif()
                tags: Tags = {**exif, **exif.get_ifd(EXIF)}
                return _told(tags, image.size)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return None
    except Image.DecompressionBombError:
        return None


def _told(tags: Tags, size: tuple[object, object]) -> FileFacts:
    width, height = size
    days = [_day(_text(tags.get(tag))) for tag in (CAPTURED, DIGITISED)]
    changed, notice = _day(_text(tags.get(CHANGED))), _text(tags.get(NOTICE))
    return FileFacts(
        width=width if isinstance(width, int) else None,
        height=height if isinstance(height, int) else None,
        captured_on=days[0],
        capture_days=tuple(dict.fromkeys(day for day in days if day)),
        changed_on=changed,
        notices=(notice,) if notice else (),
        artist=_text(tags.get(ARTIST)),
        software=_text(tags.get(SOFTWARE)),
        camera=_text(tags.get(MODEL)),
        camera_serial=_text(tags.get(SERIAL)),
    )


def _text(value: object) -> str | None:
    """A tag's text; cameras write UTF-8 where the standard says ASCII, which reads as Latin-1."""
    if not isinstance(value, str):
        return None
    with contextlib.suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.strip("\x00 ") or None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(re.sub(r"[:/.]", "-", (text or "")[:10]))
    except ValueError:
        return None
