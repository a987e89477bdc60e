"""Papers: an exhibit with what is known of it, and who or what stands for that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.digests import Sha256
from domain.grades import Level
from domain.ownership import Exhibit


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a program read in a file; all of it can be written by anybody, so it corroborates.

    `authors` are the names of every field that names one, `notices` the copyright notices,
    `capture_days` every day that a field gives for the capture, `changed_on` the day on which it
    was last written, `history` the steps an editor wrote, `document_id` the first document of a
    chain of versions, `source_kind` how it says it came about (IPTC digital source type).
    `credentials` is what checking its content credentials (C2PA) gave,
    `credentials_by` who signed them. `imprint` is the digest in
    a time-stamp token, `stamped_on` its day.
    """

    width: int | None = None
    height: int | None = None
    captured_on: date | None = None
    artist: str | None = None
    software: str | None = None
    camera: str | None = None
    camera_serial: str | None = None
    layers: int | None = None
    is_raw: bool = False
    authors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    capture_days: tuple[date, ...] = ()
    changed_on: date | None = None
    source_kind: str | None = None
    credentials: str | None = None
    credentials_by: str | None = None
    imprint: Sha256 | None = None
    stamped_on: date | None = None
    history: tuple[str, ...] = ()
    document_id: str | None = None

    @property
    def captures(self) -> tuple[date, ...]:
        """Every day that some field gives for the capture, each once."""
        first = (self.captured_on,) if self.captured_on else ()
        return tuple(dict.fromkeys([*first, *self.capture_days]))

    @property
    def named(self) -> tuple[str, ...]:
        """Every author that any field of the metadata names, each once."""
        return tuple(dict.fromkeys([*([self.artist] if self.artist else []), *self.authors]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An exhibit, what it says, and how that is known.

    `verified_by` names the program's check that held; `confirmed_by` the person who compared the
    paper with its record. `bears` are the names of author or owner that it shows. `giver` and
    `taker` are the parties of a contract (of an employment: employee and employer); `clause`
    says whether it gives the right (commission, employment) or leave to enforce (licence), None
    where nobody looked. `term_from` to `term_until` is the time it covers. `third_party` marks a
    publication or certificate that does not come from the claimant's side; `qualified` a stamp of
    an authority that the law presumes right. `stamps` is the digest that a time stamp is of,
    `scope` what a power of attorney covers.
    """

    exhibit: Exhibit
    verified_by: str | None = None
    confirmed_by: str | None = None
    bears: tuple[str, ...] = ()
    giver: str | None = None
    taker: str | None = None
    clause: bool | None = None
    term_from: date | None = None
    term_until: date | None = None
    platforms: tuple[str, ...] = ()
    third_party: bool = False
    qualified: bool = False
    stamps: Sha256 | None = None
    scope: tuple[str, ...] = ()
    file: FileFacts | None = None

    @property
    def level(self) -> Level:
        """Verified by program, confirmed by a named person, or only stated."""
        if self.verified_by:
            return Level.VERIFIED
        return Level.CONFIRMED if self.confirmed_by else Level.STATED

    @property
    def sha256(self) -> Sha256:
        """The digest of its bytes."""
        return self.exhibit.sha256


def in_force(paper: Paper, on: date) -> bool:
    """Whether the paper holds on this day: neither before its term nor after it."""
    starts, ends = paper.term_from, paper.term_until or paper.exhibit.valid_until
    return (starts is None or starts <= on) and (ends is None or on <= ends)
