"""Every address of the desk, walked with every role and with another tenant's account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount

from domain.accounts import Role
from review.web.door import ANYONE, SAFE_METHODS
from store.unit_of_work import Store
from tests.review.access.conftest import OURS, Tenant
from tests.review.desks import an_account, form_token, make_client, signed_in


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with make_client(app) as client:
        yield client


def routes(app: FastAPI) -> list[tuple[str, APIRoute]]:
    """Every method and route; nothing but the static files is mounted beside them."""
    others = [one for one in app.routes if not isinstance(one, APIRoute)]
    assert [one.path for one in others if isinstance(one, Mount)] == ["/static"]
    assert len(others) == 1
    return [
        (method, one)
        for one in app.routes
        if isinstance(one, APIRoute)
        for method in sorted((one.methods or set()) - {"HEAD"})
    ]


def needed(route: APIRoute) -> Any:
    """The role that the route is kept for; None where none is declared."""
    return getattr(route.endpoint, "needs", None)


def address_of(route: APIRoute, **known: object) -> str:
    """The route's address with its parameters filled in."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda part: str(known.get(part[1], 1)), route.path)


def test_every_address_is_kept_for_a_role(app: FastAPI) -> None:
    kept = {one.path: needed(one) for _, one in routes(app)}
    assert {path: role for path, role in kept.items() if role is None} == {}
    assert {path for path, role in kept.items() if role == ANYONE} == {
        "/sign-in", "/sign-in/link", "/sign-in/code", "/sign-in/enrol",
        # asks for a key of its own, which calendars of other makers carry in the address
        "/due/feed.ics",
    }  # fmt: skip


def test_an_address_without_a_role_answers_nobody(
    app: FastAPI, client: TestClient, store: Store
) -> None:
    app.get("/forgotten")(lambda: "open")
    signed_in(client, store, an_account(store, role=Role.ADMIN))
    assert client.get("/forgotten").status_code == 403


def test_whoever_is_not_signed_in_gets_nothing(
    app: FastAPI, client: TestClient, tenants: tuple[Tenant, Tenant]
) -> None:
    for method, route in routes(app):
        if needed(route) == ANYONE:
            continue
        answer = client.request(method, address_of(route))
        led = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?")
        assert led or answer.status_code == 401, (method, route.path, answer.status_code)
        assert tenants[0].secret not in answer.text


@pytest.mark.parametrize("role", Role)
def test_each_role_passes_where_it_reaches_and_nowhere_else(
    app: FastAPI, client: TestClient, store: Store, tenants: tuple[Tenant, Tenant], role: Role
) -> None:
    account = an_account(store, role=role)
    signed_in(client, store, account)
    headers = {"x-form-token": form_token(client)}
    for method, route in routes(app):
        if needed(route) == ANYONE or route.path == "/sign-out":
            continue
        answer = client.request(method, address_of(route), headers=headers)
        reaches = role.reaches(Role(needed(route)))
        assert (answer.status_code != 403) == reaches, (method, route.path, answer.status_code)
        assert answer.status_code < 500, (method, route.path)


def test_no_form_passes_without_the_token_of_its_session(
    app: FastAPI, client: TestClient, store: Store, tenants: tuple[Tenant, Tenant]
) -> None:
    account = an_account(store, role=Role.ADMIN)
    signed_in(client, store, account)
    stale = form_token(client)
    # the token of an earlier session of the same person is stale
    signed_in(client, store, account)
    for method, route in routes(app):
        if method in SAFE_METHODS or needed(route) == ANYONE:
            continue
        for token in ("", "forged", "é", stale):
            answer = client.request(method, address_of(route), data={"token": token})
            assert answer.status_code == 403, (method, route.path, token)
            answer = client.request(
                method, address_of(route), json={}, headers={b"x-form-token": token.encode()}
            )
            assert answer.status_code == 403, (method, route.path, token)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_nothing_is_taken_from_a_foreign_page(
    app: FastAPI, client: TestClient, store: Store, headers: dict[str, str]
) -> None:
    signed_in(client, store, an_account(store, role=Role.ADMIN))
    given = {"x-form-token": form_token(client), **headers}
    for method, route in routes(app):
        if method not in SAFE_METHODS:
            answer = client.request(method, address_of(route), headers=given)
            assert answer.status_code == 403, (method, route.path)


def test_no_page_shows_another_tenants_things(
    app: FastAPI, client: TestClient, store: Store, tenants: tuple[Tenant, Tenant]
) -> None:
    ours, theirs = tenants
    # a lead sees most; an admin sees every rights holder
    signed_in(client, store, an_account(store, role=Role.LEAD, holders=[OURS]))
    seen = ""
    for method, route in routes(app):
        if method != "GET" or needed(route) in (ANYONE, Role.ADMIN):
            continue
        for tenant in tenants:
            known = {"number": tenant.candidate, "slug": tenant.right, "digest": tenant.picture}
            text = client.get(address_of(route, **known)).text
            seen += text
            assert theirs.secret not in text, route.path
            # what was asked for may be named in the answer that says it is not there
            echoed = text.replace(f"&#39;{theirs.right}&#39;", "").replace(repr(theirs.right), "")
            assert theirs.right not in echoed, route.path
    assert ours.secret in seen


def test_another_tenants_candidate_proof_and_picture_are_not_there(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant]
) -> None:
    ours, theirs = tenants
    signed_in(client, store, an_account(store, holders=[OURS]))
    for path in ("/candidates/{candidate}", "/rights/{right}/proof", "/pictures/{picture}"):
        mine, other = (
            path.format(candidate=one.candidate, right=one.right, picture=one.picture)
            for one in (ours, theirs)
        )
        assert (client.get(mine).status_code, client.get(other).status_code) == (200, 404), path


def test_another_tenants_things_are_not_decided(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant]
) -> None:
    _, theirs = tenants
    signed_in(client, store, an_account(store, holders=[OURS]))
    form = {
        "token": form_token(client), "verdict": "cleared", "reason": "not_alike",
        "seen": "0" * 64, "sighting": "1",
    }  # fmt: skip
    assert client.post(f"/candidates/{theirs.candidate}/decision", data=form).status_code == 404
    alias = {"token": form["token"], "verdict": "approved"}
    statuses = {client.post(f"/aliases/{n}/decision", data=alias).status_code for n in (1, 2)}
    assert statuses == {303, 404}
