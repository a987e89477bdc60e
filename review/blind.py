"""Events of the record as a second reader may know them: without a finding that is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.custody import AuditEvent
from domain.decisions import DecisionId
from review.desk import Work

TELLING = ("verdict", "reason")
"""What of the event of a decision tells the finding."""


def veiled(work: Work, events: Iterable[AuditEvent]) -> tuple[AuditEvent, ...]:
    """The events, those of withheld decisions without what was found; the record stays whole."""
    told = tuple(events)
    numbers = [number for one in told if (number := _decision(one)) is not None]
    kept = work.second_looks.withheld(numbers)
    return tuple(_veiled(one) if _decision(one) in kept else one for one in told)


def _decision(event: AuditEvent) -> DecisionId | None:
    if event.kind != "decided" or not isinstance(event.payload, dict):
        return None
    number = event.payload.get("decision")
    return DecisionId(number) if isinstance(number, int) else None


def _veiled(event: AuditEvent) -> AuditEvent:
    payload = event.payload if isinstance(event.payload, dict) else {}
    left = {name: value for name, value in payload.items() if name not in TELLING}
    return replace(event, payload={**left, "withheld": "second_look"})
