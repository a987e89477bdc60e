from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from config.settings import Settings
from crawler.browser import find_browser
from domain.candidates import CandidateState
from domain.errors import InputError
from domain.listings import SeenPicture
from domain.rights import Portfolio
from review.web.app import make_app
from review.web.door import ANYONE, needs
from review.web.serve import serve
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_mention, a_score, a_sighting, a_work
from tests.review.desks import (
    BASE,
    a_picture,
    an_account,
    begin_session,
    make_client,
    served,
    signed_in,
)

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
PAGES = [
    "/",
    "/candidates",
    "/candidates/1",
    "/rights",
    "/aliases",
    "/groups",
    "/quality",
    "/notices",
    "/runs",
    "/health",
    "/api/v1/candidates",
]


@pytest.fixture
def filled(store: Store, now: datetime) -> Store:
    """A store with three candidates; the first has a hostile title, seller and link."""
    picture = a_picture()
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (a_mark(),), (a_work(),)))
        for number in range(3):
            facts = replace(a_sighting().facts, item_id=f"90000{number}")
            if number == 0:
                facts = replace(facts, title=HOSTILE, seller=HOSTILE, url="javascript:alert(3)")
            sighting = replace(
                a_sighting(),
                key=replace(a_sighting().key, item_id=f"90000{number}"),
                facts=facts,
                pictures=(SeenPicture("u", "k", store.blobs.keep(picture), "image/png"),),
            )
            kept = work.listings.keep_sighting(sighting)
            score = a_score(value=0.9 - number / 10, readings=(a_mention(),))
            work.candidates.suggest(kept.listing, a_mark().slug, kept.id, score, now)
    return store


@pytest.fixture
def app(settings: Settings, filled: Store, now: datetime) -> FastAPI:
    return make_app(settings, filled, clock=lambda: now)


@pytest.fixture
def client(app: FastAPI, filled: Store) -> Iterator[TestClient]:
    with make_client(app) as client:
        signed_in(client, filled, an_account(filled))
        yield client


def form_of(client: TestClient, number: int) -> dict[str, str]:
    """The hidden fields of a candidate's form, with a whole decision."""
    page = client.get(f"/candidates/{number}").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    return {
        **hidden, "verdict": "infringing", "reason": "mark_in_title",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_a_strict_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/candidates", "/candidates/1", "/rights"])
@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_every_page_speaks_three_languages(client: TestClient, path: str, language: str) -> None:
    assert f'<html lang="{language}">' in client.get(path, params={"lang": language}).text


def test_a_strangers_markup_and_link_are_shown_as_text(client: TestClient) -> None:
    for path in ("/candidates", "/candidates/1"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


def test_a_decision_by_form_is_kept_and_leads_to_the_next(
    client: TestClient, filled: Store
) -> None:
    answer = client.post("/candidates/1/decision?state=suggested", data=form_of(client, 1))
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/candidates/2?state=suggested",
    )
    with filled.reading() as work:
        first = work.candidates.find(state=CandidateState.INFRINGING)
        (decision,) = work.decisions.of_candidate(first[0].id)
    assert decision.analyst == "王小明"


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"token": "forged"}, {}, 403),
        ({"token": ""}, {}, 403),
        ({}, {"origin": "https://evil.example"}, 403),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
        ({}, {"host": "evil.example"}, 400),
        ({"verdict": "perhaps"}, {}, 422),
        ({"reason": "not_alike"}, {}, 400),
        ({"seen": "0" * 64}, {}, 409),
        ({"seen": "0"}, {}, 400),
        ({"sighting": "9" * 30}, {}, 422),
        ({"note": "a\x00b"}, {}, 400),
        ({"token": "é"}, {}, 403),
        ({}, {"origin": "http://127.0.0.1:1"}, 403),
        ({}, {"origin": "null"}, 403),
        ({}, {"host": "["}, 400),
    ],
)
def test_a_form_that_is_not_ours_or_not_right_changes_nothing(
    client: TestClient,
    filled: Store,
    changes: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    form = form_of(client, 1) | changes
    answer = client.post("/candidates/1/decision", data=form, headers=headers)
    assert answer.status_code == status
    with filled.reading() as work:
        assert len(work.candidates.find(state=CandidateState.SUGGESTED)) == 3


def test_a_listing_that_changed_meanwhile_is_told(
    client: TestClient, filled: Store, now: datetime
) -> None:
    form = form_of(client, 2)
    with filled.begin() as work:
        candidate = work.candidates.find()[1]
        old = work.listings.sighting(candidate.sighting)
        facts = replace(old.facts, title="改了名")
        work.listings.keep_sighting(replace(old, facts=facts, seen_at=now + timedelta(hours=1)))
    path = f"/candidates/{candidate.id}/decision?state=suggested"
    answer = client.post(path, data=form)
    assert answer.status_code == 409
    assert "jianzhen match" in answer.text
    assert str(old.facts.title) in answer.text
    assert "改了名" in answer.text
    assert f'href="/candidates/{candidate.id}?state=suggested"' in answer.text
    assert client.get(path).headers["location"] == f"/candidates/{candidate.id}?state=suggested"


def test_a_right_that_was_never_weighed_is_not_shown_without_gaps(client: TestClient) -> None:
    for path in ("/rights", "/candidates/1"):
        page = client.get(path, params={"lang": "en"}).text
        assert "Not weighed yet." in page
        assert "No gaps." not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/candidates?page=0", 422),
        ("/candidates?page=" + "9" * 30, 422),
        ("/candidates?state=lost", 400),
        ("/candidates?seller=%00", 400),
        ("/candidates/" + "9" * 30, 422),
        ("/notices/" + "9" * 30, 422),
        ("/api/v1/candidates?limit=-5", 422),
        ("/api/v1/candidates?offset=" + "9" * 30, 422),
        ("/api/v1/candidates/" + "9" * 30, 422),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(
    client: TestClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_even_a_fault_of_the_program_answers_with_a_strict_policy(app: FastAPI) -> None:
    @app.get("/fault")
    @needs(ANYONE)
    def fault() -> None:
        raise ZeroDivisionError("a secret")

    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        answer = client.get("/fault")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "a secret" not in answer.text


def test_only_pictures_are_given_out_as_pictures(client: TestClient, filled: Store) -> None:
    page = filled.blobs.keep(b"<html><script>alert(1)</script>")
    shown = client.get(f"/pictures/{filled.blobs.keep(a_picture())}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert client.get(f"/pictures/{page}").status_code == 404
    assert client.get("/pictures/..%2f..%2fetc%2fpasswd").status_code == 404
    assert client.get("/pictures/" + "0" * 64).status_code == 404


@pytest.mark.parametrize("path", ["/candidates/99", "/notices/99", "/nowhere"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "TLS"),
        ({"tls": True}, "TLS"),
        ({"hosts": ("desk.example",)}, "TLS"),
        ({"tls": True, "hosts": ("desk.example",)}, "no account with a password"),
    ],
)
def test_the_desk_is_not_served_to_other_machines_unready(
    settings: Settings, filled: Store, changes: dict[str, object], why: str
) -> None:
    review = settings.review.model_copy(update={"host": "0.0.0.0", **changes})
    wide = settings.model_copy(update={"review": review})
    with pytest.raises(InputError, match=why):
        serve(wide, filled, clock=datetime.now, told=print)


def test_a_taken_port_is_said_before_any_address(settings: Settings, filled: Store) -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        review = settings.review.model_copy(update={"port": taken.getsockname()[1]})
        busy = settings.model_copy(update={"review": review})
        with pytest.raises(InputError, match="cannot be had"):
            serve(busy, filled, clock=datetime.now, told=said.append)
    assert said == []


@pytest.mark.browser
def test_an_analyst_decides_by_keyboard_in_a_real_browser(app: FastAPI, filled: Store) -> None:
    from playwright.sync_api import sync_playwright

    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser(None)), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        session = begin_session(filled, an_account(filled, "icu1"))
        page.context.add_cookies([{"name": "desk", "value": session, "url": address}])
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(f"{address}/candidates?state=suggested&lang=zh")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/candidates/1?**")
        page.locator("h1").click()
        for key in ("i", "4"):
            page.keyboard.press(key)
        page.wait_for_url("**/candidates/2?**")
        browser.close()
    assert said == []
    with filled.reading() as work:
        (decided,) = work.candidates.find(state=CandidateState.INFRINGING)
        (decision,) = work.decisions.of_candidate(decided.id)
    assert (decision.reason, decision.analyst) == ("mark_in_title", "icu1")
