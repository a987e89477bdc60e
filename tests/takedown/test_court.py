"""The report for a court says of each point what the bundle shows, and what it does not prove."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings, TimeAuthority
from domain.captures import (
    CaptureId,
    CapturePurpose,
    CaptureState,
    EvidenceCapture,
    EvidenceFile,
    TakenPage,
)
from domain.cases import Case
from domain.digests import Sha256
from domain.languages import LANGUAGES
from domain.listings import ListingId, PageState
from domain.notices import NoticeId
from store.unit_of_work import Store
from takedown.court import report
from takedown.court.report import Circumstances, court_report, report_content
from takedown.court_stage import report_of
from takedown.payload import payload_of
from takedown.verify_bundle import verify_bundle
from tests.factories import a_case
from tests.takedown.drafts import NOW, a_draft
from tests.takedown.test_bundle import names_in
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of, with_channel

POINTS = tomllib.loads(Path(report.__file__).with_name("points.toml").read_text(encoding="utf-8"))
ASKED = {
    "icr11": {"1(1)", "1(2)", "1(3)", "1(4)", "1(5)", "1(6)", "2", "3"},
    "ser": {"14", "15", *(f"93({one})" for one in range(1, 8)),
            *(f"94(1)({one})" for one in range(1, 6)), "94(2)"},
    "olr": {"16", "17", "18", "19"},
    "fre902": {"902(13)", "902(14)"},
    "eidas41": {"41(1)", "41(2)"},
}  # fmt: skip


def captured(case: Case) -> Case:
    """The case with two captures that agree."""
    files = tuple(
        EvidenceFile(name, "text/plain", Sha256("0" * 64), 1)
        for name in ("capture.wacz", "environment.json", "page-01.png", "tls-chain.pem")
    )
    facts = case.sighting.facts
    captures = tuple(
        EvidenceCapture(
            id=CaptureId(place),
            listing=ListingId(1),
            url="https://x",
            purpose=purpose,
            state=CaptureState.TAKEN,
            next_try_at=NOW,
            taken=TakenPage(str(place), "https://x", NOW, PageState.OK, files, facts),
        )
        for place, purpose in enumerate([CapturePurpose.CONFIRMATION, CapturePurpose.SECOND_LOOK])
    )
    return replace(case, captures=captures)


def content(case: Case, known: Circumstances, language: str = "en") -> dict[str, Any]:
    draft = a_draft(case)
    return report_content(draft, payload_of(draft, {}), known, language)


def statuses(told: dict[str, Any], place: int) -> dict[str, str]:
    return {one["item"]: one["status"] for one in told["laws"][place]["points"]}


def authority(*, qualified: bool) -> TimeAuthority:
    return TimeAuthority(
        name="one", url="https://x", roots=Path("x"), policy="1.2", qualified=qualified
    )


def test_every_article_that_is_asked_of_us_has_its_points() -> None:
    found = {law["code"]: {one["item"] for one in law["point"]} for law in POINTS["law"]}
    assert found == ASKED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_is_said_in_every_language(language: str) -> None:
    for law in POINTS["law"]:
        for point in law["point"]:
            texts = [point["asks"], *(point[one] for one in ("shows", "lacks") if one in point)]
            assert all(text[language] for text in texts), point["item"]
            # what can fail to hold has something to say then
            assert point["needs"] == "always" or "lacks" in point, point["item"]
            assert point["needs"] == "never" or "shows" in point, point["item"]
    assert all(one[language] for one in POINTS["not_proved"])


def test_a_case_without_capture_or_stamp_claims_neither() -> None:
    told = content(a_case(), Circumstances())
    assert statuses(told, 0)["1(1)"] == statuses(told, 0)["2"] == "not_shown"
    assert statuses(told, 3)["902(13)"] == "not_shown"
    assert set(statuses(told, 4).values()) == {"not_shown"}


def test_what_was_captured_and_stamped_is_shown() -> None:
    told = content(captured(a_case()), Circumstances([authority(qualified=False)]))
    assert statuses(told, 0)["1(1)"] == "shown"
    assert statuses(told, 0)["1(4)"] == statuses(told, 0)["2"] == "partly"
    assert statuses(told, 4) == {"41(1)": "partly", "41(2)": "not_shown"}
    came = Circumstances([authority(qualified=True)], (("one", NOW),))
    told = content(captured(a_case()), came)
    assert statuses(told, 4) == {"41(1)": "shown", "41(2)": "shown"}


def test_our_own_capture_is_never_called_a_third_party_s() -> None:
    told = content(captured(a_case()), Circumstances([authority(qualified=True)]))
    assert statuses(told, 1)["94(1)(2)"] == statuses(told, 1)["93(6)"] == "not_shown"
    assert statuses(told, 2)["16"] == "not_shown"


def test_two_looks_are_told_fact_by_fact() -> None:
    told = content(captured(a_case()), Circumstances())
    assert "price: agree" in told["listings"][0][3]


def test_pending_stamps_are_called_pending() -> None:
    known = Circumstances([authority(qualified=False)])
    assert any("pending" in row[1] for row in content(a_case(), known)["rows"])
    came = replace(known, stamps=(("one", datetime(2026, 11, 28, tzinfo=UTC)),))
    assert any("2026-11-28" in row[1] for row in content(a_case(), came)["rows"])


def test_the_report_is_a_pdf_of_the_same_bytes_each_time() -> None:
    draft = a_draft(captured(a_case()))
    made = [court_report(draft, payload_of(draft, {}), Circumstances(), "ja") for _ in range(2)]
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def test_the_report_lies_in_the_bundle_and_is_made_by_command(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    takedown = settings.takedown.model_copy(update={"report_languages": ("zh", "en")})
    site = with_channel(
        settings.model_copy(update={"takedown": takedown}), tmp_path, "alibaba_taotian"
    )
    keep_portfolio(store, now)
    decide(store, now)
    bundle = Path(str(notice_of(store, assemble(store, site, now)).bundle_path))
    assert {"data/report/report.zh.pdf", "data/report/report.en.pdf"} <= set(names_in(bundle))
    assert verify_bundle(bundle) == ()
    assert report_of(store, site, NoticeId(1), "ja").startswith(b"%PDF-")
