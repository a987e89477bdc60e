"""Whatever the pages show and do, the API and the command line do too; one table says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click
import pytest
import typer
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from config.load import ROOT
from domain.accounts import Role
from review.cli.main import app as commands
from review.web.api.version import PREFIX
from review.web.door import ANYONE
from store.unit_of_work import Store
from tests.review.access.conftest import Clock
from tests.review.access.test_api import a_token
from tests.review.desks import an_account, make_client

ONLY_PAGES = {
    "POST /sign-out": "ends a browser's session",
    "GET /candidates/{number}/decision": "leads a reloaded form back to its page",
    "GET /candidates/{number}/second": "leads a reloaded form back to its page",
    "GET /aliases/{number}/decision": "leads a reloaded form back to its page",
}
ROW = re.compile(
    r"^\| ((?:GET|POST) /\S*) \| ((?:GET|POST|PUT|DELETE) /\S+) \| ([a-z -]+) \|$", re.M
)
Line = tuple[str, str, str]


@pytest.fixture(scope="module")
def table() -> list[Line]:
    """Each page or form with its address in the API and its command, from the manual."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    return [(one[1], one[2], one[3]) for one in ROW.finditer(text)]


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with make_client(app) as client:
        yield client


def pages_of(app: FastAPI) -> set[str]:
    """Method and address of whatever stands behind the sign-in and is not the API."""
    return {
        f"{method} {one.path}"
        for one in app.routes
        if isinstance(one, APIRoute) and not one.path.startswith("/api/")
        for method in (one.methods or set()) - {"HEAD"}
        if getattr(one.endpoint, "needs", None) != ANYONE
    }


def test_every_page_and_form_stands_in_the_table(app: FastAPI, table: list[Line]) -> None:
    assert {page for page, _, _ in table} == pages_of(app) - set(ONLY_PAGES)
    assert set(ONLY_PAGES) <= pages_of(app)


def test_every_address_of_the_table_is_described_and_kept_for_the_same_role(
    app: FastAPI, client: TestClient, store: Store, clock: Clock, table: list[Line]
) -> None:
    headers = a_token(store, an_account(store, role=Role.ADMIN), now=clock)
    described = client.get(f"{PREFIX}/openapi.json", headers=headers).json()["paths"]
    there = {
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, operations in described.items()
        for method in operations
    }
    assert {address for _, address, _ in table} <= there
    needed = {
        f"{method} {one.path}": one.endpoint.needs  # type: ignore[attr-defined]
        for one in app.routes
        if isinstance(one, APIRoute)
        for method in one.methods or ()
    }
    for page, address, _ in table:
        method, path = address.split(" ")
        assert needed[page] == needed[f"{method} {PREFIX}{path}"], page


def test_every_command_of_the_table_is_there(table: list[Line]) -> None:
    there = set(_commands(typer.main.get_command(commands), ""))
    assert {command for _, _, command in table} <= there


def _commands(command: Any, path: str) -> Iterator[str]:
    context = click.Context(command)
    if not hasattr(command, "list_commands"):
        yield path.strip()
        return
    for name in command.list_commands(context):
        yield from _commands(command.get_command(context, name), f"{path} {name}")


def test_nothing_of_the_api_stands_outside_its_version(app: FastAPI) -> None:
    paths = {one.path for one in app.routes if isinstance(one, APIRoute)}
    assert {one for one in paths if one.startswith("/api")} == {
        one for one in paths if one.startswith(f"{PREFIX}/")
    }
