"""The API: its description, its pages, its tokens, and that nothing sent to it makes it fall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as rules

from config.settings import Settings
from domain.accounts import Account, Role, Scope
from review.access import people
from review.web.app import make_app
from store.unit_of_work import Store
from tests.review.access.conftest import OURS, Clock, Tenant
from tests.review.desks import an_account, form_token, make_client, signed_in

V1 = "/api/v1"
EXAMPLES = 6


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with make_client(app) as client:
        yield client


def a_token(store: Store, account: Account, *scopes: Scope, now: Clock) -> dict[str, str]:
    secret, _ = people.new_token(
        store, account, "test", scopes or tuple(Scope), days=30, who="test", now=now()
    )
    return {"authorization": f"Bearer {secret}"}


def test_a_token_reads_what_its_owner_sees(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant], clock: Clock
) -> None:
    ours, theirs = tenants
    headers = a_token(store, an_account(store, holders=[OURS]), now=clock)
    listed = client.get(f"{V1}/candidates", headers=headers).json()
    assert [one["right"] for one in listed["items"]] == [ours.right]
    assert client.get(f"{V1}/candidates/{theirs.candidate}", headers=headers).status_code == 404
    assert client.get(f"{V1}/rights/{theirs.right}", headers=headers).status_code == 404
    assert client.get(f"{V1}/me", headers=headers).json()["holders"] == [OURS]


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [
        ([Scope.READ], (200, 403)),
        ([Scope.DECIDE], (403, 200)),
        ([Scope.CALENDAR], (403, 403)),
        (list(Scope), (200, 200)),
    ],
)
def test_a_token_is_good_for_its_scopes_alone(
    client: TestClient, store: Store, clock: Clock, scopes: list[Scope], statuses: tuple[int, int]
) -> None:
    headers = a_token(store, an_account(store), *scopes, now=clock)
    read = client.get(f"{V1}/candidates", headers=headers).status_code
    decided = client.post(f"{V1}/queue/next", headers=headers, json={}).status_code
    assert (read, decided) == statuses


def test_a_token_gives_no_more_than_its_owner_has(
    client: TestClient, store: Store, clock: Clock
) -> None:
    headers = a_token(store, an_account(store, role=Role.VIEWER), now=clock)
    assert client.post(f"{V1}/queue/next", headers=headers, json={}).status_code == 403


@pytest.mark.parametrize("end", ["revoked", "ran out", "closed"])
def test_a_token_ends(client: TestClient, store: Store, clock: Clock, end: str) -> None:
    account = an_account(store)
    headers = a_token(store, account, now=clock)
    assert client.get(f"{V1}/me", headers=headers).status_code == 200
    if end == "revoked":
        (token,) = people.tokens_of(store, account.id)
        people.revoke_token(store, account.id, token.id, who="test", now=clock())
    elif end == "closed":
        people.close_account(store, account.id, closed=True, who="test", now=clock())
    else:
        clock.on(days=31)
    answer = client.get(f"{V1}/me", headers=headers)
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, 401)


def test_a_token_opens_no_page(client: TestClient, store: Store, clock: Clock) -> None:
    assert client.get("/", headers=a_token(store, an_account(store), now=clock)).status_code == 303


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", "Bearer jz_no", "Basic YTpi", "Bearer é"]
)
def test_what_is_no_token_opens_nothing(client: TestClient, sent: str) -> None:
    answer = client.get(f"{V1}/me", headers={b"authorization": sent.encode()})
    assert answer.status_code == 401


def test_lists_come_in_pages(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant], clock: Clock
) -> None:
    headers = a_token(store, an_account(store), now=clock)
    first = client.get(f"{V1}/candidates?limit=1", headers=headers)
    assert first.json()["total"] == 2
    assert first.headers["link"] == f'<{first.json()["next"]}>; rel="next"'
    second = client.get(first.json()["next"], headers=headers).json()
    assert second["next"] is None
    assert first.json()["items"][0]["id"] != second["items"][0]["id"]


def test_a_candidate_is_decided_as_it_was_seen(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant], clock: Clock
) -> None:
    headers = a_token(store, an_account(store), now=clock)
    path = f"{V1}/candidates/{tenants[0].candidate}"
    seen = client.get(path, headers=headers).json()["page"]["candidate"]["sighting_digest"]
    said = {"verdict": "cleared", "reason": "not_alike", "seen": "0" * 64}
    assert client.post(f"{path}/decision", headers=headers, json=said).status_code == 409
    kept = client.post(f"{path}/decision", headers=headers, json={**said, "seen": seen}).json()
    assert (kept["verdict"], kept["analyst"]) == ("cleared", "王小明")


def test_a_script_of_the_desk_sends_the_token_of_its_session(
    client: TestClient, store: Store
) -> None:
    signed_in(client, store, an_account(store))
    assert client.post(f"{V1}/queue/next", json={}).status_code == 403
    headers = {"x-form-token": form_token(client)}
    assert client.post(f"{V1}/queue/next", json={}, headers=headers).status_code == 200


def test_nothing_that_is_sent_makes_it_fall(
    settings: Settings, store: Store, tenants: tuple[Tenant, Tenant], clock: Clock
) -> None:
    """Every operation of the description, with what fits it and with what does not."""
    headers = a_token(store, an_account(store, role=Role.ADMIN), now=clock)
    # the name by which schemathesis asks for an application
    review = settings.review.model_copy(update={"hosts": ("testserver",)})
    app = make_app(settings.model_copy(update={"review": review}), store, clock=clock)
    schema = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", app, headers=headers)
    asked = 0
    for found in cast(Any, schema.get_all_operations()):
        operation: Any = found.ok()

        @given(case=operation.as_strategy())
        @rules(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = case.call(headers=headers)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)

        ask()
    assert asked > 36 * EXAMPLES / 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/me/password", {"new": "a very long new password"}),
        ("POST", "/me/tokens", {"name": "more", "scopes": ["manage"]}),
        ("POST", "/people/1/link", None),
        ("POST", "/people/1/reset-factor", None),
    ],
)
def test_a_token_makes_no_other_way_in(
    client: TestClient, store: Store, clock: Clock, method: str, path: str, body: object
) -> None:
    admin = an_account(store, role=Role.ADMIN)
    headers = a_token(store, admin, now=clock)
    refused = client.request(method, V1 + path, headers=headers, json=body)
    assert (refused.status_code, "token" in refused.text) == (403, True)
    signed_in(client, store, admin)
    own = {"x-form-token": form_token(client)}
    assert client.request(method, V1 + path, headers=own, json=body).is_success


def test_accounts_are_made_changed_and_closed(
    client: TestClient, store: Store, tenants: tuple[Tenant, Tenant], clock: Clock
) -> None:
    headers = a_token(store, an_account(store, role=Role.ADMIN), now=clock)
    wanted = {"name": "新人", "role": "viewer", "holders": [OURS]}
    made = client.post(f"{V1}/people", headers=headers, json=wanted)
    assert (made.status_code, made.json()["holders"]) == (201, [OURS])
    path = f"{V1}/people/{made.json()['id']}"
    changed = client.put(path, headers=headers, json={"role": "analyst", "holders": None})
    assert (changed.json()["role"], changed.json()["holders"]) == ("analyst", None)
    closed = client.post(f"{path}/closed", headers=headers, json={"closed": True}).json()
    assert closed["off_at"] is not None
    assert client.put(path, headers=headers, json={"role": "lead"}).status_code == 422
