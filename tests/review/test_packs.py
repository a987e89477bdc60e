"""`packs` on the command line: the list, one channel, a check, and what differs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.load import ROOT
from review.cli.main import app
from review.cli.session import Session

PACKS = ROOT / "takedown" / "platforms"


def run(*arguments: str, code: int = 0, now: datetime | None = None) -> str:
    """One command on shipped settings, and what it printed."""
    session = Session(clock=lambda: now or datetime(2026, 11, 24, tzinfo=UTC))
    done = CliRunner().invoke(app, ["packs", *arguments], obj=session)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The Etsy pack with one limit changed and one rule gone."""
    text = (PACKS / "etsy.toml").read_text(encoding="utf-8")
    first, rule, rest = text.partition("[[languages]]")
    path = tmp_path / "etsy.toml"
    path.write_text(
        first.replace("[links_per_complaint]\n", "[links_per_complaint]\nvalue = 77\n")
        + rule + rest, encoding="utf-8",
    )  # fmt: skip
    return path


def test_the_list_is_an_array_with_one_object_a_channel() -> None:
    found = json.loads(run("list", "--json"))
    assert {one["slug"] for one in found} == {path.stem for path in PACKS.glob("*.toml")}
    assert all(one["zh"] and one["en"] and one["ja"] for one in found)
    assert not any(one["stale"] for one in found)


def test_a_pack_unchecked_for_ninety_days_is_stale() -> None:
    found = json.loads(run("list", "--json", now=datetime(2027, 3, 1, tzinfo=UTC)))
    assert all(one["stale"] for one in found)


def test_a_channel_shows_its_rules_with_sources_and_what_is_not_known() -> None:
    said = run("show", "pinduoduo")
    assert "盗用图片" not in said.split("reasons image_theft")[0]
    assert "[medium; PDD2; 2026-11-22]" in said
    assert "unknown 未知: URL limit" in said


def test_an_unknown_channel_is_refused_with_those_there_are() -> None:
    assert "pinduoduo" in run("show", "nowhere", code=2)


def test_the_shipped_packs_are_whole() -> None:
    assert "refused" not in run("check")


def test_a_pack_that_cannot_be_used_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('slug = "odd"\n', encoding="utf-8")
    said = run("check", str(tmp_path / "odd.toml"), code=2)
    assert "odd.toml" in said


def test_what_differs_is_told_rule_by_rule(draft: Path) -> None:
    (change,) = json.loads(run("diff", "etsy", str(draft), "--json"))
    assert change["place"] == "links_per_complaint"
    assert "77" in change["after"]
    assert run("diff", "etsy", "etsy").startswith("0 differences")


def test_a_law_of_notices_that_nobody_knows_is_refused(draft: Path) -> None:
    text = draft.read_text(encoding="utf-8").replace('["us_dmca"]', '["us_dmac"]', 1)
    draft.write_text(text, encoding="utf-8")
    assert "us_dmac" in run("check", str(draft), code=2)


def test_the_list_tells_thresholds_and_laws_of_notices() -> None:
    found = {one["slug"]: one for one in json.loads(run("list", "--json"))}
    assert found["alibaba_taotian"]["standing"] == ["good_faith_mechanism"]
    assert found["alibaba_taotian"]["links_per_complaint"] == 300
    assert found["shopify_standalone"]["regimes"] == ["us_dmca"]


def test_every_rule_of_a_channel_has_its_days_and_its_checker() -> None:
    pack = json.loads(run("show", "jd", "--json"))
    assert pack["waits"][0]["valid_from"] == "2026-11-22"
    assert pack["waits"][0]["checked_by"] == pack["checked_by"]


def test_the_parts_of_a_notice_are_shown_with_law_and_field() -> None:
    found = {one["element"]["code"]: one for one in json.loads(run("parts", "jd", "--json"))}
    assert "prc_civil_code" in found["claimant_identity"]["required_by"]
    assert found["exact_location"]["fields"]
    dmca = {one["element"]["code"] for one in json.loads(run("parts", "etsy", "--json"))}
    assert {"perjury_statement", "signature"} <= dmca
    assert "us_dmca" not in run("parts", "etsy", "--right", "mark", "--lang", "en")
