"""Everything that can be started, by name: the clock, a command, a button all go through here.

A step takes plain JSON arguments and gives a `StageReport`. Steps are idempotent by natural keys,
so that starting one twice does no harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.load import load_profiles
from config.profiles import PlatformProfile
from config.settings import Settings
from crawler.archives import is_list_of_links, linked_addresses
from crawler.evidence.stage import capture_due
from crawler.sources import asked_of_analyst, divided, lacks, source_warnings
from crawler.stage import scan_platform, take_in
from crawler.watching import watch_platform
from domain.errors import InputError, MonitorError
from domain.runs import Progress, RunId, StageReport, Step, silent
from matcher.stage import match_new_references, match_sightings
from matcher.words_stage import expanded_queries, name_frequencies, propose_aliases
from rights.stage import import_portfolio, weigh_rights
from stamping.stage import stamp_due
from store.unit_of_work import Store
from takedown.reminding import remind
from takedown.retention import erase_due
from takedown.stage import assemble_notices
from takedown.stamps import checkpoint_log, complete_bundles

__all__ = ["STEPS", "Start", "StepFunction", "Store", "function_of"]


@dataclass(frozen=True, slots=True)
class Start:
    """What every step is given beside its arguments."""

    store: Store
    settings: Settings
    now: datetime
    run: RunId
    progress: Progress


StepFunction = Callable[[Start, Mapping[str, object]], StageReport]


def function_of(step: Step) -> StepFunction:
    """The function behind a step's name.

    Raises:
        InputError: No step has this name.
    """
    try:
        return STEPS[step.name]
    except KeyError:
        raise InputError(
            f"There is no step {step.name!r}.", mend=f"There are: {', '.join(STEPS)}."
        ) from None


def _import_rights(start: Start, arguments: Mapping[str, object]) -> StageReport:
    path, who = Path(_text(arguments, "path")), _text(arguments, "who")
    report = import_portfolio(
        start.store, path, who=who, now=start.now, qualified=start.settings.stamping.qualified
    )
    return replace(report, remarks=name_frequencies(start.store))


def _scan(start: Start, arguments: Mapping[str, object]) -> StageReport:
    profile = _profile(start, arguments)
    report = scan_platform(
        start.store,
        start.settings,
        profile,
        now=start.now,
        run=start.run,
        queries=expanded_queries(start.store),
        progress=start.progress,
    )
    due = [f"permission: {one}" for one in source_warnings(profile, start.now.date())]
    if wish := asked_of_analyst(profile, report):
        due.insert(0, wish)
    return replace(report, problems=(*due, *report.problems))


def _watch(start: Start, arguments: Mapping[str, object]) -> StageReport:
    profile = _profile(start, arguments)
    return watch_platform(
        start.store,
        start.settings,
        profile,
        now=start.now,
        run=start.run,
        progress=start.progress,
    )


def _profile(start: Start, arguments: Mapping[str, object]) -> PlatformProfile:
    slug, profiles = _text(arguments, "platform"), load_profiles(start.settings)
    if slug not in profiles:
        raise InputError(
            f"There is no platform {slug!r}.", mend=f"There are: {', '.join(profiles)}."
        )
    return profiles[slug]


def _intake(start: Start, arguments: Mapping[str, object]) -> StageReport:
    source = _text(arguments, "source")
    if "://" not in source and is_list_of_links(Path(source)):
        return _intake_links(start, Path(source))
    return _take_in(start, source)


def _take_in(start: Start, source: str) -> StageReport:
    report = take_in(
        start.store,
        start.settings,
        source if "://" in source else Path(source),
        now=start.now,
        run=start.run,
        progress=start.progress,
    )
    return replace(report, problems=(*report.problems, *lacks(source)))


def _intake_links(start: Start, path: Path) -> StageReport:
    """Ask for each address that its platform's permission allows; the others are for a person."""
    may, may_not = divided(linked_addresses(path), load_profiles(start.settings))
    counts, made = Counter[str]({"for_a_person": len(may_not)}), set[int]()
    problems = [f"{url}: {why}" for url, why in may_not]
    degraded: list[str] = []
    for number, url in enumerate(may, start=1):
        start.progress("links", number, len(may))
        try:
            report = _take_in(replace(start, progress=silent), url)
        except MonitorError as exc:
            counts["failed"] += 1
            problems.append(f"{url}: {exc}")
            continue
        counts.update(report.counts)
        made.update(report.made)
        problems += [one for one in report.problems if one not in problems]
        degraded += [f"{url}: {report.degraded}"] if report.degraded else []
    return StageReport(counts, tuple(problems), "; ".join(degraded) or None, tuple(sorted(made)))


def _match(start: Start, arguments: Mapping[str, object]) -> StageReport:
    return match_sightings(
        start.store,
        start.settings,
        _ids(arguments, "sightings"),
        now=start.now,
        progress=start.progress,
    )


def _propose_aliases(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return propose_aliases(start.store, now=start.now)


def _retro(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return match_new_references(
        start.store, start.settings, now=start.now, progress=start.progress
    )


def _weigh_rights(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return weigh_rights(start.store, now=start.now, qualified=start.settings.stamping.qualified)


def _assemble(start: Start, arguments: Mapping[str, object]) -> StageReport:
    # a notice rests on what can be shown today, not on the day of the import
    weigh_rights(start.store, now=start.now, qualified=start.settings.stamping.qualified)
    return assemble_notices(
        start.store,
        start.settings,
        _ids(arguments, "decisions"),
        who=_text(arguments, "who"),
        now=start.now,
        progress=start.progress,
    )


def _capture(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return capture_due(start.store, start.settings, now=start.now, progress=start.progress)


def _remind(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return remind(start.store, start.settings, now=start.now)


def _checkpoint(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return checkpoint_log(start.store, start.settings, now=start.now)


def _erase(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    return erase_due(start.store, start.settings, now=start.now, progress=start.progress)


def _stamp(start: Start, _arguments: Mapping[str, object]) -> StageReport:
    asked = stamp_due(start.store, start.settings, now=start.now, progress=start.progress)
    laid = complete_bundles(start.store, start.settings, now=start.now)
    counts = {**asked.counts, **{f"bundles_{name}": n for name, n in laid.counts.items()}}
    return StageReport(counts, (*asked.problems, *laid.problems))


STEPS: Mapping[str, StepFunction] = {
    "import_rights": _import_rights,
    "weigh_rights": _weigh_rights,
    "scan": _scan,
    "watch": _watch,
    "intake": _intake,
    "match": _match,
    "propose_aliases": _propose_aliases,
    "retro": _retro,
    "capture": _capture,
    "assemble": _assemble,
    "remind": _remind,
    "checkpoint": _checkpoint,
    "stamp": _stamp,
    "erase": _erase,
}


def _text(arguments: Mapping[str, object], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise InputError(f"The step needs {name!r} as text, not {value!r}.")
    return value


def _ids(arguments: Mapping[str, object], name: str) -> Sequence[int] | None:
    value = arguments.get(name)
    if value is None:
        return None
    if isinstance(value, list | tuple) and all(type(one) is int for one in value):
        return list(value)
    raise InputError(f"The step needs {name!r} as a list of ids, not {value!r}.")
