"""The feed of what is due: an address that opens it alone, and that is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from domain.accounts import Scope
from review.access import people
from store.unit_of_work import Store
from tests.review.access.conftest import Clock
from tests.review.access.test_api import V1, a_token
from tests.review.desks import an_account, form_token, make_client, signed_in


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with make_client(app) as client:
        yield client


def made(client: TestClient) -> str:
    """A new address, as the page shows it once."""
    page = client.post("/due/feed?lang=en", data={"token": form_token(client)}).text
    found = re.search(r"http://[^<]+/due/feed\.ics\?[^<]+", page)
    assert found is not None
    return found[0].replace("&amp;", "&")


def test_the_address_is_read_without_signing_in_until_there_is_a_new_one(
    app: FastAPI, client: TestClient, store: Store
) -> None:
    signed_in(client, store, an_account(store))
    first = made(client)
    assert first not in client.get("/due").text
    with make_client(app) as calendar:
        answer = calendar.get(first)
        assert (answer.status_code, answer.text[:15]) == (200, "BEGIN:VCALENDAR")
        second = made(client)
        assert calendar.get(first).status_code == 404
        assert calendar.get(second).status_code == 200


def test_it_ends_with_its_token_and_with_its_account(
    app: FastAPI, client: TestClient, store: Store, clock: Clock
) -> None:
    account = an_account(store)
    signed_in(client, store, account)
    address = made(client)
    token = people.tokens_of(store, account.id)[0]
    people.revoke_token(store, account.id, token.id, who="test", now=clock())
    assert client.get(address).status_code == 404
    address = made(client)
    people.close_account(store, account.id, closed=True, who="test", now=clock())
    with make_client(app) as calendar:
        assert calendar.get(address).status_code == 404


def test_the_key_opens_nothing_else_and_no_other_key_opens_the_feed(
    app: FastAPI, client: TestClient, store: Store, clock: Clock
) -> None:
    account = an_account(store)
    signed_in(client, store, account)
    key = made(client).split("key=")[1]
    whole = a_token(store, account, *Scope, now=clock)["authorization"].removeprefix("Bearer ")
    with make_client(app) as calendar:
        headers = {"authorization": f"Bearer {key}"}
        for path in ("/clocks", "/me", "/due.ics", "/candidates"):
            assert calendar.get(V1 + path, headers=headers).status_code == 403, path
        for other in (whole, "", "jz_no", "é"):
            assert calendar.get("/due/feed.ics", params={"key": other}).status_code == 404


def test_the_file_is_had_signed_in_and_through_the_api(
    client: TestClient, store: Store, clock: Clock
) -> None:
    account = an_account(store)
    headers = a_token(store, account, Scope.READ, now=clock)
    assert client.get(f"{V1}/due.ics", headers=headers).text.startswith("BEGIN:VCALENDAR")
    assert client.get("/due.ics").status_code == 303
