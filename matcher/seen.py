"""Looking at pictures: each is opened once, and what came of it is kept."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from domain.candidates import Score
from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, NotFound
from domain.placements import PictureLook, Placement, ShownMark
from domain.records import Plain, from_plain, to_plain
from matcher.images import MAKER, Prints, prints_of
from matcher.pictures import marks, reading, thumbs
from matcher.pictures.calibration import Calibration, calibrate, way
from matcher.pictures.decoding import Decoder, reason_of
from matcher.pictures.gallery import Gallery, placement_of
from matcher.pictures.geometry import Pixels
from matcher.pictures.marks import MarkShape, find_mark, mark_shape, photograph
from matcher.pictures.opening import Opened
from matcher.pictures.sheets import draw_sheet

SHEETS = "sheet/2"
"""Names the way sheets are drawn, under the digest of what they are drawn from."""

OPENED_KEPT = 24
"""Opened pictures that are held, so that the steps on one picture open it once."""


class Shelf(Protocol):
    """What is kept of pictures from one night to the next."""

    def read(self, digest: Sha256) -> bytes:
        """The bytes of a picture."""

    def kept(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, Plain]:
        """What this maker once made of these pictures."""

    def keep(self, maker: str, made: Mapping[Sha256, Plain]) -> None:
        """Keep what a maker made."""

    def looks(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, PictureLook]:
        """What these pictures were found to show."""

    def keep_look(
        self, maker: str, digest: Sha256, look: PictureLook, features: bytes | None
    ) -> None:
        """Keep what a picture was found to show, and its features where they are new."""

    def keep_bytes(self, content: bytes) -> Sha256:
        """Keep these bytes and give their digest."""

    def keep_reference_features(self, maker: str, digest: Sha256, features: bytes) -> None:
        """Keep the features of a reference, which are never dropped."""

    def features(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, bytes]:
        """The features of these pictures, as far as they are kept."""


@dataclass(frozen=True, slots=True)
class FindableMark:
    """A figurative mark's shape, and what its agreement must reach."""

    shape: MarkShape
    card: Calibration


@dataclass(slots=True)
class Eyes:
    """Looks at pictures with one decoder and one gallery; `latest` is the newest reference."""

    shelf: Shelf
    decoder: Decoder
    gallery: Gallery
    latest: int
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    _opened: OrderedDict[Sha256, Opened] = field(default_factory=OrderedDict)

    def learn(self, references: Sequence[Sha256]) -> Eyes:
        """Have these references in the gallery and no others; one too plain is left out."""
        maker = f"{self.gallery.maker} reference"
        there = self.gallery.names()
        for digest in sorted(there.difference(references)):
            self.gallery.remove(digest)
        new = [digest for digest in references if digest not in there]
        kept = self.shelf.features(maker, new)
        for digest in new:
            features = kept.get(digest)
            if features is None:
                opened = self.opened(digest, "reference")
                if opened is None or opened.pixels is None or not opened.state.may_accuse:
                    continue
                features = self.gallery.describe(opened.pixels, reference=True)
                self.shelf.keep_reference_features(maker, digest, features)
            self.gallery.add(digest, features)
        self.gallery.settle()
        return self

    def opened(self, digest: Sha256, whose: str) -> Opened | None:
        """The picture, decoded; None where it cannot be, which is counted and told once."""
        if digest not in self._opened:
            found = self._open(digest, whose)
            if found is None:
                return None
            self._opened[digest] = found
            if len(self._opened) > OPENED_KEPT:
                self._opened.popitem(last=False)
        return self._opened[digest]

    def prints(self, digests: Iterable[Sha256], whose: str) -> dict[Sha256, Prints]:
        """The prints of these pictures: those kept from earlier, and those made now and kept."""
        wanted = sorted(set(digests))
        kept = self.shelf.kept(MAKER, wanted)
        known = {digest: from_plain(Prints, record) for digest, record in kept.items()}
        made: dict[Sha256, Prints] = {}
        for digest in wanted:
            opened = None if digest in known else self.opened(digest, whose)
            if opened is not None:
                made[digest] = self._printed(digest, opened, whose)
        if made:
            self.shelf.keep(MAKER, {digest: to_plain(one) for digest, one in made.items()})
        return known | made

    def placements(self, digests: Iterable[Sha256]) -> dict[Sha256, Sequence[Placement]]:
        """The references that these pictures show, from an earlier look or from one now."""
        wanted = sorted(set(digests))
        known = self.shelf.looks(self.gallery.maker, wanted)
        found: dict[Sha256, Sequence[Placement]] = {}
        for digest in wanted:
            look = known.get(digest)
            if look is None or look.looked_to < self.latest:
                look = self.look(digest, look)
            if look is not None and look.placements:
                found[digest] = look.placements
        return found

    def look(self, digest: Sha256, before: PictureLook | None) -> PictureLook | None:
        """Put a picture beside the gallery, and keep what it shows; None where it is unreadable.

        What an earlier look found of references that are not in this gallery stays.
        """
        opened = self.opened(digest, "listing")
        if opened is None:
            return None
        placements = {} if before is None else {_key(one): one for one in before.placements}
        features: bytes | None = None
        if opened.pixels is not None and opened.state.may_accuse:
            kept = self.shelf.features(self.gallery.maker, [digest]).get(digest)
            features = self.gallery.describe(opened.pixels) if kept is None else None
            for one in self._found(digest, opened, kept or features or b""):
                placements[_key(one)] = one
        order = sorted(placements.values(), key=lambda one: (-one.score, _key(one)))
        look = PictureLook(self.latest, tuple(order))
        self.shelf.keep_look(self.gallery.maker, digest, look, features)
        self.counts["pictures_looked_at"] += 1
        return look

    def texts(self, digests: Iterable[Sha256]) -> dict[Sha256, str]:
        """What is written on these pictures; those without a word are left out."""
        made = self._cached(reading.MAKER, digests, _read)
        return {digest: str(text) for digest, text in made.items() if text}

    def shown_marks(
        self, digests: Iterable[Sha256], wanted: Mapping[Sha256, FindableMark]
    ) -> dict[Sha256, list[ShownMark]]:
        """The figurative marks that reach their own threshold on these pictures."""
        found: dict[Sha256, list[ShownMark]] = {}
        for mark in sorted(wanted):
            shape, card = wanted[mark].shape, wanted[mark].card
            maker = f"{marks.MAKER} {mark[:32]}"
            made = self._cached(maker, digests, _seeker(mark, shape, card))
            for digest, record in made.items():
                shown = None if record is None else from_plain(ShownMark, record)
                if shown is not None and shown.agreement >= card.threshold:
                    found.setdefault(digest, []).append(shown)
        return found

    def calibrated(self, digest: Sha256) -> FindableMark | None:
        """A figurative mark's shape with its own threshold, measured when it comes first."""
        opened = self.opened(digest, "reference")
        if opened is None or opened.pixels is None:
            return None
        kept = self.shelf.kept(way(), [digest]).get(digest)
        if kept is None:
            kept = to_plain(calibrate(opened.pixels, opened.alpha))
            self.shelf.keep(way(), {digest: kept})
        shape = mark_shape(opened.pixels, opened.alpha)
        return FindableMark(shape, from_plain(Calibration, kept))

    def with_sheets(self, score: Score) -> Score:
        """The same score; each reading that says where a reference lies has its sheet drawn."""
        readings = tuple(
            one if one.placement is None else replace(one, placement=self._drawn(one.placement))
            for one in score.readings
        )
        return replace(score, readings=readings)

    def thumbnail(self, digest: Sha256) -> Sha256 | None:
        """A small copy of a picture, made once; None where it cannot be opened."""
        kept = self.shelf.kept(thumbs.MAKER, [digest]).get(digest)
        if kept is None:
            opened = self.opened(digest, "listing")
            if opened is None or opened.pixels is None:
                return None
            kept = {"thumb": self.shelf.keep_bytes(thumbs.draw_thumb(opened.pixels))}
            self.shelf.keep(thumbs.MAKER, {digest: kept})
        return Sha256(kept["thumb"])

    def _drawn(self, placement: Placement) -> Placement:
        record = json.dumps(to_plain(placement), sort_keys=True)
        key = sha256_of(record.encode())
        kept = self.shelf.kept(SHEETS, [key]).get(key)
        if kept is None:
            sheet = self._sheet(placement)
            if sheet is None:
                return placement
            kept = {"sheet": self.shelf.keep_bytes(sheet)}
            self.shelf.keep(SHEETS, {key: kept})
        return replace(placement, sheet=Sha256(kept["sheet"]))

    def _sheet(self, placement: Placement) -> bytes | None:
        listing = self.opened(placement.listing_picture, "listing")
        own = self.opened(placement.reference_picture, "reference")
        if listing is None or own is None or listing.pixels is None or own.pixels is None:
            return None
        return draw_sheet(listing.pixels, own.pixels, placement)

    def _open(self, digest: Sha256, whose: str) -> Opened | None:
        try:
            found = self.decoder.decode(self.shelf.read(digest))
        except EvidenceError:
            raise
        except (NotFound, OSError) as exc:
            self._unreadable(digest, whose, str(exc))
            return None
        if not found.state.has_pixels:
            self._unreadable(digest, whose, reason_of(found).en)
            return None
        return found

    def _unreadable(self, digest: Sha256, whose: str, why: str) -> None:
        problem = f"{whose} picture {digest[:12]}: {why}"
        if problem not in self.problems:
            self.counts[f"{whose}_pictures_unreadable"] += 1
            self.problems.append(problem)

    def _printed(self, digest: Sha256, opened: Opened, whose: str) -> Prints:
        made = prints_of(opened)
        self.counts[f"{whose}_pictures_printed"] += 1
        if made.reason:
            self.counts[f"{whose}_pictures_without_print"] += 1
            if whose == "reference":
                self.problems.append(f"reference picture {digest[:12]}: {made.reason}")
        return made

    def _found(self, digest: Sha256, opened: Opened, features: bytes) -> Iterable[Placement]:
        if opened.pixels is None:
            return
        for found in self.gallery.find(opened.pixels, features):
            own = self.opened(found.reference, "reference")
            if own is not None and own.pixels is not None:
                yield placement_of(found, (digest, opened), own, self.gallery.maker)

    def _cached(
        self, maker: str, digests: Iterable[Sha256], make: Callable[[Pixels], Plain]
    ) -> dict[Sha256, Plain]:
        wanted = sorted(set(digests))
        # wrapped: that nothing was found is worth keeping as well
        kept = self.shelf.kept(maker, wanted)
        made: dict[Sha256, Plain] = {}
        for digest in wanted:
            opened = None if digest in kept else self.opened(digest, "listing")
            if opened is not None and opened.pixels is not None:
                made[digest] = {"made": make(opened.pixels)}
        if made:
            self.shelf.keep(maker, made)
        return {digest: record["made"] for digest, record in (kept | made).items()}


def _read(pixels: Pixels) -> Plain:
    return reading.text_of(reading.read_text(pixels))


def _seeker(mark: Sha256, shape: MarkShape, card: Calibration) -> Callable[[Pixels], Plain]:
    def seek(pixels: Pixels) -> Plain:
        found = find_mark(photograph(pixels), shape)
        if found is None:
            return None
        shown = ShownMark(mark, found.agreement, card.threshold, found.corners, found.stage)
        return to_plain(shown)

    return seek


def _key(placement: Placement) -> Sha256:
    return placement.reference_picture
