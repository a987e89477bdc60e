"""Cases are put together as a channel takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.decisions import Reason
from domain.errors import InputError
from takedown.draft import drafts_of, pairs_of
from tests.factories import a_candidate, a_case, a_decision, a_reading, a_score, digest
from tests.takedown.drafts import NOW, a_book, a_mark_case, a_pack, a_profile, case_of, seen


def test_one_complaint_holds_one_right_and_one_reason() -> None:
    artwork = a_case(decision=a_decision(reason=Reason.COPIED_ARTWORK))
    drafts = drafts_of([a_case(), artwork, a_mark_case()], a_book(), NOW)
    assert sorted((draft.right.slug, draft.ground.code) for draft in drafts) == [
        ("mark-lumori-cn", "trademark_improper_use"),
        ("work-fox", "copyright_improper_art_text"),
        ("work-fox", "copyright_improper_image_theft"),
    ]


def test_listings_of_one_right_and_reason_share_a_notice_in_a_steady_order() -> None:
    cases = [case_of(seen(number)) for number in (900003, 900001, 900002)]
    (draft,) = drafts_of(cases, a_book(), NOW)
    (other,) = drafts_of(cases[::-1], a_book(), NOW)
    assert [case.sighting.key.item_id for case in draft.cases] == ["900001", "900002", "900003"]
    assert draft == other


def test_more_links_than_a_complaint_takes_make_several_notices() -> None:
    limit = replace(a_pack().links_per_complaint, value=2)
    packs = {"alibaba_taotian": a_pack(links_per_complaint=limit)}
    cases = [case_of(seen(900001 + number)) for number in range(5)]
    drafts = drafts_of(cases, a_book(packs=packs), NOW)
    assert sorted(len(draft.cases) for draft in drafts) == [1, 2, 2]
    assert len({draft.slug for draft in drafts}) == 3


def test_the_slug_does_not_depend_on_the_time_or_on_database_ids() -> None:
    other = replace(a_case(), decision=a_decision(id=77), candidate=a_candidate(id=99))
    (first,) = drafts_of([a_case()], a_book(), NOW)
    (second,) = drafts_of([other], a_book(), NOW + timedelta(days=3))
    assert first.slug == second.slug


def test_another_sighting_makes_another_slug() -> None:
    (first,) = drafts_of([a_case()], a_book(), NOW)
    (second,) = drafts_of([case_of(seen(facts={"title": "other"}))], a_book(), NOW)
    assert first.slug != second.slug


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"profiles": {}}, "no profile"),
        ({"profiles": {"bazaar_street": a_profile(complaint_channel=None)}}, "complaint channel"),
        ({"profiles": {"bazaar_street": a_profile(complaint_channel="x")}}, "no rule pack"),
    ],
)
def test_a_platform_that_leads_to_no_pack_is_said(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        drafts_of([a_case()], a_book(**changes), NOW)


def test_a_pair_that_two_signals_show_is_compared_once() -> None:
    readings = (a_reading(), a_reading(signal="picture_dhash"))
    case = a_case(candidate=a_candidate(score=a_score(readings=readings)))
    (pair,) = pairs_of(case)
    assert (pair.listing_picture, pair.reference_picture) == (digest("copy"), digest("fox"))
