"""The portfolio as its owner writes it: every row is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.errors import InputError
from domain.ownership import Exhibit
from domain.records import from_plain, to_plain
from domain.rights import (
    Agent,
    AuthorisedSeller,
    Mark,
    Portfolio,
    Product,
    ReferencePicture,
    RightsHolder,
    Work,
)
from rights.checks import problems_of
from rights.custody import TakenIn, take_in, take_in_picture
from rights.exhibit_rows import (
    belongs,
    exhibit_problems,
    names_in,
    place_problems,
    told,
)
from rights.goods_rows import PRICES, price_of
from rights.rows import Row, read_rows

AnyRecord = RightsHolder | Agent | Mark | Work | Product | AuthorisedSeller
BUILDERS: Mapping[str, Any] = {
    "holders": RightsHolder,
    "agents": Agent,
    "marks": Mark,
    "works": Work,
    "products": Product,
    "sellers": AuthorisedSeller,
}
TABLE_OF = {"marks": "rights", "works": "rights"}
"""Marks and works are named as rights."""


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
    path: Path, *, today: date, who: str, now: datetime, known: Portfolio | None = None
) -> ReadPortfolio:
    """The portfolio in this TOML file, workbook, CSV file, or folder of CSV files.

    Its rows may name the holders, agents and rights it brings, and those that are known already.

    Raises:
        PortfolioRefused: At least one row is wrong; it names every one, with line and mend.
        InputError: The file itself cannot be read.
    """
    rows = read_rows(path)
    reading = _Reading(path if path.is_dir() else path.parent, today, who, now)
    records = [record for row in rows if (record := reading.record(row)) is not None]
    reading.check_references(rows, known or Portfolio())
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
            agents=tuple(one for one in records if isinstance(one, Agent)),
            products=tuple(one for one in records if isinstance(one, Product)),
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

    def record(self, row: Row) -> AnyRecord | None:
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
        problems = [*exhibit_problems(plain, self.today), *place_problems(row.noun, plain)]
        for what, mend in problems:
            self.refuse(row, what, mend)
        if problems:
            return None
        taken = self._taken(row, plain["file"], picture=False)
        if taken is None:
            return None
        return Exhibit(
            sha256=taken.sha256,
            file_name=taken.file_name,
            media_type=taken.media_type,
            size_bytes=taken.size_bytes,
            taken_in_at=self.now,
            taken_in_by=self.who,
            described=str(plain["described"]),
            **(told(plain) | belongs(row.noun, row.values, plain)),
        )

    def check_references(self, rows: Sequence[Row], known: Portfolio) -> None:
        """Slugs and sellers are there once, and whoever and whatever is named exists."""
        seen: dict[tuple[object, ...], str] = {}
        for row in rows:
            if (key := _key(row)) is None:
                continue
            if key in seen:
                what = f"the {'seller' if len(key) > 1 else 'slug'} {key[-1]!r} is taken"
                self.refuse(row, what, f"It stands at {seen[key]}; choose another.")
            seen.setdefault(key, row.where)
        self._check_names(rows, known)

    def _check_names(self, rows: Sequence[Row], known: Portfolio) -> None:
        there = known_slugs(known)
        for row in rows:
            if isinstance(slug := row.values.get("slug"), str):
                there.setdefault(TABLE_OF.get(row.noun, row.noun), set()).add(slug)
        for row in rows:
            for table, slug in names_in(row.noun, row.values):
                if slug not in there.get(table, ()):
                    what = f"the {table[:-1]} {slug!r} is not in this portfolio"
                    self.refuse(row, what, f"Add it under {table}, or correct the slug.")

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


def known_slugs(portfolio: Portfolio) -> dict[str, set[str]]:
    """The slugs of a portfolio, by what may name them."""
    return {
        "holders": {str(one.slug) for one in portfolio.holders},
        "agents": {str(one.slug) for one in portfolio.agents},
        "rights": {str(one.slug) for one in portfolio.rights()},
    }


def _build(row: Row, pictures: Sequence[ReferencePicture]) -> AnyRecord:
    beside = {"exhibits", "licensed_pictures"}
    values = {key: value for key, value in row.values.items() if key not in beside}
    if row.noun in ("marks", "works", "products"):
        values["pictures"] = [to_plain(picture) for picture in pictures]
    plain = to_plain(values)
    for key in PRICES:
        if key in plain:
            plain[key] = str(price_of(values[key]))
    if row.noun == "marks":
        plain.setdefault("names", [])
        plain.setdefault("registered_on", None)
    built: AnyRecord = from_plain(BUILDERS[row.noun], plain)
    return built


def _list(row: Row, key: str) -> list[object]:
    value = row.values.get(key, [])
    return value if isinstance(value, list) else []
