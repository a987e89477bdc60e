"""Which findings a second person looks at: by rule where the risk is high, and by lot."""

from __future__ import annotations

from dataclasses import dataclass

from config.settings import Settings
from domain.candidates import Band, Candidate, Queue
from domain.decisions import REASONS_OF, Decision, Reason, Verdict
from domain.digests import sha256_of
from domain.queue import SPEAKS_FOR_THE_SELLER

RISKS = ("low_score", "apart", "for_the_seller", "calls_it_counterfeit", "every_finding")
"""Codes of what makes an accusation risky, as the pages have words for them."""


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """When a second person is asked: the rule (`off`, `risk`, `all`), and the share by lot."""

    rule: str = "risk"
    share: float = 0.05


def second_person(settings: Settings) -> SecondPerson:
    """What the settings say of second looks."""
    return SecondPerson(settings.queue.second_person, settings.queue.sample_share)


def risks_of(candidate: Candidate, verdict: Verdict, reason: Reason) -> tuple[str, ...]:
    """Why accusing on this candidate is risky; nothing where it is not, or nobody is accused.

    A wrong notice costs standing with the platform and damages (PRC E-Commerce Law art. 42(3)).
    """
    if verdict is not Verdict.INFRINGING:
        return ()
    score = candidate.score
    speaking = {one.signal for one in score.readings if one.value > 0}
    found = {
        "low_score": score.band is not Band.SUGGEST,
        "apart": score.queue is not Queue.MAIN,
        "for_the_seller": bool(speaking.intersection(SPEAKS_FOR_THE_SELLER)),
        "calls_it_counterfeit": reason is Reason.COUNTERFEIT_SEEN,
    }
    return tuple(name for name, here in found.items() if here)


def asks_second(
    candidate: Candidate, verdict: Verdict, reason: Reason, second: SecondPerson
) -> tuple[str, ...]:
    """Why this finding waits for a second person, as codes; nothing where it does not."""
    if verdict is not Verdict.INFRINGING or second.rule == "off":
        return ()
    risks = risks_of(candidate, verdict, reason)
    return risks or (("every_finding",) if second.rule == "all" else ())


def warnings_before(candidate: Candidate, second: SecondPerson) -> dict[Reason, tuple[str, ...]]:
    """For which reasons an accusation of this candidate would wait for a second look, and why."""
    infringing = Verdict.INFRINGING
    found = {
        reason: asks_second(candidate, infringing, reason, second)
        for reason in REASONS_OF[infringing]
    }
    return {reason: why for reason, why in found.items() if why}


def is_drawn(decision: Decision, share: float) -> bool:
    """Whether a finding is drawn for a blind second look.

    The lot is the digest of what nobody knows before deciding: the decision's own number.
    """
    if decision.verdict is Verdict.UNSURE:
        return False
    lot = sha256_of(f"{decision.id} {decision.sighting_digest}".encode())
    return int(lot[:12], 16) / 16**12 < share
