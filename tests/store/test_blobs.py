from __future__ import annotations

from pathlib import Path

import pytest

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, NotFound
from store.blobs import FolderBlobs


def test_bytes_come_back_by_their_digest(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    digest = blobs.keep(b"picture")
    assert digest == sha256_of(b"picture")
    assert blobs.keep(b"picture") == digest
    assert blobs.read(digest) == b"picture"
    assert blobs.has(digest)


def test_bytes_changed_on_disk_are_never_given_out(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    digest = blobs.keep(b"picture")
    blobs.path_of(digest).write_bytes(b"forgery")
    with pytest.raises(EvidenceError, match=digest):
        blobs.read(digest)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_no_digest_leads_nowhere(tmp_path: Path, digest: str) -> None:
    with pytest.raises(NotFound, match="no SHA-256"):
        FolderBlobs(tmp_path).read(Sha256(digest))


def test_a_digest_that_is_not_kept_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="0" * 64):
        FolderBlobs(tmp_path).read(Sha256("0" * 64))


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    blobs.path_of(sha256_of(b"x")).mkdir(parents=True)
    blobs.keep(b"x")
    assert not list(tmp_path.rglob(".part-*"))
