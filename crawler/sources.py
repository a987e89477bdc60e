"""The ledger of sources: on what footing and how fast each platform is read, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.profiles import PlatformProfile
from crawler.archives import is_archive
from crawler.reading import profile_for
from domain.listings import PageState
from domain.runs import StageReport

FOR_PROGRAMS = ("public_pages", "own_account", "test")
"""The methods under which a program may open a page."""

REQUESTS = "requests.json"
"""The list of loaded files that an assisted capture leaves."""

SHIPPED = "shipped"
"""Who decided where nobody of the operator's own has: the profile as it was delivered."""


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the ledger; `warnings` say what somebody must decide."""

    slug: str
    name: str
    lane: str
    enabled: bool
    proven: bool
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


def divided(
    urls: Iterable[str], profiles: Mapping[str, PlatformProfile]
) -> tuple[list[str], list[tuple[str, str]]]:
    """The addresses that a program may ask, and those for a person to open, each with why."""
    may, may_not = list[str](), list[tuple[str, str]]()
    for url in urls:
        profile = profile_for(url, profiles)
        if profile is None:
            may_not.append((url, "no profile serves it"))
        elif profile.permission.method in FOR_PROGRAMS:
            may.append(url)
        else:
            may_not.append(
                (url, f"{profile.slug} is not read by a program: open it, and use capture assist")
            )
    return may, may_not


def asked_of_analyst(profile: PlatformProfile, report: StageReport) -> str | None:
    """What only a person can do where the platform asked for a sign-in or a captcha; else None."""
    if report.counts.get(f"pages_{PageState.LOGIN}"):
        name = profile.account or "NAME"
        return (
            f"{profile.slug} asks for a sign-in: sign in yourself, then run "
            f"`jianzhen account save {profile.slug} {name}`."
        )
    if report.counts.get(f"pages_{PageState.BLOCKED}") and profile.lane == "browser":
        return (
            f"{profile.slug} refused or shows a captcha: open it in your own browser, solve it "
            "there, and wait before the next scan."
        )
    return None


def lacks(source: str) -> tuple[str, ...]:
    """What evidence taken in this way cannot have, beside what a scan in the browser keeps."""
    if "://" in source:
        return ("A page asked for by its address has no screenshot: it was not shown.",)
    path = Path(source)
    if is_archive(path):
        kind = "HAR" if path.suffix.lower() == ".har" else "WARC"
        return (
            f"A {kind} file shows answers as its maker wrote them; it has no screenshot, and we "
            "did not see the server's certificate or address.",
        )
    if (path / REQUESTS).is_file():
        return (
            "An assisted capture has no answer headers, certificate or server address: "
            "it began after the page was loaded.",
        )
    return (
        "Saved pages have no answer headers, certificate, server address or exact time, "
        "and a screenshot only where the manifest names one.",
    )


def _source(profile: PlatformProfile, today: date) -> Source:
    permission, pace = profile.permission, profile.pace
    return Source(
        slug=profile.slug,
        name=f"{profile.names.zh} {profile.names.en}",
        lane=profile.lane,
        enabled=profile.enabled,
        proven=profile.proven,
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
