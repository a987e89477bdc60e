"""What people save a page as: bare, packed with gzip or Zstandard, or as MHTML."""

from __future__ import annotations

import email
import email.policy
import sys
import zlib
from email.message import EmailMessage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
MHTML_HEAD = 4000
"""Bytes at the start in which an MHTML file says what it is."""


class TooLarge(ValueError):
    """What was packed is larger than a page may be."""


def unpacked(body: bytes, *, largest: int) -> tuple[bytes, str | None]:
    """The page's own bytes, and the content type that the file gives it if it gives one.

    Bytes that only look packed, and are not, come back as they are.

    Raises:
        TooLarge: Unpacked it would be larger than `largest` bytes; nothing of it is kept.
    """
    if body.startswith(GZIP):
        body = _inflated(body, largest)
    elif body.startswith(ZSTANDARD):
        body = _decompressed(body, largest)
    return _main_part(body) if _is_mhtml(body) else (body, None)


def _inflated(body: bytes, largest: int) -> bytes:
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        page = reader.decompress(body, largest + 1)
    except zlib.error:
        return body
    return _held(page, largest)


def _decompressed(body: bytes, largest: int) -> bytes:
    try:
        page = zstd.ZstdDecompressor().decompress(body, largest + 1)
    except zstd.ZstdError:
        return body
    return _held(page, largest)


def _held(page: bytes, largest: int) -> bytes:
    if len(page) > largest:
        raise TooLarge(f"Unpacked it is larger than {largest} bytes.")
    return page


def _is_mhtml(body: bytes) -> bool:
    head = body[:MHTML_HEAD].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _main_part(body: bytes) -> tuple[bytes, str | None]:
    """The first page in an MHTML file: browsers write the saved page before its parts."""
    whole = email.message_from_bytes(body, policy=email.policy.default)
    for part in whole.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, str(part.get("Content-Type", "text/html"))
    return body, None
