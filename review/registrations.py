"""A listing's picture laid on the originals of a claim: found anew, so that it can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from domain.agreement import Agreement
from domain.digests import Sha256, sha256_of
from domain.ownership import ExhibitKind
from rights.dossier.pictures import opened as picture_of
from rights.proof.claim import Claim
from rights.proof.registration import agreement_of
from rights.proof.seams import goes_on

ORIGINALS = (
    ExhibitKind.ORIGINAL,
    ExhibitKind.RAW_PHOTO,
    ExhibitKind.LAYERED_SOURCE,
    ExhibitKind.DRAFT,
    ExhibitKind.FIRST_PUBLICATION,
)
"""What a listing's picture is laid on, the most telling first."""

Read = Callable[[Sha256], bytes]


def registered(claim: Claim, listings: Iterable[bytes], read: Read) -> Agreement | None:
    """The best agreement of any of these pictures with an original of the claim.

    The same picture goes before the same artwork, a larger original before a smaller one. None
    where nothing was found; that is said to the person, and proves nothing.
    """
    found = [one for listing in listings for one in _agreements(claim, listing, read)]
    return max(found, key=_telling, default=None)


def _agreements(claim: Claim, listing: bytes, read: Read) -> Iterator[Agreement]:
    # OpenCV comes along, and most commands do without it
    from matcher.pictures.cascade import Cascade  # noqa: PLC0415
    from matcher.pictures.decoding import decoder  # noqa: PLC0415
    from matcher.pictures.gallery import placement_of  # noqa: PLC0415

    gallery, digest = Cascade(), sha256_of(listing)
    with decoder() as decoding:
        seen = decoding.decode(listing)
        if seen.pixels is None:
            return
        originals = {}
        for sha256 in _originals(claim):
            own = decoding.decode(read(sha256))
            if own.pixels is not None:
                originals[sha256] = own
                gallery.add(sha256, gallery.describe(own.pixels, reference=True))
        features = gallery.describe(seen.pixels)
        for one in gallery.find(seen.pixels, features):
            placed = placement_of(one, (digest, seen), originals[one.reference], gallery.maker)
            agreement = agreement_of(placed)
            picture = picture_of(listing)
            yield replace(agreement, goes_on=goes_on(picture, agreement) if picture else None)


def _originals(claim: Claim) -> list[Sha256]:
    kinds = {kind: place for place, kind in enumerate(ORIGINALS)}
    fitting = (one for one in claim.papers if one.exhibit.kind in kinds)
    ordered = sorted(fitting, key=lambda one: (kinds[one.exhibit.kind], one.sha256))
    return list(dict.fromkeys(one.sha256 for one in ordered))


def _telling(agreement: Agreement) -> tuple[bool, float, float, str]:
    same = agreement.finding == "same"
    return same, agreement.owner_pixel_ratio, 1 - agreement.share_shown, agreement.reference
