"""Weighing: a sighting against every right it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.candidates import Queue, Reading, Score
from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import Mark, RightSlug
from matcher.features import Pair, Rights, pairs_of
from matcher.images import Prints
from matcher.on_pictures import SEEN_NOTHING, SeenPictures
from matcher.registry import SIGNALS
from matcher.scorecard import Bands, Scorecard, score
from matcher.text.mention import Channel, UseContext


def weigh(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    rights: Rights,
    scorecard: Scorecard,
    seen: SeenPictures = SEEN_NOTHING,
) -> list[tuple[RightSlug, Score]]:
    """The score of the sighting against each right it touches, highest first.

    Pure: the same sighting, prints, rights, scorecard and what was seen in pictures give the
    same scores. Rights that the listing touches neither in words nor in pictures are not there.
    """
    pairs = pairs_of(sighting, prints, rights, scorecard.within_bits(), seen)
    scored = [(pair.right.slug, score_of(pair, scorecard)) for pair in pairs]
    return sorted(scored, key=lambda one: (-one[1].value, one[0]))


def score_of(pair: Pair, scorecard: Scorecard) -> Score:
    """All that the signals say of this pair, weighed, with the queue it belongs to."""
    bands = scorecard.bands
    if isinstance(pair.right, Mark) and pair.right.policy:
        policy = pair.right.policy
        suggest, review = policy.suggest or bands.suggest, policy.review or bands.review
        bands = Bands(suggest=suggest, review=min(review, suggest))
    return replace(score(readings_of(pair), scorecard, bands), queue=queue_of(pair))


def queue_of(pair: Pair) -> Queue:
    """What the pair is put up as: a use for fit, a disguised name that nothing backs, the rest."""
    if pair.pictures or not pair.mentions:
        return Queue.MAIN
    if all(one.context is UseContext.COMPATIBLE for one in pair.mentions):
        return Queue.COMPATIBLE
    plain = any(one.channel in (Channel.EXACT, Channel.ALIAS) for one in pair.mentions)
    backed = any(one.goods or one.code_word for one in pair.mentions)
    return Queue.MAIN if plain or backed else Queue.OBFUSCATED


def readings_of(pair: Pair) -> list[Reading]:
    """What every signal that has something to say says of this pair."""
    readings = (signal(pair) for signal in SIGNALS.values())
    return [reading for reading in readings if reading is not None]
