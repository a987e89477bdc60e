"""Bundles: a BagIt bag (RFC 8493) in a zip whose bytes follow from the case alone."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.digests import Sha256
from domain.errors import EvidenceError

HERE = Path(__file__).parent
BAG_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAG_MANIFEST = "tagmanifest-sha256.txt"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644 << 16
UNIX = 3
BLOCK_BYTES = 1 << 20

Content = bytes | Sha256
"""What a payload file holds: bytes made for the bundle, or the digest of kept bytes."""

ReadBlob = Callable[[Sha256], bytes]


@dataclass(frozen=True, slots=True)
class _Weighed:
    size: int
    sha256: str
    sha512: str


def write_bundle(
    path: Path, payload: Mapping[str, Content], facts: Mapping[str, str], read: ReadBlob
) -> Sha256:
    """Write a bag as a zip, beside first and then moved into place, and give the zip's SHA-256.

    Names in `payload` lie below `data/`; `facts` go into bag-info.txt in their order. Nothing is
    compressed: deflate's bytes differ between builds of zlib, and pictures do not shrink anyway.
    One file is held in memory at a time.

    Raises:
        EvidenceError: Kept bytes no longer have their digest.
        NotFound: Bytes that the payload names are not kept.
        OSError: The disk is full or may not be written; nothing is left behind.
    """
    with _beside(path) as temporary:
        write_zip(temporary, path.stem, payload, facts, read)
        return file_digest(temporary)


def write_zip(
    path: Path,
    folder: str,
    payload: Mapping[str, Content],
    facts: Mapping[str, str],
    read: ReadBlob,
) -> None:
    """Write the bag into this zip, below one folder, sorted by name, all with one date."""
    weighed = {f"data/{name}": _weigh(_content(one, read)) for name, one in payload.items()}
    tags = _tag_files(weighed, facts)
    sources: dict[str, Content] = {f"data/{name}": one for name, one in payload.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted({**sources, **tags}):
            content = _content(tags[name] if name in tags else sources[name], read)
            archive.writestr(_entry(f"{folder}/{name}"), content)


def beside_of(path: Path) -> tuple[bytes, frozenset[str]]:
    """The tag manifest of a bundle, and the names of the files at the top of its bag.

    Raises:
        EvidenceError: It is not a bundle.
        OSError: It cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            top = {name.split("/", 1)[1] for name in archive.namelist() if name.count("/") == 1}
            return archive.read(f"{_folder(archive)}/{TAG_MANIFEST}"), frozenset(top)
    except (zipfile.BadZipFile, KeyError, IndexError) as exc:
        raise EvidenceError(f"{path} is not a bundle.") from exc


def with_files(path: Path, files: Mapping[str, bytes]) -> Sha256:
    """Add files at the top of a bundle's bag, leave all else as it is, and give its new SHA-256.

    What is added is not covered by the manifests: only what checks itself may be, as tokens do.

    Raises:
        OSError: The disk is full or may not be written; the bundle stays as it was.
    """
    with _beside(path) as temporary:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(temporary, "w") as new:
            folder = _folder(old)
            added = {f"{folder}/{name}": content for name, content in files.items()}
            for name in sorted({*old.namelist(), *added}):
                new.writestr(_entry(name), added[name] if name in added else old.read(name))
        return file_digest(temporary)


def file_digest(path: Path) -> Sha256:
    """The SHA-256 of a file, read block by block."""
    with path.open("rb") as file:
        return Sha256(hashlib.file_digest(file, "sha256").hexdigest())


def verifying_tools() -> dict[str, bytes]:
    """What every bundle carries so that a recipient can check it with nothing of ours."""
    return {name: HERE.joinpath(name).read_bytes() for name in ("verify_bundle.py", "check.sh")}


def _folder(archive: zipfile.ZipFile) -> str:
    return archive.namelist()[0].split("/", 1)[0]


def _tag_files(weighed: Mapping[str, _Weighed], facts: Mapping[str, str]) -> dict[str, bytes]:
    oxum = f"{sum(one.size for one in weighed.values())}.{len(weighed)}"
    lines = [f"{key}: {value}" for key, value in {**facts, "Payload-Oxum": oxum}.items()]
    tags = {
        "bagit.txt": BAG_DECLARATION,
        "bag-info.txt": "".join(f"{line}\n" for line in lines).encode(),
        "manifest-sha256.txt": _manifest({name: one.sha256 for name, one in weighed.items()}),
        "manifest-sha512.txt": _manifest({name: one.sha512 for name, one in weighed.items()}),
        **verifying_tools(),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in tags.items()}
    return {**tags, TAG_MANIFEST: _manifest(digests)}


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("ascii")


def _weigh(content: bytes) -> _Weighed:
    sha256, sha512 = hashlib.sha256(content), hashlib.sha512(content)
    return _Weighed(len(content), sha256.hexdigest(), sha512.hexdigest())


def _content(content: Content, read: ReadBlob) -> bytes:
    return content if isinstance(content, bytes) else read(content)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.create_system, entry.external_attr = UNIX, FILE_MODE
    return entry


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
