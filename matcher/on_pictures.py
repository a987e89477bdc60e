"""What the pictures of a listing show of each right: references and figurative marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.digests import Sha256
from domain.placements import Placement, ShownMark
from domain.rights import RightSlug
from matcher.images import Prints, distance_bits
from matcher.reference import Reference, ReferenceIndex

Owners = Mapping[Sha256, Sequence[Reference]]
"""The rights that each reference picture belongs to, where it may be looked for."""


@dataclass(frozen=True, slots=True)
class SeenPictures:
    """What was made of listings' pictures, by picture."""

    placements: Mapping[Sha256, Sequence[Placement]] = field(default_factory=dict)
    texts: Mapping[Sha256, str] = field(default_factory=dict)
    marks: Mapping[Sha256, Sequence[ShownMark]] = field(default_factory=dict)


SEEN_NOTHING = SeenPictures()


@dataclass(frozen=True, slots=True)
class SeenPlaced:
    """A reference in a picture of the listing; how far their pHash prints lie apart."""

    placement: Placement
    phash_bits: int | None
    licensed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A figurative mark on a picture."""

    picture: Sha256
    mark: ShownMark


@dataclass(frozen=True, slots=True)
class OnPictures:
    """What the pictures of one listing show of one right."""

    placements: tuple[SeenPlaced, ...] = ()
    shown: tuple[Shown, ...] = ()


NOTHING = OnPictures()


def on_pictures(
    digests: Iterable[Sha256],
    prints: Mapping[Sha256, Prints],
    seen: SeenPictures,
    index: ReferenceIndex,
    owners: Owners,
) -> dict[RightSlug, OnPictures]:
    """What these pictures of one listing show, by right."""
    placed: dict[RightSlug, list[SeenPlaced]] = defaultdict(list)
    shown: dict[RightSlug, list[Shown]] = defaultdict(list)
    for digest in digests:
        for placement in seen.placements.get(digest, ()):
            for reference in owners.get(placement.reference_picture, ()):
                own = index.prints_of(reference)
                bits = _phash_bits(prints.get(digest, Prints()), own)
                placed[reference.right].append(SeenPlaced(placement, bits, reference.licensed))
        for mark in seen.marks.get(digest, ()):
            for reference in owners.get(mark.mark_picture, ()):
                shown[reference.right].append(Shown(digest, mark))
    return {
        slug: OnPictures(tuple(placed[slug]), tuple(shown[slug]))
        for slug in sorted({*placed, *shown})
    }


def _phash_bits(seen: Prints, own: Prints) -> int | None:
    """The pHash distance in the nearer turn; it is shown beside a finding and decides nothing."""
    turned = [prints[0] for prints in (seen.as_is, seen.mirrored) if prints]
    if not turned or not own.as_is:
        return None
    return min(distance_bits(one, own.as_is[0]) for one in turned)
