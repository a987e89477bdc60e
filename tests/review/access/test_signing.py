"""Signing in, as a browser does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from config.settings import Settings
from domain.accounts import Role, Stage
from domain.errors import InputError, SignInRefused, TooManyTries
from review.access import passwords, people, signing
from review.web.app import make_app
from store.unit_of_work import Store
from tests.review.access.conftest import Clock
from tests.review.desks import an_account, form_token, make_client, signed_in

PASSWORD = "correct horse battery staple"


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with make_client(app) as client:
        yield client


def sign_in(client: TestClient, name: str = "王小明", password: str = PASSWORD) -> int:
    form = {"name": name, "password": password}
    return client.post("/sign-in?next=/rights", data=form).status_code


def test_whoever_knows_the_password_comes_to_where_they_wanted(
    client: TestClient, store: Store
) -> None:
    an_account(store, password=PASSWORD)
    led = client.get("/rights")
    assert led.headers["location"] == "/sign-in?next=%2Frights"
    answer = client.post(led.headers["location"], data={"name": " 王小明 ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rights")
    cookie = answer.headers["set-cookie"].lower()
    assert all(one in cookie for one in ("httponly", "samesite=strict", "path=/", "max-age=28800"))
    assert client.get("/rights").status_code == 200


def test_behind_tls_the_cookie_is_bound_to_this_host_alone(
    settings: Settings, store: Store, clock: Clock
) -> None:
    review = settings.review.model_copy(update={"tls": True, "hosts": ("desk.example",)})
    app = make_app(settings.model_copy(update={"review": review}), store, clock=clock)
    an_account(store, password=PASSWORD)
    with TestClient(app, base_url="https://desk.example", follow_redirects=False) as client:
        answer = client.post("/sign-in", data={"name": "王小明", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert "secure" in cookie.lower()
    assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize(
    "where", ["//evil.example", "https://evil.example", "/\\evil.example", "/\n", "evil", ""]
)
def test_nobody_is_led_to_a_foreign_page(client: TestClient, store: Store, where: str) -> None:
    an_account(store, password=PASSWORD)
    form = {"name": "王小明", "password": PASSWORD}
    answer = client.post("/sign-in", params={"next": where}, data=form)
    assert answer.headers["location"] == "/"


def test_a_session_given_by_a_stranger_is_not_taken_over(client: TestClient, store: Store) -> None:
    an_account(store, password=PASSWORD)
    client.cookies.set("desk", "chosen-by-a-stranger")
    assert sign_in(client) == 303
    assert client.cookies.get("desk", domain="127.0.0.1") != "chosen-by-a-stranger"
    client.cookies.clear()
    client.cookies.set("desk", "chosen-by-a-stranger")
    assert client.get("/").status_code == 303


def test_a_session_is_kept_as_its_digest_alone(client: TestClient, store: Store) -> None:
    session = signed_in(client, store, an_account(store))
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("select digest from sessions").scalars().all()
    assert len(kept) == 1
    assert session not in kept


def test_a_session_ends_after_eight_hours(client: TestClient, store: Store, clock: Clock) -> None:
    signed_in(client, store, an_account(store))
    clock.on(hours=7, minutes=59)
    assert client.get("/").status_code == 200
    clock.on(minutes=2)
    assert client.get("/").status_code == 303


def test_signing_out_ends_the_session_itself(client: TestClient, store: Store) -> None:
    session = signed_in(client, store, an_account(store))
    assert client.post("/sign-out", data={"token": form_token(client)}).status_code == 303
    client.cookies.set("desk", session)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("deed", ["close", "password", "role"])
def test_a_changed_account_is_signed_out_everywhere(
    client: TestClient, store: Store, clock: Clock, deed: str
) -> None:
    account = an_account(store)
    signed_in(client, store, account)
    if deed == "close":
        people.close_account(store, account.id, closed=True, who="admin", now=clock())
    elif deed == "password":
        people.set_password(store, account.id, PASSWORD, who="admin", now=clock())
    else:
        people.change_account(store, account.id, role=Role.VIEWER, who="admin", now=clock())
    assert client.get("/").status_code == 303


def test_a_closed_account_does_not_come_in(client: TestClient, store: Store, clock: Clock) -> None:
    account = an_account(store, password=PASSWORD)
    people.close_account(store, account.id, closed=True, who="admin", now=clock())
    assert sign_in(client) == 401


def test_after_five_wrong_passwords_even_the_right_one_waits(
    client: TestClient, store: Store, clock: Clock
) -> None:
    an_account(store, password=PASSWORD)
    assert [sign_in(client, password="wrong") for _ in range(7)] == [401] * 5 + [429] * 2
    answer = client.post("/sign-in", data={"name": "王小明", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    clock.on(minutes=16)
    assert sign_in(client) == 303


def test_tries_are_counted_for_an_account_wherever_they_come_from(
    store: Store, clock: Clock
) -> None:
    an_account(store, password=PASSWORD)
    for number in range(signing.MOST_OF_AN_ACCOUNT):
        with pytest.raises(SignInRefused):
            signing.sign_in(store, "王小明", "no", address=f"10.0.0.{number}", now=clock())
    with pytest.raises(TooManyTries):
        signing.sign_in(store, "王小明", PASSWORD, address="10.0.1.1", now=clock())


def test_an_unknown_name_costs_the_same_work(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: object, hashed: str, password: str) -> object:
        judged.append(hashed[:40])
        return verify(passwords.HASHER, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    an_account(store, password=PASSWORD)
    an_account(store, name="no password yet")
    for name in ("王小明", "nobody", "no password yet"):
        with pytest.raises(SignInRefused):
            signing.sign_in(store, name, "wrong", address="10.0.0.1", now=clock())
    assert len(judged) == 3
    # the same parameters, so the same work
    assert len({one.split("$")[3] for one in judged}) == 1


@pytest.mark.parametrize(
    "weak", ["short", "王小明王小明王小明王小明", "aaaaaaaaaaaaaaaa", "x" * 201]
)
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(InputError):
        passwords.hashed(weak, "王小明")


def test_a_link_signs_in_once_and_only_by_its_button(
    client: TestClient, store: Store, clock: Clock
) -> None:
    account = an_account(store)
    key = signing.new_link(store, account, who="admin", now=clock())
    for _ in range(2):
        assert client.get("/sign-in/link", params={"key": key}).status_code == 200
    assert client.post("/sign-in/link", data={"key": key}).status_code == 303
    assert client.get("/").status_code == 200
    assert client.post("/sign-in/link", data={"key": key}).status_code == 401


def test_a_link_runs_out(client: TestClient, store: Store, clock: Clock) -> None:
    key = signing.new_link(store, an_account(store), who="admin", now=clock())
    clock.on(minutes=16)
    assert client.post("/sign-in/link", data={"key": key}).status_code == 401


def test_a_lead_sets_up_a_second_factor_before_anything_else(
    client: TestClient, store: Store, clock: Clock
) -> None:
    an_account(store, role=Role.LEAD, password=PASSWORD)
    answer = client.post("/sign-in", data={"name": "王小明", "password": PASSWORD})
    assert answer.headers["location"].startswith("/sign-in/enrol")
    assert client.get("/").status_code == 303
    page = client.get("/sign-in/enrol").text
    hidden = dict(re.findall(r'name="(token|secret)" value="([^"]+)"', page))
    code = pyotp.TOTP(hidden["secret"]).at(clock())
    shown = client.post("/sign-in/enrol", data={**hidden, "code": code})
    codes = re.findall(r"<code>([a-z0-9-]{19})</code>", shown.text)
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    assert hidden["secret"] not in _dump(store)
    assert not [one for one in codes if one in _dump(store)]

    client.cookies.clear()
    assert sign_in(client) == 303
    assert client.get("/").status_code == 303
    # the same code does not work twice
    assert _give_code(client, code) == 401
    clock.on(seconds=30)
    assert _give_code(client, pyotp.TOTP(hidden["secret"]).at(clock())) == 303
    assert client.get("/").status_code == 200

    client.cookies.clear()
    sign_in(client)
    assert _give_code(client, codes[0].upper()) == 303
    client.cookies.clear()
    sign_in(client)
    assert _give_code(client, codes[0]) == 401


def test_codes_are_not_guessed_by_trying(client: TestClient, store: Store, clock: Clock) -> None:
    account = an_account(store, role=Role.LEAD, password=PASSWORD)
    with store.begin() as work:
        work.accounts.set_factor(account.id, "sealed with another key")
    signed = signing.Signed(replace(account, has_factor=True), Stage.CODE, "0" * 64)  # type: ignore[arg-type]
    client.cookies.set("desk", signing._begin(store, signed.account, Stage.CODE, clock()))
    statuses = [_give_code(client, "abcd-abcd-abcd-abcd") for _ in range(7)]
    assert statuses == [401] * 5 + [429] * 2


def test_a_code_needs_the_form_of_its_session(client: TestClient, store: Store) -> None:
    account = an_account(store)
    client.cookies.set("desk", signing._begin(store, account, Stage.CODE, Clock()()))
    answer = client.post("/sign-in/code", data={"code": "123456", "token": "forged"})
    assert answer.status_code == 403


def test_whoever_starts_the_desk_alone_comes_in_without_a_password(
    settings: Settings, store: Store, client: TestClient, clock: Clock
) -> None:
    from review.access.opening import operators_key

    key = operators_key(store, settings, now=clock())
    assert client.post("/sign-in/link", data={"key": key}).status_code == 303
    assert client.get("/people").status_code == 200
    # once there are accounts, only the operator's own gives a link
    review = settings.review.model_copy(update={"analyst": "somebody else"})
    other = settings.model_copy(update={"review": review})
    assert operators_key(store, other, now=clock()) is None


def _give_code(client: TestClient, code: str) -> int:
    page = client.get("/sign-in/code").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[-1]
    return client.post("/sign-in/code", data={"code": code, "token": token}).status_code


def _dump(store: Store) -> str:
    """Everything in the database as text."""
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        return "\n".join(raw.iterdump())  # type: ignore[union-attr]
