"""Stage 3: sightings become scored candidates."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.settings import Settings
from domain.candidates import Band, Score
from domain.digests import Sha256
from domain.errors import EvidenceError, InputError, MonitorError, NotFound
from domain.listings import Sighting, SightingId
from domain.records import from_plain, to_plain
from domain.rights import Portfolio, RightSlug
from domain.runs import Progress, StageReport, silent
from matcher.features import Rights, rights_in_force
from matcher.images import MAKER, Prints, prints_of
from matcher.pairs import weigh
from matcher.pictures.decoding import Decoder, decoder, reason_of
from matcher.pictures.states import Limits
from matcher.reference import Reference, ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import Scorecard, read_scorecard
from matcher.scorecard import score as score_of
from store.unit_of_work import Store, Work

logger = logging.getLogger(__name__)

BATCH = 100
"""Sightings that are read, scored and kept together."""


@dataclass(slots=True)
class _Night:
    """What one run works with, and what it has to tell at its end."""

    store: Store
    settings: Settings
    scorecard: Scorecard
    decoder: Decoder
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    made: list[int] = field(default_factory=list)


def match_sightings(
    store: Store,
    settings: Settings,
    sighting_ids: Sequence[int] | None,
    *,
    now: datetime,
    progress: Progress = silent,
) -> StageReport:
    """Put every sighting beside every right in force, and keep what is worth a look.

    Without ids the latest sighting of every listing is taken. Pairs in the bands `suggest` and
    `review` become candidates with all their readings; the rest is counted. Prints are made
    once a picture and kept. Running it again on the same sightings changes nothing.

    Returns:
        Counts of `sightings`, `suggest`, `review`, `log`, `lost`, and of pictures that gave no
        print; the candidates that are new or changed as `made`.

    Raises:
        InputError: The scorecard does not fit, or there are more references than may be held.
        EvidenceError: Kept bytes were changed on disk.
        MonitorError: More than `schedule.lost_share_limit` of the sightings were lost.
    """
    scorecard = read_scorecard(settings.match.scorecard, SIGNALS)
    with decoder(Limits(max_pixels=settings.crawl.max_picture_pixels)) as opened:
        night = _Night(store, settings, scorecard, opened, now)
        return _matched(night, sighting_ids, progress)


def _matched(night: _Night, sighting_ids: Sequence[int] | None, progress: Progress) -> StageReport:
    with night.store.reading() as work:
        portfolio = work.rights.portfolio()
        wanted = work.listings.latest_sightings() if sighting_ids is None else sighting_ids
        ids = sorted({SightingId(one) for one in wanted})
    rights = rights_in_force(portfolio, _reference_index(night, portfolio), night.now.date())
    for start in range(0, len(ids), BATCH):
        progress("match", start, len(ids))
        _match_batch(night, rights, ids[start : start + BATCH])
    progress("match", len(ids), len(ids))
    _refuse_losses(night, len(ids))
    return StageReport(dict(night.counts), tuple(night.problems), made=tuple(night.made))


def _reference_index(night: _Night, portfolio: Portfolio) -> ReferenceIndex:
    references = [
        Reference(right.slug, picture.sha256)
        for right in portfolio.rights()
        for picture in right.pictures
    ]
    if len(references) > night.settings.match.reference_limit:
        raise InputError(
            f"The portfolio has {len(references)} reference pictures.",
            where="match.reference_limit",
            mend=f"Allow more than {night.settings.match.reference_limit}, or leave some out.",
        )
    prints = _prints(night, [reference.picture for reference in references], "reference")
    index = ReferenceIndex()
    for reference in references:
        index.add(reference, prints.get(reference.picture, Prints()))
    night.counts["references"] = len(references)
    return index


def _match_batch(night: _Night, rights: Rights, ids: Sequence[SightingId]) -> None:
    with night.store.reading() as work:
        sightings = work.listings.sightings(ids)
        known = work.candidates.rights_by_sighting(ids)
    prints = _prints(night, _pictures_of(sightings.values()), "listing")
    for sighting_id in ids:
        night.counts["sightings"] += 1
        try:
            sighting = _found(sightings.get(sighting_id), sighting_id)
            scored = weigh(sighting, prints, rights, night.scorecard)
            _keep(night, sighting_id, scored, known.get(sighting_id, frozenset()))
        except Exception as exc:
            # one bad sighting must not cost the others
            logger.warning("sighting lost", extra={"sighting": sighting_id}, exc_info=exc)
            night.counts["lost"] += 1
            night.problems.append(f"sighting {sighting_id}: {exc}")


def _keep(
    night: _Night,
    sighting_id: SightingId,
    scored: Sequence[tuple[RightSlug, Score]],
    known: frozenset[RightSlug],
) -> None:
    """Keep what is worth a look, and what is a candidate already: it may have sunk since."""
    risen = [(slug, score) for slug, score in scored if score.band is not Band.LOG]
    nothing = score_of((), night.scorecard)
    sunk = known - {slug for slug, _ in risen}
    kept = risen + [(slug, dict(scored).get(slug, nothing)) for slug in sorted(sunk)]
    made: list[int] = []
    # a transaction a sighting: whatever goes wrong with the next one, this one stays
    if kept:
        with night.store.begin() as work:
            listing = work.listings.listing_of(sighting_id)
            for slug, score in kept:
                candidate = work.candidates.suggest(listing, slug, sighting_id, score, night.now)
                if candidate is not None:
                    made.append(candidate)
    night.made.extend(made)
    night.counts.update(score.band.value for _, score in scored)
    night.counts["candidates"] += len(made)


def _prints(night: _Night, digests: Sequence[Sha256], whose: str) -> dict[Sha256, Prints]:
    """The prints of these pictures: those kept from earlier, and those made now and kept."""
    wanted = sorted(set(digests))
    with night.store.reading() as work:
        known = _kept_prints(work, wanted)
    made = dict(_made_prints(night, [one for one in wanted if one not in known], whose))
    if made:
        with night.store.begin() as work:
            work.listings.keep_prints(MAKER, {key: to_plain(one) for key, one in made.items()})
    return known | made


def _kept_prints(work: Work, digests: Iterable[Sha256]) -> dict[Sha256, Prints]:
    kept = work.listings.prints(MAKER, digests)
    return {digest: from_plain(Prints, record) for digest, record in kept.items()}


def _made_prints(
    night: _Night, digests: Iterable[Sha256], whose: str
) -> Iterator[tuple[Sha256, Prints]]:
    for digest in digests:
        try:
            opened = night.decoder.decode(night.store.blobs.read(digest))
        except EvidenceError:
            raise
        except (NotFound, OSError) as exc:
            _unreadable(night, digest, whose, str(exc))
            continue
        if not opened.state.has_pixels:
            _unreadable(night, digest, whose, reason_of(opened).en)
            continue
        made = prints_of(opened)
        night.counts[f"{whose}_pictures_printed"] += 1
        if made.reason:
            night.counts[f"{whose}_pictures_without_print"] += 1
            if whose == "reference":
                night.problems.append(f"reference picture {digest[:12]}: {made.reason}")
        yield digest, made


def _unreadable(night: _Night, digest: Sha256, whose: str, why: str) -> None:
    night.counts[f"{whose}_pictures_unreadable"] += 1
    night.problems.append(f"{whose} picture {digest[:12]}: {why}")


def _pictures_of(sightings: Iterable[Sighting]) -> list[Sha256]:
    return [one.sha256 for sighting in sightings for one in sighting.pictures if one.sha256]


def _found(sighting: Sighting | None, sighting_id: SightingId) -> Sighting:
    if sighting is None:
        raise NotFound(f"There is no sighting {sighting_id}.")
    return sighting


def _refuse_losses(night: _Night, total: int) -> None:
    lost, limit = night.counts["lost"], night.settings.schedule.lost_share_limit
    if total and lost / total > limit:
        raise MonitorError(
            f"{lost} of {total} sightings could not be matched, more than the share of {limit:g} "
            f"that may be lost; the first: {night.problems[0]} Mend that and match again."
        )
