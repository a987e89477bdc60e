"""Every setting, by section, with its type; reads nothing (see `config.load`)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


class Section(BaseModel):
    """A frozen group of settings in which an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Database(Section):
    """Where facts are kept."""

    url: SecretStr


class Blobs(Section):
    """Where bytes are kept, by their SHA-256."""

    folder: Path


class Crawl(Section):
    """How pages are had."""

    profile_folders: tuple[Path, ...]
    scans_folder: Path
    user_agent: str
    contact: str
    browser_path: Path | None
    searches: int = Field(gt=0)
    time_limit_seconds: int = Field(gt=0)
    max_page_bytes: int = Field(gt=0)
    max_picture_bytes: int = Field(gt=0)
    max_picture_pixels: int = Field(gt=0)
    allow_loopback: bool


class Accounts(Section):
    """Where sessions of the analyst's own accounts lie, sealed, and the key that opens them."""

    folder: Path
    key_file: Path
    key: SecretStr | None


class Match(Section):
    """How a listing is weighed against a right."""

    scorecard: Path
    reference_limit: int = Field(gt=0)
    index_folder: Path


class Takedown(Section):
    """How notices are prepared."""

    packs_folders: tuple[Path, ...]
    out_folder: Path
    signing_key: Path
    log_name: str = Field(pattern=r"^[a-z0-9][a-z0-9./-]{0,99}$")
    letter_languages: tuple[Literal["zh", "en", "ja"], ...]
    report_languages: tuple[Literal["zh", "en", "ja"], ...]


class CapturePages(Section):
    """How a page found infringing is captured for evidence."""

    of_candidates: bool
    every_minutes: int = Field(gt=0)
    film: bool
    second_look_hours: int = Field(gt=0)
    time_limit_seconds: float = Field(gt=0)
    locale: str


class Watch(Section):
    """When a listing that a notice was filed for is looked at again; days are counted from then.

    Gone is believed when two looks say so that lie at least `confirm_hours` apart.
    """

    days_after_filing: tuple[int, ...]
    days_after_removal: tuple[int, ...]
    confirm_hours: int = Field(gt=0)
    listings_per_run: int = Field(gt=0)


class TimeAuthority(Section):
    """A time authority (RFC 3161) that is asked for tokens."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    url: str = Field(pattern=r"^https?://")
    roots: Path
    policy: str | None = None
    certificate: Path | None = None
    qualified: bool = False

    @model_validator(mode="after")
    def _is_pinned(self) -> Self:
        """Many authorities stand below one root: a token must also be held to one of them."""
        if self.policy is None and self.certificate is None:
            raise ValueError("name the authority's `policy` (an OID) or its `certificate` (PEM)")
        return self


class Stamping(Section):
    """Who is asked for trusted time."""

    authorities: tuple[TimeAuthority, ...]
    timeout_seconds: float = Field(gt=0)
    retry_minutes: int = Field(gt=0)
    renew_days: int = Field(gt=0)

    @property
    def qualified(self) -> frozenset[str]:
        """The authorities whose time a law presumes right, by name."""
        return frozenset(one.name for one in self.authorities if one.qualified)


class Email(Section):
    """The operator's mail server, and who is written to; without host or `to` nobody is."""

    host: str
    port: int = Field(gt=0, le=65535)
    security: Literal["starttls", "tls", "none"]
    user: str
    password: SecretStr | None
    sender: str = Field(pattern=r"^$|^[^@<>,;\s]+@[^@<>,;\s]+$")
    to: tuple[str, ...]

    @model_validator(mode="after")
    def _has_a_sender(self) -> Self:
        if self.host and not self.sender:
            raise ValueError("mail needs a `sender`")
        return self


class Webhook(Section):
    """Where reminders are posted, signed with the secret; without `url` nowhere."""

    url: str = Field(pattern=r"^$|^https?://[^@\s]+$")
    secret: SecretStr | None
    allow_private: bool

    @model_validator(mode="after")
    def _is_signed(self) -> Self:
        if self.url and not (self.secret and self.secret.get_secret_value()):
            raise ValueError("a webhook needs a `secret` to be signed with")
        return self


class Reminders(Section):
    """Who is told that a day comes near, and how long before."""

    lead_days: tuple[int, ...] = Field(min_length=1)
    every_minutes: int = Field(gt=0)
    calendar_file: Path | None
    email: Email
    webhook: Webhook


class Retention(Section):
    """How many days each class of field is kept; see docs/retention.md."""

    contact_days: int = Field(ge=0)
    seller_days: int = Field(ge=0)
    listing_days: int = Field(ge=0)
    case_days: int = Field(ge=0)


class Schedule(Section):
    """When what starts by itself."""

    night_at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    timezone: str
    calendar: Path
    lease_seconds: int = Field(gt=0)
    lost_share_limit: float = Field(gt=0, le=1)


class Review(Section):
    """The desk."""

    host: str
    port: int = Field(ge=0, le=65535)
    hosts: tuple[str, ...]
    tls: bool
    language: Literal["zh", "en", "ja"]
    analyst: str | None


class Queue(Section):
    """How candidates are put before people."""

    harm: Path
    lease_seconds: int = Field(gt=0)
    second_person: Literal["off", "risk", "all"]
    sample_share: float = Field(ge=0, le=1)
    undo_hours: float = Field(gt=0)
    idle_seconds: int = Field(gt=0)


class Logs(Section):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(Section):
    """All of it; relative paths have been resolved against `home`."""

    home: Path
    database: Database
    blobs: Blobs
    crawl: Crawl
    accounts: Accounts
    match: Match
    takedown: Takedown
    capture: CapturePages
    watch: Watch
    stamping: Stamping
    reminders: Reminders
    retention: Retention
    schedule: Schedule
    review: Review
    queue: Queue
    logs: Logs
