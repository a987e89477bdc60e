"""Everything that is written for filing one complaint, by its name in the bundle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.cases import Case
from domain.errors import NotFound
from domain.languages import LANGUAGES
from takedown.bundle import Content, ReadBlob
from takedown.cells import csv_bytes
from takedown.draft import Draft
from takedown.filing.checklist import Ready, checklist
from takedown.filing.fields import Filled, Given, filled
from takedown.filing.form import FileLimits, file_limits, form_language
from takedown.filing.pictures import fitted
from takedown.filing.sheets import Sheet, albums_of, sheets_of
from takedown.filing.tables import table_files
from takedown.filing.vero import INTERFACE, vero_report
from takedown.notice import letters_of
from takedown.papers.printed import letter_files
from takedown.payload import case_folder, exhibit_name, ownership_folder, page_pictures

FOR_UPLOAD = ".upload.jpg"
"""Ending of a picture made to fit a form; it lies beside its original."""

ATTACHED_HEADS = ("number", "item_id", "link", "comparison", "page_picture")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the right at the channel: its rights file, and the approved reference."""

    rights_file: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class _Attached:
    """The files made or named for one listing."""

    sheets: tuple[str, ...]
    screenshot: str | None


def papers_of(
    draft: Draft, read: ReadBlob, standing: Standing, languages: Sequence[str] = LANGUAGES
) -> dict[str, Content]:
    """Letters, tables, fields to paste, sheets, fitted pictures and the checklist of a draft.

    Letters are in these languages and that of the channel. The same draft and the same kept bytes
    give the same files.

    Raises:
        InputError: A font is missing, or the channel's interface lacks what it needs.
        EvidenceError: Kept bytes no longer have their digest.
    """
    limits = file_limits(draft.pack)
    made: dict[str, Content] = {}
    written = {*languages, form_language(draft.pack)}
    letters = (one for one in letters_of(draft) if one.language in written)
    made |= letter_files(letters, "notice/notice")
    sheets: list[Sheet] = []
    attached: list[_Attached] = []
    for case in draft.cases:
        own = sheets_of(case, read, limits)
        files = dict(_pictures_of(case, own, read, limits))
        made |= files
        sheets += own
        attached.append(_attached(case, files))
    albums = {
        f"filing/comparison-{number}.pdf": pdf
        for number, pdf in enumerate(albums_of(draft, sheets, limits), 1)
    }
    made |= albums
    made |= table_files(draft, [one.screenshot for one in attached])
    made["filing/attachments.csv"] = _attachments(draft, attached)
    given = Given(standing.reference, _files_by_use(draft, attached))
    return made | _form_files(draft, given, tuple(albums), standing)


def _pictures_of(
    case: Case, sheets: Sequence[Sheet], read: ReadBlob, limits: FileLimits
) -> Iterator[tuple[str, bytes]]:
    folder = case_folder(case)
    for number, sheet in enumerate(sheets, 1):
        yield f"comparison/{folder}/sheet-{number}.jpg", sheet.jpeg
    for name, digest in page_pictures(case):
        try:
            smaller = fitted(read(digest), limits)
        except NotFound:
            continue
        if smaller is not None:
            yield f"{name}{FOR_UPLOAD}", smaller


def _attached(case: Case, files: Mapping[str, bytes]) -> _Attached:
    pictures = [name for name, _ in page_pictures(case)]
    first = next(iter(pictures), None)
    smaller = f"{first}{FOR_UPLOAD}"
    sheets = tuple(name for name in files if name.startswith("comparison/"))
    return _Attached(sheets, smaller if smaller in files else first)


def _attachments(draft: Draft, attached: Sequence[_Attached]) -> bytes:
    rows = (
        (
            number,
            case.sighting.facts.item_id,
            case.sighting.facts.url,
            " ".join(one.sheets),
            one.screenshot,
        )
        for number, (case, one) in enumerate(zip(draft.cases, attached, strict=True), 1)
    )
    return csv_bytes(ATTACHED_HEADS, rows)


def _files_by_use(draft: Draft, attached: Sequence[_Attached]) -> dict[str, tuple[str, ...]]:
    """File names by what a form asks for; many listings are named by their table alone."""
    by_use: dict[str, tuple[str, ...]] = {
        "comparison": tuple(name for one in attached for name in one.sheets),
        "screenshots": tuple(one.screenshot for one in attached if one.screenshot),
        "letter": (f"notice/notice.{form_language(draft.pack)}.pdf",),
    }
    for exhibit in draft.cases[0].exhibits:
        name = f"{ownership_folder(draft)}/{exhibit_name(exhibit)}"
        by_use[exhibit.kind.value] = (*by_use.get(exhibit.kind.value, ()), name)
    many = ("filing/attachments.csv",)
    return {
        use: many if use in ("comparison", "screenshots") and len(names) > 5 else names
        for use, names in by_use.items()
    }


def _form_files(
    draft: Draft, given: Given, albums: Sequence[str], standing: Standing
) -> dict[str, Content]:
    fields = filled(draft, form_language(draft.pack), given)
    pasted = dict(_pasted(fields))
    made: dict[str, Content] = {
        name: f"{one.text}\n".encode() for name, one in pasted.items() if one.text is not None
    }
    report = None
    if draft.pack.interface == INTERFACE:
        report = "filing/vero-report.json"
        made[report] = vero_report(draft, given)
    by_code = {one.rule.code: name for name, one in pasted.items()}
    ready = Ready(by_code, albums, standing.rights_file, report)
    for language in LANGUAGES:
        made[f"filing/checklist.{language}.txt"] = checklist(draft, fields, ready, language)
    return made


def _pasted(fields: Sequence[Filled]) -> Iterator[tuple[str, Filled]]:
    """A file for each field that has a text, numbered in the portal's order."""
    for number, one in enumerate(fields, 1):
        if one.text is not None:
            yield f"filing/{number:02}-{one.rule.code}.txt", one
