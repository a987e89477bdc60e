"""The whole schema on one page.

Natural keys carry unique constraints, so that everything may be done twice. A record's full form
is JSON text in `record`; columns beside it are what queries filter and sort by. Sightings, scores,
decisions, outcomes, versions and audit events are appended and never updated.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa

from domain.records import Plain


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware time, kept in UTC on both dialects."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive time; give UTC to the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give back UTC, whatever the dialect left of the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainJson(sa.types.TypeDecorator[Plain]):
    """A JSON value as ASCII text, so that any character of a hostile page survives any dialect."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Plain, dialect: sa.Dialect) -> str | None:
        """The value as text."""
        return None if value is None else json.dumps(value, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Plain:
        """The value that the text holds."""
        return None if value is None else json.loads(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Name = sa.String(200)
Digest = sa.String(64)


def _to(
    target: str, name: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[object]:
    return sa.Column(name, sa.ForeignKey(target), nullable=nullable, index=index)


# rights ---------------------------------------------------------------------------------------

holders = sa.Table(
    "holders",
    metadata,
    sa.Column("slug", Name, primary_key=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

rights = sa.Table(
    "rights",
    metadata,
    sa.Column("slug", Name, primary_key=True),
    _to("holders.slug", "holder", index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("expires_on", sa.Date, index=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

sellers = sa.Table(
    "sellers",
    metadata,
    sa.Column("slug", sa.String(600), primary_key=True),
    _to("holders.slug", "holder", index=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("noun", sa.String(20), nullable=False),
    sa.Column("slug", sa.String(600), nullable=False),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.Column("kept_at", UtcTime),
    sa.Column("kept_by", Name),
    sa.Index("ix_versions_noun_slug", "noun", "slug"),
)

agents = sa.Table(
    "agents",
    metadata,
    sa.Column("slug", Name, primary_key=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

products = sa.Table(
    "products",
    metadata,
    sa.Column("slug", Name, primary_key=True),
    _to("holders.slug", "holder", index=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

# of a right, of a holder as a whole, or of an agent
exhibits = sa.Table(
    "exhibits",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("holders.slug", "holder", nullable=True, index=True),
    _to("agents.slug", "agent", nullable=True, index=True),
    _to("rights.slug", "right", nullable=True, index=True),
    sa.Column("natural_key", Digest, nullable=False, unique=True),
    sa.Column("record", PlainJson, nullable=False),
)

proofs = sa.Table(
    "proofs",
    metadata,
    sa.Column("right", sa.ForeignKey("rights.slug"), primary_key=True),
    sa.Column("proved_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

# what a program read in a file once, by the digest of its bytes and by what read it
file_facts = sa.Table(
    "file_facts",
    metadata,
    sa.Column("sha256", Digest, primary_key=True),
    sa.Column("maker", sa.String(100), primary_key=True),
    sa.Column("record", PlainJson, nullable=False),
)

# listings -------------------------------------------------------------------------------------

listings = sa.Table(
    "listings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("platform", Name, nullable=False),
    sa.Column("site", Name, nullable=False),
    sa.Column("item_id", Name, nullable=False),
    sa.Column("seller", sa.Text, index=True),
    sa.Column("first_seen_at", UtcTime, nullable=False),
    sa.Column("last_seen_at", UtcTime, nullable=False),
    sa.Column("latest_sighting", sa.Integer),
    sa.UniqueConstraint("platform", "site", "item_id"),
)

sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("listings.id", "listing", index=True),
    _to("runs.id", "run", nullable=True),
    sa.Column("digest", Digest, nullable=False, unique=True),
    sa.Column("content_digest", Digest, nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.Column("erased", PlainJson),
)

looks = sa.Table(
    "looks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("sightings.id", "sighting"),
    _to("runs.id", "run", nullable=True),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.UniqueConstraint("sighting", "seen_at"),
    comment="times at which a listing was found unchanged since that sighting",
)

prints = sa.Table(
    "prints",
    metadata,
    sa.Column("sha256", Digest, primary_key=True),
    sa.Column("maker", sa.String(60), primary_key=True),
    sa.Column("record", PlainJson, nullable=False),
)

# pictures -------------------------------------------------------------------------------------

reference_pictures = sa.Table(
    "reference_pictures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("rights.slug", "right"),
    sa.Column("sha256", Digest, nullable=False),
    sa.Column("off_at", UtcTime),
    sa.Column("off_by", Name),
    sa.Column("off_reason", sa.Text),
    sa.UniqueConstraint("right", "sha256"),
    comment="numbered in the order of their coming, so that a look says how far it reached",
)

features = sa.Table(
    "features",
    metadata,
    sa.Column("sha256", Digest, primary_key=True),
    sa.Column("maker", sa.String(60), primary_key=True),
    sa.Column("of_reference", sa.Boolean, nullable=False),
    sa.Column("used_at", UtcTime, nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("ix_features_of_reference_used_at", "of_reference", "used_at"),
)

picture_looks = sa.Table(
    "picture_looks",
    metadata,
    sa.Column("sha256", Digest, primary_key=True),
    sa.Column("maker", sa.String(60), primary_key=True),
    sa.Column("looked_to", sa.Integer, nullable=False, index=True),
    sa.Column("record", PlainJson, nullable=False),
    comment="what a listing's picture was found to be, beside references up to this number",
)

picture_sightings = sa.Table(
    "picture_sightings",
    metadata,
    sa.Column("sha256", Digest, primary_key=True),
    sa.Column("sighting", sa.ForeignKey("sightings.id"), primary_key=True),
    sa.Index("ix_picture_sightings_sighting", "sighting"),
)

# candidates and decisions ---------------------------------------------------------------------

candidates = sa.Table(
    "candidates",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("listings.id", "listing"),
    _to("rights.slug", "right", index=True),
    _to("sightings.id", "sighting"),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("band", sa.String(20), nullable=False),
    sa.Column("queue", sa.String(20), nullable=False, server_default="main"),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("suggested_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.UniqueConstraint("listing", "right"),
    sa.Index("ix_candidates_state_score", "state", "score"),
)

scores = sa.Table(
    "scores",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("candidates.id", "candidate"),
    _to("sightings.id", "sighting"),
    sa.Column("scorecard", sa.String(80), nullable=False),
    sa.Column("scored_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("erased", PlainJson),
    sa.UniqueConstraint("candidate", "sighting", "digest"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("candidates.id", "candidate", index=True),
    _to("sightings.id", "sighting"),
    sa.Column("verdict", sa.String(20), nullable=False, index=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("analyst", Name, nullable=False),
    sa.Column("decided_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.UniqueConstraint("candidate", "sighting", "verdict", "analyst", "decided_at"),
)

queue = sa.Table(
    "queue",
    metadata,
    sa.Column("candidate", sa.ForeignKey("candidates.id"), primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("band", sa.String(20), nullable=False),
    sa.Column("queue", sa.String(20), nullable=False),
    sa.Column("platform", Name, nullable=False),
    _to("rights.slug", "right"),
    _to("holders.slug", "holder"),
    sa.Column("seller", sa.Text, index=True),
    sa.Column("language", sa.String(8)),
    sa.Column("signals", sa.Text, nullable=False),
    sa.Column("log_harm", sa.Float, nullable=False),
    sa.Column("log_confidence", sa.Float, nullable=False),
    sa.Column("log_chance", sa.Float, nullable=False),
    sa.Column("log_price_gap", sa.Float, nullable=False),
    sa.Column("by_picture", sa.String(24), index=True),
    sa.Column("by_seller", sa.String(24), index=True),
    sa.Column("by_title", sa.String(24), index=True),
    sa.Column("alike", sa.String(24)),
    sa.Column("suggested_at", UtcTime, nullable=False),
    sa.Column("came_back", sa.String(20), index=True),
    sa.Column("thumb", Digest, index=True),
    sa.Column("claimed_by", Name),
    sa.Column("claimed_at", UtcTime),
    sa.Column("claimed_until", UtcTime),
    sa.Index("ix_queue_state_alike", "state", "alike"),
    # all that the order and the filters need, so that a rare one is found without the rows
    sa.Index(
        "ix_queue_order",
        "state",
        "log_harm",
        "log_confidence",
        "log_chance",
        "log_price_gap",
        "claimed_until",
        "claimed_by",
        "platform",
        "right",
        "holder",
        "seller",
        "language",
        "band",
        "queue",
        "suggested_at",
        "signals",
    ),
    comment="one narrow row a candidate; their order is the weighted sum of the logarithms",
)

queue_weights = sa.Table(
    "queue_weights",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("record", PlainJson, nullable=False),
    sa.Column("set_by", Name, nullable=False),
    sa.Column("set_at", UtcTime, nullable=False),
)

genuine_prices = sa.Table(
    "genuine_prices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("rights.slug", "right", index=True),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("least", sa.String(40), nullable=False),
    sa.Column("most", sa.String(40), nullable=False),
    sa.Column("set_by", Name, nullable=False),
    sa.Column("set_at", UtcTime, nullable=False),
    comment="what genuine goods cost, as their owner says; the latest of a currency counts",
)

# second looks ---------------------------------------------------------------------------------

taken_back = sa.Table(
    "taken_back",
    metadata,
    sa.Column("decision", sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
    sa.Column("who", Name, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("why", sa.Text),
    comment="decisions that no longer count, and who took them back",
)

second_looks = sa.Table(
    "second_looks",
    metadata,
    sa.Column("decision", sa.ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
    _to("candidates.id", "candidate", index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
    sa.Column("verdict", sa.String(20)),
    sa.Column("reason", sa.String(40)),
    sa.Column("note", sa.Text),
    sa.Column("analyst", Name),
    sa.Column("looked_at", UtcTime),
    sa.Index("ix_second_looks_looked_at", "looked_at"),
    comment="findings that a second person looks at without seeing the first; answered once",
)

accepted_bands = sa.Table(
    "accepted_bands",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("suggest", sa.Float, nullable=False),
    sa.Column("review", sa.Float, nullable=False),
    sa.Column("accepted_by", Name, nullable=False),
    sa.Column("accepted_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    comment="thresholds that a person accepted, with the figures they rest on; the latest counts",
)

# notices --------------------------------------------------------------------------------------

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("slug", Name, nullable=False, unique=True),
    sa.Column("channel", Name, nullable=False),
    sa.Column("platform", Name, nullable=False),
    _to("holders.slug", "holder"),
    _to("rights.slug", "right"),
    sa.Column("ground", Name, nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("drafted_at", UtcTime, nullable=False),
    sa.Column("findings", PlainJson, nullable=False),
    sa.Column("bundle_sha256", Digest),
    sa.Column("bundle_path", sa.Text),
)

notice_decisions = sa.Table(
    "notice_decisions",
    metadata,
    sa.Column("notice", sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("decision", sa.ForeignKey("decisions.id"), primary_key=True, unique=True),
    sa.Column("place", sa.Integer, nullable=False),
)

outcomes = sa.Table(
    "outcomes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("notices.id", "notice", index=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)
correspondence = sa.Table(
    "correspondence",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("notices.id", "notice", index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("who", Name, nullable=False),
    sa.Column("noted_at", UtcTime, nullable=False),
    sa.Column("ticket", sa.Text),
    sa.Column("code", Name),
    sa.Column("text", PlainJson),
    sa.Column("files", PlainJson, nullable=False),
)
approved_rights = sa.Table(
    "approved_rights",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", Name, nullable=False),
    _to("rights.slug", "right"),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("who", Name, nullable=False),
    sa.Index("ix_approved_rights_channel_right", "channel", "right"),
)

# words ----------------------------------------------------------------------------------------

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("notices.id", "notice", index=True),
    sa.Column("rows_digest", Digest, nullable=False),
    sa.Column("who", Name, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.UniqueConstraint("notice", "rows_digest"),
)
"""Second persons' words on batches that were held for an account's standing."""

reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("way", sa.String(20), nullable=False),
    sa.Column("key", Digest, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.Column("letter", Digest, index=True),
    sa.Column("wanted_at", UtcTime, nullable=False),
    sa.Column("next_try_at", UtcTime, nullable=False),
    sa.Column("sent_at", UtcTime),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text),
    sa.UniqueConstraint("way", "key"),
)
"""Reminders on each way; the same reminder is wanted, and said, once."""


aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("rights.slug", "right"),
    sa.Column("text", Name, nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("proposed_at", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
    sa.UniqueConstraint("right", "text"),
)

alias_decisions = sa.Table(
    "alias_decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("aliases.id", "alias", index=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("analyst", Name, nullable=False),
    sa.Column("decided_at", UtcTime, nullable=False),
    sa.Column("note", sa.Text),
)

queries = sa.Table(
    "queries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("runs.id", "run", nullable=True),
    sa.Column("platform", Name, nullable=False),
    sa.Column("text", Name, nullable=False),
    sa.Column("tier", sa.Integer, nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("new", sa.Integer, nullable=False),
    sa.UniqueConstraint("platform", "text", "asked_at"),
    comment="every search that was asked, and what it brought",
)

query_listings = sa.Table(
    "query_listings",
    metadata,
    sa.Column("query", sa.ForeignKey("queries.id"), primary_key=True),
    sa.Column("listing", sa.ForeignKey("listings.id"), primary_key=True, index=True),
)

# scans ----------------------------------------------------------------------------------------

scans = sa.Table(
    "scans",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("runs.id", "run", nullable=True),
    sa.Column("platform", Name, nullable=False),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("name", Name, nullable=False, unique=True),
    sa.Column("started_at", UtcTime, nullable=False),
    sa.Column("closed_at", UtcTime),
    sa.Column("reason", sa.String(60)),
    sa.Column("record", PlainJson),
    sa.Index("ix_scans_platform_started_at", "platform", "started_at"),
)

frontier = sa.Table(
    "frontier",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("scans.id", "scan"),
    sa.Column("address", Digest, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("refusals", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_at", UtcTime),
    sa.Column("not_before", UtcTime),
    sa.Column("ask", PlainJson, nullable=False),
    sa.Column("outcome", PlainJson),
    sa.UniqueConstraint("scan", "address"),
    sa.Index("ix_frontier_scan_state", "scan", "state"),
    comment="the addresses of a scan: waiting, leased to its crawl, or done with their outcome",
)

rests = sa.Table(
    "rests",
    metadata,
    sa.Column("host", Name, primary_key=True),
    sa.Column("not_before", UtcTime, nullable=False),
    sa.Column("record", PlainJson, nullable=False),
)

# watching -------------------------------------------------------------------------------------

checks = sa.Table(
    "checks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("listings.id", "listing"),
    _to("runs.id", "run", nullable=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("sound", sa.Boolean, nullable=False),
    sa.Column("signs", PlainJson, nullable=False),
    sa.UniqueConstraint("listing", "at"),
    comment="looks at the own pages of listings that a notice was filed for",
)

# evidence -------------------------------------------------------------------------------------

captures = sa.Table(
    "captures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("listings.id", "listing"),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_try_at", UtcTime, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("taken_at", UtcTime),
    sa.Column("record", PlainJson),
    sa.UniqueConstraint("listing", "purpose"),
    sa.Index("ix_captures_state_next_try_at", "state", "next_try_at"),
)

holds = sa.Table(
    "holds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subject", Name, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("who", Name, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("released_at", UtcTime),
    sa.Column("released_by", Name),
    comment="legal holds: what is not to be erased while a hold is on",
)

# trusted time ---------------------------------------------------------------------------------

stamps = sa.Table(
    "stamps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", Digest, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("authority", Name, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_try_at", UtcTime, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("signer_until", UtcTime),
    sa.Column("record", PlainJson),
    sa.Column("request", sa.LargeBinary),
    sa.Column("response", sa.LargeBinary),
    sa.UniqueConstraint("digest", "authority"),
    sa.Index("ix_stamps_state_next_try_at", "state", "next_try_at"),
)

# runs and the audit log -----------------------------------------------------------------------

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("runs.id", "parent", nullable=True, index=True),
    sa.Column("step", sa.String(60), nullable=False),
    sa.Column("arguments", PlainJson, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("started_at", UtcTime, nullable=False, index=True),
    sa.Column("ended_at", UtcTime),
    sa.Column("report", PlainJson),
    sa.Column("error", sa.Text),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("owner", sa.String(120), nullable=False),
    sa.Column("until", UtcTime, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(60), nullable=False),
    sa.Column("subject", Name, nullable=False, index=True),
    sa.Column("who", Name, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("payload", PlainJson, nullable=False),
    sa.Column("previous", Digest, nullable=False),
    sa.Column("digest", Digest, nullable=False, unique=True),
)

# accounts -------------------------------------------------------------------------------------

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", Name, nullable=False, unique=True),
    sa.Column("name", Name, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("every_holder", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("factor", sa.Text),
    sa.Column("factor_step", sa.Integer),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("off_at", UtcTime),
    comment="who may come in; the password as its argon2 hash, the second factor sealed",
)

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("account", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("holder", sa.ForeignKey("holders.slug"), primary_key=True),
)

recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("account", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("digest", Digest, primary_key=True),
    sa.Column("used_at", UtcTime),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("digest", Digest, primary_key=True),
    _to("accounts.id", "account", index=True),
    sa.Column("stage", sa.String(20), nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)

sign_in_links = sa.Table(
    "sign_in_links",
    metadata,
    sa.Column("digest", Digest, primary_key=True),
    _to("accounts.id", "account"),
    sa.Column("expires_at", UtcTime, nullable=False),
)

sign_in_tries = sa.Table(
    "sign_in_tries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", Digest, nullable=False),
    sa.Column("address", Name, nullable=False),
    sa.Column("at", UtcTime, nullable=False, index=True),
    sa.Column("held", sa.Boolean, nullable=False),
    comment="each try is written before the password is looked at; old ones are forgotten",
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("accounts.id", "account", index=True),
    sa.Column("name", Name, nullable=False),
    sa.Column("digest", Digest, nullable=False, unique=True),
    sa.Column("scopes", PlainJson, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False),
    sa.Column("used_at", UtcTime),
    sa.Column("revoked_at", UtcTime),
)

webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _to("accounts.id", "account", index=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kinds", PlainJson, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("told_to", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_try_at", UtcTime, nullable=False, index=True),
    sa.Column("problem", sa.Text),
    sa.Column("off_at", UtcTime),
    comment="who is told of events, and up to which; the record itself is the outbox",
)

APPEND_ONLY = (
    "accepted_bands",
    "alias_decisions",
    "audit",
    "checks",
    "decisions",
    "genuine_prices",
    "looks",
    "outcomes",
    "queries",
    "queue_weights",
    "scores",
    "sightings",
    "taken_back",
    "versions",
    "releases",
)
"""Tables whose rows the database itself refuses to change or delete.

In `sightings` and `scores` one change is let through: values that are erased after their term,
where the audit log already holds the tombstone that says so.
"""
