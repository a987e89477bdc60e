from __future__ import annotations

import io
import os
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from domain.digests import sha256_of
from domain.errors import InputError
from rights.custody import take_in
from rights.hostile import hostile_reason
from rights.portfolio import PortfolioRefused
from rights.stage import import_portfolio
from store.unit_of_work import Store
from tests.rights.files import a_scene, jpeg, layered, png, raw


def psd(layers: int = 2, *, signature: bytes = b"8BIM", pixels: int = 0, cut: int = 0) -> bytes:
    """A Photoshop file with empty layers; its parts may be made wrong."""
    record = struct.pack(">4LH", 0, 0, 4, 4, 1) + struct.pack(">hL", 0, 2 + pixels)
    record += signature + b"norm" + bytes(4) + struct.pack(">L", 0)
    body = struct.pack(">h", layers) + record * layers + b"\x00\x00" * layers
    section = struct.pack(">L", len(body)) + body
    head = b"8BPS" + struct.pack(">H6xHLLHH", 1, 3, 4, 4, 8, 3)
    whole = head + bytes(8) + struct.pack(">L", len(section)) + section
    return whole[: len(whole) - cut]


def zipped(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def overlapping() -> bytes:
    """A ZIP file whose directory names one body a hundred times."""
    whole = zipped({"a": os.urandom(4_000)})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    many = whole[start:end] * 100
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, len(many), start, 0)
    return whole[:start] + many + tail


def tiff_of(width: int, height: int, directory: int = 8) -> bytes:
    entries = struct.pack("<HHHLLHHLL", 2, 256, 4, 1, width, 257, 4, 1, height)
    return b"II*\x00" + struct.pack("<L", directory) + entries + bytes(4)


XMP = '<?xpacket?><!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/"/>'

HOSTILE = [
    ("bomb.zip", zipped({"a.tiff": bytes(40_000_000)}), "ZIP bomb"),
    ("overlap.zip", overlapping(), "overlap"),
    ("cut.zip", zipped({"a": b"b" * 4_000})[:-12], "does not open"),
    ("cut.psd", psd(cut=6), "broken layers"),
    ("sign.psd", psd(signature=b"8BXX"), "layer 1 has no signature"),
    ("many.psd", psd()[:42] + struct.pack(">h", 30_000) + psd()[44:], "30000 layers"),
    ("pixels.psd", psd(pixels=2_000_000_000), "pixels run out"),
    ("version.psd", b"8BPS\x00\x07" + bytes(40), "version 7"),
    ("huge.tiff", tiff_of(46_341, 46_341), "claims 2147488281 pixels"),
    ("far.tiff", tiff_of(4, 4, directory=0x7FFFFFF0), "directory lies outside"),
    ("cut.tiff", tiff_of(4, 4)[:20], "directory lies outside"),
    ("entities.xmp", XMP.encode(), "declares entities"),
    ("entities16.xmp", XMP.encode("utf-16"), "declares entities"),
    ("entities.jpg", jpeg(a_scene()) + XMP.encode(), "declares entities"),
]


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE, ids=[one[0] for one in HOSTILE])
def test_a_hostile_file_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        take_in(tmp_path, name)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.zip", zipped({"a.png": png(a_scene()), "b.png": png(a_scene(2))}), "application/zip"),
        ("a.psd", psd(), "image/vnd.adobe.photoshop"),
        ("flat.psd", psd()[:34] + bytes(4), "image/vnd.adobe.photoshop"),
        ("a.tiff", layered(), "image/tiff"),
        ("a.dat", raw(), "application/octet-stream"),
        ("named.txt", jpeg(a_scene()), "image/jpeg"),
        ("a.xmp", XMP.replace('<!DOCTYPE x [<!ENTITY a "b">]>', "").encode(), "text/plain"),
        ("page.html", b"<!DOCTYPE html><title>x</title>", "text/plain"),
        ("a.cr3", bytes(4) + b"ftypcrx " + bytes(9), "image/x-canon-cr3"),
        ("a.mp4", bytes(4) + b"ftypisom" + bytes(9), "video/mp4"),
    ],
)
def test_an_honest_file_is_taken_in_by_its_bytes_and_real_type(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(content)
    taken = take_in(tmp_path, name)
    assert (taken.sha256, taken.size_bytes) == (sha256_of(content), len(content))
    if media_type != "application/octet-stream":
        assert taken.media_type == media_type


def test_a_link_a_pipe_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "outside")
    (inside / "below").symlink_to(tmp_path)
    (inside / "folder").mkdir()
    os.mkfifo(inside / "pipe")
    for name, said in (
        ("link", "outside"),
        ("below/outside", "outside"),
        ("folder", "no regular file"),
        ("pipe", "no regular file"),
    ):
        with pytest.raises(InputError, match=said):
            take_in(inside, name)


def test_a_hostile_file_is_named_with_its_row_and_what_was_kept_stays(
    store: Store, folder: Path, now: datetime
) -> None:
    path = folder / "portfolio.toml"
    import_portfolio(store, path, who="王小明", now=now)
    with store.reading() as work:
        before = (work.rights.portfolio(), work.rights.exhibits(), work.audit.events())
    (folder / "employment.txt").write_bytes(HOSTILE[0][1])
    with pytest.raises(PortfolioRefused, match=r"portfolio\.toml:\d+: employment\.txt is a ZIP"):
        import_portfolio(store, path, who="王小明", now=now)
    with store.reading() as work:
        assert (work.rights.portfolio(), work.rights.exhibits(), work.audit.events()) == before


@pytest.mark.parametrize("length", range(0, 90, 7))
def test_any_cut_of_a_structured_file_ends_in_a_verdict(length: int) -> None:
    for whole in (psd(), tiff_of(4, 4), zipped({"a": b"b" * 90})):
        assert isinstance(hostile_reason(whole[:length]), str | None)
