"""The rights file: what a platform approves once a right, before complaints refer to it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.digests import Sha256, digest_of
from domain.languages import LANGUAGES, Sentence
from domain.ownership import Exhibit
from domain.records import to_plain
from domain.rights import Mark, Right, RightsHolder, Work, kind_of
from takedown.bundle import Content, ReadBlob, write_bundle
from takedown.cells import csv_bytes, printable, safe_name
from takedown.filing.form import FileLimits, file_limits, form_language
from takedown.filing.pictures import fitted
from takedown.payload import exhibit_name
from takedown.rules import Pack, PaperRule
from takedown.words import EXHIBITS

WORDS_FILE = Path(__file__).with_name("rights_file.toml")
INDEX_HEADS = ("number", "file", "kind", "asked_for_as", "described", "dated", "sha256")
FOR_UPLOAD = ".upload.jpg"


@dataclass(frozen=True, slots=True)
class RightsFile:
    """One right at one channel, with its holder and the exhibits that may be shown for it."""

    pack: Pack
    holder: RightsHolder
    right: Right
    exhibits: tuple[Exhibit, ...]

    @property
    def slug(self) -> str:
        """Channel, right and eight digits of what is in it: a new paper makes a new file."""
        held = [self.pack.digest, to_plain(self.holder), to_plain(self.right)]
        papers = sorted(one.sha256 for one in self.exhibits)
        name = safe_name(f"rights-{self.pack.slug}-{self.right.slug}", 60)
        return f"{name}-{digest_of([*held, papers])[:8]}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a rights file: its number, where it lies, and what the channel calls it."""

    number: int
    file: str
    exhibit: Exhibit
    rule: PaperRule | None


def papers_in(one: RightsFile) -> tuple[Paper, ...]:
    """The papers in the order in which the channel asks for them; others come last."""
    asked = (*one.pack.identity, *one.pack.proof_registered, *one.pack.proof_unregistered)
    kind = kind_of(one.right)
    rules = [rule for rule in asked if rule.right in (None, kind)]
    ordered: dict[Sha256, tuple[Exhibit, PaperRule | None]] = {}
    for rule in rules:
        for exhibit in one.exhibits:
            if exhibit.kind in rule.exhibits:
                ordered.setdefault(exhibit.sha256, (exhibit, rule))
    for exhibit in one.exhibits:
        ordered.setdefault(exhibit.sha256, (exhibit, None))
    return tuple(
        Paper(number, f"papers/{number:02}-{exhibit_name(exhibit)}", exhibit, rule)
        for number, (exhibit, rule) in enumerate(ordered.values(), 1)
    )


def rights_payload(one: RightsFile, read: ReadBlob) -> dict[str, Content]:
    """Every file of a rights file by its name below `data/`.

    Raises:
        EvidenceError: Kept bytes no longer have their digest.
    """
    papers, limits = papers_in(one), file_limits(one.pack)
    made: dict[str, Content] = {paper.file: paper.exhibit.sha256 for paper in papers}
    for paper in papers:
        if (smaller := _smaller(paper, read, limits)) is not None:
            made[f"{paper.file}{FOR_UPLOAD}"] = smaller
    made["index.csv"] = csv_bytes(INDEX_HEADS, (_index_row(paper, one) for paper in papers))
    for language in LANGUAGES:
        made[f"checklist.{language}.txt"] = _checklist(one, papers, made, language)
    for name, text in _texts(one).items():
        made[f"filing/{name}.txt"] = f"{text}\n".encode()
    return made


def write_rights_file(one: RightsFile, folder: Path, read: ReadBlob) -> Path:
    """Write the rights file once, as a bag in a zip, and give its path.

    A file of this name holds the same papers, and is left as it is.
    """
    path = folder / f"{one.slug}.zip"
    if not path.exists():
        write_bundle(path, rights_payload(one, read), rights_facts(one), read)
    return path


def rights_facts(one: RightsFile) -> dict[str, str]:
    """The lines of bag-info.txt."""
    dated = max((paper.taken_in_at for paper in one.exhibits), default=None)
    return {
        "Source-Organization": one.holder.slug,
        "External-Identifier": one.slug,
        "Bagging-Date": dated.date().isoformat() if dated else one.pack.checked_on.isoformat(),
        "Bag-Software-Agent": "jianzhen-rights-file/1",
    }


@functools.cache
def words() -> Mapping[str, Sentence]:
    """The sentences of a rights file."""
    return TypeAdapter(dict[str, Sentence]).validate_python(read_toml(WORDS_FILE))


def _smaller(paper: Paper, read: ReadBlob, limits: FileLimits) -> bytes | None:
    if not (paper.exhibit.media_type or "").startswith("image/"):
        return None
    return fitted(read(paper.exhibit.sha256), limits)


def _index_row(paper: Paper, one: RightsFile) -> tuple[object, ...]:
    exhibit = paper.exhibit
    return (
        paper.number,
        paper.file,
        EXHIBITS[exhibit.kind].in_language(form_language(one.pack)),
        paper.rule.code if paper.rule else None,
        exhibit.described,
        exhibit.dated.isoformat() if exhibit.dated else None,
        exhibit.sha256,
    )


def _checklist(
    one: RightsFile, papers: tuple[Paper, ...], made: Mapping[str, Content], language: str
) -> bytes:
    return "".join(f"{line}\n" for line in _lines(one, papers, made, language)).encode()


def _lines(
    one: RightsFile, papers: tuple[Paper, ...], made: Mapping[str, Content], language: str
) -> Iterator[str]:
    def said(key: str, **values: str) -> str:
        return words()[key].in_language(language).format_map(values)

    yield said("title", channel=getattr(one.pack.names, language), slug=one.slug)
    yield said("once", day=one.pack.checked_on.isoformat())
    yield f"[ ] {said('open', url=one.pack.portal.url or '-')}"
    for name in _texts(one):
        yield f"[ ] {said(name)}: filing/{name}.txt"
    for paper in papers:
        kind = EXHIBITS[paper.exhibit.kind].in_language(language)
        yield f"[ ] {paper.number}. {kind}: {paper.file}"
        if f"{paper.file}{FOR_UPLOAD}" in made:
            yield f"      {said('smaller')}{paper.file}{FOR_UPLOAD}"
        if paper.rule:
            yield f"      {paper.rule.fact} [{', '.join(paper.rule.sources)}]"
    for rule in _missing(one, papers):
        yield f"[!] {said('missing')}{rule.fact} [{', '.join(rule.sources)}]"
    yield f"[ ] {said('after', channel=one.pack.slug, right=str(one.right.slug))}"


def _missing(one: RightsFile, papers: tuple[Paper, ...]) -> Iterator[PaperRule]:
    """Papers that the channel needs and the portfolio does not have."""
    kind, held = kind_of(one.right), {paper.exhibit.kind for paper in papers}
    for rule in (*one.pack.identity, *one.pack.proof_registered, *one.pack.proof_unregistered):
        if rule.needed and rule.right in (None, kind) and not held & set(rule.exhibits):
            yield rule


def _texts(one: RightsFile) -> dict[str, str]:
    """What is pasted about holder and right, by the name of its file."""
    holder, right = one.holder, one.right
    told = {
        "holder_name": " / ".join(dict.fromkeys(holder.names.values())),
        "holder_country": holder.country,
        "holder_address": holder.address,
        "contact_person": holder.contact_person,
        "phone": holder.phone,
        "email": holder.email,
        **(_mark_texts(right) if isinstance(right, Mark) else _work_texts(right)),
    }
    return {name: printable(text, None) for name, text in told.items() if text}


def _mark_texts(mark: Mark) -> dict[str, str | None]:
    return {
        "right_name": ", ".join(dict.fromkeys(name.text for name in mark.names)),
        "registration_number": f"{mark.registration_number} ({mark.office})",
        "classes": ", ".join(str(one) for one in mark.nice_classes),
        "in_force_until": mark.expires_on.isoformat(),
    }


def _work_texts(work: Work) -> dict[str, str | None]:
    return {
        "right_name": work.title,
        "author": work.author,
        "created_on": _day(work.created_on),
        "first_published_on": _day(work.first_published_on),
        "first_published_at": work.first_published_at,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
