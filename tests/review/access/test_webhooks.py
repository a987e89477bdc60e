"""Webhooks, told over real connections to this machine."""

from __future__ import annotations

import hmac
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.settings import Settings
from domain.accounts import Role
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.errors import InputError
from domain.webhooks import HOOK_KINDS
from review.deciding import decide
from review.hooks import logic
from review.hooks.posting import PostFailed, check_hook_url, post
from review.sampling import SecondPerson
from store.unit_of_work import Store
from tests.review.access.conftest import OURS, Clock, Tenant
from tests.review.desks import an_account


@dataclass
class Listener:
    """A program that is told."""

    url: str = ""
    status: int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    kept = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.got.append(({name.lower(): text for name, text in self.headers.items()}, body))
            self.send_response(kept.status)
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/hook?key=1"
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    crawl = settings.crawl.model_copy(update={"allow_loopback": True})
    return settings.model_copy(update={"crawl": crawl})


def clear(store: Store, candidate: int, clock: Clock) -> None:
    decide(
        store, CandidateId(candidate), Verdict.CLEARED, Reason.NOT_ALIKE, analyst="me",
        note=None, seen_digest=None, now=clock(), second=SecondPerson("off", 0.0),
    )  # fmt: skip


def told_ids(listener: Listener) -> list[str]:
    return [json.loads(body)["subject"] for _, body in listener.got]


def test_a_change_is_told_once_and_signed(
    store: Store, settings: Settings, clock: Clock, tenants: tuple[Tenant, Tenant],
    listener: Listener,
) -> None:  # fmt: skip
    account = an_account(store, role=Role.LEAD)
    secret, _ = logic.add_webhook(store, settings, account, listener.url, HOOK_KINDS, clock())
    clear(store, tenants[0].candidate, clock)
    for _ in range(2):
        assert logic.deliver(store, settings, clock=clock).failed == 0
        clock.on(seconds=6)
    ((headers, body),) = listener.got
    message = json.loads(body)
    assert (message["kind"], message["subject"]) == ("decided", "candidate 1")
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["jianzhen-signature"])
    assert found is not None
    signed = hmac.new(secret.encode(), f"{found[1]}.".encode() + body, "sha256").hexdigest()
    assert hmac.compare_digest(found[2], signed)
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("select secret from webhooks").scalar_one()
    assert secret not in kept


def test_what_is_not_taken_is_told_again_in_order(
    store: Store, settings: Settings, clock: Clock, tenants: tuple[Tenant, Tenant],
    listener: Listener,
) -> None:  # fmt: skip
    account = an_account(store)
    logic.add_webhook(store, settings, account, listener.url, HOOK_KINDS, clock())
    for one in tenants:
        clear(store, one.candidate, clock)
    listener.status = 503
    assert logic.deliver(store, settings, clock=clock) == logic.Delivered(0, 1)
    (hook,) = logic.webhooks(store, account)
    assert (hook.tries, hook.problem) == (1, "it answered 503")
    listener.status = 200
    # before its time it is left alone
    assert logic.deliver(store, settings, clock=clock) == logic.Delivered(0, 0)
    clock.on(seconds=31)
    assert logic.deliver(store, settings, clock=clock).told == 2
    assert told_ids(listener) == ["candidate 1", "candidate 1", "candidate 2"]


def test_an_address_that_never_answers_is_given_up_after_days(
    store: Store, settings: Settings, clock: Clock, tenants: tuple[Tenant, Tenant]
) -> None:
    account = an_account(store)
    url = "http://127.0.0.1:1/closed"
    logic.add_webhook(store, settings, account, url, HOOK_KINDS, clock())
    clear(store, tenants[0].candidate, clock)
    started = clock()
    while (hook := logic.webhooks(store, account)[0]).off_at is None:
        clock.now = max(clock.now, hook.next_try_at)
        logic.deliver(store, settings, clock=clock)
    assert hook.tries == logic.MOST_TRIES
    assert (clock() - started).total_seconds() > 86_400


def test_a_redirect_is_not_followed(
    store: Store, settings: Settings, clock: Clock, tenants: tuple[Tenant, Tenant],
    listener: Listener,
) -> None:  # fmt: skip
    logic.add_webhook(store, settings, an_account(store), listener.url, HOOK_KINDS, clock())
    clear(store, tenants[0].candidate, clock)
    listener.status = 307
    assert logic.deliver(store, settings, clock=clock) == logic.Delivered(0, 1)
    assert len(listener.got) == 1


def test_nobody_is_told_of_another_tenants_things(
    store: Store, settings: Settings, clock: Clock, tenants: tuple[Tenant, Tenant],
    listener: Listener,
) -> None:  # fmt: skip
    account = an_account(store, role=Role.LEAD, holders=[OURS])
    logic.add_webhook(store, settings, account, listener.url, HOOK_KINDS, clock())
    for one in tenants:
        clear(store, one.candidate, clock)
    logic.deliver(store, settings, clock=clock)
    assert told_ids(listener) == [f"candidate {tenants[0].candidate}"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "ftp://example.com/",
        "https://user:pass@example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://169.254.169.254/latest",
        "https://10.0.0.8/",
        "https://localhost/",
        "https://[64:ff9b::7f00:1]/",
        "https://0x7f.1/",
        "no address",
    ],
)
def test_an_address_in_our_own_network_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        check_hook_url(url, allow_loopback=False)


def test_a_name_that_turns_inward_later_is_not_posted_to(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 443))])
    with pytest.raises(PostFailed, match=r"example\.com|public"):
        post("https://example.com/", b"{}", {}, allow_loopback=False)
    assert listener.got == []


def test_an_account_has_only_so_many(store: Store, settings: Settings, clock: Clock) -> None:
    account = an_account(store)
    for _ in range(logic.MOST_OF_AN_ACCOUNT):
        logic.add_webhook(store, settings, account, "http://127.0.0.1:9/", HOOK_KINDS, clock())
    with pytest.raises(InputError, match="at most"):
        logic.add_webhook(store, settings, account, "http://127.0.0.1:9/", HOOK_KINDS, clock())
