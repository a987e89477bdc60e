"""How much may be lost before a stage has failed."""

from __future__ import annotations

from collections.abc import Sequence

from config.settings import Settings
from domain.errors import MonitorError


def refuse_losses(lost: int, total: int, settings: Settings, problems: Sequence[str]) -> None:
    """Let the stage fail where more than `schedule.lost_share_limit` of the sightings were lost.

    Raises:
        MonitorError: Too many were; the message tells the first problem.
    """
    limit = settings.schedule.lost_share_limit
    if total and lost / total > limit:
        raise MonitorError(
            f"{lost} of {total} sightings could not be matched, more than the share of {limit:g} "
            f"that may be lost; the first: {problems[0]} Mend that and match again."
        )
