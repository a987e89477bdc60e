"""The page of rights shows who acts and what is genuine, as far as the reader sees the owner."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from config.settings import Settings
from domain.rights import Agent, AgentSlug, HolderSlug, Portfolio, Product
from review.web.app import make_app
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_work
from tests.review.desks import an_account, make_client, signed_in


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/portfolio.sqlite"


def test_agents_and_products_stand_on_the_page_and_in_the_api(
    store: Store, settings: Settings, now: datetime
) -> None:
    firm = Agent(AgentSlug("law-firm"), {"zh": "<b>某律所</b>", "en": "Some Firm"}, "CN")
    cup = Product(
        "cup", a_holder().slug, "正品杯", (a_mark().slug,), features=("底部刻印",),
        price_lowest=Decimal(99), price_highest=Decimal(129), currency="CNY", codes=("490123",),
    )  # fmt: skip
    other = a_holder(slug=HolderSlug("other"))
    with store.begin() as work:
        work.rights.keep_portfolio(
            Portfolio(
                (a_holder(), other), (a_mark(),), (a_work(),), agents=(firm,), products=(cup,)
            )
        )
    app = make_app(settings, store, clock=lambda: now)
    with make_client(app) as client:
        signed_in(client, store, an_account(store, now=now), now)
        page = client.get("/rights?lang=zh").text
        assert "&lt;b&gt;某律所" in page
        assert "正品杯" in page
        assert "99 – 129 CNY" in page
        assert "底部刻印" in page
        assert client.get("/api/v1/agents").json()["items"][0]["slug"] == "law-firm"
        assert client.get("/api/v1/products").json()["total"] == 1
    with make_client(app) as client:
        signed_in(client, store, an_account(store, "丙", holders=["other"], now=now), now)
        page = client.get("/rights").text
        assert "正品杯" not in page
        assert "某律所" not in page
