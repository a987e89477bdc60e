"""The queue: in which order candidates are looked at, and which are alike enough for one look."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from domain.candidates import Candidate, CandidateId, Score
from domain.digests import Sha256, digest_of
from domain.listings import Sighting

FLOOR = 0.01
"""The least a factor counts: nothing is sunk for good by one of them."""

NEUTRAL = 0.5
"""What a factor counts of which nothing is known."""

SAME_PICTURE = "same_picture"
SPEAKS_FOR_THE_SELLER = ("authorised_seller", "compatible_use", "ordinary_word")
"""Signals that are reasons not to accuse."""

KEY_LENGTH = 24
LEAST_TEMPLATE = 6
"""Letters a title's template must hold: below that, likeness is chance."""


class GroupKind(StrEnum):
    """In what the listings of a group are alike; what says most comes first."""

    PICTURE = "picture"
    SELLER = "seller"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts in the order: an exponent, 0 (not at all) to 3.

    The order is harm^h x confidence^c x chance^s x price gap^p, highest first.
    """

    harm: float = 1.0
    confidence: float = 1.0
    chance: float = 1.0
    price_gap: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what would turn the order round or drown every other factor."""
        for name, value in self.named().items():
            if not (math.isfinite(value) and 0 <= value <= 3):
                raise ValueError(f"{name} is {value:g}; a weight lies from 0 to 3.")

    def named(self) -> dict[str, float]:
        """Each weight by its name."""
        return {one.name: float(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Urgency:
    """What the order knows of a candidate beside its score; each from 0 to 1, None not known.

    `harm` is that of the category of goods, `price_gap` how far the price lies below the least
    genuine one (1 - price / least), `thumb` a small copy of the picture to show in lists.
    """

    harm: float | None = None
    price_gap: float | None = None
    thumb: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who looks at a candidate now, since when, and until when nobody else is given it."""

    candidate: CandidateId
    by: str
    since: datetime
    until: datetime


def logarithm(factor: float | None) -> float:
    """A factor as it is kept: the logarithm, so that weighing is a sum."""
    return math.log(max(NEUTRAL if factor is None else factor, FLOOR))


def rank_of(weights: Weights, logs: Mapping[str, float]) -> float:
    """The place in the order, the higher the sooner: the weighted sum of logarithms."""
    return sum(weight * logs[name] for name, weight in weights.named().items())


def group_keys(candidate_right: str, sighting: Sighting, score: Score) -> dict[GroupKind, str]:
    """The groups that a pair belongs to, by kind.

    One picture: the same original of the same right, found as the same picture. One seller: the
    same shop and right. One title: the same wording but for numbers, signs and case. A group
    never joins different sites, queues or bands of marks, nor what speaks for the seller and
    what does not.
    """
    facts = sighting.facts
    signals = {one.signal for one in score.readings if one.value > 0}
    against = sorted(signals.intersection(SPEAKS_FOR_THE_SELLER))
    same = [score.queue.value, against, candidate_right]
    found: dict[GroupKind, list[object]] = {}
    if picture := shown_original(score):
        found[GroupKind.PICTURE] = [picture]
    place = [facts.platform, facts.site, score.band.value]
    if facts.seller_id or facts.seller:
        found[GroupKind.SELLER] = [*place, facts.seller_id or facts.seller]
    template = title_template(facts.title or "")
    if len(template) >= LEAST_TEMPLATE:
        found[GroupKind.TITLE] = [*place, template]
    return {kind: digest_of([kind, *same, *own])[:KEY_LENGTH] for kind, own in found.items()}


def shown_original(score: Score) -> Sha256 | None:
    """The owner's picture that the listing was found to show; None where it shows none."""
    for one in score.readings:
        if one.signal == SAME_PICTURE and one.pictures is not None:
            return one.pictures.reference_picture
    return None


def title_template(title: str) -> str:
    """The wording of a title without case, width, numbers, signs and spaces."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(one for one in plain if unicodedata.category(one)[0] == "L")


KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]")


def language_of(title: str | None) -> str | None:
    """The language a title is likely written in, by its letters: ja, zh or en; None for others.

    Latin letters among Chinese ones are names more often than English.
    """
    text = unicodedata.normalize("NFKC", title or "")
    if HAN.search(text):
        return "ja" if len(KANA.findall(text)) > 2 else "zh"
    if KANA.search(text):
        return "ja"
    return "en" if LATIN.search(text) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands in the queue, and in which groups."""

    candidate: CandidateId
    rank: float
    logs: Mapping[str, float]
    groups: Mapping[GroupKind, str]
    language: str | None
    thumb: Sha256 | None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One candidate of a group; `changed` where its listing is no longer as it was scored."""

    candidate: Candidate
    title: str | None
    seller: str | None
    platform: str
    thumb: Sha256 | None
    changed: bool
    held_by: str | None
