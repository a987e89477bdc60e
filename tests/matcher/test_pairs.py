"""A sighting weighed against the rights it touches, with the shipped scorecard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from config.load import load_settings
from domain.candidates import Band, Reading, Score
from domain.listings import PlatformSlug, Sighting
from domain.rights import AuthorisedSeller, HolderSlug, Portfolio
from matcher.features import Rights, rights_in_force
from matcher.images import Prints, prints_of
from matcher.pairs import weigh
from matcher.pictures.opening import open_picture
from matcher.pictures.states import Limits
from matcher.reference import Reference, ReferenceIndex
from matcher.registry import SIGNALS
from matcher.scorecard import read_scorecard
from tests.factories import a_mark, a_sighting, a_work, digest
from tests.matcher.drawn import a_picture, saved

CARD = read_scorecard(load_settings({}).match.scorecard, SIGNALS)
SELLER = AuthorisedSeller(HolderSlug("hoshikawa"), "bazaar_street", "小店一号")
FOX = prints_of(open_picture(saved(a_picture(7)), Limits()))
COPY = prints_of(open_picture(saved(a_picture(7).resize((120, 90)), "JPEG", quality=50), Limits()))
MIRRORED = Prints(COPY.mirrored, COPY.as_is)
OTHER = prints_of(open_picture(saved(a_picture(8)), Limits()))


def rights(*sellers: AuthorisedSeller, day: date = date(2026, 11, 23)) -> Rights:
    index = ReferenceIndex()
    index.add(Reference(a_work().slug, digest("fox")), FOX)
    return rights_in_force(Portfolio((), (a_mark(),), (a_work(),), sellers), index, day)


def titled(title: str | None) -> Sighting:
    return a_sighting(facts=replace(a_sighting().facts, title=title))


def of_mark(title: str, *sellers: AuthorisedSeller) -> Score | None:
    return dict(weigh(titled(title), {}, rights(*sellers), CARD)).get(a_mark().slug)


def reading(score: Score, signal: str) -> Reading:
    return next(one for one in score.readings if one.signal == signal)


@pytest.mark.parametrize(
    ("title", "band"),
    [
        ("LUMORI 保温杯", Band.SUGGEST),
        ("LUM0RI cup", Band.SUGGEST),
        ("露·茉·莉 杯", Band.SUGGEST),
        ("LUMURI cup", Band.SUGGEST),
        ("适用 LUMORI 杯盖", Band.REVIEW),
        ("适用 LUMURI 杯盖", Band.REVIEW),
    ],
)
def test_the_band_of_a_title(title: str, band: Band) -> None:
    score = of_mark(title)
    assert score is not None
    assert score.band is band


def test_a_listing_that_touches_no_right_gives_nothing() -> None:
    assert weigh(titled("保温杯"), {digest("copy"): OTHER}, rights(), CARD) == []


def test_a_listing_without_title_gives_nothing() -> None:
    assert weigh(titled(None), {}, rights(), CARD) == []


def test_the_span_leads_to_the_words() -> None:
    score = of_mark("新款 Lu·mori 杯")
    assert score is not None
    span = reading(score, "evasive_mention").span
    assert span is not None
    assert (span.field, span.start, span.end, span.text) == ("title", 3, 10, "Lu·mori")


@pytest.mark.parametrize(("copy", "turn"), [(COPY, "as is"), (MIRRORED, "mirrored")])
def test_a_copied_picture_is_suggested_with_both_pictures(copy: Prints, turn: str) -> None:
    [(right, score)] = weigh(titled("cup"), {digest("copy"): copy}, rights(), CARD)
    pair = reading(score, "picture_phash").pictures
    assert (right, score.band) == (a_work().slug, Band.SUGGEST)
    assert pair is not None
    assert (pair.listing_picture, pair.reference_picture) == (digest("copy"), digest("fox"))
    assert pair.turn == turn


def test_an_authorised_seller_is_only_logged_and_the_reading_kept() -> None:
    score = of_mark("LUMORI 保温杯", SELLER)
    assert score is not None
    assert score.band is Band.LOG
    assert {one.signal for one in score.readings} >= {"exact_mention", "authorised_seller"}


@pytest.mark.parametrize(
    "changes",
    [
        {"platform": PlatformSlug("other")},
        {"seller": "小店二号"},
        {"holder": HolderSlug("someone")},
        {"valid_until": date(2026, 11, 21)},
        {"valid_from": date(2026, 11, 23)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_permission_that_does_not_cover_the_listing_changes_nothing(
    changes: dict[str, object],
) -> None:
    score = of_mark("LUMORI 保温杯", replace(SELLER, **changes))  # type: ignore[arg-type]
    assert score is not None
    assert score.band is Band.SUGGEST


def test_a_shadow_signal_is_shown_and_changes_no_score() -> None:
    with_goods, without = of_mark("LUMORI 保温杯"), of_mark("LUMORI 杯子")
    assert with_goods is not None
    assert without is not None
    assert reading(with_goods, "goods_word").detail == {"word": "保温杯"}
    assert with_goods.value == without.value


def test_a_mark_that_ran_out_is_not_searched() -> None:
    late = rights(day=date(2032, 3, 1))
    assert weigh(titled("LUMORI 保温杯"), {}, late, CARD) == []


def test_the_same_input_gives_the_same_scores() -> None:
    sighting, prints = titled("LUMORI 露茉莉"), {digest("copy"): COPY}
    assert weigh(sighting, prints, rights(), CARD) == weigh(sighting, prints, rights(), CARD)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_says_in_one_sentence_when_it_is_high(name: str) -> None:
    first = (SIGNALS[name].__doc__ or "").strip()
    assert first.endswith(".")
    assert "\n" not in first
    assert SIGNALS[name].__name__ == name
