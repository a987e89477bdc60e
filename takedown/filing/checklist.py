"""The filing checklist: what to do on the portal, in its order, with what to paste and upload."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.languages import Sentence
from takedown.cells import printable
from takedown.draft import Draft
from takedown.filing.fields import Filled
from takedown.filing.form import file_limits, form_language, has_rights_file
from takedown.parts import left_out, parts_in
from takedown.rules import Confidence

WORDS_FILE = Path(__file__).with_name("checklist.toml")


@dataclass(frozen=True, slots=True)
class Ready:
    """What a checklist points at: files by field, the album, the table, and what is attached."""

    pasted: Mapping[str, str]
    albums: Sequence[str]
    rights_file: str | None
    report: str | None


@functools.cache
def words() -> Mapping[str, Sentence]:
    """The sentences of a checklist."""
    return TypeAdapter(dict[str, Sentence]).validate_python(read_toml(WORDS_FILE))


def checklist(draft: Draft, fields: Sequence[Filled], ready: Ready, language: str) -> bytes:
    """The checklist of one complaint in one language, as plain text with boxes to tick."""
    lines = [
        *_head(draft, language),
        *_before(draft, ready, language),
        *_fields(fields, ready, language),
        *_trimmed(draft, language),
        *_after(draft, ready, language),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _said(key: str, language: str, **values: str) -> str:
    return words()[key].in_language(language).format_map(values)


def _head(draft: Draft, language: str) -> Iterator[str]:
    pack = draft.pack
    yield _said("title", language, slug=draft.slug)
    yield ""
    channel = getattr(pack.names, language)
    yield _said("channel", language, channel=channel, url=pack.portal.url or "-")
    yield _said("checked", language, day=pack.checked_on.isoformat())
    limit = pack.links_per_complaint.value
    yield _said("count", language, count=str(len(draft.cases)), limit=str(limit or "?"))
    sizes = file_limits(pack)
    yield _said(
        "files" if sizes.known else "files_guessed",
        language,
        endings=", ".join(sizes.endings),
        megabytes=f"{sizes.largest_bytes / 1_000_000:g}",
    )
    yield _said("form_language", language, code=form_language(pack))
    read = [rule.code for rule in pack.languages]
    if form_language(pack) not in {code.split("-")[0] for code in read}:
        yield _box(_said("translate", language, read=", ".join(read)))


def _before(draft: Draft, ready: Ready, language: str) -> Iterator[str]:
    yield ""
    yield _said("before", language)
    if has_rights_file(draft.pack) and ready.rights_file:
        yield _box(_said("rights_file", language, file=ready.rights_file))
    yield _box(_said("sign", language))
    yield _box(_said("open", language, url=draft.pack.portal.url or "-"))
    if ready.report:
        yield _box(_said("report", language, file=ready.report))
        for rule in draft.pack.procedure:
            if rule.code == "interface" and rule.confidence is not Confidence.HIGH:
                yield _box(_said("unconfirmed", language, fact=rule.fact))


def _fields(fields: Sequence[Filled], ready: Ready, language: str) -> Iterator[str]:
    yield ""
    yield _said("fields", language)
    for number, one in enumerate(fields, 1):
        yield _box(f"{number}. {one.name.in_language(language)} ({one.rule.code})")
        yield f"      {one.rule.fact} [{', '.join(one.rule.sources)}; {one.rule.confidence}]"
        pasted = ready.pasted.get(one.rule.code)
        if pasted:
            yield f"      {_said('paste', language, file=pasted)}"
        yield from (f"      {_said('upload', language, file=name)}" for name in one.files)
        if one.by_hand:
            yield f"      {_said('by_hand', language)}{one.by_hand.in_language(language)}"


def _trimmed(draft: Draft, language: str) -> Iterator[str]:
    """What the letter alone carries, and what neither law nor form takes."""
    alone = [part.element for part in parts_in(draft) if not part.fields]
    for key, found in (("letter_alone", alone), ("left_out", left_out(draft))):
        names = ", ".join(one.name.in_language(language) for one in found)
        yield ""
        yield _said(key, language, parts=names or "-")


def _after(draft: Draft, ready: Ready, language: str) -> Iterator[str]:
    yield ""
    yield _said("also", language)
    yield "      links/links.xlsx, links/links.csv, links/links.txt, filing/attachments.csv"
    yield from (f"      {name}" for name in ready.albums)
    yield ""
    yield _said("after", language)
    yield _box(_said("ticket", language, slug=draft.slug))
    for wait in draft.pack.waits:
        days = "-".join(str(one) for one in wait.days)
        yield f"      {printable(wait.fact)} ({days} {wait.unit})"


def _box(text: str) -> str:
    return f"[ ] {text}"
