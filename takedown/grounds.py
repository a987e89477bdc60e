"""Grounds: under which articles, and for which of the channel's reasons, a listing is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.cases import Case
from domain.rights import RightKind, kind_of
from takedown.rules import LawRule, Laws, Pack, ReasonRule, Source


@dataclass(frozen=True, slots=True)
class Ground:
    """What a notice rests on.

    `reason` is the channel's own reason, None where its list has none for this right and this
    decision: then there is no ground and preflight says so. `code` is what is stored.
    """

    right_kind: RightKind
    code: str
    reason: ReasonRule | None
    laws: tuple[LawRule, ...]
    sources: tuple[tuple[str, Source], ...]


def ground_of(case: Case, pack: Pack, laws: Laws, on: date) -> Ground:
    """The ground of this case at this channel on the day of the notice.

    The articles are those of the country in which the channel answers to the law, for this kind
    of right and the analyst's reason, as numbered on that day.
    """
    kind, decided = kind_of(case.right), case.decision.reason
    reason = next(
        (one for one in pack.reasons if one.right is kind and decided in one.decisions), None
    )
    chosen = tuple(
        law
        for law in laws.laws
        if law.country == pack.country
        and kind in law.rights
        and decided in law.decisions
        and (law.valid_from is None or law.valid_from <= on)
        and (law.valid_until is None or on <= law.valid_until)
    )
    used = sorted({source for law in chosen for source in law.sources})
    return Ground(
        right_kind=kind,
        code=reason.code if reason else f"no_reason_for_{decided.value}",
        reason=reason,
        laws=chosen,
        sources=tuple((source, laws.sources[source]) for source in used),
    )
