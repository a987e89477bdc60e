"""The night: every enabled platform is scanned, then what was seen is weighed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from config.load import load_profiles
from config.settings import Settings
from domain.errors import MonitorError
from domain.runs import Progress, RunId, RunState, StageReport, Step, silent
from scheduler.lease import Clock, held
from scheduler.runner import run_step
from scheduler.steps import Store

logger = logging.getLogger(__name__)

STEPS_OF_A_NIGHT = (
    "night",
    "scan",
    "watch",
    "match",
    "retro",
    "erase",
    "checkpoint",
    "stamp",
)


def run_night(
    store: Store,
    settings: Settings,
    *,
    clock: Clock,
    progress: Progress = silent,
    platforms: Collection[str] | None = None,
) -> StageReport:
    """Scan all enabled platforms, or those of them that are named, then weigh what is new.

    A failing step leaves the results of the others.

    Returns:
        Counts by step, and every problem; `degraded` where any step failed or concludes nothing.
        `made` are the candidates that were suggested.

    Raises:
        Busy: A night is already running.
    """
    with held(store, "night", seconds=settings.schedule.lease_seconds, clock=clock):
        with store.begin() as work:
            for step in STEPS_OF_A_NIGHT:
                work.runs.close_abandoned(clock(), step=step)
            run = work.runs.start(Step("night"), clock())
        try:
            report = _Night(store, settings, clock, progress, run, platforms).report()
        except BaseException as exc:
            with store.begin() as work:
                work.runs.finish(run, RunState.INTERRUPTED, clock(), error=repr(exc))
            raise
        state = RunState.DEGRADED if report.degraded else RunState.DONE
        with store.begin() as work:
            work.runs.finish(run, state, clock(), report=report)
        return report


@dataclass(slots=True)
class _Night:
    """One night while it goes on, and what its steps brought so far."""

    store: Store
    settings: Settings
    clock: Clock
    progress: Progress
    run: RunId
    platforms: Collection[str] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    degraded: list[str] = field(default_factory=list)

    def report(self) -> StageReport:
        """Run every step and give the report of the night."""
        self.start(Step("weigh_rights"))
        # before the scans: what they bring is then put beside all references at once
        again = self.start(Step("retro"))
        weighed = self.start(Step("match", {"sightings": self.scan_all()}))
        self.watch_all()
        self.start(Step("erase"))
        self.start(Step("checkpoint"))
        if self.settings.stamping.authorities:
            self.start(Step("stamp"))
        return StageReport(
            counts=dict(sorted(self.counts.items())),
            problems=tuple(self.problems),
            degraded="; ".join(self.degraded) or None,
            made=tuple(
                dict.fromkeys(one for report in (again, weighed) if report for one in report.made)
            ),
        )

    def scan_all(self) -> list[int] | None:
        """Scan each enabled platform; the sightings to weigh, None for all that are known."""
        enabled = [one.slug for one in load_profiles(self.settings).values() if one.enabled]
        if not enabled:
            self.problems.append("no platform is enabled; set `enabled = true` in a profile")
        seen: list[int] = []
        named = enabled if self.platforms is None else self.platforms
        for slug in (one for one in enabled if one in named):
            report = self.start(Step("scan", {"platform": slug}))
            seen += report.made if report else ()
        return None if self.rights_are_newer() else seen

    def watch_all(self) -> None:
        """Look again at what notices were filed for, on every platform that has any."""
        with self.store.reading() as work:
            watched = {str(one.key.platform) for one in work.watch.watched()}
        named = watched if self.platforms is None else watched & set(self.platforms)
        for slug in sorted(named & load_profiles(self.settings).keys()):
            self.start(Step("watch", {"platform": slug}))

    def start(self, step: Step) -> StageReport | None:
        """Run one step; its failure is written down and the night goes on."""
        label = str(step.arguments.get("platform", step.name))
        label = f"{step.name} {label}" if step.name == "watch" else label
        try:
            report = run_step(
                self.store,
                self.settings,
                step,
                now=self.clock(),
                parent=self.run,
                progress=self.progress,
            )
        except MonitorError as exc:
            self.failed(label, str(exc))
            return None
        except Exception as exc:  # noqa: BLE001 - see the next line
            # run_step has written it down and let it go on; one stage must not end the night
            self.failed(label, f"{type(exc).__name__}: {exc}")
            return None
        self.counts.update({f"{label}.{name}": count for name, count in report.counts.items()})
        self.problems += [f"{label}: {problem}" for problem in report.problems]
        self.degraded += [f"{label}: {report.degraded}"] if report.degraded else []
        return report

    def failed(self, label: str, why: str) -> None:
        """Write down that a step failed."""
        logger.error("step of the night failed", extra={"step": label, "why": why})
        self.counts["steps_failed"] += 1
        self.degraded.append(f"{label} failed: {why}")

    def rights_are_newer(self) -> bool:
        """Whether rights were imported since everything that is known was last weighed."""
        with self.store.reading() as work:
            imports = work.runs.recent(1, step="import_rights")
            weighed = [
                run
                for run in work.runs.recent(50, step="match")
                if run.state == RunState.DONE and run.step.arguments.get("sightings") is None
            ]
        if not imports:
            return False
        return not weighed or weighed[0].started_at < imports[0].started_at
