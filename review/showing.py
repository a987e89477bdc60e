"""Pictures for pages, as far as whoever asks may see what they are of."""

from __future__ import annotations

from domain.digests import Sha256
from domain.errors import NotFound
from review.desk import Store


def picture(store: Store, digest: Sha256) -> bytes:
    """A picture that stands on a page: of a listing, of a right, or drawn to show a likeness.

    Raises:
        NotFound: There is none, or it is of nobody that this store may see.
    """
    if store.is_walled:
        with store.reading() as work:
            if not work.views.shows_picture(digest):
                raise NotFound(f"There is no picture {digest}.")
    return store.blobs.read(digest)
