"""Runs: what was started, what came of it, and whether it may be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

RunId = NewType("RunId", int)


class RunState(StrEnum):
    """How a run ended; `degraded` ran to its end but concludes nothing."""

    RUNNING = "running"
    DONE = "done"
    DEGRADED = "degraded"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Step:
    """Something startable by name, with arguments that are plain JSON values."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage did, in counts, and what went wrong, in sentences.

    `remarks` are worth knowing and nothing wrong. `made` are the ids the next stage takes.
    `degraded` says why nothing may be concluded from what is absent.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    degraded: str | None = None
    made: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the run ledger."""

    id: RunId
    step: Step
    state: RunState
    started_at: datetime
    ended_at: datetime | None = None
    report: StageReport | None = None
    error: str | None = None
    parent: RunId | None = None


Progress = Callable[[str, int, int], None]
"""Told of long work: what is being done, how much is done, and how much there is in all."""


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress that nobody watches."""
