"""Masking: a case as others may see it, with the seller's and other persons' values taken out."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from domain.cases import Case
from domain.records import Plain, from_plain, to_plain
from domain.retention import FieldClass, personal_values, struck
from takedown.bundle import Content

Record = TypeVar("Record")

MASK = "［已遮盖 masked］"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "shift_jis", "euc_jp")
"""How a value may lie in a file's bytes."""

FLATE = re.compile(rb"stream\r?\n")
LARGEST_INSIDE = 64 << 20


def masked_values(cases: Iterable[Case], classes: Collection[FieldClass]) -> tuple[str, ...]:
    """Every value of these classes in these cases, the longest first."""
    found = {value for case in cases for value in personal_values(case.sighting.facts, classes)}
    looked = [
        one.taken.facts for case in cases for one in case.captures if one.taken and one.taken.facts
    ]
    found |= {value for facts in looked for value in personal_values(facts, classes)}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def masked_case(case: Case, values: Collection[str], classes: Collection[FieldClass]) -> Case:
    """The case without these values; kept pages and captures are left out, for they show them."""
    sighting = _masked(case.sighting, values)
    facts = sighting.facts
    if FieldClass.SELLER_IDENTITY in classes:
        missing = {**facts.missing, "seller": "masked", "seller_id": "masked"}
        facts = replace(facts, seller=None, seller_id=None, missing=missing)
    decision = replace(case.decision, note=struck(case.decision.note, values, MASK))
    candidate = replace(case.candidate, score=_masked(case.candidate.score, values))
    return replace(
        case,
        sighting=replace(sighting, facts=facts, captures=()),
        decision=decision,
        candidate=candidate,
        captures=(),
    )


def still_shown(name: str, content: bytes, values: Iterable[str]) -> tuple[str, ...]:
    """The values that a file shows still, in any usual encoding, also inside what it packs."""
    parts = list(_layers(content))
    return tuple(
        value
        for value in values
        if any(form in part for form in _forms(value) for part in (*parts, name.encode()))
    )


def left_out(payload: Mapping[str, Content], masked: Mapping[str, Content]) -> dict[str, Content]:
    """The files of the whole payload that the masked one does not have under the same name."""
    return {name: one for name, one in payload.items() if name not in masked}


def _masked(record: Record, values: Collection[str]) -> Record:
    return from_plain(type(record), _struck(to_plain(record), values))


def _struck(plain: Plain, values: Collection[str]) -> Plain:
    if isinstance(plain, str):
        return struck(plain, values, MASK)
    if isinstance(plain, dict):
        return {key: _struck(one, values) for key, one in plain.items()}
    return [_struck(one, values) for one in plain] if isinstance(plain, list) else plain


def _forms(value: str) -> Iterator[bytes]:
    texts = {value, html.escape(value), json.dumps(value)[1:-1], quote(value), quote(value, "")}
    texts |= {"".join(f"&#{ord(char)};" for char in value)}
    for text in texts:
        for encoding in ENCODINGS:
            with_what = text.encode(encoding, "ignore")
            if len(with_what) >= min(len(text), 2):
                yield with_what
    raw = value.encode()
    for cut in range(3):
        # in base64 a value looks different at each place modulo three
        whole = base64.b64encode(b"\0" * cut + raw)[(cut * 8 + 5) // 6 :]
        if len(raw) >= 6:
            yield whole.rstrip(b"=")[:-1]


def _layers(content: bytes) -> Iterator[bytes]:
    """The bytes, and what they pack: members of a zip (DOCX, XLSX, WACZ), gzip, PDF streams."""
    yield content
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _layers(archive.read(name))
    elif content[:2] == b"\x1f\x8b":
        yield zlib.decompressobj(31).decompress(content, LARGEST_INSIDE)
    elif content[:5] == b"%PDF-":
        for one in FLATE.finditer(content):
            try:
                yield zlib.decompressobj().decompress(content[one.end() :], LARGEST_INSIDE)
            except zlib.error:
                continue
