"""Whoever decides first is told before and after that a second person has to look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.candidates import Band, Score
from domain.decisions import REASONS_OF, Reason, Verdict
from review.sampling import SecondPerson, warnings_before
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import a_candidate, a_score
from tests.review.desks import an_account, form_token, make_client, signed_in
from tests.review.waiting import put_up

LOW: dict[str, Any] = {"value": 0.7, "band": Band.REVIEW}
BEFORE, AFTER = "须由第二人复核后才会进入通知", "您刚才的判断须由第二人复核"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/told.sqlite"


@pytest.fixture
def client(store: Store, settings: Settings, now: datetime) -> Iterator[TestClient]:
    app = make_app(settings, store, clock=lambda: now)
    with make_client(app) as browser:
        signed_in(browser, store, an_account(store, now=now), now)
        yield browser


def form(client: TestClient, page: str, finding: str) -> dict[str, str]:
    parts = {"token": form_token(client), "finding": finding, "sighting": "1"}
    seen = page.split('name="seen" value="')[1][:64]
    return {**parts, "seen": seen}


def test_a_risky_candidate_says_so_before_and_after(
    client: TestClient, store: Store, now: datetime
) -> None:
    risky, following = put_up(store, now, score=LOW), put_up(store, now, 2)
    page = client.get(f"/candidates/{risky}?lang=zh").text
    assert f"{BEFORE}：" in page
    assert "得分低于建议区间" in page
    decided = client.post(
        f"/candidates/{risky}/decision", data=form(client, page, "infringing:mark_in_title")
    )
    assert decided.headers["location"] == f"/candidates/{following}?waits={risky}"
    assert AFTER in client.get(decided.headers["location"]).text
    assert "等待第二人复核" in client.get(f"/candidates/{risky}").text


def test_a_sure_candidate_says_it_for_the_reason_that_needs_it_alone(
    client: TestClient, store: Store, now: datetime
) -> None:
    sure = put_up(store, now)
    page = client.get(f"/candidates/{sure}?lang=zh").text
    told = page.split('id="second-first">')[1].split("</p>")[0]
    assert told.endswith("已见假货")
    decided = client.post(
        f"/candidates/{sure}/decision", data=form(client, page, "infringing:mark_in_title")
    )
    assert "waits" not in decided.headers["location"]


@pytest.mark.parametrize(
    ("rule", "score", "reasons"),
    [
        ("risk", a_score(value=0.95), {Reason.COUNTERFEIT_SEEN}),
        ("risk", a_score(**LOW), set(REASONS_OF[Verdict.INFRINGING])),
        ("all", a_score(value=0.95), set(REASONS_OF[Verdict.INFRINGING])),
        ("off", a_score(**LOW), set()),
    ],
)
def test_what_is_said_before_is_what_the_rule_does(
    rule: str, score: Score, reasons: set[Reason]
) -> None:
    found = warnings_before(a_candidate(score=score), SecondPerson(rule, 0.0))
    assert set(found) == reasons
