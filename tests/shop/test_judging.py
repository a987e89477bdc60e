from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.shop.catalogue import LIVE, OFFERS, STREET
from tests.shop.judging import CandidateRow, Choice, clear_decisions, truth_rows

TERRITORIES = {"mark-mokureli-cn": ("CN",), "mark-mokureli-us": ("US",)}
COPIED: Choice = ("infringing", "copied_picture")
NAMED: Choice = ("infringing", "mark_in_title")


def a_row(
    right: str = "work-fox",
    *,
    platform: str = STREET,
    item_id: str = "610204",
    band: str = "suggest",
    state: str = "suggested",
    signals: Mapping[str, float] | None = None,
) -> CandidateRow:
    kind = right.partition("-")[0]
    return CandidateRow(7, platform, item_id, right, kind, band, state, signals or {})


@pytest.mark.parametrize(
    ("row", "choice"),
    [
        (a_row(signals={"picture_phash": 1.0}), COPIED),
        (a_row(signals={"picture_phash": 0.75}), None),
        (a_row(signals={"picture_dhash": 1.0}), None),
        (a_row(signals={"picture_phash": 1.0}, band="review"), None),
        (a_row(signals={"picture_phash": 1.0}, state="cleared"), None),
        (a_row("mark-mokureli-cn", signals={"exact_mention": 1.0}), NAMED),
        (a_row("mark-mokureli-us", signals={"exact_mention": 1.0}), None),
        (a_row("mark-mokureli-us", platform=LIVE, signals={"exact_mention": 1.0}), NAMED),
        (a_row("mark-mokureli-cn", signals={"evasive_mention": 0.9}), None),
        (a_row("mark-mokureli-cn", signals={"exact_mention": 1, "compatible_use": 1}), None),
        (a_row(signals={"authorised_seller": 1.0}), ("cleared", "authorised_seller")),
    ],
)
def test_only_what_signals_make_clear_is_decided(row: CandidateRow, choice: Choice | None) -> None:
    assert clear_decisions([row], TERRITORIES) == ({choice: [7]} if choice else {})


def test_a_candidate_counts_only_for_the_right_that_the_listing_is_about() -> None:
    copies = sum(offer.truth.kind == "copy_plain" for offer in OFFERS.values())
    for right, found in (("work-fox", 1), ("work-pond", 0)):
        (row,) = (one for one in truth_rows([a_row(right)]) if one[0] == "copy_plain")
        assert row[:5] == ("copy_plain", copies, found, 0, copies - found)


def test_what_was_missed_is_told_by_its_edit() -> None:
    (row,) = (one for one in truth_rows([]) if one[0] == "copy_edited")
    assert "collage 2" in str(row[-1])
