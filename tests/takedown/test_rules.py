"""Rule packs are whole, sourced and dated; a bad one is refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from config.load import ROOT, load_settings
from domain.decisions import REASONS_OF, Verdict
from domain.errors import InputError
from domain.rights import RightKind
from takedown.rules import Confidence, load_packs, read_laws, read_pack, rules_of
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
    assert all(rule.sources and rule.checked_on and rule.fact for rule in rules)


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


@pytest.mark.skipif(not FACTS.exists(), reason="the report the packs were written from is absent")
@pytest.mark.parametrize("slug", PACKS)
def test_every_source_is_one_of_the_report_the_packs_were_written_from(slug: str) -> None:
    known = set(re.findall(r"^  ([A-Z][A-Z0-9]+):$", FACTS.read_text(encoding="utf-8"), re.M))
    assert set(a_pack(slug).sources) <= known


@pytest.mark.parametrize("slug", PACKS)
def test_what_is_taken_says_whether_works_without_a_certificate_are(slug: str) -> None:
    assert a_pack(slug).unregistered_works


@pytest.mark.parametrize("slug", PACKS)
def test_no_certificate_of_a_work_is_ever_needed(slug: str) -> None:
    papers = a_pack(slug).proof_registered
    assert not [paper for paper in papers if paper.right is RightKind.WORK and paper.needed]
