"""What is kept of pictures, for whoever looks at them one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.digests import Sha256
from domain.placements import PictureLook
from domain.records import Plain
from store.unit_of_work import Store


class PictureShelf:
    """Each call in a transaction of its own: a picture takes long, and a lock must not."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now

    def read(self, digest: Sha256) -> bytes:
        """The bytes of a picture, checked."""
        return self._store.blobs.read(digest)

    def keep_bytes(self, content: bytes) -> Sha256:
        """Keep these bytes and give their digest."""
        return self._store.blobs.keep(content)

    def kept(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, Plain]:
        """What this maker once made of these pictures."""
        with self._store.reading() as work:
            return work.listings.prints(maker, digests)

    def keep(self, maker: str, made: Mapping[Sha256, Plain]) -> None:
        """Keep what a maker made."""
        with self._store.begin() as work:
            work.listings.keep_prints(maker, made)

    def looks(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, PictureLook]:
        """What these pictures were found to show."""
        with self._store.reading() as work:
            return work.pictures.looks(maker, digests)

    def keep_look(
        self, maker: str, digest: Sha256, look: PictureLook, features: bytes | None
    ) -> None:
        """Keep what a picture was found to show, and its features where they are new."""
        with self._store.begin() as work:
            work.pictures.keep_look(maker, digest, look)
            if features is not None:
                made = {digest: features}
                work.pictures.keep_features(maker, made, of_reference=False, now=self._now)

    def keep_reference_features(self, maker: str, digest: Sha256, features: bytes) -> None:
        """Keep the features of a reference, which are never dropped."""
        made = {digest: features}
        with self._store.begin() as work:
            work.pictures.keep_features(maker, made, of_reference=True, now=self._now)

    def features(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, bytes]:
        """The features of these pictures, as far as they are kept."""
        with self._store.reading() as work:
            return work.pictures.features(maker, digests)
