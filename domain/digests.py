"""Digests of bytes and of records."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NewType

Sha256 = NewType("Sha256", str)
"""64 lower-case hexadecimal digits."""


def sha256_of(content: bytes) -> Sha256:
    """The SHA-256 of these bytes, in lower-case hexadecimal."""
    return Sha256(hashlib.sha256(content).hexdigest())


def canonical_json(plain: Any) -> bytes:
    """The one way a JSON value is written when a digest is taken: sorted keys, no blanks, UTF-8.

    Floats are refused, because their text differs between writers; write a string instead.

    Raises:
        TypeError: The value holds a float or something that JSON has no word for.
    """
    _refuse_floats(plain)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest_of(plain: Any) -> Sha256:
    """The SHA-256 of a JSON value in its canonical form."""
    return sha256_of(canonical_json(plain))


def _refuse_floats(plain: Any) -> None:
    if isinstance(plain, float):
        raise TypeError(f"A float ({plain!r}) has no canonical form; store it as text.")
    if isinstance(plain, dict):
        for value in plain.values():
            _refuse_floats(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            _refuse_floats(value)
