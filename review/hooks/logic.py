"""Webhooks: made, listed, removed; and events told to them, signed, until they are taken."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.settings import Settings
from crawler.accounts import lock_of
from domain.accounts import Account
from domain.custody import AuditEvent
from domain.errors import InputError
from domain.records import Plain
from domain.webhooks import HOOK_KINDS, Webhook, WebhookId
from review.blind import veiled
from review.desk import Store
from review.hooks.posting import PostFailed, check_hook_url, post

MOST_OF_AN_ACCOUNT = 20
AT_ONCE = 50
"""Events told to one address before others have their turn."""

HELD_SECONDS = 900
"""How long a sender keeps a hook to itself; longer than its events can take."""

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, MOST_TRIES = 30, 6 * 3600, 14
"""Waits double from the first to the longest: fourteen tries take about two days."""

POLL_SECONDS = 5
"""How soon an address that has been told everything is looked at again."""

SIGNATURE = "Jianzhen-Signature"
HEADERS = {"Content-Type": "application/json", "User-Agent": "jianzhen-webhook"}

Post = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many events were told, and how many tries failed."""

    told: int = 0
    failed: int = 0


def add_webhook(
    store: Store,
    settings: Settings,
    account: Account,
    url: str,
    kinds: Iterable[str],
    now: datetime,
) -> tuple[str, Webhook]:
    """A new webhook of this account: its secret, shown this once, and what is kept of it.

    Raises:
        InputError: The address leads into our own network, or a kind is not known.
    """
    wanted = tuple(dict.fromkeys(kinds))
    if not wanted or any(one not in HOOK_KINDS for one in wanted):
        raise InputError(
            "No such kind of event.", mend=f"Use {', '.join(HOOK_KINDS)}.", code="no_hook_kind"
        )
    if len(url) > 2000:
        raise InputError("The address is too long.", code="address_too_long")
    check_hook_url(url, allow_loopback=settings.crawl.allow_loopback)
    secret = secrets.token_urlsafe(32)
    sealed = lock_of(settings.accounts, make_key=True).encrypt(secret.encode()).decode("ascii")
    with store.begin() as work:
        if len(work.webhooks.of(account.id)) >= MOST_OF_AN_ACCOUNT:
            raise InputError(
                f"An account has at most {MOST_OF_AN_ACCOUNT} webhooks.",
                code="too_many_hooks",
                most=MOST_OF_AN_ACCOUNT,
            )
        hook = work.webhooks.add(account.id, url, wanted, sealed, now)
        payload: Plain = {"webhook": hook.id, "kinds": list(wanted)}
        work.audit.append("webhook added", f"account {account.id}", payload, account.name, now)
    return secret, hook


def webhooks(store: Store, account: Account) -> tuple[Webhook, ...]:
    """The webhooks of this account."""
    with store.reading() as work:
        return work.webhooks.of(account.id)


def remove_webhook(store: Store, account: Account, hook: WebhookId, now: datetime) -> None:
    """Forget a webhook.

    Raises:
        NotFound: This account has no such webhook.
    """
    with store.begin() as work:
        work.webhooks.remove(hook, account.id)
        payload: Plain = {"webhook": hook}
        work.audit.append("webhook removed", f"account {account.id}", payload, account.name, now)


def deliver(
    store: Store, settings: Settings, *, clock: Callable[[], datetime], send: Post = post
) -> Delivered:
    """Tell every webhook whose time has come; one that is told by another sender is left alone."""
    told = failed = 0
    while True:
        now = clock()
        with store.begin() as work:
            hook = work.webhooks.take(now, now + timedelta(seconds=HELD_SECONDS))
        if hook is None:
            return Delivered(told, failed)
        done, problem = _tell(store, settings, hook, clock, send)
        told, failed = told + done, failed + (problem is not None)
        _note(store, hook, problem, done, clock())


def signature_of(secret: str, body: bytes, at: int) -> str:
    """What the header `Jianzhen-Signature` holds: the time, and the HMAC-SHA-256 of time.body."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={signed}"


def _tell(
    store: Store, settings: Settings, hook: Webhook, clock: Callable[[], datetime], send: Post
) -> tuple[int, str | None]:
    """Tell the next events in order; how many were taken, and what stopped it."""
    with store.reading() as work:
        account = work.accounts.account(hook.account)
        pending = work.webhooks.pending(hook, AT_ONCE)
        sealed = work.webhooks.secret(hook.id)
    if account.off_at is not None:
        return 0, "the account is closed"
    with store.read_by(account.name).reading() as work:
        events = veiled(work, pending)
    secret = lock_of(settings.accounts).decrypt(sealed.encode()).decode()
    for done, event in enumerate(events):
        if _is_seen(store.walled(account.holders), event):
            body = json.dumps(message_of(event), ensure_ascii=False, sort_keys=True).encode()
            signature = signature_of(secret, body, int(clock().timestamp()))
            headers = HEADERS | {"Jianzhen-Event": str(event.seq), SIGNATURE: signature}
            problem = _sent(send, hook.url, body, headers, settings)
            if problem is not None:
                return done, problem
        with store.begin() as work:
            work.webhooks.note(hook.id, told_to=event.seq, tries=0, problem=None)
    return len(events), None


def _sent(
    send: Post, url: str, body: bytes, headers: Mapping[str, str], settings: Settings
) -> str | None:
    """Post a message; why it was not taken, None where it was."""
    try:
        status = send(url, body, headers, allow_loopback=settings.crawl.allow_loopback)
    except PostFailed as exc:
        return str(exc)[:500]
    return None if 200 <= status < 300 else f"it answered {status}"


def message_of(event: AuditEvent) -> Plain:
    """What is told of an event: its place in the record, what happened, to what, when, by whom."""
    return {
        "id": event.seq, "kind": event.kind, "subject": event.subject,
        "at": event.at.isoformat(), "who": event.who, "payload": event.payload,
    }  # fmt: skip


def _is_seen(store: Store, event: AuditEvent) -> bool:
    """Whether the thing that the event is about is seen by the hook's owner."""
    if not store.is_walled:
        return True
    noun, _, name = event.subject.partition(" ")
    with store.reading() as work:
        return work.views.is_there(noun, name)


def _note(store: Store, hook: Webhook, problem: str | None, done: int, now: datetime) -> None:
    with store.begin() as work:
        if problem is None:
            rest = 0 if done == AT_ONCE else POLL_SECONDS
            soon = now + timedelta(seconds=rest)
            work.webhooks.note(hook.id, next_try_at=soon, tries=0, problem=None)
            return
        tries = (hook.tries if done == 0 else 0) + 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** (tries - 1), LONGEST_WAIT_SECONDS)
        values: dict[str, object] = {
            "tries": tries, "problem": problem, "next_try_at": now + timedelta(seconds=wait),
        }  # fmt: skip
        if tries >= MOST_TRIES:
            values["off_at"] = now
        work.webhooks.note(hook.id, **values)
