"""The portfolio as its owner writes it: every row is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from domain.errors import InputError
from domain.ownership import Exhibit, ExhibitKind
from domain.records import from_plain, to_plain
from domain.rights import (
    AuthorisedSeller,
    HolderSlug,
    Mark,
    Portfolio,
    ReferencePicture,
    RightsHolder,
    RightSlug,
    Work,
)
from rights.checks import problems_of
from rights.custody import TakenIn, take_in, take_in_picture
from rights.rows import Row, read_rows

Record = TypeVar("Record", RightsHolder, Mark, Work, AuthorisedSeller)

EXHIBIT_DATES = ("dated", "valid_until", "term_from", "term_until")
EXHIBIT_TEXTS = ("confirmed_by", "giver", "taker", "stamps")
EXHIBIT_LISTS = ("bears", "platforms")
EXHIBIT_ANSWERS = ("clause", "third_party")
EXHIBIT_KEYS = {
    *("kind", "file", "described"),
    *EXHIBIT_DATES,
    *EXHIBIT_TEXTS,
    *EXHIBIT_LISTS,
    *EXHIBIT_ANSWERS,
}


class PortfolioRefused(InputError):
    """The portfolio holds rows that are wrong: nothing of it was taken in.

    Attributes:
        problems: One error a problem, each with its place and its mend.
    """

    def __init__(self, problems: Sequence[InputError]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in problems)
        many = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"Nothing was taken in, because of {many}:\n{lines}")


@dataclass(frozen=True, slots=True)
class ReadPortfolio:
    """A whole portfolio with its exhibits and the files that came with it, ready to be kept."""

    portfolio: Portfolio
    exhibits: tuple[Exhibit, ...]
    files: tuple[TakenIn, ...]


def read_portfolio(
    path: Path, *, today: date, who: str, now: datetime, holders: Collection[HolderSlug] = ()
) -> ReadPortfolio:
    """The portfolio in this TOML file, CSV file, or folder of CSV files.

    Its rows may name the rights holders it brings, and those that are known already.

    Raises:
        PortfolioRefused: At least one row is wrong; it names every one, with line and mend.
        InputError: The file itself cannot be read.
    """
    rows = read_rows(path)
    reading = _Reading(path if path.is_dir() else path.parent, today, who, now)
    records = [record for row in rows if (record := reading.record(row)) is not None]
    reading.check_references(rows, holders)
    if not rows:
        reading.problems.append(InputError("holds no entry.", where=path.name))
    if reading.problems:
        raise PortfolioRefused(reading.problems)
    return ReadPortfolio(
        Portfolio(
            holders=tuple(one for one in records if isinstance(one, RightsHolder)),
            marks=tuple(one for one in records if isinstance(one, Mark)),
            works=tuple(one for one in records if isinstance(one, Work)),
            sellers=tuple(one for one in records if isinstance(one, AuthorisedSeller)),
        ),
        exhibits=tuple(reading.exhibits),
        files=tuple(reading.files.values()),
    )


@dataclass(slots=True)
class _Reading:
    """One reading of a portfolio: what was found so far, and what is wrong."""

    folder: Path
    today: date
    who: str
    now: datetime
    problems: list[InputError] = field(default_factory=list)
    files: dict[str, TakenIn] = field(default_factory=dict)
    exhibits: list[Exhibit] = field(default_factory=list)

    def record(self, row: Row) -> RightsHolder | Mark | Work | AuthorisedSeller | None:
        """The record of this row; None where something is wrong with it."""
        known = len(self.problems)
        found = [(row.fault, "")] if row.fault else problems_of(row.noun, row.values, self.today)
        for what, mend in found:
            self.refuse(row, what, mend)
        if len(self.problems) > known:
            return None
        pictures = [
            picture for name in _list(row, "pictures") if (picture := self.picture(row, name))
        ]
        self.exhibits += [
            one for plain in _list(row, "exhibits") if (one := self.exhibit(row, plain))
        ]
        if len(self.problems) > known:
            return None
        return _build(row, pictures)

    def refuse(self, row: Row, what: str, mend: str) -> None:
        """Note that this row is wrong."""
        self.problems.append(InputError(f"{what}.", where=row.where, mend=mend))

    def picture(self, row: Row, name: object) -> ReferencePicture | None:
        """A reference picture, taken in."""
        taken = self._taken(row, name, picture=True)
        if taken is None or taken.width is None or taken.height is None:
            return None
        return ReferencePicture(
            taken.sha256,
            taken.file_name,
            taken.media_type,
            taken.width,
            taken.height,
            licensed_to_many=name in _list(row, "licensed_pictures"),
        )

    def exhibit(self, row: Row, plain: object) -> Exhibit | None:
        """An exhibit of this row, taken in."""
        if not isinstance(plain, Mapping):
            what = f"an exhibit is {plain!r}"
            self.refuse(row, what, "Write it as a table with kind, file and described.")
            return None
        problems = list(_exhibit_problems(plain, self.today))
        for what, mend in problems:
            self.refuse(row, what, mend)
        if problems:
            return None
        taken = self._taken(row, plain["file"], picture=False)
        if taken is None:
            return None
        of_holder = row.noun == "holders"
        return Exhibit(
            right=None if of_holder else RightSlug(str(row.values["slug"])),
            holder=HolderSlug(str(row.values["slug" if of_holder else "holder"])),
            kind=ExhibitKind(plain["kind"]),
            sha256=taken.sha256,
            file_name=taken.file_name,
            media_type=taken.media_type,
            size_bytes=taken.size_bytes,
            taken_in_at=self.now,
            taken_in_by=self.who,
            described=str(plain["described"]),
            **_told(plain),
        )

    def check_references(self, rows: Sequence[Row], known: Collection[HolderSlug]) -> None:
        """Slugs and sellers are there once, and every holder that is named exists."""
        seen: dict[tuple[object, ...], str] = {}
        for row in rows:
            if (key := _key(row)) is None:
                continue
            if key in seen:
                what = f"the {'seller' if len(key) > 1 else 'slug'} {key[-1]!r} is taken"
                self.refuse(row, what, f"It stands at {seen[key]}; choose another.")
            seen.setdefault(key, row.where)
        holders = [*known, *(row.values.get("slug") for row in rows if row.noun == "holders")]
        for row in rows:
            holder = row.values.get("holder")
            if row.noun != "holders" and isinstance(holder, str) and holder not in holders:
                what = f"the holder {holder!r} is not in this portfolio"
                self.refuse(row, what, "Add it under holders, or correct the slug.")

    def _taken(self, row: Row, name: object, *, picture: bool) -> TakenIn | None:
        try:
            taken = (take_in_picture if picture else take_in)(self.folder, str(name))
        except InputError as exc:
            self.problems.append(InputError(exc.problem, where=row.where, mend=exc.mend))
            return None
        return self.files.setdefault(taken.sha256, taken)


def _key(row: Row) -> tuple[object, ...] | None:
    """What may stand in a portfolio only once; None where it cannot be told."""
    names = ("holder", "platform", "seller") if row.noun == "sellers" else ("slug",)
    key = tuple(row.values.get(name) for name in names)
    return key if all(isinstance(part, str) for part in key) else None


def _exhibit_problems(plain: Mapping[str, object], today: date) -> Iterator[tuple[str, str]]:
    if unknown := sorted(set(plain) - EXHIBIT_KEYS):
        yield f"an exhibit has the key {unknown[0]!r}", f"Known are: {sorted(EXHIBIT_KEYS)}."
    for key in ("kind", "file", "described"):
        value = plain.get(key)
        if not isinstance(value, str) or not value.strip():
            yield f"{key} of an exhibit is missing", f'Add {key} = "…".'
    if isinstance(plain.get("kind"), str) and plain["kind"] not in set(ExhibitKind):
        yield f"no exhibit is of kind {plain.get('kind')!r}", f"Use {', '.join(ExhibitKind)}."
    yield from _exhibit_dates(plain, today)
    yield from _told_problems(plain)


def _told_problems(plain: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key in EXHIBIT_TEXTS:
        if not isinstance(plain.get(key, "-"), str) or not str(plain.get(key, "-")).strip():
            yield f"{key} of an exhibit is {plain[key]!r}", f'Write {key} = "…".'
    for key in EXHIBIT_LISTS:
        value = plain.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"{key} of an exhibit is {value!r}", f'Write {key} = ["…"].'
    for key in EXHIBIT_ANSWERS:
        if not isinstance(plain.get(key, False), bool):
            yield f"{key} of an exhibit is {plain[key]!r}", "Write true or false."


def _told(plain: Mapping[str, object]) -> dict[str, Any]:
    """What is told of an exhibit beside its file, as far as it is told."""
    keys = (*EXHIBIT_DATES, *EXHIBIT_TEXTS, *EXHIBIT_ANSWERS)
    lists = {key: tuple(cast(list[str], plain[key])) for key in EXHIBIT_LISTS if key in plain}
    return {key: plain[key] for key in keys if key in plain} | lists


def _exhibit_dates(plain: Mapping[str, object], today: date) -> Iterator[tuple[str, str]]:
    for key in EXHIBIT_DATES:
        if plain.get(key) is not None and type(plain[key]) is not date:
            yield f"{key} of an exhibit is {plain[key]!r}", "Write a date (2026-11-23)."
    name, dated, until = plain.get("file"), plain.get("dated"), plain.get("valid_until")
    if type(dated) is date and dated > today:
        yield f"the exhibit {name!r} is dated {dated}, in the future", "Check the date."
    if type(until) is date and until < today:
        yield f"the exhibit {name!r} ran out on {until}", "Give a current paper."


def _build(
    row: Row, pictures: Sequence[ReferencePicture]
) -> RightsHolder | Mark | Work | AuthorisedSeller:
    beside = {"exhibits", "licensed_pictures"}
    values = {key: value for key, value in row.values.items() if key not in beside}
    if row.noun in ("marks", "works"):
        values["pictures"] = [to_plain(picture) for picture in pictures]
    plain = to_plain(values)
    builders = {"holders": RightsHolder, "marks": Mark, "works": Work, "sellers": AuthorisedSeller}
    if row.noun == "marks":
        plain.setdefault("names", [])
        plain.setdefault("registered_on", None)
    built: RightsHolder | Mark | Work | AuthorisedSeller = from_plain(builders[row.noun], plain)
    return built


def _list(row: Row, key: str) -> list[object]:
    value = row.values.get(key, [])
    return value if isinstance(value, list) else []
