"""The stage and pictures: found whatever was done to them, kept, switched off, looked at again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from config.settings import Settings
from domain.candidates import Band, Candidate, Reading
from domain.digests import Sha256
from domain.listings import ListingKey, PlatformSlug, SeenPicture
from domain.records import to_plain
from domain.rights import MarkKind, Portfolio, ReferencePicture
from matcher.pictures.calibration import Calibration, way
from matcher.pictures.cascade import MAKER
from matcher.stage import match_new_references, match_sightings
from store.unit_of_work import Store
from tests.factories import (
    SAYING,
    a_holder,
    a_mark,
    a_reference_picture,
    a_sighting,
    a_work,
    digest,
)
from tests.matcher.drawn import a_picture, saved
from tests.matcher.pictures.test_marks import crest

# what differs between databases is tested with the store
pytestmark = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)

SIZE = (480, 360)
FOX = saved(a_picture(7, SIZE))
WORK = a_work().slug


def collage() -> bytes:
    """The fox, mirrored and small, in the corner of another picture: no print finds it."""
    ground = a_picture(8, (640, 480))
    ground.paste(a_picture(7, SIZE).transpose(Image.Transpose.FLIP_LEFT_RIGHT), (20, 60))
    return saved(ground, "JPEG", quality=80)


def keep_rights(store: Store, *pictures: ReferencePicture, **changes: object) -> None:
    kept = pictures or (a_reference_picture(sha256=store.blobs.keep(FOX)),)
    work_of_art = a_work(pictures=kept)
    portfolio = Portfolio((a_holder(),), (a_mark(**changes),), (work_of_art,))
    with store.begin() as work:
        work.rights.keep_portfolio(portfolio)


def keep_sighting(store: Store, item: str, picture: bytes, title: str = "水杯") -> int:
    kept = store.blobs.keep(picture)
    seen = (SeenPicture("https://x.example/p", "p", kept, "image/jpeg"),)
    facts = replace(a_sighting().facts, item_id=item, title=title)
    key = ListingKey(PlatformSlug("bazaar_street"), "cn", item)
    with store.begin() as work:
        sighting = a_sighting(key=key, facts=facts, pictures=seen)
        return work.listings.keep_sighting(sighting, None).id


def candidates(store: Store) -> dict[str, Candidate]:
    with store.reading() as work:
        return {str(one.right): one for one in work.candidates.find()}


def reading(candidate: Candidate, signal: str) -> Reading:
    (found,) = [one for one in candidate.score.readings if one.signal == signal]
    return found


def test_a_mirrored_piece_of_a_collage_is_suggested_with_its_sheet(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", collage())
    match_sightings(store, settings, None, now=now)
    found = candidates(store)[WORK]
    assert found.score.band is Band.SUGGEST
    placement = reading(found, "same_picture").placement
    assert placement is not None
    assert (placement.mirrored, placement.finding) == (True, "same_picture")
    assert placement.sheet is not None
    with Image.open(io.BytesIO(store.blobs.read(placement.sheet))) as sheet:
        assert sheet.format == "PNG"


def test_a_picture_is_looked_at_once(store: Store, settings: Settings, now: datetime) -> None:
    keep_rights(store)
    keep_sighting(store, "1", collage())
    first = match_sightings(store, settings, None, now=now)
    again = match_sightings(store, settings, None, now=now)
    assert first.counts["pictures_looked_at"] == 1
    assert "pictures_looked_at" not in again.counts
    assert again.made == ()


def test_a_reference_switched_off_accuses_no_more_from_the_next_match(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", collage())
    match_sightings(store, settings, None, now=now)
    picture = store.blobs.keep(FOX)
    with store.begin() as work:
        work.pictures.switch_off(WORK, picture, who="王小明", reason="stock", now=now)
    match_sightings(store, settings, None, now=now)
    assert candidates(store)[WORK].score.band is Band.LOG
    with store.begin() as work:
        work.pictures.switch_on(WORK, picture)
    match_sightings(store, settings, None, now=now)
    assert candidates(store)[WORK].score.band is Band.SUGGEST


@pytest.mark.parametrize("copy", [collage(), FOX], ids=["piece", "whole"])
def test_a_picture_licensed_to_many_never_accuses_alone(
    store: Store, settings: Settings, now: datetime, copy: bytes
) -> None:
    licensed = a_reference_picture(sha256=store.blobs.keep(FOX), licensed_to_many=True)
    keep_rights(store, licensed)
    keep_sighting(store, "1", copy)
    report = match_sightings(store, settings, None, now=now)
    assert candidates(store) == {}
    assert report.counts["log"] == 1


@pytest.mark.parametrize("colour", ["white", "black"])
def test_blank_pictures_never_accuse_each_other(
    store: Store, settings: Settings, now: datetime, colour: str
) -> None:
    blank = saved(Image.new("RGB", (300, 300), colour))
    keep_rights(store, a_reference_picture(sha256=store.blobs.keep(blank)))
    keep_sighting(store, "1", blank)
    match_sightings(store, settings, None, now=now)
    assert candidates(store) == {}


def test_a_new_reference_is_put_beside_all_pictures_ever_seen(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store, a_reference_picture(sha256=store.blobs.keep(saved(a_picture(30, SIZE)))))
    keep_sighting(store, "1", collage())
    match_sightings(store, settings, None, now=now)
    assert candidates(store) == {}
    keep_rights(store)
    report = match_new_references(store, settings, now=now)
    assert candidates(store)[WORK].score.band is Band.SUGGEST
    assert len(report.made) == 1
    again = match_new_references(store, settings, now=now)
    assert (again.made, again.counts.get("pictures_looked_at", 0)) == ((), 0)


def test_a_picture_that_only_an_earlier_sighting_showed_is_told_and_no_candidate(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store, a_reference_picture(sha256=store.blobs.keep(saved(a_picture(30, SIZE)))))
    keep_sighting(store, "1", collage())
    match_sightings(store, settings, None, now=now)
    keep_sighting(store, "1", saved(a_picture(31, SIZE)))
    keep_rights(store)
    report = match_new_references(store, settings, now=now)
    assert candidates(store) == {}
    assert report.counts["only_in_earlier_sightings"] == 1
    assert any("earlier sightings" in one for one in report.problems)


def test_looking_again_gives_what_looking_at_once_gives(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_sighting(store, "1", collage())
    keep_rights(store, a_reference_picture(sha256=store.blobs.keep(saved(a_picture(30, SIZE)))))
    match_sightings(store, settings, None, now=now)
    keep_rights(store)
    match_new_references(store, settings, now=now)
    picture = store.blobs.keep(collage())
    with store.begin() as work:
        (stepwise,) = work.pictures.looks(MAKER, [picture]).values()
        work.pictures.forget_looks(MAKER)
    match_sightings(store, settings, None, now=now)
    with store.reading() as work:
        (at_once,) = work.pictures.looks(MAKER, [picture]).values()
    # points are weighed by how many of the index are like them: the place may differ by a hair
    told, looked = (
        [replace(one, score=0, matrix=(), scale=0, turn_degrees=0) for one in look.placements]
        for look in (stepwise, at_once)
    )
    assert told == looked
    for one, other in zip(stepwise.placements, at_once.placements, strict=True):
        assert one.score == pytest.approx(other.score, abs=0.005)
        assert one.matrix == pytest.approx(other.matrix, abs=0.005)


def lettered(text: str) -> bytes:
    picture = a_picture(12, (640, 480))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((40, 180, 600, 300), fill="white")
    drawn.text((60, 200), text, fill="black", font=ImageFont.load_default(72))
    return saved(picture, "JPEG", quality=85)


def test_a_mark_written_on_the_picture_of_such_goods_is_a_mention_of_less_weight(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", lettered("LUMORI"), title="儿童保温杯")
    match_sightings(store, settings, None, now=now)
    found = candidates(store)[a_mark().slug]
    said = reading(found, "exact_mention")
    assert said.value == 0.9
    assert said.span is not None
    assert (said.span.field, said.span.text) == ("picture_text", "LUMORI")


def test_pictures_of_unsuspicious_listings_are_not_read(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", lettered("LUMORI"), title="手表")
    match_sightings(store, settings, None, now=now)
    assert candidates(store) == {}


def crest_file() -> bytes:
    colours, cover = crest()
    return saved(Image.fromarray(np.dstack([colours[:, :, ::-1], cover])))


def with_crest() -> bytes:
    picture = a_picture(5, (800, 600)).convert("RGBA")
    mark = Image.new("RGBA", (256, 256), "white")
    mark.putalpha(Image.fromarray(crest()[1]))
    picture.alpha_composite(mark.resize((150, 150)), (300, 200))
    return saved(picture.convert("RGB"), "JPEG", quality=85)


def keep_figure(store: Store, content: bytes, card: Calibration) -> Sha256:
    """A figurative mark that was calibrated when it came; measuring it is tested elsewhere."""
    kept = store.blobs.keep(content)
    picture = a_reference_picture(sha256=kept, file_name="crest.png")
    keep_rights(store, kind=MarkKind.FIGURATIVE, names=(), pictures=(picture,))
    with store.begin() as work:
        work.listings.keep_prints(way(), {kept: to_plain(card)})
    return kept


FINDABLE = Calibration(0.62, 0.9, 12, findable=True, reason=None, way=way())
REFUSED = Calibration(0.8, 0.1, 12, findable=False, reason=SAYING, way=way())


def test_a_figurative_mark_on_a_picture_goes_to_review_and_no_further(
    store: Store, settings: Settings, now: datetime
) -> None:
    mark = keep_figure(store, crest_file(), FINDABLE)
    keep_sighting(store, "1", with_crest(), title="儿童保温杯")
    match_sightings(store, settings, None, now=now)
    found = candidates(store)[a_mark().slug]
    assert found.score.band is Band.REVIEW
    assert reading(found, "mark_in_picture").detail["mark_picture"] == mark


def test_a_mark_too_plain_is_told_and_not_looked_for(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_figure(store, crest_file(), REFUSED)
    keep_sighting(store, "1", with_crest(), title="儿童保温杯")
    report = match_sightings(store, settings, None, now=now)
    assert candidates(store) == {}
    assert any(SAYING.en in one for one in report.problems)


def test_unknown_pictures_are_no_reason_to_stop(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store, a_reference_picture(sha256=digest("never kept")))
    keep_sighting(store, "1", collage())
    report = match_sightings(store, settings, None, now=now)
    assert any("reference picture" in one for one in report.problems)


def test_references_stay_laid_out_from_one_night_to_the_next(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", collage())
    match_sightings(store, settings, None, now=now)
    laid = settings.match.index_folder
    first = (laid / "index.json").stat().st_mtime_ns
    another = store.blobs.keep(saved(a_picture(31, SIZE)))
    match_sightings(store, settings, None, now=now)
    assert (laid / "index.json").stat().st_mtime_ns == first
    keep_rights(store, a_reference_picture(sha256=another))
    match_sightings(store, settings, None, now=now)
    assert another in (laid / "index.json").read_text()
    for path in laid.iterdir():
        path.write_bytes(b"spoilt")
    match_sightings(store, settings, None, now=now)
    assert another in (laid / "index.json").read_text()
