"""Bytes by their SHA-256: written once, checked whenever they are read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, NotFound


class BlobStore(Protocol):
    """Where pictures, pages and exhibits are kept."""

    def keep(self, content: bytes) -> Sha256:
        """Keep these bytes and give their digest; keeping them again changes nothing."""

    def read(self, digest: Sha256) -> bytes:
        """The bytes of this digest, checked."""

    def has(self, digest: Sha256) -> bool:
        """Whether bytes of this digest are kept."""

    def forget(self, digest: Sha256) -> bool:
        """Take these bytes away for good; whether they were there."""


class FolderBlobs:
    """Blobs in a folder, two levels deep by the first digits of the digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> Sha256:
        """Keep these bytes: written beside, synced and moved into place, so never half there."""
        digest = sha256_of(content)
        path = self.path_of(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: Sha256) -> bytes:
        """The bytes of this digest.

        Raises:
            NotFound: No such bytes are kept.
            EvidenceError: The file no longer has the digest it is named by.
        """
        try:
            content = self.path_of(digest).read_bytes()
        except FileNotFoundError as exc:
            raise NotFound(f"No bytes with SHA-256 {digest} are kept.") from exc
        if sha256_of(content) != digest:
            raise EvidenceError(
                f"The kept bytes {digest} were changed on disk; stop and find out by whom."
            )
        return content

    def has(self, digest: Sha256) -> bool:
        """Whether bytes of this digest are kept."""
        return self.path_of(digest).exists()

    def forget(self, digest: Sha256) -> bool:
        """Take these bytes away for good; whether they were there."""
        try:
            self.path_of(digest).unlink()
        except FileNotFoundError:
            return False
        return True

    def path_of(self, digest: Sha256) -> Path:
        """Where the bytes of this digest lie.

        Raises:
            NotFound: This is no digest; nothing can be kept under it.
        """
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise NotFound(f"{digest!r} is no SHA-256.")
        return self.folder / digest[:2] / digest[2:4] / digest
