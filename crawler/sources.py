"""The ledger of sources: on what footing and how fast each platform is read, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.profiles import PlatformProfile

SHIPPED = "shipped"
"""Who decided where nobody of the operator's own has: the profile as it was delivered."""


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the ledger; `warnings` say what somebody must decide."""

    slug: str
    name: str
    lane: str
    enabled: bool
    method: str
    basis: str
    robots: str
    robots_basis: str | None
    decided_by: str | None
    decided_on: date | None
    review_on: date | None
    delay_seconds: float
    requests_at_once: int
    pages_per_run: int
    pages_per_day: int
    warnings: tuple[str, ...]


def sources(profiles: Mapping[str, PlatformProfile], today: date) -> tuple[Source, ...]:
    """A line for every platform, by slug."""
    return tuple(_source(profiles[slug], today) for slug in sorted(profiles))


def source_warnings(profile: PlatformProfile, today: date) -> tuple[str, ...]:
    """What about this platform's permission somebody must decide or decide again."""
    return tuple(_warnings(profile, today))


def _source(profile: PlatformProfile, today: date) -> Source:
    permission, pace = profile.permission, profile.pace
    return Source(
        slug=profile.slug,
        name=f"{profile.names.zh} {profile.names.en}",
        lane=profile.lane,
        enabled=profile.enabled,
        method=permission.method,
        basis=permission.basis,
        robots=permission.robots,
        robots_basis=permission.robots_basis,
        decided_by=permission.decided_by,
        decided_on=permission.decided_on,
        review_on=permission.review_on,
        delay_seconds=pace.delay_seconds,
        requests_at_once=pace.requests_at_once,
        pages_per_run=pace.pages_per_run,
        pages_per_day=pace.pages_per_day,
        warnings=source_warnings(profile, today),
    )


def _warnings(profile: PlatformProfile, today: date) -> Iterator[str]:
    permission = profile.permission
    if permission.method == "test":
        return
    if permission.review_on is None:
        yield "no review date is set (permission.review_on)"
    elif permission.review_on < today:
        yield f"the review was due on {permission.review_on}: read the terms again and decide"
    if profile.enabled and permission.decided_by in (None, SHIPPED):
        yield "enabled, but nobody of yours decided it (permission.decided_by and decided_on)"
    if profile.enabled and permission.method == "manual_only":
        yield "enabled, though the permission says that only saved pages are read"
    if permission.decided_on and permission.decided_on > today:
        yield f"decided_on {permission.decided_on} lies in the future"
