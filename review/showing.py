"""Pictures for pages, as far as whoever asks may see what they are of."""

from __future__ import annotations

from collections.abc import Iterator

from domain.digests import Sha256
from domain.errors import NotFound
from review.desk import CandidatePage, Store


def picture(store: Store, digest: Sha256) -> bytes:
    """A picture that stands on a page: of a listing, of a right, or drawn to show a likeness.

    Raises:
        NotFound: There is none, or it is of nobody that this store may see.
    """
    if store.is_walled:
        with store.reading() as work:
            if not work.views.shows_picture(digest):
                raise NotFound(f"There is no picture {digest}.", code="no_picture_here")
    return store.blobs.read(digest)


def named_pictures(page: CandidatePage) -> Iterator[tuple[str, Sha256]]:
    """The pictures of a comparison with a file name each: the listing's, ours, and the sheets."""
    theirs = [one.sha256 for one in page.sighting.pictures if one.sha256]
    ours = [one.sha256 for one in page.right.pictures]
    readings = page.candidate.score.readings
    sheets = [one.placement.sheet for one in readings if one.placement and one.placement.sheet]
    for name, digests in (("listing", theirs), ("ours", ours), ("sheet", sheets)):
        for number, digest in enumerate(dict.fromkeys(digests), 1):
            yield f"{name}-{number}-{digest[:12]}", digest
