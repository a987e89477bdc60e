"""Signed checkpoints: who vouches for the audit log, as a C2SP signed note (Ed25519)."""

from __future__ import annotations

import base64
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import InputError

ALGORITHM = b"\x01"
"""Ed25519, in a signed note's key."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs checkpoints, and the name that stands beside its signatures."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.key.public_key().public_bytes_raw()

    def verifier_key(self) -> str:
        """What a recipient checks signatures with: name, key id and public key."""
        encoded = base64.b64encode(ALGORITHM + self.public).decode("ascii")
        return f"{self.name}+{self._id().hex()}+{encoded}"

    def checkpoint(self, size: int, root: bytes) -> str:
        """The signed note that says: after `size` events the tree over the log had this root."""
        body = f"{self.name}\n{size}\n{base64.b64encode(root).decode('ascii')}\n"
        signature = base64.b64encode(self._id() + self.key.sign(body.encode()))
        return f"{body}\n\u2014 {self.name} {signature.decode('ascii')}\n"

    def _id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ALGORITHM + self.public).digest()[:4]


def open_signer(path: Path, name: str) -> Signer:
    """The signer whose key lies in this file; made at first need, for its owner's eyes alone.

    Raises:
        InputError: The file holds no key, or others may read it.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise InputError(
            f"Others may read the signing key {path.name}.", mend=f"chmod 600 {path.name}"
        )
    try:
        raw = base64.b64decode(path.read_bytes().strip(), validate=True)
        return Signer(name, Ed25519PrivateKey.from_private_bytes(raw))
    except ValueError as exc:
        raise InputError(
            f"{path.name} holds no signing key.", mend="Put back the copy you kept of it."
        ) from exc


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    # a link does not replace: of two who make a key at once, the first keeps the place
    with suppress(FileExistsError):
        path.hardlink_to(beside)
    beside.unlink()
