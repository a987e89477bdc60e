"""The page of a notice: filed, answered, opened again, with what is to be pasted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.accounts import Role
from domain.notices import NoticeId, NoticeState
from domain.rights import Portfolio
from review.notice_page import filing_papers
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import a_holder, a_work, digest
from tests.filed import a_filing, a_finding, a_seen
from tests.review.desks import an_account, form_token, make_client, signed_in

HOSTILE = "<script>alert(1)</script>"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with a checklist and two fields to paste, one of them hostile."""
    path = tmp_path / "n-1.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("n-1/data/filing/02-description.txt", f"{HOSTILE}\n")
        written.writestr("n-1/data/filing/01-item_link.txt", "https://x.example/1\n")
        for language, text in (("zh", "清单"), ("en", "Checklist"), ("ja", "一覧")):
            written.writestr(f"n-1/data/filing/checklist.{language}.txt", text)
        written.writestr("n-1/data/notice/notice.zh.txt", "no field")
    return path


@pytest.fixture
def filled(store: Store, bundle: Path) -> Store:
    """One notice, exported with this bundle and filed."""
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        found = a_finding(work, a_seen(work, "900001", title=HOSTILE))
        a_filing(work, [found], bundle=(digest("bundle"), str(bundle)))
    return store


@pytest.fixture
def client(filled: Store, settings: Settings) -> Iterator[TestClient]:
    """A lead's browser, signed in."""
    with make_client(make_app(settings, filled, clock=now)) as browser:
        signed_in(browser, filled, an_account(filled, "李静", Role.LEAD, now=now()), now())
        yield browser


def test_fields_come_in_the_portals_order(filled: Store) -> None:
    with filled.reading() as work:
        papers = filing_papers(work.notices.notice(NoticeId(1)))
    assert [code for code, _ in papers.fields] == ["item_link", "description"]
    assert papers.checklist == {"zh": "清单", "en": "Checklist", "ja": "一覧"}


def test_what_is_shown_is_text_and_has_a_button_each(client: TestClient) -> None:
    for language, word in (("zh", "清单"), ("en", "Checklist"), ("ja", "一覧")):
        page = client.get(f"/notices/1?lang={language}").text
        assert page.count("data-copy ") == 2
        assert word in page
        assert HOSTILE not in page


def test_a_bundle_that_is_gone_is_said_to_be(client: TestClient, bundle: Path) -> None:
    bundle.write_bytes(b"not a zip")
    assert "无法读取" in client.get("/notices/1?lang=zh").text
    bundle.unlink()
    assert client.get("/notices/1").status_code == 200
    assert client.get("/notices/1/bundle.zip").status_code == 404


def test_a_refusal_leads_to_what_to_mend_and_to_filing_again(
    client: TestClient, filled: Store
) -> None:
    token = form_token(client)
    form = {"token": token, "result": "refused", "text": "权属证明不足"}
    assert client.post("/notices/1/answer", data=form).status_code == 303
    page = client.get("/notices/1?lang=zh").text
    assert "如何补正" in page
    assert 'action="/notices/1/refile"' in page
    form = {"token": token, "mended": "补充了原件", "way": "refile"}
    assert client.post("/notices/1/refile", data=form).status_code == 303
    with filled.reading() as work:
        assert work.notices.notice(NoticeId(1)).state is NoticeState.INCOMPLETE
        told = [entry.who for entry in work.correspondence.of(NoticeId(1))]
    assert set(told) == {"李静"}


def test_a_day_still_to_come_and_a_word_that_is_no_result_are_refused(client: TestClient) -> None:
    token = form_token(client)
    form = {"token": token, "result": "removed", "on": "2999-01-01"}
    assert client.post("/notices/1/answer", data=form).status_code == 400
    assert client.post("/notices/1/answer", data={**form, "on": "2026-99-99"}).status_code == 422
    assert client.post("/notices/1/answer", data={**form, "result": "sold"}).status_code == 422


def test_an_analyst_reads_and_a_lead_writes(filled: Store, settings: Settings) -> None:
    with make_client(make_app(settings, filled, clock=now)) as browser:
        signed_in(browser, filled, an_account(filled, now=now()), now())
        assert 'action="/notices/1/answer"' not in browser.get("/notices/1").text
        form = {"token": form_token(browser), "result": "removed"}
        assert browser.post("/notices/1/answer", data=form).status_code == 403
        assert browser.get("/notices/1/bundle.zip").content[:2] == b"PK"
