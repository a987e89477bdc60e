"""Aliases at the desk: on the command line and in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from config.settings import Settings
from domain.aliases import AliasOrigin, AliasProposal, AliasState, Frequency
from domain.errors import InputError
from domain.rights import NameKind, Portfolio
from review.alias_desk import aliases, decide_aliases
from review.cli.main import app
from review.cli.session import Session
from review.web.app import make_app
from review.web.words import words
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark
from tests.review.desks import an_account, make_client, signed_in

HOSTILE = '<script>alert("1")</script>'
RULES = ("part", "beginning", "ending", "middle", "initials", "consonants", "house", "beside")

Run = Callable[..., Result]


def proposal(text: str, titles: int, *examples: str) -> AliasProposal:
    return AliasProposal(
        mark=a_mark().slug,
        text=text,
        kind=NameKind.SHORT,
        origin=AliasOrigin.NAME,
        rule="beginning",
        source="露茉莉",
        frequency=Frequency(titles, 1000, examples),
    )


@pytest.fixture
def waiting(store: Store, now: datetime) -> Store:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (a_mark(),)))
        proposals = [proposal("露茉", 3, HOSTILE), proposal("茉莉", 40)]
        work.aliases.keep_proposals(proposals, now)
    return store


@pytest.fixture
def run(waiting: Store, tmp_path: Path, now: datetime) -> Run:
    environment = {
        "JIANZHEN_HOME": str(tmp_path / "home"),
        "JIANZHEN_DATABASE__URL": waiting.engine.url.render_as_string(hide_password=False),
    }

    def run(*arguments: str) -> Result:
        session = Session(clock=lambda: now)
        return CliRunner().invoke(app, ["aliases", *arguments], obj=session, env=environment)

    return run


@pytest.fixture
def client(settings: Settings, waiting: Store, now: datetime) -> Iterator[TestClient]:
    made = make_app(settings, waiting, clock=lambda: now)
    with make_client(made) as client:
        signed_in(client, waiting, an_account(waiting))
        yield client


def states(store: Store) -> dict[str, str]:
    return {one.proposal.text: one.state.value for one in aliases(store)}


def test_the_commonest_stands_first_with_its_frequency(run: Run) -> None:
    listed = json.loads(run("list", "--json").output)
    assert [one["proposal"]["text"] for one in listed] == ["茉莉", "露茉"]
    shown = run("list").output
    assert "40 of 1000" in shown
    assert "beginning: 露茉莉" in shown


def test_an_alias_is_approved_by_name_and_the_audit_log_says_so(run: Run, waiting: Store) -> None:
    done = run("approve", "1", "--as", "王小明", "--note", "常用")
    assert done.exit_code == 0, done.output
    assert states(waiting) == {"露茉": "approved", "茉莉": "proposed"}
    with waiting.reading() as work:
        (event,) = work.audit.events("alias 1")
        assert work.audit.first_break() is None
    assert (event.kind, event.who) == ("alias approved", "王小明")


def test_several_are_refused_at_once(run: Run, waiting: Store) -> None:
    assert run("refuse", "1", "2", "--as", "王小明").exit_code == 0
    assert set(states(waiting).values()) == {"refused"}


def test_all_are_decided_or_none(run: Run, waiting: Store) -> None:
    done = run("approve", "1", "99", "--as", "王小明")
    assert done.exit_code == 2
    assert "no alias 99" in done.output
    assert states(waiting)["露茉"] == "proposed"


def test_nobody_approves_without_a_name(run: Run, waiting: Store) -> None:
    assert run("approve", "1").exit_code == 2
    assert states(waiting)["露茉"] == "proposed"


def test_waiting_is_no_verdict(waiting: Store, now: datetime) -> None:
    with pytest.raises(InputError, match="no verdict"):
        decide_aliases(waiting, [1], AliasState.PROPOSED, analyst="me", note=None, now=now)


def test_proposing_needs_no_crawl(run: Run) -> None:
    told = json.loads(run("propose", "--json").output)
    assert told["counts"]["titles"] == 0
    assert told["counts"]["proposed"] > 0


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_the_page_speaks_three_languages_and_shows_examples_as_text(
    client: TestClient, language: str
) -> None:
    page = client.get("/aliases", params={"lang": language}).text
    assert f'<html lang="{language}">' in page
    assert "露茉" in page
    assert "<script>alert" not in page


def form_of(client: TestClient) -> dict[str, str]:
    page = client.get("/aliases").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    return {"token": token, "verdict": "approved"}


def test_an_alias_is_approved_by_form(client: TestClient, waiting: Store) -> None:
    answer = client.post("/aliases/1/decision?state=proposed", data=form_of(client))
    assert (answer.status_code, answer.headers["location"]) == (303, "/aliases?state=proposed")
    assert states(waiting)["露茉"] == "approved"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"token": "forged"}, 403),
        ({"verdict": "proposed"}, 400),
        ({"verdict": "perhaps"}, 422),
    ],
)
def test_a_form_that_is_not_right_changes_nothing(
    client: TestClient, waiting: Store, changes: dict[str, str], status: int
) -> None:
    answer = client.post("/aliases/1/decision", data=form_of(client) | changes)
    assert answer.status_code == status
    assert set(states(waiting).values()) == {"proposed"}


@pytest.mark.parametrize(
    ("path", "status"), [("/aliases?state=lost", 400), ("/aliases/1/decision?state=refused", 303)]
)
def test_what_cannot_be_shown_is_told(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_every_rule_and_state_of_an_alias_has_a_word() -> None:
    assert {f"alias_{one}" for one in (*RULES, *AliasState)} <= set(words())
