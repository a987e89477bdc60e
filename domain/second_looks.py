"""Second looks: a finding that another person looks at without being told the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.candidates import CandidateId
from domain.decisions import DecisionId, Reason, Verdict


class LookKind(StrEnum):
    """Why a second person looks: a rule asks for it, or the finding was drawn as a sample."""

    RULE = "rule"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A second look that was asked for; the verdict is None until somebody looked.

    `why` are codes of the rules that asked for it. A finding that a rule holds back goes into no
    notice before another person found the same. What would tell the first finding (itself, and
    that a rule asked) is None for whoever may still look (`told_to`).
    """

    decision: DecisionId
    candidate: CandidateId
    kind: LookKind | None
    why: tuple[str, ...]
    first: Verdict | None
    first_analyst: str
    asked_at: datetime
    verdict: Verdict | None = None
    reason: Reason | None = None
    analyst: str | None = None
    looked_at: datetime | None = None

    def told_to(self, reader: str | None) -> SecondLook:
        """As this reader may know it; None is the program itself, which knows all."""
        if self.verdict is not None or reader in (None, self.first_analyst):
            return self
        return replace(self, kind=None, why=(), first=None)

    @property
    def agrees(self) -> bool | None:
        """Whether both found the same; None while nobody looked."""
        return None if self.verdict is None else self.verdict is self.first


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two persons' findings: 1 full agreement, 0 what chance would bring.

    (observed - expected) / (1 - expected), with the expected agreement from the shares of each
    finding in both columns (J. Cohen, A coefficient of agreement for nominal scales, 1960).

    Returns:
        None without pairs, and where both always found one and the same: chance explains it all.
    """
    both = list(pairs)
    if not both:
        return None
    first, second = Counter(one for one, _ in both), Counter(two for _, two in both)
    observed = sum(one == two for one, two in both) / len(both)
    expected = sum(first[one] * second[one] for one in first) / len(both) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)
