"""Erasing at the end of a case: what sellers and platforms wrote, our letters, and findings."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Sha256, canonical_json, sha256_of
from domain.listings import ListingId
from domain.notices import Finding
from domain.records import Plain, from_plain, to_plain
from domain.retention import GONE, FieldClass, struck
from store import tables
from store.audit import AuditLog

TOMBSTONE, WHO = "erased", "retention"


def salted(salt: str, plain: Plain) -> Sha256:
    """What a tombstone says of a record that is gone; with the salt it can be held to a copy."""
    return sha256_of(bytes.fromhex(salt) + canonical_json(plain))


def notices_of(connection: sa.Connection, listing: ListingId) -> list[tuple[int, str]]:
    """Number and slug of each notice in which this listing is."""
    notices, link = tables.notices, tables.notice_decisions
    query = (
        sa.select(notices.c.id, notices.c.slug)
        .join(link, link.c.notice == notices.c.id)
        .join(tables.decisions, tables.decisions.c.id == link.c.decision)
        .join(tables.candidates, tables.candidates.c.id == tables.decisions.c.candidate)
        .where(tables.candidates.c.listing == listing)
        .distinct()
        .order_by(notices.c.id)
    )
    return [(row.id, row.slug) for row in connection.execute(query)]


def erase_correspondence(connection: sa.Connection, notice: int, now: datetime) -> int:
    """Erase the words and letters of a notice's correspondence; how many lines lost something.

    Dates, kinds, causes and tickets stay. Each line's tombstone comes first and names the letters'
    bytes, which go after it.
    """
    table, lost = tables.correspondence, 0
    for row in connection.execute(sa.select(table).where(table.c.notice == notice)).all():
        if row.text in (None, GONE) and not row.files:
            continue
        told = {
            "classes": sorted(FieldClass),
            "salted_sha256": salted(secrets.token_hex(16), {"text": row.text, "files": row.files}),
            "bytes": sorted(set(row.files.values())),
        }
        AuditLog(connection).append(TOMBSTONE, f"correspondence {row.id}", told, WHO, now)
        left = None if row.text is None else GONE
        connection.execute(
            sa.update(table).where(table.c.id == row.id).values(text=left, files={})
        )
        lost += 1
    return lost


def strike_findings(connection: sa.Connection, notice: int, values: Iterable[str]) -> None:
    """Take these values out of what preflight said of a notice."""
    table, wanted = tables.notices, list(values)
    row = connection.execute(sa.select(table.c.findings).where(table.c.id == notice)).one()
    found = [_struck(from_plain(Finding, one), wanted) for one in row.findings]
    if found != row.findings:
        connection.execute(sa.update(table).where(table.c.id == notice).values(findings=found))


def _struck(finding: Finding, values: list[str]) -> Plain:
    plain = to_plain(finding)
    for part in ("what", "mend"):
        plain[part] = {key: struck(text, values) for key, text in plain[part].items()}
    return plain
