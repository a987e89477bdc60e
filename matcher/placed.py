"""How a reference found in a picture is told, for the signals that read one."""

from __future__ import annotations

from domain.candidates import PicturePair, Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.images import PRINT_BITS
from matcher.on_pictures import SeenPlaced

MIRRORED, AS_IS = "mirrored", "as is"


def best_placed(pair: Pair, finding: str | None, *, licensed: bool = False) -> SeenPlaced | None:
    """The surest finding of this kind among the pictures of a listing; any kind for None."""
    found = [
        one
        for one in pair.on_pictures.placements
        if one.licensed is licensed and finding in (None, one.placement.finding)
    ]
    return min(
        found,
        key=lambda one: (
            -one.placement.score,
            one.placement.listing_picture,
            one.placement.reference_picture,
        ),
        default=None,
    )


def placed_reading(signal: str, value: float, sentence: Sentence, seen: SeenPlaced) -> Reading:
    """A reading that carries where the reference lies, and the two pictures."""
    placement = seen.placement
    return Reading(
        signal=signal,
        value=round(value, 4),
        sentence=sentence,
        pictures=PicturePair(
            listing_picture=placement.listing_picture,
            reference_picture=placement.reference_picture,
            print_name="phash",
            # not known is as far as it can be: the distance orders pairs, and decides nothing
            distance_bits=PRINT_BITS if seen.phash_bits is None else seen.phash_bits,
            turn=MIRRORED if placement.mirrored else AS_IS,
        ),
        placement=placement,
    )


def shares(seen: SeenPlaced) -> tuple[str, str]:
    """What part of the original is shown, and how much of it agrees, in percent."""
    return f"{seen.placement.shown * 100:.0f} %", f"{seen.placement.share * 100:.0f} %"
