"""Runs one step here and now, and writes the run ledger."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from config.settings import Settings
from domain.errors import MonitorError
from domain.runs import Progress, RunId, RunState, StageReport, Step, silent
from scheduler.lease import held
from scheduler.steps import Start, Store, function_of

logger = logging.getLogger(__name__)


def run_step(
    store: Store,
    settings: Settings,
    step: Step,
    *,
    now: datetime,
    parent: RunId | None = None,
    progress: Progress = silent,
) -> StageReport:
    """Run this step to its end; the ledger says how it ended, whatever happens.

    Raises:
        MonitorError: What the step could not do, after it was written down; so is every other
            exception, and Ctrl-C.
    """
    function = function_of(step)
    with store.begin() as work:
        run = work.runs.start(step, now, parent)
    try:
        with _alone(store, settings, step):
            report = function(Start(store, settings, now, run, progress), step.arguments)
    except MonitorError as exc:
        _close(store, run, RunState.FAILED, error=str(exc))
        raise
    except KeyboardInterrupt:
        _close(store, run, RunState.INTERRUPTED, error="stopped by a person")
        raise
    except Exception as exc:
        # whoever started it says it in one line; the trace is for whoever looks for the fault
        trace = logger.isEnabledFor(logging.DEBUG)
        logger.error("step failed", exc_info=trace, extra={"run": run, "step": step.name})
        _close(store, run, RunState.FAILED, error=f"{type(exc).__name__}: {exc}")
        raise
    state = RunState.DEGRADED if report.degraded else RunState.DONE
    _close(store, run, state, report=report)
    return report


@contextmanager
def _alone(store: Store, settings: Settings, step: Step) -> Iterator[None]:
    """One scan of a platform at a time: its addresses are given out by one hand."""
    if step.name not in ("scan", "watch"):
        yield
        return
    name = f"scan:{step.arguments.get('platform')}"[:60]
    seconds = settings.schedule.lease_seconds
    with held(store, name, seconds=seconds, clock=lambda: datetime.now(UTC)):
        yield


def _close(
    store: Store,
    run: RunId,
    state: RunState,
    *,
    report: StageReport | None = None,
    error: str | None = None,
) -> None:
    with store.begin() as work:
        work.runs.finish(run, state, datetime.now(UTC), report=report, error=error)
