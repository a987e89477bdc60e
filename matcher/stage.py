"""Stage 3: sightings become scored candidates."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from config.settings import Settings
from domain.aliases import Alias
from domain.candidates import Band, Score
from domain.digests import Sha256
from domain.errors import EvidenceError, InputError, NotFound
from domain.listings import Sighting, SightingId
from domain.rights import Portfolio, RightSlug
from domain.runs import Progress, StageReport, silent
from matcher.features import Rights, digests_of, references_of, rights_in_force
from matcher.images import Prints
from matcher.losses import refuse_losses
from matcher.on_pictures import SeenPictures
from matcher.pairs import weigh
from matcher.reference import ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import Bands, Scorecard, read_scorecard
from matcher.scorecard import score as score_of
from matcher.suspicion import figures_of, is_suspicious
from matcher.urgency import UrgencyTable, read_harm
from store.shelf import PictureShelf
from store.unit_of_work import Store

if TYPE_CHECKING:
    from matcher.seen import Eyes, FindableMark

logger = logging.getLogger(__name__)

BATCH = 100
"""Sightings that are read, scored and kept together."""

PICTURES_READ = 4
"""Pictures of a suspicious listing on which words and figurative marks are looked for."""

LOOKS_AT_ONCE = 200
FEATURE_BUDGET_BYTES = 4_000_000_000
"""What the features of listings' pictures may take; the oldest are dropped beyond it."""


@dataclass(slots=True)
class _Night:
    """What one run works with, and what it has to tell at its end."""

    store: Store
    settings: Settings
    scorecard: Scorecard
    eyes: Eyes
    urgency: UrgencyTable
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    findable: dict[Sha256, FindableMark] | None = None

    def report(self) -> StageReport:
        """The report of the run."""
        problems = (*self.problems, *self.eyes.problems)
        return StageReport(dict(self.counts + self.eyes.counts), problems, made=tuple(self.made))


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
    `review` become candidates with all their readings; the rest is counted. Pictures are looked
    at once, and what was found is kept. Running it again on the same sightings changes nothing.

    Returns:
        Counts of `sightings`, `suggest`, `review`, `log`, `lost`, and of pictures that gave no
        print; the candidates that are new or changed as `made`.

    Raises:
        InputError: The scorecard does not fit, or there are more references than may be held.
        EvidenceError: Kept bytes were changed on disk.
        MonitorError: More than `schedule.lost_share_limit` of the sightings were lost.
    """
    with _night(store, settings, now) as night:
        with store.reading() as work:
            portfolio, aliases = work.rights.portfolio(), work.aliases.approved()
            wanted = work.listings.latest_sightings() if sighting_ids is None else sighting_ids
            ids = sorted({SightingId(one) for one in wanted})
        rights = _rights(night, portfolio, aliases)
        for start in range(0, len(ids), BATCH):
            progress("match", start, len(ids))
            _match_batch(night, rights, ids[start : start + BATCH])
        progress("match", len(ids), len(ids))
        refuse_losses(night.counts["lost"], len(ids), settings, night.problems)
        return night.report()


def match_new_references(
    store: Store, settings: Settings, *, now: datetime, progress: Progress = silent
) -> StageReport:
    """Put references that came since beside all pictures ever seen, and match what they touch.

    A picture that only an earlier sighting showed is told, and makes no candidate.
    """
    with _night(store, settings, now, only_new=True) as night:
        found = _look_again(night, progress)
        with store.begin() as work:
            work.pictures.drop_features(FEATURE_BUDGET_BYTES)
        latest = _latest_showing(night, found)
        report = night.report()
    if not latest:
        return report
    matched = match_sightings(store, settings, latest, now=now, progress=progress)
    counts = dict(Counter(report.counts) + Counter(matched.counts))
    problems = dict.fromkeys((*report.problems, *matched.problems))
    return StageReport(counts, tuple(problems), made=matched.made)


@contextmanager
def _night(
    store: Store, settings: Settings, now: datetime, *, only_new: bool = False
) -> Iterator[_Night]:
    """A run with its eyes open: every reference in the gallery, or those that came since."""
    # they bring OpenCV and models along: only who looks at pictures pays for that
    from matcher.pictures.cascade import Cascade  # noqa: PLC0415
    from matcher.pictures.decoding import decoder  # noqa: PLC0415
    from matcher.pictures.states import Limits  # noqa: PLC0415
    from matcher.seen import Eyes  # noqa: PLC0415

    scorecard = read_scorecard(settings.match.scorecard, SIGNALS)
    gallery = Cascade(None if only_new else settings.match.index_folder)
    limits = Limits(max_pixels=settings.crawl.max_picture_pixels)
    with store.begin() as work:
        portfolio, accepted = work.rights.portfolio(), work.bands.accepted()
        urgency = UrgencyTable(read_harm(settings.queue.harm), work.prices.all())
        works = references_of(portfolio.works)
        new = work.pictures.number_references([(one.right, one.picture) for one in works])
        latest = max((one.number for one in work.pictures.references()), default=0)
        first = work.pictures.least_look(gallery.maker) if only_new else 0
        wanted = work.pictures.numbered_after(latest if first is None else first)
    if accepted is not None:
        scorecard = scorecard.within(Bands(suggest=accepted[0], review=accepted[1]))
    with decoder(limits) as opened:
        eyes = Eyes(PictureShelf(store, now), opened, gallery, latest).learn(wanted)
        night = _Night(store, settings, scorecard, eyes, urgency, now)
        night.counts["new_references"] += new
        yield night


def _rights(
    night: _Night, portfolio: Portfolio, aliases: Mapping[RightSlug, Sequence[Alias]]
) -> Rights:
    """The rights in force with their references laid out, but for those switched off."""
    with night.store.reading() as work:
        kept = work.pictures.references()
    off = {(one.right, one.picture) for one in kept if one.off_at is not None}
    every = references_of(portfolio.rights())
    references = [one for one in every if (one.right, one.picture) not in off]
    night.counts["references"] = len(references)
    if len(references) > night.settings.match.reference_limit:
        raise InputError(
            f"The portfolio has {len(references)} reference pictures.",
            where="match.reference_limit",
            mend=f"Allow more than {night.settings.match.reference_limit}, or leave some out.",
        )
    prints = night.eyes.prints([one.picture for one in references], "reference")
    index = ReferenceIndex()
    for reference in references:
        index.add(reference, prints.get(reference.picture, Prints()))
    weights = night.scorecard.fields
    return rights_in_force(portfolio, index, night.now.date(), weights, aliases, off)


def _match_batch(night: _Night, rights: Rights, ids: Sequence[SightingId]) -> None:
    with night.store.reading() as work:
        sightings = work.listings.sightings(ids)
        known = work.candidates.rights_by_sighting(ids)
    for sighting_id in ids:
        night.counts["sightings"] += 1
        try:
            if sighting_id not in sightings:
                raise NotFound(f"There is no sighting {sighting_id}.")
            scored = _weighed(night, rights, sightings[sighting_id])
            kept = known.get(sighting_id, frozenset())
            _keep(night, rights, (sighting_id, sightings[sighting_id]), scored, kept)
        except EvidenceError:
            raise
        except Exception as exc:
            # one bad sighting must not cost the others
            logger.warning("sighting lost", extra={"sighting": sighting_id}, exc_info=exc)
            night.counts["lost"] += 1
            night.problems.append(f"sighting {sighting_id}: {exc}")


def _weighed(
    night: _Night, rights: Rights, sighting: Sighting
) -> Sequence[tuple[RightSlug, Score]]:
    """Weigh a sighting; what is suspicious has its pictures read, and is weighed again."""
    digests = digests_of(sighting)
    prints = night.eyes.prints(digests, "listing")
    seen = SeenPictures(placements=night.eyes.placements(digests))
    scored = weigh(sighting, prints, rights, night.scorecard, seen)
    if not is_suspicious(sighting, scored, rights):
        return scored
    first = digests[:PICTURES_READ]
    marks = night.eyes.shown_marks(first, _calibrated(night, rights))
    seen = replace(seen, texts=night.eyes.texts(first), marks=marks)
    return weigh(sighting, prints, rights, night.scorecard, seen)


def _calibrated(night: _Night, rights: Rights) -> Mapping[Sha256, FindableMark]:
    """The drawings of figurative marks that may be looked for; the others are told."""
    if night.findable is None:
        night.findable = {}
        for digest, slugs in sorted(figures_of(rights).items()):
            found = night.eyes.calibrated(digest)
            if found is not None and found.card.reason is not None:
                night.problems.append(f"{', '.join(slugs)}: {found.card.reason.en}")
            elif found is not None:
                night.findable[digest] = found
    return night.findable


def _keep(
    night: _Night,
    rights: Rights,
    seen: tuple[SightingId, Sighting],
    scored: Sequence[tuple[RightSlug, Score]],
    known: frozenset[RightSlug],
) -> None:
    """Keep what is worth a look, and what is a candidate already: it may have sunk since."""
    sighting_id, sighting = seen
    worth = [(slug, score) for slug, score in scored if score.band is not Band.LOG]
    risen = [(slug, night.eyes.with_sheets(score)) for slug, score in worth]
    nothing = score_of((), night.scorecard)
    sunk = sorted(known - {slug for slug, _ in risen})
    kept = risen + [(slug, dict(scored).get(slug, nothing)) for slug in sunk]
    urgency = night.urgency.of_pairs(sighting, kept, rights.by_slug, night.eyes.thumbnail)
    made: list[int] = []
    # a transaction a sighting: whatever goes wrong with the next one, this one stays
    if kept:
        with night.store.begin() as work:
            listing = work.listings.listing_of(sighting_id)
            for slug, score in kept:
                candidate = work.candidates.suggest(
                    listing, slug, sighting_id, score, night.now, urgency=urgency.get(slug)
                )
                if candidate is not None:
                    made.append(candidate)
    night.made.extend(made)
    night.counts.update(score.band.value for _, score in scored)
    night.counts["candidates"] += len(made)


def _look_again(night: _Night, progress: Progress) -> list[Sha256]:
    """Put new references beside the pictures looked at before; those that show one of them."""
    eyes, found, done = night.eyes, list[Sha256](), 0
    with night.store.begin() as work:
        work.pictures.note_sightings()
    after: Sha256 | None = None
    while True:
        with night.store.reading() as work:
            digests = work.pictures.looked_before(
                eyes.gallery.maker, eyes.latest, after, LOOKS_AT_ONCE
            )
            before = work.pictures.looks(eyes.gallery.maker, digests)
        if not digests:
            return found
        for digest in digests:
            look = eyes.look(digest, before[digest])
            if look is not None and look.placements != before[digest].placements:
                found.append(digest)
        done, after = done + len(digests), digests[-1]
        progress("retro", done, done)


def _latest_showing(night: _Night, digests: Sequence[Sha256]) -> list[SightingId]:
    """The sightings to match again; a picture that only earlier ones show is told."""
    with night.store.reading() as work:
        seen_in, latest = work.pictures.seen_in(digests), set(work.listings.latest_sightings())
    wanted = {one for shown in seen_in.values() for one in shown} & latest
    for digest, shown in sorted(seen_in.items()):
        if not latest.intersection(shown):
            night.counts["only_in_earlier_sightings"] += 1
            night.problems.append(
                f"listing picture {digest[:12]} shows a new reference, but only in earlier "
                f"sightings ({', '.join(str(one) for one in shown)}): the listing changed since"
            )
    return sorted(wanted)
