"""The pages that follow a case, as a browser asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.accounts import Role
from domain.candidates import CandidateId
from domain.listings import ListingId, SeenPicture
from domain.rights import Portfolio
from review.sellers import seller_page
from review.timeline import case_timeline
from review.watching import note_look
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import a_holder, a_work, digest
from tests.filed import FILED, a_filing, a_finding, a_seen
from tests.review.desks import an_account, form_token, make_client, signed_in

HOSTILE = "<script>alert(1)</script>\u202e'\"=1"
COPY = (SeenPicture("https://x.example/1.jpg", "1", digest("copy"), "image/jpeg"),)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two sellers with a picture in common; one listing filed, a third seller apart."""
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        kept = a_seen(work, "900001", pictures=COPY, seller=HOSTILE)
        other = a_seen(work, "900002", pictures=COPY, seller="小店二号", title="另外一个标题")
        a_finding(work, other)
        apart = a_seen(work, "900003", seller="别家", title="又一个完全不同的标题")
        a_finding(work, apart)
        a_filing(work, [a_finding(work, kept)])
        work.pictures.note_sightings()
    return store


@pytest.fixture
def client(filled: Store, settings: Settings) -> Iterator[TestClient]:
    """An analyst's browser, signed in."""
    with make_client(make_app(settings, filled, clock=now)) as browser:
        signed_in(browser, filled, an_account(filled, now=now()), now())
        yield browser


def test_sellers_who_share_a_picture_are_tied_by_it_and_by_nothing_else(filled: Store) -> None:
    page = seller_page(filled, "bazaar_street", HOSTILE)
    assert [(one.seller, one.fact, one.listings) for one in page.shared] == [
        ("小店二号", "picture", 1)
    ]
    assert [one.notice for one in page.listings] == ["n-1"]


def test_a_timeline_is_the_chain_of_its_own_case(filled: Store) -> None:
    listing = ListingId(1)
    note_look(filled, listing, "gone", who="李", note=None, now=FILED + timedelta(days=1))
    with filled.begin() as work:
        work.audit.append("decided", "candidate 99", {}, "somebody", FILED)
    number = _candidate_of(filled, listing)
    found = case_timeline(filled, number)
    assert [event.kind for event in found.events] == ["seen", "checked"]
    assert [event.seq for event in found.events] == sorted(e.seq for e in found.events)
    assert found.notices == ("n-1",)


def test_every_page_is_shown_in_every_language(client: TestClient) -> None:
    for path in ("/sellers", "/watch", "/due", "/candidates/1/timeline", "/figures"):
        for language in ("zh", "en", "ja"):
            answer = client.get(f"{path}?lang={language}")
            assert answer.status_code == 200
            assert f'<html lang="{language}">' in answer.text
            assert "<script>alert" not in answer.text
            # a key without words would stand there as it is
            assert not re.findall(
                r">\s*(?:figure|chart|stands|ending|due|shared)_\w+", answer.text
            )


def test_a_seller_who_writes_markup_has_a_page_of_text(client: TestClient) -> None:
    link = re.search(r'href="(/seller\?[^"]+)"', client.get("/sellers").text)
    assert link is not None
    pages = [client.get(one.replace("&amp;", "&")) for one in _sellers(client)]
    assert {page.status_code for page in pages} == {200}
    assert not [page for page in pages if "<script>alert" in page.text]


def test_what_a_person_saw_is_written_down_under_their_name(
    client: TestClient, filled: Store
) -> None:
    form = {"token": form_token(client), "state": "gone", "said": "页面提示"}
    assert client.post("/watch/1", data=form).status_code == 303
    with filled.reading() as work:
        (*_, last) = work.audit.events("listing 1")
    assert last.who == "王小明"
    assert client.post("/watch/1", data={**form, "state": "sold"}).status_code == 400
    assert client.post("/watch/1", data={**form, "token": "x"}).status_code == 403


def test_a_viewer_writes_nothing_down(filled: Store, settings: Settings) -> None:
    with make_client(make_app(settings, filled, clock=now)) as browser:
        account = an_account(filled, "看客", Role.VIEWER, now=now())
        signed_in(browser, filled, account, now())
        form = {"token": form_token(browser), "state": "gone"}
        assert browser.post("/watch/1", data=form).status_code == 403


def test_figures_come_as_files_too(client: TestClient) -> None:
    pdf = client.get("/figures/report.pdf?lang=ja")
    assert pdf.content.startswith(b"%PDF")
    for name in ("flow.csv", "sellers.csv", "figures.csv"):
        answer = client.get(f"/figures/{name}")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/figures/flow.svg").content.startswith(b"<svg")
    assert client.get("/figures/nothing.svg").status_code == 404
    assert client.get("/figures?month=2026-13").status_code == 422


def test_within_a_wall_only_ones_own_is_counted(filled: Store, settings: Settings) -> None:
    with make_client(make_app(settings, filled, clock=now)) as browser:
        account = an_account(filled, "外人", Role.ANALYST, holders=[], now=now())
        signed_in(browser, filled, account, now())
        assert "小店二号" not in browser.get("/sellers").text
        assert browser.get("/api/v1/sellers").json()["items"] == []
        assert browser.get("/api/v1/watched").json()["items"] == []
        figures = {
            one["key"]: one["value"] for one in browser.get("/api/v1/figures").json()["figures"]
        }
        assert figures["filed"] == 0
        assert browser.get("/candidates/1/timeline").status_code == 404


def _sellers(client: TestClient) -> list[str]:
    return re.findall(r'href="(/seller\?[^"]+)"', client.get("/sellers").text)


def _candidate_of(store: Store, listing: ListingId) -> CandidateId:
    with store.reading() as work:
        lines = work.sellers.listings("bazaar_street", HOSTILE)
    (found,) = [one.candidate for one in lines if one.listing == listing]
    assert found is not None
    return found
