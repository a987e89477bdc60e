from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.candidates import CandidateId
from domain.rights import Portfolio
from review.cli.main import app
from store.unit_of_work import Store
from tests.factories import a_holder, a_mention, a_score, a_sighting, a_work
from tests.review.conftest import Run

COMMANDS = [
    ["init"],
    ["rights", "import"], ["rights", "list"], ["rights", "gaps"],
    ["scan"], ["intake"], ["read"], ["match"],
    ["candidates", "list"], ["candidates", "show"], ["candidates", "decide"],
    ["aliases", "propose"], ["aliases", "list"], ["aliases", "approve"], ["aliases", "refuse"],
    ["notices", "assemble"], ["notices", "list"], ["notices", "outcome"],
    ["bundle", "verify"],
    ["night"], ["clock"], ["runs"], ["searches"], ["health"], ["serve"],
]  # fmt: skip

SHOP_PAGE = b"""<html><head><script type="application/ld+json">{"@context":
 "https://schema.org", "@type": "Product", "name": "Fox mug", "offers": {"@type": "Offer",
 "price": "12.50", "priceCurrency": "USD"}}</script></head><body><h1>Fox mug</h1>$12.50</body>"""


@pytest.fixture
def candidate(store: Store, now: datetime) -> CandidateId:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        kept = work.listings.keep_sighting(a_sighting())
        score = a_score(readings=(a_mention(),))
        found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, score, now)
    assert found is not None
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_is_for(command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 4


def test_a_candidate_is_listed_shown_and_decided(run: Run, candidate: CandidateId) -> None:
    (line,) = json.loads(run("candidates", "list", "--json").output)
    assert line["title"] == a_sighting().facts.title
    shown = run("candidates", "show", str(candidate)).output
    assert a_sighting().digest[:16] in shown
    assert "39.90 CNY" in shown
    done = run(
        "candidates", "decide", str(candidate), "--verdict", "cleared", "--reason", "not_alike",
        "--as", "王小明", "--seen", a_sighting().digest[:16],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert json.loads(run("candidates", "list", "--state", "suggested", "--json").output) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--verdict", "cleared", "--reason", "not_alike"], 2, "name"),
        (["--verdict", "cleared", "--reason", "copied_picture", "--as", "me"], 2, "no reason"),
        (["--verdict", "maybe", "--reason", "not_alike", "--as", "me"], 2, "maybe"),
        (
            ["--verdict", "cleared", "--reason", "not_alike", "--as", "me", "--seen", "0" * 16],
            7,
            "changed",
        ),
        (
            ["--verdict", "cleared", "--reason", "not_alike", "--as", "me", "--seen", "0"],
            2,
            "seen",
        ),
        (["--verdict", "cleared", "--reason", "not_alike", "--as", "a\x1bb"], 2, "control"),
        (
            ["--verdict", "cleared", "--reason", "not_alike", "--as", "me", "--note", "x" * 1001],
            2,
            "longer",
        ),
    ],
)
def test_a_decision_that_cannot_stand_is_refused(
    run: Run, candidate: CandidateId, arguments: list[str], code: int, said: str
) -> None:
    done = run("candidates", "decide", str(candidate), *arguments)
    assert done.exit_code == code
    assert said in done.output


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["rights", "import", "nowhere.toml"], 2, "cannot be read"),
        (["intake", "nowhere"], 2, "nowhere"),
        (["scan", "nowhere"], 2, "no platform"),
        (["candidates", "show", "7"], 2, "no candidate 7"),
        (["candidates", "list", "--limit", "many"], 2, "--limit"),
        (["candidates", "list", "--limit", "-1"], 2, "--limit"),
        (["candidates", "list", "--state", "nowhere"], 2, "--state"),
        (["candidates", "list", "--lang", "xx"], 2, "--lang"),
        (["candidates", "show", "9" * 30], 2, "candidate"),
        (["runs", "--limit", "0"], 2, "--limit"),
        (["notices", "outcome", "9" * 30, "submitted", "--as", "me"], 2, "notice"),
        (["notices", "assemble"], 2, "name"),
        (["notices", "outcome", "7", "submitted", "--as", "me"], 2, "no notice 7"),
        (["bundle", "verify", "nowhere.zip"], 5, "nowhere.zip"),
        (["read", "nowhere.html", "--url", "https://shop.example/"], 2, "cannot be read"),
    ],
)
def test_bad_input_gets_one_clear_line_and_its_exit_code(
    run: Run, command: list[str], code: int, said: str
) -> None:
    done = run(*command)
    assert done.exit_code == code
    assert said in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "command",
    [
        ["rights", "list"],
        ["rights", "gaps"],
        ["candidates", "list"],
        ["notices", "list"],
        ["runs"],
    ],
    ids=" ".join,
)
def test_whatever_lists_speaks_json(run: Run, command: list[str]) -> None:
    assert json.loads(run(*command, "--json").output) == []


def test_a_saved_page_is_read_without_a_database(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(SHOP_PAGE)
    environment = {**os.environ, "JIANZHEN_DATABASE__URL": "postgresql://nobody@127.0.0.1:1/none"}
    command = ["read", str(page), "--url", "https://shop.example/products/fox", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "review.cli.main", *command],
        capture_output=True, text=True, check=True, env=environment, timeout=60,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["state"], told["kind"]) == ("ok", "item")
    assert (told["listings"][0]["price"], told["listings"][0]["currency"]) == ("12.50", "USD")


def test_a_command_before_init_says_what_to_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["match"], env={"JIANZHEN_HOME": str(tmp_path / "empty")})
    assert done.exit_code == 2
    assert "jianzhen init" in done.output


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["runs"], env={"JIANZHEN_REVIEW__PRT": "1"})
    assert done.exit_code == 2
    assert "review.prt" in done.output


def test_init_may_be_run_again(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    for said in ("Settings written", "Settings kept"):
        done = CliRunner().invoke(
            app, ["init", "--settings-file", str(site)], env={"JIANZHEN_HOME": str(tmp_path)}
        )
        assert done.exit_code == 0
        assert said in done.output


def test_what_was_decided_before_a_refusal_is_told_and_the_rest_is_named(
    run: Run, candidate: CandidateId
) -> None:
    done = run(
        "candidates", "decide", str(candidate), "98", "99", "--verdict", "cleared",
        "--reason", "not_alike", "--as", "me",
    )  # fmt: skip
    assert done.exit_code == 2
    assert done.stdout == f"candidate {candidate}: cleared (not_alike)\n"
    assert "Not decided: 98, 99." in done.stderr


def test_a_name_in_an_error_does_not_steer_the_terminal(run: Run) -> None:
    done = run("rights", "import", "\x1b[31mnowhere.toml")
    assert "␛[31mnowhere.toml" in done.output
    assert "\x1b" not in done.output


def test_a_right_that_was_never_weighed_is_not_said_to_have_no_gaps(
    run: Run, candidate: CandidateId
) -> None:
    said = run("rights", "gaps").output
    assert a_work().slug in said
    assert "No gaps" not in said


def test_a_strangers_title_is_never_read_as_markup(
    run: Run, store: Store, candidate: CandidateId, now: datetime
) -> None:
    hostile = "[red]杯[/red] [/] \x1b[31m"
    facts = replace(a_sighting().facts, title=hostile)
    with store.begin() as work:
        listing = work.candidates.candidate(candidate).listing
        changed = replace(a_sighting(), facts=facts, seen_at=now)
        kept = work.listings.keep_sighting(changed)
        work.candidates.suggest(listing, a_work().slug, kept.id, a_score(), now)
    output = run("candidates", "list").output
    assert "[red]杯[/red] [/]" in output
    assert "\x1b[31m" not in output
