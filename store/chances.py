"""How likely a notice succeeds: what became of earlier ones on the platform, and the proof."""

from __future__ import annotations

import sqlalchemy as sa

from domain.notices import NoticeState
from domain.rights import RightSlug
from store import tables

LOST = (NoticeState.REFUSED, NoticeState.COUNTERED, NoticeState.RESTORED, NoticeState.WITHDRAWN)
UNPROVEN = 0.5
"""What gaps in the proof of ownership leave of the chance."""


def chance_of(connection: sa.Connection, platform: str, right: RightSlug) -> float:
    """The chance of a notice, 0 to 1.

    (removed + 1) / (removed + lost + 2) over the platform's closed notices (Laplace's rule of
    succession), halved where the proof of ownership was weighed and has gaps.
    """
    table = tables.notices
    query = (
        sa.select(table.c.state, sa.func.count())
        .where(table.c.platform == platform)
        .group_by(table.c.state)
    )
    counts = {str(state): int(count) for state, count in connection.execute(query)}
    won, lost = counts.get(NoticeState.REMOVED, 0), sum(counts.get(one, 0) for one in LOST)
    proofs = sa.select(tables.proofs.c.record).where(tables.proofs.c.right == right)
    proof = connection.scalar(proofs)
    share = UNPROVEN if proof and proof.get("gaps") else 1.0
    return share * (won + 1) / (won + lost + 2)
