"""No secret stands in a page, an answer, the log, the record, or in clear in the database."""

from __future__ import annotations

import logging
import re

import pyotp
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from config.settings import Settings
from domain.accounts import Role, Scope
from domain.webhooks import HOOK_KINDS
from review.access import factors, people, signing
from review.hooks import logic
from review.web.app import make_app
from review.web.door import ANYONE, needs
from store.unit_of_work import Store
from tests.review.access.conftest import Clock, Tenant
from tests.review.access.test_routes import address_of, routes
from tests.review.desks import an_account, form_token, make_client, signed_in

PASSWORD = "canary password that nobody else has"


def test_no_secret_is_told_anywhere(  # noqa: PLR0915 - one story with many secrets
    settings: Settings,
    store: Store,
    tenants: tuple[Tenant, Tenant],
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    key = Fernet.generate_key().decode()
    settings = settings.model_copy(
        update={
            "accounts": settings.accounts.model_copy(update={"key": SecretStr(key)}),
            "crawl": settings.crawl.model_copy(update={"allow_loopback": True}),
        }
    )
    app = make_app(settings, store, clock=clock)
    account = an_account(store, role=Role.ADMIN, password=PASSWORD)
    totp = factors.new_enrolment(account).secret
    code = pyotp.TOTP(totp).at(clock())
    codes = factors.enrol(store, settings.accounts, account, totp, code, now=clock())
    token, _ = people.new_token(
        store, account, "report", list(Scope), days=9, who="test", now=clock()
    )
    hook = "http://127.0.0.1:1/"
    signs, _ = logic.add_webhook(store, settings, account, hook, HOOK_KINDS, clock())
    link = signing.new_link(store, account, who="test", now=clock())

    @app.get("/fault")
    @needs(ANYONE)
    def fault() -> None:
        raise ZeroDivisionError(PASSWORD)

    told = ""
    with make_client(app) as client:
        client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
        for password in ("wrong " + PASSWORD, PASSWORD):
            told += client.post("/sign-in", data={"name": "王小明", "password": password}).text
        told += client.post("/sign-in/code", data={"code": codes[0], "token": "no"}).text
        client.cookies.clear()
        session = signed_in(client, store, account)
        form = form_token(client)
        for method, route in routes(app):
            if method == "GET" and route.path != "/fault":
                told += _told(client.get(address_of(route)).text, form)
        for path in ("/api/v1/people", "/api/v1/webhooks", "/api/v1/log", "/api/v1/me"):
            told += client.get(path, headers={"authorization": f"Bearer {token}"}).text
        told += client.get("/fault").text
    logic.deliver(store, settings, clock=clock)
    # the fault's own text is the developer's; what a person typed is in no message of ours
    ours = [one for one in caplog.records if one.name != "review.web.problems"]
    logged = "\n".join(logging.Formatter().format(one) for one in ours)
    with store.engine.connect() as connection:
        kept = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    secrets = {
        "password": PASSWORD, "factor": totp, "token": token, "webhook": signs, "link": link,
        "session": session, "key": key, "database": settings.database.url.get_secret_value(),
        **{f"code {number}": one for number, one in enumerate(codes)},
    }  # fmt: skip
    for place, text in (("pages", told), ("log", logged), ("database", kept)):
        found = [name for name, secret in secrets.items() if secret in text]
        assert found == [], place


def _told(page: str, form: str) -> str:
    """The page without the token of its own forms, which no other page can use."""
    return re.sub(form, "", page)
