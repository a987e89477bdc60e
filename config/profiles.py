"""What is set about one platform: domains, lane, pace, queries, permission, expected yield."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from config.settings import Section


class Names(Section):
    """What people call the platform."""

    zh: str
    en: str
    ja: str


class Search(Section):
    """How the platform is asked.

    `url` holds `{query}`, and `{page}` (from 1) or `{offset}` (from 0) where there are further
    pages. `item_link` is a regular expression for links to item pages; with `follow_items` they
    are fetched too.
    """

    url: str
    page_size: int = Field(default=40, gt=0)
    max_pages: int = Field(default=3, gt=0)
    item_link: str | None = None
    follow_items: bool = False


class Pace(Section):
    """How politely it is asked."""

    delay_seconds: float = Field(default=2.0, ge=0)
    requests_at_once: int = Field(default=1, gt=0)
    pages_per_run: int = Field(default=200, gt=0)
    pages_per_day: int = Field(default=2000, gt=0)


class ExpectedYield(Section):
    """How many listings a healthy scan brings; fewer or more is suspect and concludes nothing.

    `coverage` holds the least share of listings' own pages that must tell a field: title, price,
    seller, images.
    """

    minimum: int = Field(default=1, ge=0)
    maximum: int | None = Field(default=None, gt=0)
    coverage: Mapping[Literal["title", "price", "seller", "images"], float] = Field(
        default_factory=dict
    )


class Permission(Section):
    """On what footing the platform is read: method, basis, who decided and when to look again."""

    method: Literal["api", "public_pages", "own_account", "manual_only", "test"]
    basis: str
    robots: Literal["obey", "decided_otherwise"] = "obey"
    robots_basis: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    review_on: date | None = None

    @model_validator(mode="after")
    def _not_obeying_is_a_decision(self) -> Self:
        told = (self.robots_basis, self.decided_by, self.decided_on)
        if self.robots != "obey" and not all(told):
            raise ValueError("not obeying robots needs robots_basis, decided_by and decided_on")
        return self


class PlatformProfile(Section):
    """One platform as an operator knows it."""

    slug: str = Field(pattern=r"^[a-z0-9_]+$")
    names: Names
    domains: tuple[str, ...]
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    site_currencies: Mapping[str, str] = Field(default_factory=dict)
    lane: Literal["api", "http", "browser", "manual"]
    account: str | None = None
    cron: str | None = None
    complaint_channel: str | None = None
    country: str | None = None
    item_url: str | None = None
    item_id_pattern: str | None = None
    item_path: str | None = None
    page_objects: str | None = None
    proven: bool = False
    enabled: bool = False
    search: Search | None = None
    pace: Pace = Pace()
    expected: ExpectedYield = ExpectedYield()
    permission: Permission
