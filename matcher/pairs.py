"""Weighing: a sighting against every right it touches."""

from __future__ import annotations

from collections.abc import Mapping

from domain.candidates import Reading, Score
from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import RightSlug
from matcher.features import Pair, Rights, pairs_of
from matcher.images import Prints
from matcher.on_pictures import SeenPictures
from matcher.registry import SIGNALS
from matcher.scorecard import Scorecard, score


def weigh(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    rights: Rights,
    scorecard: Scorecard,
    seen: SeenPictures | None = None,
) -> list[tuple[RightSlug, Score]]:
    """The score of the sighting against each right it touches, highest first.

    Pure: the same input gives the same scores. Rights that the
    listing touches neither in words nor in pictures are not there.
    """
    pairs = pairs_of(sighting, prints, rights, scorecard.within_bits(), seen)
    scored = [(pair.right.slug, score(readings_of(pair), scorecard)) for pair in pairs]
    return sorted(scored, key=lambda one: (-one[1].value, one[0]))


def readings_of(pair: Pair) -> list[Reading]:
    """What every signal that has something to say says of this pair."""
    readings = (signal(pair) for signal in SIGNALS.values())
    return [reading for reading in readings if reading is not None]
