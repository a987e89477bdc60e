"""Stage beside the others: what has no trusted time yet is asked for it, until it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.settings import Settings
from domain.digests import sha256_of
from domain.errors import EvidenceError, InputError
from domain.runs import Progress, StageReport, silent
from domain.stamps import StampedKind, StampState, WantedStamp
from stamping.authority import Authority, NoAnswer, ask
from stamping.token import check, plain_answer
from store.unit_of_work import Store

MOST_AT_ONCE = 2_000
"""Stamps asked for in one run; the rest waits for the next."""

LONGEST_WAIT = timedelta(days=1)
WHO = "stamping"


@dataclass(slots=True)
class _Run:
    """One run: whom it asks, and what it has to tell."""

    store: Store
    settings: Settings
    now: datetime
    authorities: Mapping[str, Authority]
    counts: Counter[str] = field(default_factory=Counter)
    problems: dict[str, None] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)


def stamp_due(
    store: Store, settings: Settings, *, now: datetime, progress: Progress = silent
) -> StageReport:
    """Ask every authority for what it has not stamped: exhibits, bundles, checkpoints, old tokens.

    An authority that does not answer is asked no more in this run, and again later, each wait
    twice as long. A token that does not hold is refused and asked for anew. Only digests leave
    this machine.

    Returns:
        Counts of `wanted` (new), `verified`, `refused` and `pending`.
    """
    run = _Run(store, settings, now, authorities_of(settings))
    if not run.authorities:
        return StageReport({}, ("no time authority is named; see [stamping] in the settings",))
    _want(run)
    with store.reading() as work:
        due = work.stamps.due(now, MOST_AT_ONCE)
    for place, wanted in enumerate(due):
        progress("stamp", place, len(due))
        _try(run, wanted)
    progress("stamp", len(due), len(due))
    return StageReport(dict(run.counts), tuple(run.problems))


def authorities_of(settings: Settings) -> Mapping[str, Authority]:
    """The authorities that the settings name, in their order."""
    return {one.name: Authority(**one.model_dump()) for one in settings.stamping.authorities}


def _want(run: _Run) -> None:
    """Ask for what no authority was asked yet, and for tokens whose certificate ends soon."""
    soon = run.now + timedelta(days=run.settings.stamping.renew_days)
    with run.store.begin() as work:
        ending = work.stamps.ending(soon)
        for name in run.authorities:
            lasting = work.stamps.lasting(name)
            anew = [sha256_of(one.response or b"") for one in ending if _gains(one, lasting)]
            exhibits = work.stamps.unstamped_exhibits(name)
            run.counts["wanted"] += work.stamps.want(exhibits, StampedKind.EXHIBIT, name, run.now)
            run.counts["wanted"] += work.stamps.want(anew, StampedKind.TOKEN, name, run.now)


def _gains(ending: WantedStamp, lasting: datetime | None) -> bool:
    """Whether an authority whose certificate lasts so long can carry this token further."""
    ends = ending.stamp.signer_until if ending.stamp else None
    return lasting is not None and ends is not None and ends < lasting


def _try(run: _Run, wanted: WantedStamp) -> None:
    authority = run.authorities.get(wanted.authority)
    if authority is None:
        run.problems[f"{wanted.authority} is no longer among the authorities"] = None
        return
    if authority.name in run.silent:
        run.counts["pending"] += 1
        return
    try:
        answer = ask(authority, wanted.digest, seconds=run.settings.stamping.timeout_seconds)
        stamp = check(answer, wanted.digest, authority)
    except NoAnswer as exc:
        run.silent.add(authority.name)
        _later(run, wanted, StampState.PENDING, str(exc))
    except (EvidenceError, InputError) as exc:
        _later(run, wanted, StampState.REFUSED, str(exc))
    else:
        response = plain_answer(answer.response)
        told = {
            "kind": wanted.kind.value,
            "authority": authority.name,
            "at": stamp.at.isoformat(),
            "token_sha256": sha256_of(response),
        }
        with run.store.begin() as work:
            work.stamps.keep(wanted.id, stamp, answer.request, response)
            work.audit.append("stamped", f"digest {wanted.digest}", told, WHO, run.now)
        run.counts["verified"] += 1


def _later(run: _Run, wanted: WantedStamp, state: StampState, reason: str) -> None:
    first = timedelta(minutes=run.settings.stamping.retry_minutes)
    wait = min(first * 2 ** min(wanted.tries, 12), LONGEST_WAIT)
    with run.store.begin() as work:
        work.stamps.failed(wanted.id, state, reason, run.now + wait)
    run.counts[state.value] += 1
    run.problems[reason] = None
