"""Withdrawal, preservation and answers at the desk and through the API, walled like the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.accounts import Role
from domain.notices import Notice, NoticeState
from domain.rights import HolderSlug, Portfolio
from review import filing, letters
from review.filing import Noted
from review.web.app import make_app
from store.unit_of_work import Store
from takedown.after.letters import WithdrawalReason
from tests.factories import a_holder
from tests.review.access.conftest import Clock
from tests.review.access.test_api import V1, a_token
from tests.review.desks import an_account, form_token, make_client, signed_in
from tests.review.test_filing import database_url, exported, filed, noted, site

__all__ = ["database_url", "exported", "filed", "noted", "site"]

REASON = {"reason": WithdrawalReason.WRONG_LISTING.value}


@pytest.fixture
def app(store: Store, site: Settings, filed: Notice, now: datetime) -> FastAPI:
    return make_app(site, store, clock=lambda: now)


@pytest.fixture
def lead(app: FastAPI, store: Store, now: datetime) -> Iterator[TestClient]:
    with make_client(app) as browser:
        signed_in(browser, store, an_account(store, "李静", Role.LEAD, now=now), now)
        yield browser


def test_a_wrong_notice_is_withdrawn_in_two_actions_on_its_page(
    lead: TestClient, store: Store, filed: Notice
) -> None:
    token, page = {"token": form_token(lead)}, f"/notices/{filed.id}"
    assert f'action="{page}/withdrawn"' not in lead.get(page).text
    early = lead.post(f"{page}/withdrawn", data=token)
    assert (early.status_code, filing.history(store, filed.id)[-1].kind) == (400, "filed")
    assert lead.post(f"{page}/withdrawal", data=token | REASON).status_code == 303
    shown = lead.get(page).text
    assert f'action="{page}/withdrawn"' in shown
    (address,) = re.findall(rf'href="({page}/letters/[0-9a-f]{{64}})">withdrawal\.zh\.pdf', shown)
    letter = lead.get(address)
    assert letter.content[:5] == b"%PDF-"
    assert 'filename="withdrawal.zh.pdf"' in letter.headers["content-disposition"]
    assert lead.post(f"{page}/withdrawn", data=token).status_code == 303
    with store.reading() as work:
        assert work.notices.notice(filed.id).state is NoticeState.WITHDRAWN
    assert "/withdrawal" not in lead.get(page).text


def test_records_are_asked_to_be_kept_and_a_statement_is_answered(
    lead: TestClient, store: Store, filed: Notice
) -> None:
    token, page = {"token": form_token(lead)}, f"/notices/{filed.id}"
    assert f'action="{page}/reply"' not in lead.get(page).text
    assert lead.post(f"{page}/preservation", data=token).status_code == 303
    assert lead.post(f"{page}/counter", data=token | {"text": "正品授权"}).status_code == 303
    assert lead.post(f"{page}/reply", data=token).status_code == 303
    suit = token | {"act": "sued", "authority": "杭州互联网法院", "case_number": "(2026)1"}
    assert lead.post(f"{page}/brought", data=suit).status_code == 303
    names = [name for one in filing.history(store, filed.id) for name in one.files]
    assert {"preservation.zh.docx", "answer.zh.pdf", "court.zh.txt"} <= set(names)


def test_the_api_does_the_same_within_the_scope_to_manage(
    app: FastAPI, store: Store, filed: Notice, now: datetime
) -> None:
    headers = a_token(store, an_account(store, "李静", Role.LEAD, now=now), now=Clock(now))
    with make_client(app) as client:
        path = f"{V1}/notices/{filed.id}"
        page = client.get(f"{path}/page", headers=headers).json()
        assert set(page["may"]) == {"withdraw", "preserve"}
        refused = {"result": "refused", "text": "权属证明不足"}
        assert client.post(f"{path}/answer", headers=headers, json=refused).json()["state"] == (
            "refused"
        )
        assert client.get(f"{path}/guide", headers=headers).json()["may_refile"] is True
        mended = {"mended": "补充了原件"}
        assert client.post(f"{path}/refile", headers=headers, json=mended).status_code == 200
        wrong = client.post(f"{path}/withdrawal", headers=headers, json=REASON)
        assert (wrong.status_code, "never filed" in wrong.text) == (400, True)


def test_an_analyst_and_another_tenant_write_no_letter_and_read_none(
    app: FastAPI, store: Store, site: Settings, filed: Notice, now: datetime
) -> None:
    noted = Noted("李静", now)
    written = letters.prepare_withdrawal(
        store, site, filed.id, noted, WithdrawalReason.WRONG_LISTING
    )
    digest = next(iter(written.files.values()))
    with store.begin() as work:
        kept = work.rights.portfolio()
        other = a_holder(slug=HolderSlug("other"))
        work.rights.keep_portfolio(Portfolio((*kept.holders, other), kept.marks, kept.works))
    for name, role, holders, read, write in (
        ("甲", Role.VIEWER, None, 403, 403),
        ("乙", Role.ANALYST, None, 200, 403),
        ("丙", Role.LEAD, ["other"], 404, 404),
    ):
        with make_client(app) as browser:
            signed_in(browser, store, an_account(store, name, role, holders, now=now), now)
            form = {"token": form_token(browser), **REASON}
            page = f"/notices/{filed.id}"
            assert browser.get(f"{page}/letters/{digest}").status_code == read, name
            assert browser.post(f"{page}/withdrawal", data=form).status_code == write, name
            foreign = browser.get(f"{page}/letters/{'0' * 64}").status_code
            assert foreign in (403, 404), name
