"""When platforms are scanned more often: sales, festivals, risky classes of goods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from config.load import checked, read_toml
from config.profiles import Names
from config.settings import Schedule, Section

MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class Season(Section):
    """Days on which copies are offered more: between two days of the year, or around a festival.

    `festival` is a holiday's English name in the `holidays` library for `calendar`, a country.
    """

    slug: str
    names: Names
    countries: tuple[str, ...] = ()
    first_day: str | None = Field(default=None, pattern=MONTH_DAY)
    last_day: str | None = Field(default=None, pattern=MONTH_DAY)
    festival: str | None = None
    calendar: str = "CN"
    days_before: int = Field(default=0, ge=0, le=60)
    days_after: int = Field(default=0, ge=0, le=60)
    factor: float = Field(gt=1, le=24)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        dated = self.first_day is not None and self.last_day is not None
        if dated == (self.festival is not None):
            raise ValueError("a season has first_day and last_day, or a festival")
        return self


class PortfolioTimes(Section):
    """Further scans for one holder's goods."""

    holder: str
    platforms: tuple[str, ...]
    cron: str


class Calendar(Section):
    """Every rule by which a platform is scanned at more than its own times."""

    checked_on: date
    most_scans_a_day: int = Field(gt=0, le=48)
    class_weights: Mapping[int, float] = Field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    portfolios: tuple[PortfolioTimes, ...] = ()


def load_calendar(schedule: Schedule) -> Calendar:
    """The calendar that the settings name.

    Raises:
        InputError: It cannot be read, or does not fit.
    """
    return checked(Calendar, read_toml(schedule.calendar), schedule.calendar)
