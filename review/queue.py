"""The desk's queue: who is given what next, in which order, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from config.settings import Settings
from domain.candidates import CandidateId, CandidateState
from domain.errors import Coded, InputError
from domain.queue import Claim, Weights
from domain.second_looks import SecondLook
from review.ahead import MANY, Ahead, Key
from review.checks import checked_filters, checked_name, refuse_walled
from review.desk import Store


def claim_next(  # noqa: PLR0913 - each is named
    store: Store,
    settings: Settings,
    filters: Mapping[str, str],
    *,
    who: str,
    now: datetime,
    after: CandidateId | None = None,
    ahead: Ahead | None = None,
) -> Claim | None:
    """Give this person the first candidate that waits and that nobody else looks at.

    `after` passes over everything up to that candidate, which is put back: so one is skipped.
    With `ahead` the order is looked up once for many.

    Returns:
        None where the filters leave nothing more.

    Raises:
        InputError: No name was given, or a filter is not known.
    """
    name, seconds = checked_name(who), settings.queue.lease_seconds
    wanted = {"state": CandidateState.SUGGESTED.value} | dict(checked_filters(filters))
    if wanted["state"] not in (CandidateState.SUGGESTED, CandidateState.UNSURE):
        raise InputError(
            f"What is {wanted['state']} does not wait.",
            mend="Use another filter.",
            code="does_not_wait",
            state=Coded(wanted["state"]),
        )
    orders = ahead or Ahead()
    key = _key(store, name, wanted)
    few, start = orders.remembered(key, after, now), after
    while True:
        if few or start is not None:
            with store.begin() as work:
                if start is not None:
                    work.queue.release(start, name)
                claim = work.queue.take(few, name, wanted, now=now, seconds=seconds)
            if claim is not None:
                orders.given(key, claim.candidate)
                return claim
        # looking takes longer than taking, and keeps no writer waiting
        start, few = None, _upcoming(store, name, wanted, now, after)
        if not few:
            return None
        orders.remember(key, after, few, now)
        after = few[-1]


def _key(store: Store, name: str, wanted: Mapping[str, str]) -> Key:
    """All that an order hangs on."""
    with store.reading() as work:
        weights, newest = work.queue.weights(), work.queue.newest()
    return (name, *sorted(wanted.items()), *weights.named().values(), newest)


def _upcoming(
    store: Store,
    name: str,
    wanted: Mapping[str, str],
    now: datetime,
    after: CandidateId | None,
) -> tuple[CandidateId, ...]:
    with store.reading() as work:
        return work.queue.upcoming(name, wanted, now=now, after=after, limit=MANY)


def claim_second(
    store: Store, settings: Settings, filters: Mapping[str, str], *, who: str, now: datetime
) -> SecondLook | None:
    """Give this person the first finding of somebody else that waits for a second look."""
    name, seconds = checked_name(who), settings.queue.lease_seconds
    with store.begin() as work:
        look = work.second_looks.next(name, checked_filters(filters), now)
        if look is not None:
            work.queue.claim(look.candidate, name, now=now, seconds=seconds)
        return None if look is None else look.told_to(name)


def second_looks(
    store: Store, filters: Mapping[str, str], *, who: str | None = None
) -> tuple[SecondLook, ...]:
    """What waits for a second person, or for this one; those a rule asks for first."""
    with store.reading() as work:
        return work.second_looks.waiting(checked_filters(filters), who=who)


def weights(store: Store) -> Weights:
    """How much each factor counts in the order now."""
    with store.reading() as work:
        return work.queue.weights()


def set_weights(store: Store, changes: Mapping[str, float], *, who: str, now: datetime) -> Weights:
    """Put everything that waits in a new order, at once; what is not named stays.

    Raises:
        InputError: No name was given, or a weight is not from 0 to 3.
        NotAllowed: The account sees only some rights holders.
    """
    name = checked_name(who)
    refuse_walled(walled=store.is_walled)
    with store.begin() as work:
        try:
            wanted = Weights(**(work.queue.weights().named() | dict(changes)))
        except (TypeError, ValueError) as exc:
            raise InputError(
                f"{exc}", mend=f"Weigh {', '.join(Weights().named())}.", code="no_weights"
            ) from exc
        work.queue.set_weights(wanted, name, now)
        told = {key: f"{value:g}" for key, value in wanted.named().items()}
        work.audit.append("queue weighed", "queue", told, name, now)
        return wanted
