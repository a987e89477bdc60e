"""Grounds: under which articles, and for which of the channel's reasons, a listing is reported."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from domain.cases import Case
from domain.rights import RightKind, kind_of
from takedown.rules import LawRule, Laws, Pack, ReasonRule, Source, in_force

EVERYWHERE = "*"
"""The country of an article that is cited where no law of the channel's country was read."""


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


def ground_of(
    case: Case, pack: Pack, laws: Laws, on: date, regimes: Collection[str] | None = None
) -> Ground:
    """The ground of this case at this channel on the day of the notice.

    The articles are those on notices under these regimes (without any, the pack's own), and of
    the country in which the channel answers to the law, for this kind of right and the analyst's
    reason, as numbered on that day; where none is known, what holds everywhere.
    """
    kind, decided = kind_of(case.right), case.decision.reason
    wanted = pack.regimes if regimes is None else regimes
    reason = next(
        (one for one in pack.reasons if one.right is kind and decided in one.decisions), None
    )
    fitting = [
        law
        for law in laws.laws
        if kind in law.rights and decided in law.decisions and in_force(law, on)
    ]
    here = [law for law in fitting if _holds(law, pack, wanted)]
    read = any(law.country == pack.country for law in laws.laws)
    chosen = tuple(here if read else [law for law in fitting if law.country == EVERYWHERE])
    used = sorted({source for law in chosen for source in law.sources})
    return Ground(
        right_kind=kind,
        code=reason.code if reason else f"no_reason_for_{decided.value}",
        reason=reason,
        laws=chosen,
        sources=tuple((source, laws.sources[source]) for source in used),
    )


def _holds(law: LawRule, pack: Pack, regimes: Collection[str]) -> bool:
    return law.country == pack.country if law.regime is None else law.regime in regimes
