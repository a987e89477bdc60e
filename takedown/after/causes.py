"""Why a platform refused, what to mend, and how one may go on."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.errors import InputError
from domain.languages import Sentence
from domain.ownership import Exhibit, ExhibitKind
from takedown.rules import Pack

CAUSES_FILE = Path(__file__).with_name("causes.toml")
UNCLEAR = "unclear"


class Again(StrEnum):
    """How one may go on after a refusal."""

    MEND = "mend"
    NEW = "new"
    STOP = "stop"


class Way(StrEnum):
    """How a complaint is filed again: mended or anew, or put before the platform once more."""

    REFILE = "refile"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Cause:
    """A known cause of refusal; `words` are by which an answer is recognised."""

    name: Sentence
    words: tuple[str, ...]
    mend: Sentence
    exhibits: tuple[ExhibitKind, ...]
    again: Again


@dataclass(frozen=True, slots=True)
class Guide:
    """What to do after a refusal.

    `fresh` are exhibits that help and came in after the complaint was drafted, `held` those that
    it had already, `wanted` the kinds of which there are none.
    """

    code: str
    cause: Cause
    fresh: tuple[Exhibit, ...]
    held: tuple[Exhibit, ...]
    wanted: tuple[ExhibitKind, ...]
    may_refile: bool
    no_escalation: Sentence | None


@functools.cache
def causes() -> Mapping[str, Cause]:
    """Every known cause by its code."""
    return TypeAdapter(dict[str, Cause]).validate_python(read_toml(CAUSES_FILE))


def cause_of(code: str) -> Cause:
    """The cause of this code.

    Raises:
        InputError: There is none; the message names those that there are.
    """
    found = causes().get(code)
    if found is None:
        raise InputError(
            f"{code!r} is no known cause of refusal.",
            mend=f"Use {', '.join(causes())}.",
            code="no_cause",
            given=code,
        )
    return found


def suggested_causes(answer: str) -> tuple[str, ...]:
    """The codes whose words stand in this answer, those with most words first."""
    folded = answer.casefold()
    hits = {
        code: sum(word.casefold() in folded for word in cause.words)
        for code, cause in causes().items()
    }
    found = [code for code, count in hits.items() if count]
    return tuple(sorted(found, key=lambda code: (-hits[code], list(hits).index(code))))


def guide_for(code: str, pack: Pack, exhibits: Iterable[Exhibit], drafted_at: datetime) -> Guide:
    """What to mend after a refusal for this cause, with what the portfolio has for it.

    Raises:
        InputError: The cause is not known.
    """
    cause = cause_of(code)
    helping = [one for one in exhibits if one.kind in cause.exhibits]
    fresh = tuple(one for one in helping if one.taken_in_at > drafted_at)
    kinds = {one.kind for one in helping}
    return Guide(
        code=code,
        cause=cause,
        fresh=fresh,
        held=tuple(one for one in helping if one.taken_in_at <= drafted_at),
        wanted=tuple(kind for kind in cause.exhibits if kind not in kinds),
        may_refile=cause.again is not Again.STOP,
        no_escalation=no_escalation(
            pack, has_new_evidence=any(one.taken_in_at > drafted_at for one in exhibits)
        ),
    )


def no_escalation(pack: Pack, *, has_new_evidence: bool) -> Sentence | None:
    """Why this complaint may not be put before the channel once more; None where it may.

    Where nobody knows whether a channel lets an escalation bring new evidence, it is kept from
    doing so: the new evidence goes into a new complaint.
    """
    rule = pack.refiling
    if rule is not None and rule.escalation is False:
        return Sentence(
            f"该渠道不接受升级处理：{rule.fact}",
            f"The channel takes no escalation: {rule.fact}",
            f"この窓口は再審を受け付けません：{rule.fact}",
        )
    if has_new_evidence and (rule is None or rule.new_evidence is not True):
        return Sentence(
            "已有新证据，而该渠道不许或未知可否在升级时加入；请作为新投诉提交",
            "There is new evidence, and the channel is not known to take it in an escalation; "
            "file it as a new complaint",
            "新しい証拠があり、再審で加えられるか不明か禁止です。新しい通報として出してください",
        )
    return None
