"""`jianzhen users`, as an operator types it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from config.settings import Settings
from review.access.signing import enter_by_link, sign_in, signed_by_token
from review.cli.session import Session
from review.cli.users import app
from store.unit_of_work import Store
from tests.review.access.conftest import OURS, Clock, Tenant

PASSWORD = "correct horse battery staple"

Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, settings: Settings, clock: Clock) -> Run:
    def run(*arguments: str, typed: str = "") -> Result:
        session = Session(clock=clock, _settings=settings)
        return CliRunner().invoke(app, list(arguments), obj=session, input=typed)

    return run


def test_the_first_admin_is_made_with_a_password_from_standard_input(
    run: Run, store: Store, clock: Clock
) -> None:
    made = run("add", "Boss", "--role", "admin", typed=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert sign_in(store, "boss", PASSWORD, address="::1", now=clock())
    with store.reading() as work:
        (event,) = [one for one in work.audit.events() if one.kind == "account added"]
    assert "command line" in event.who


def test_an_account_sees_nothing_that_nobody_granted(
    run: Run, tenants: tuple[Tenant, Tenant]
) -> None:
    refused = run("add", "A", "--role", "analyst")
    assert refused.exit_code == 2
    assert "--every-holder" in refused.output
    assert run("add", "A", "--role", "analyst", "--holder", "nobody").exit_code == 2
    assert run("add", "A", "--role", "analyst", "--holder", OURS).exit_code == 0
    (listed,) = json.loads(run("list", "--json").output)
    assert (listed["holders"], listed["role"]) == ([OURS], "analyst")


@pytest.mark.parametrize("name", ["a", "Ａ", " A "])
def test_a_name_that_looks_like_another_is_taken(run: Run, name: str) -> None:
    assert run("add", "A", "--role", "admin").exit_code == 0
    assert run("add", name, "--role", "admin").exit_code == 2


def test_the_last_admin_stays(run: Run) -> None:
    run("add", "A", "--role", "admin")
    assert run("close", "A").exit_code == 2
    assert run("change", "A", "--role", "lead").exit_code == 2
    run("add", "B", "--role", "admin")
    assert run("close", "A").exit_code == 0
    assert run("open", "A").exit_code == 0


def test_a_link_and_a_token_are_printed_once(run: Run, store: Store, clock: Clock) -> None:
    run("add", "A", "--role", "admin")
    key = run("link", "A").output.strip().partition("key=")[2]
    assert enter_by_link(store, key, enrol=False, now=clock())
    secret = run("token", "A", "--scope", "read", "--for", "report").output.splitlines()[0]
    signed = signed_by_token(store, secret, now=clock())
    assert signed is not None
    assert signed.token is not None
    assert run("revoke", "A", str(signed.token.id)).exit_code == 0
    assert signed_by_token(store, secret, now=clock()) is None


def test_a_password_is_never_an_option(run: Run) -> None:
    assert run("add", "A", "--role", "admin", "--password", PASSWORD).exit_code == 2


def test_an_unknown_person_is_told(run: Run) -> None:
    for words in (["link", "X"], ["password", "X"], ["reset-factor", "X"], ["close", "X"]):
        done = run(*words)
        assert done.exit_code == 2
        assert "no account" in done.output
