"""Drafts: decided cases put together as a channel takes them, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from config.profiles import PlatformProfile
from domain.candidates import PicturePair
from domain.cases import Case
from domain.digests import digest_of
from domain.errors import InputError
from domain.rights import Right, RightsHolder, RightSlug, kind_of
from takedown.cells import safe_name
from takedown.grounds import Ground, ground_of
from takedown.regimes import Regime, regimes_of
from takedown.rules import Laws, Pack, pack_on

SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What drafting needs beside the cases: packs and profiles by slug, and the laws."""

    packs: Mapping[str, Pack]
    profiles: Mapping[str, PlatformProfile]
    laws: Laws

    def channel_of(self, case: Case) -> tuple[PlatformProfile, Pack]:
        """The profile of the case's platform, and the pack of the channel it names.

        Raises:
            InputError: There is no such profile, or no such pack; the message says what to add.
        """
        platform = case.sighting.key.platform
        profile = self.profiles.get(platform)
        if profile is None:
            raise InputError(f"There is no profile of the platform {platform!r}.", where=platform)
        if profile.complaint_channel is None:
            raise InputError(
                "The profile names no complaint channel.",
                where=platform,
                mend="Set complaint_channel to the slug of a rule pack.",
            )
        pack = self.packs.get(profile.complaint_channel)
        if pack is None:
            raise InputError(
                f"There is no rule pack for the channel {profile.complaint_channel!r}.",
                where=platform,
                mend=f"Packs exist for {', '.join(self.packs) or 'no channel'}.",
            )
        return profile, pack

    def on(self, day: date) -> Rulebook:
        """The packs as they stand on this day."""
        return replace(self, packs={slug: pack_on(pack, day) for slug, pack in self.packs.items()})


@dataclass(frozen=True, slots=True)
class Draft:
    """One complaint to be: one channel, one site, one right, one reason, its cases in order.

    `drafted_at` is the only time in it that is not a fact of the cases; its day is the day of
    the letter.
    """

    slug: str
    pack: Pack
    profile: PlatformProfile
    ground: Ground
    cases: tuple[Case, ...]
    drafted_at: datetime

    @property
    def right(self) -> Right:
        """The right that is asserted."""
        return self.cases[0].right

    @property
    def holder(self) -> RightsHolder:
        """Whose right it is."""
        return self.cases[0].holder

    @property
    def day(self) -> date:
        """The day of the letter."""
        return self.drafted_at.date()

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """The laws of notices that it answers to."""
        kind = self.ground.right_kind
        return regimes_of(self.pack, self.profile, self.cases, kind, self.day)


def drafts_of(cases: Iterable[Case], book: Rulebook, now: datetime) -> tuple[Draft, ...]:
    """The drafts that these cases make, cut to what a complaint may hold, by slug.

    Raises:
        InputError: A case's platform leads to no rule pack.
    """
    book = book.on(now.date())
    groups: dict[tuple[str, str, RightSlug, str], list[Case]] = defaultdict(list)
    for case in cases:
        profile, key = book.channel_of(case)[0], case.sighting.key
        ground = _ground(case, book, now.date())
        groups[profile.slug, key.site, case.right.slug, ground.code].append(case)
    drafts = [
        _draft(batch, book, now) for group in groups.values() for batch in _batches(group, book)
    ]
    return tuple(sorted(drafts, key=lambda draft: draft.slug))


def pairs_of(case: Case) -> tuple[PicturePair, ...]:
    """The pictures that were compared in this case, closest first, each pair once.

    Only pictures that the decided sighting showed and that the right has: a candidate may have
    been scored anew on a later sighting.
    """
    shown = {picture.sha256 for picture in case.sighting.pictures}
    owned = {picture.sha256 for picture in case.right.pictures}
    found = {
        (pair.listing_picture, pair.reference_picture): pair
        for reading in reversed(case.candidate.score.readings)
        if (pair := reading.pictures) is not None
        and pair.listing_picture in shown
        and pair.reference_picture in owned
    }
    return tuple(
        sorted(found.values(), key=lambda pair: (pair.distance_bits, pair.listing_picture))
    )


def _batches(cases: Sequence[Case], book: Rulebook) -> Iterator[tuple[Case, ...]]:
    ordered = sorted(cases, key=lambda case: (case.sighting.key, case.decision.sighting_digest))
    limit = book.channel_of(ordered[0])[1].links_per_complaint.value or len(ordered)
    for start in range(0, len(ordered), limit):
        yield tuple(ordered[start : start + limit])


def _draft(cases: tuple[Case, ...], book: Rulebook, now: datetime) -> Draft:
    profile, pack = book.channel_of(cases[0])
    right = cases[0].right.slug
    ground = _ground(cases[0], book, now.date())
    seen = sorted(case.decision.sighting_digest for case in cases)
    mark = digest_of([pack.slug, profile.slug, right, ground.code, seen])[:8]
    return Draft(
        slug=f"{safe_name(f'{pack.slug}-{right}', SLUG_LENGTH)}-{mark}",
        pack=pack,
        profile=profile,
        ground=ground,
        cases=cases,
        drafted_at=now,
    )


def _ground(case: Case, book: Rulebook, day: date) -> Ground:
    profile, pack = book.channel_of(case)
    regimes = regimes_of(pack, profile, (case,), kind_of(case.right), day)
    return ground_of(case, pack, book.laws, day, [one.code for one in regimes])
