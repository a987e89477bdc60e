"""Hostile bytes to text: a wrong or missing charset costs characters, never the page."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

REPLACEMENT = "\ufffd"
JAPANESE = ("cp932", "euc_jp")
"""What undeclared pages of Japanese hosts are written in, the commoner first."""

LOST_SHARE = 0.05
"""More of the non-ASCII bytes than this lost in decoding: the charset was not that one."""

LAST_WESTERN = "\u2122"
"""The last character of cp1252; a text that goes beyond it was never read as that."""

_ASCII = bytes(range(0x80))
_NO_TEXT = re.compile(
    "[\x80-\x9f]|Â(?=\\s|$)|[à-ï][\u0080-\u00bf]{2}|[\u4e00-\u9fff][\ue000-\uf8ff][\u4e00-\u9fff]"
)
"""Control codes, halves of characters, and private codes between Chinese ones."""

_JSON_START = re.compile(r"\s*(?:[\w.$]{1,80}\()?\s*[\[{]")


def decode(body: bytes, content_type: str | None = None, host: str = "") -> str:
    """The text of a page or an interface answer; never raises.

    A byte order mark is believed first, then the HTTP header and the page's own declaration as
    far as the bytes bear them out, then UTF-8, then what such hosts write (gb18030; cp932 and
    EUC-JP for Japan), and cp1252 for what is left.
    """
    return decoded(body, content_type, host)[0]


def decoded(body: bytes, content_type: str | None = None, host: str = "") -> tuple[str, bytes]:
    """The same text, and its UTF-8: the very bytes where they are that already."""
    mark, marked = read_bom(body)
    if mark is not None and marked is not None:
        body = body[len(marked) :]
        return _both(body, _replaced(body, mark) or "", mark)
    for charset in (*_declared(body, content_type), *_likely(host)):
        if (text := _decoded(body, charset)) is not None:
            return _both(body, text, charset)
    return _both(body, body.decode("cp1252", "replace"), "cp1252")


def _both(body: bytes, text: str, charset: str) -> tuple[str, bytes]:
    # what was lost is not in the text, and must not be in its bytes
    same = _is_utf8(charset) and REPLACEMENT not in text
    return text, body if same else text.encode("utf-8", "replace")


def is_mistaken(text: str) -> bool:
    """Whether a wrong charset destroyed this text before it came to us.

    It holds control codes or question marks for letters, or it encodes back to bytes of another
    charset that are UTF-8 of fewer characters; a pair that only looks like it (É®) is let pass.
    """
    if text.count("?") >= max(3, 0.3 * len(text)):
        return True
    if text.isascii():
        return False
    western = () if max(text) > LAST_WESTERN else ("latin-1", "cp1252")
    return _NO_TEXT.search(text) is not None or any(
        _was_utf8(text, charset) for charset in (*western, "gb18030")
    )


def _was_utf8(text: str, charset: str) -> bool:
    try:
        # a title that was cut may end within a character, which is no error here
        once = codecs.getincrementaldecoder("utf-8")().decode(text.encode(charset))
    except UnicodeError:
        return False
    foreign = [letter for letter in text if ord(letter) > 0x7F]
    fewest = 6 if charset == "gb18030" else 4
    return bool(foreign) and (len(foreign) >= fewest or foreign[0] in "ÂÃâ") and once != text


def is_json(text: str) -> bool:
    """Whether this text is an interface answer (JSON or JSONP) and no page."""
    return _JSON_START.match(text[:400]) is not None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    header = http_content_type_encoding(content_type)
    found = [header, None if is_json(_head(body)) else html_body_declared_encoding(body)]
    return [
        charset for charset in found if charset and not charset.startswith(("utf-16", "utf-32"))
    ]


def _head(body: bytes) -> str:
    return body[:400].decode("latin-1")


def _likely(host: str) -> tuple[str, ...]:
    """What undeclared pages of such a host are written in, the commonest first."""
    return ("utf-8", *(JAPANESE if host.endswith(".jp") else ()), "gb18030")


def _decoded(body: bytes, charset: str) -> str | None:
    """None where the name is no text encoding, or the bytes do not bear it out."""
    try:
        if _is_utf8(charset):
            return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _replaced(body, charset)
    return text if text is not None and _borne_out(body, text) else None


def _is_utf8(charset: str) -> bool:
    return charset.lower().replace("_", "-") in ("utf-8", "utf8")


def _replaced(body: bytes, charset: str) -> str | None:
    """None where the name is no text encoding, or one that cannot replace what it cannot read."""
    try:
        if codecs.lookup(charset).name in ("utf-7", "unicode_escape", "raw_unicode_escape"):
            return None
        return body.decode(charset, "replace")
    except (LookupError, ValueError):
        return None


def _borne_out(body: bytes, text: str) -> bool:
    """Whether decoding lost next to nothing; what was lost before is not held against it."""
    lost = text.count(REPLACEMENT) - body.count(REPLACEMENT.encode())
    if lost <= 0:
        return True
    return lost <= max(1.0, len(body.translate(None, _ASCII)) * LOST_SHARE)
