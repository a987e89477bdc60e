"""Each law of notices asks for its own elements; those of channel and site are answered."""

from __future__ import annotations

from datetime import date

import pytest

from domain.cases import Case
from domain.rights import RightKind
from takedown.draft import drafts_of
from takedown.regimes import known_regimes, regimes_of
from takedown.statements import known_statements, statements_of
from tests.factories import a_case
from tests.takedown.drafts import (
    NOW,
    a_book,
    a_draft,
    a_mark_case,
    a_pack,
    a_profile,
    case_of,
    seen,
)

DAY = date(2026, 11, 23)
WORK, MARK = RightKind.WORK, RightKind.MARK


def codes(
    channel: str, right: RightKind, day: date = DAY, url: str = "https://x.example/1"
) -> set[str]:
    cases = (case_of(seen(facts={"url": url})),)
    regimes = regimes_of(a_pack(channel), a_profile(country=None), cases, right, day)
    return {one.code for one in regimes}


REQUIRED = {
    "prc_ecommerce_law": {"prima_facie_evidence"},
    "prc_civil_code": {"prima_facie_evidence", "claimant_identity"},
    "eu_dsa": {
        "written_form",
        "infringing_act",
        "exact_location",
        "claimant_contact",
        "completeness_statement",
    },
    "us_dmca": {
        "written_form",
        "signature",
        "right_identified",
        "exact_location",
        "claimant_contact",
        "good_faith_statement",
        "accuracy_statement",
        "perjury_statement",
    },
}
"""By E-Commerce Law art. 42, Civil Code art. 1195, DSA art. 16(2) and 17 USC 512(c)(3)(A)."""


@pytest.mark.parametrize(("code", "wanted"), REQUIRED.items())
def test_a_law_requires_what_its_article_names(code: str, wanted: set[str]) -> None:
    (regime,) = [one for one in known_regimes().regimes if one.code == code]
    assert set(regime.required) == wanted


def test_every_element_a_law_names_is_in_the_superset() -> None:
    known = {one.code for one in known_regimes().elements}
    for regime in known_regimes().regimes:
        assert {*regime.required, *regime.on_request} <= known
        assert set(regime.statements) <= set(known_statements())


def test_the_dmca_asks_nothing_of_a_notice_on_a_mark() -> None:
    assert codes("shopify_standalone", WORK) == {"us_dmca"}
    assert codes("shopify_standalone", MARK) == set()


@pytest.mark.parametrize(
    ("url", "added"),
    [
        ("https://www.amazon.de/dp/B000000000", True),
        ("https://www.amazon.com/dp/B000000000", False),
        ("https://www.amazon.co.uk/dp/B000000000", False),
        ("http://[street/x", False),
    ],
)
def test_a_site_for_a_member_state_adds_the_digital_services_act(url: str, *, added: bool) -> None:
    assert ("eu_dsa" in codes("amazon", MARK, url=url)) is added


def test_a_law_is_asked_from_its_first_day() -> None:
    assert "eu_dsa" not in codes("amazon", MARK, date(2024, 2, 16), "https://www.amazon.de/dp/B0")
    assert "eu_dsa" in codes("amazon", MARK, date(2024, 2, 17), "https://www.amazon.de/dp/B0")


def test_a_mark_on_a_german_site_gets_the_statement_of_the_act() -> None:
    case = a_mark_case()
    case = case_of(seen(facts={"url": "https://www.amazon.de/dp/B000000001"}), **_parts(case))
    book = a_book(
        packs={"amazon": a_pack("amazon")},
        profiles={"bazaar_street": a_profile(complaint_channel="amazon", country=None)},
    )
    (draft,) = drafts_of([case], book, NOW)
    said = [one.code for one in statements_of(draft.pack, MARK, draft.regimes)]
    assert said[-1] == "eu_accuracy"
    assert "eu_dsa_16" in [law.code for law in draft.ground.laws]


def test_what_the_pack_has_is_not_said_twice() -> None:
    draft = a_draft()
    said = [one.code for one in statements_of(draft.pack, WORK, draft.regimes)]
    assert said == [rule.code for rule in draft.pack.statements]


def test_a_japanese_notice_says_that_no_licence_was_given_and_the_term_runs() -> None:
    pack = a_pack("mercari")
    regimes = regimes_of(pack, a_profile(country="JP"), (a_case(),), WORK, DAY)
    assert {"jp_no_licence", "jp_in_term"} <= {
        one.code for one in statements_of(pack, WORK, regimes)
    }


def _parts(case: Case) -> dict[str, object]:
    names = ("right", "proof", "exhibits", "decision", "candidate")
    return {name: getattr(case, name) for name in names}
