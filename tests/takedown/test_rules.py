"""Rule packs are whole, sourced and dated; a bad one is refused by name."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from config.load import ROOT, load_settings
from domain.decisions import REASONS_OF, Reason, Verdict
from domain.errors import InputError
from domain.rights import RightKind
from takedown.regimes import known_regimes
from takedown.rules import (
    Confidence,
    Pack,
    load_packs,
    pack_on,
    read_laws,
    read_pack,
    rules_of,
)
from takedown.statements import statements_of
from tests.takedown.drafts import CHANNELS, PACKS_FOLDER, a_pack

PACKS = sorted(path.stem for path in PACKS_FOLDER.glob("*.toml"))


@pytest.mark.parametrize("slug", PACKS)
def test_every_source_a_rule_names_is_declared_and_every_declared_one_used(slug: str) -> None:
    pack = a_pack(slug)
    used = {source for rule in rules_of(pack) for source in rule.sources}
    assert used == set(pack.sources)


def test_the_laws_declare_exactly_the_sources_they_use() -> None:
    laws = read_laws()
    assert {source for rule in laws.laws for source in rule.sources} == set(laws.sources)


@pytest.mark.parametrize("slug", PACKS)
def test_every_rule_has_a_source_a_confidence_and_a_day(slug: str) -> None:
    rules = list(rules_of(a_pack(slug)))
    assert len(rules) > 20
    for rule in rules:
        assert rule.sources
        assert rule.fact
        assert rule.checked_on
        assert rule.checked_by
        assert rule.valid_from


@pytest.mark.parametrize("slug", PACKS)
def test_what_rests_on_own_knowledge_alone_is_never_called_high(slug: str) -> None:
    alone = [rule for rule in rules_of(a_pack(slug)) if rule.sources == ("OWN",)]
    assert all(rule.confidence is not Confidence.HIGH for rule in alone)


@pytest.mark.parametrize("slug", PACKS)
def test_each_right_and_infringement_reason_leads_to_one_reason_at_most(slug: str) -> None:
    pack = a_pack(slug)
    for kind in RightKind:
        for decided in REASONS_OF[Verdict.INFRINGING]:
            fits = [one for one in pack.reasons if one.right is kind and decided in one.decisions]
            assert len(fits) <= 1


@pytest.mark.parametrize("slug", PACKS)
def test_every_statement_a_pack_asks_for_has_a_text(slug: str) -> None:
    pack = a_pack(slug)
    given = [one.code for one in statements_of(pack, RightKind.WORK)]
    assert given == [rule.code for rule in pack.statements]
    assert given


def test_a_statement_without_text_is_refused() -> None:
    pack = a_pack()
    unknown = replace(pack.statements[0], code="oath_on_the_moon")
    with pytest.raises(InputError, match="oath_on_the_moon"):
        statements_of(replace(pack, statements=(unknown,)), RightKind.WORK)


def test_an_unknown_limit_is_none_and_says_where_one_looked() -> None:
    limit = a_pack("shopify_standalone").links_per_complaint
    assert limit.value is None
    assert "no number was found" in limit.fact


def test_alibaba_takes_three_hundred_links() -> None:
    assert a_pack().links_per_complaint.value == 300


MISTAKES = {
    "unknown key": ('checked_by = "', 'colour = "blue"\nchecked_by = "', "colour"),
    "wrong type": ("value = 300", 'value = "many"', "links_per_complaint.value"),
    "bad date": ("valid_from = 2026-11-22", 'valid_from = "soon"', "valid_from"),
    "undeclared source": ('sources = ["IPP2", "IPP1"]', 'sources = ["NOBODY"]', "NOBODY"),
    "unknown exhibit": ('exhibits = ["identity"]', 'exhibits = ["ident"]', "exhibits"),
    "missing key": ('country = "CN"\n', "", "country"),
    "no TOML": ("[names]", "[names", "TOML"),
    "other slug": ('slug = "alibaba_taotian"', 'slug = "other"', "slug"),
}


@pytest.mark.parametrize(("old", "new", "key"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_bad_pack_is_refused_with_file_and_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    text = (PACKS_FOLDER / "alibaba_taotian.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "alibaba_taotian.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_pack(path)
    assert caught.value.where == str(path)
    assert key in str(caught.value)


def test_a_later_folder_replaces_an_earlier_pack(tmp_path: Path) -> None:
    text = (PACKS_FOLDER / "alibaba_taotian.toml").read_text(encoding="utf-8")
    own = text.replace('checked_by = "', 'checked_by = "us, ', 1)
    (tmp_path / "alibaba_taotian.toml").write_text(own, encoding="utf-8")
    folders = {"packs_folders": ["@takedown/platforms", str(tmp_path)]}
    packs = load_packs(load_settings({}, {"takedown": folders}))
    assert packs["alibaba_taotian"].checked_by.startswith("us, ")
    assert set(packs) >= set(CHANNELS)


FACTS = ROOT.parent / "shared" / "rules" / "platform-rules.yaml"
REPORT = pytest.mark.skipif(
    not FACTS.exists(), reason="the report the packs were written from is absent"
)
READ_SINCE = {"AMZPZ", "EB6"}
"""Sources that were read after the report; each has its address."""


@functools.cache
def the_report() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return table


@REPORT
@pytest.mark.parametrize("slug", PACKS)
def test_every_source_is_one_of_the_report_the_packs_were_written_from(slug: str) -> None:
    sources = a_pack(slug).sources
    assert set(sources) - READ_SINCE <= set(the_report()["sources"])
    assert all(sources[name].url for name in READ_SINCE & set(sources))


@REPORT
def test_every_source_of_the_laws_is_one_of_the_report() -> None:
    used = {*read_laws().sources, *known_regimes().sources}
    assert used <= set(the_report()["sources"])


@REPORT
@pytest.mark.parametrize("slug", PACKS)
def test_no_fact_of_the_report_on_forms_proofs_and_reasons_is_left_out(slug: str) -> None:
    (told,) = [one for one in the_report()["platforms"] if one["id"] == slug]
    pack, proof = a_pack(slug), told["ownership_proof"]
    assert codes(told["listing_fields"]) == {one.code for one in pack.form_fields}
    assert codes(told["reasons"]) <= {one.code for one in pack.reasons}
    assert codes(proof["registration"]) <= {one.code for one in pack.proof_registered}
    assert codes(proof["non_registration"]) <= {one.code for one in pack.proof_unregistered}
    assert told["limits"]["urls_per_complaint"]["value"] == pack.links_per_complaint.value
    assert len(told.get("identity_documents") or []) == 0 or pack.identity


@REPORT
@pytest.mark.parametrize("slug", PACKS)
def test_no_rule_is_surer_than_the_report_is_of_it(slug: str) -> None:
    (told,) = [one for one in the_report()["platforms"] if one["id"] == slug]
    order = [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]
    sure = {one["code"]: one["confidence"] for one in told["reasons"]}
    for rule in a_pack(slug).reasons:
        if rule.code in sure:
            assert order.index(rule.confidence) <= order.index(Confidence(sure[rule.code]))


def codes(told: list[dict[str, Any]] | None) -> set[str]:
    return {one["code"] for one in told or []}


@pytest.mark.parametrize("slug", PACKS)
def test_what_is_taken_says_whether_works_without_a_certificate_are(slug: str) -> None:
    assert a_pack(slug).unregistered_works


@pytest.mark.parametrize("slug", PACKS)
def test_no_certificate_of_a_work_is_ever_needed(slug: str) -> None:
    papers = a_pack(slug).proof_registered
    assert not [paper for paper in papers if paper.right is RightKind.WORK and paper.needed]


def dated(old_until: date, new_from: date) -> Pack:
    """A pack in which one wait takes the place of another."""
    old = replace(a_pack().waits[0], valid_until=old_until)
    return a_pack(waits=(old, replace(old, code="new", valid_from=new_from, valid_until=None)))


@pytest.mark.parametrize(
    ("day", "stands"),
    [(date(2027, 2, 28), "answer_after_statement"), (date(2027, 3, 1), "new")],
)
def test_a_rule_takes_the_place_of_another_on_its_day(day: date, stands: str) -> None:
    pack = pack_on(dated(date(2027, 2, 28), date(2027, 3, 1)), day)
    assert [rule.code for rule in pack.waits] == [stands]


def test_a_rule_without_days_of_its_own_has_those_of_its_pack() -> None:
    rule = a_pack().links_per_complaint
    assert (rule.valid_from, rule.checked_by) == (date(2026, 11, 22), a_pack().checked_by)


def test_a_pack_may_bring_the_words_of_a_statement_of_its_own() -> None:
    own = replace(a_pack().statements[0], code="own", zh="甲", en="A", ja="ア")
    (said,) = statements_of(a_pack(statements=(own,)), RightKind.WORK)
    assert (said.code, said.zh, said.en, said.ja) == ("own", "甲", "A", "ア")


@pytest.mark.parametrize("slug", PACKS)
def test_every_law_of_notices_that_a_pack_names_is_known(slug: str) -> None:
    assert set(a_pack(slug).regimes) <= {one.code for one in known_regimes().regimes}


@pytest.mark.parametrize("slug", PACKS)
def test_languages_are_language_tags(slug: str) -> None:
    assert all(re.fullmatch("[a-z]{2}", rule.code) for rule in a_pack(slug).languages)


@pytest.mark.parametrize("slug", PACKS)
def test_every_channel_takes_a_copied_picture_and_a_mark_on_goods(slug: str) -> None:
    decided = {one for rule in a_pack(slug).reasons for one in rule.decisions}
    assert {Reason.COPIED_PICTURE, Reason.MARK_ON_GOODS} <= decided
