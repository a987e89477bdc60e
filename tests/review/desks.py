"""Desks for tests: who is signed in, and a store that others have filled."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime
from io import BytesIO

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from domain.accounts import Account, Role, Stage
from domain.rights import HolderSlug
from review.access.people import add_account
from review.access.signing import _begin
from store.unit_of_work import Store

BASE = "http://127.0.0.1:8470"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def an_account(
    store: Store,
    name: str = "王小明",
    role: Role = Role.ANALYST,
    holders: list[str] | None = None,
    password: str | None = None,
    now: datetime = NOW,
) -> Account:
    """An account, which sees every rights holder where none is named."""
    seen = None if holders is None else [HolderSlug(one) for one in holders]
    return add_account(store, name, role, holders=seen, password=password, who="test", now=now)


def signed_in(client: TestClient, store: Store, account: Account, now: datetime = NOW) -> str:
    """Sign this account in on this client; gives the session's id."""
    session = begin_session(store, account, now)
    client.cookies.set("desk", session)
    return session


def begin_session(store: Store, account: Account, now: datetime = NOW) -> str:
    """A whole session of this account, as after a sign-in."""
    return _begin(store, account, Stage.WHOLE, now)


def form_token(client: TestClient) -> str:
    """The token that the forms of this client's session carry."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/account").text)
    assert found is not None
    return found[1]


def make_client(app: FastAPI) -> TestClient:
    """A browser without a session that follows no redirect."""
    return TestClient(app, base_url=BASE, follow_redirects=False)


def a_picture(colour: str = "teal") -> bytes:
    """A small PNG."""
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


class served:  # noqa: N801 - reads as a word in a with statement
    """The app on a free port of this machine, in a thread."""

    def __init__(self, app: FastAPI) -> None:
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()
