"""Signing in and out: what a password, a code, a link, a cookie or a token proves."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.settings import Accounts as KeySettings
from domain.accounts import Account, Stage, Token, account_key
from domain.digests import Sha256, sha256_of
from domain.errors import SignInRefused, TooManyTries
from domain.rights import HolderSlug
from review.access.factors import code_holds
from review.access.passwords import holds
from review.access.people import set_password
from review.desk import Store

SESSION_HOURS, LINK_MINUTES = 8, 15
WINDOW = timedelta(minutes=15)
MOST_TRIES, MOST_OF_AN_ADDRESS, MOST_OF_AN_ACCOUNT = 5, 50, 50
"""Failed tries in a window: of an account from one address, of an address, of an account."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who asks, and by what: a session of a browser, or an API token.

    Attributes:
        form_token: What a form of this session must carry.
    """

    account: Account
    stage: Stage
    digest: Sha256
    form_token: str = ""
    token: Token | None = None

    @property
    def sees(self) -> frozenset[HolderSlug] | None:
        """The rights holders whose things this person sees; None for all."""
        return self.account.holders


def sign_in(store: Store, name: str, password: str, *, address: str, now: datetime) -> str:
    """A new session for whoever knows the password; gives its id.

    Raises:
        SignInRefused: Name and password do not belong together.
        TooManyTries: There were too many tries.
    """
    one = _try(store, name, address, now)
    with store.reading() as work:
        account = work.accounts.named(name)
        kept = work.accounts.password(account.id) if account else None
    # the password is judged whoever asks, so that the answer's time tells nothing
    right = holds(kept, password)
    if not right or account is None or account.off_at is not None:
        raise SignInRefused
    return _held(store, account, _stage_after_password(account), one, now)


def change_password(
    store: Store, account: Account, new: str, old: str, *, address: str, now: datetime
) -> None:
    """Give oneself a new password, who knows the old one where there is one; every session ends.

    Raises:
        SignInRefused: The old one is wrong, or was tried too often.
        InputError: The new one is weak.
    """
    if account.has_password:
        sign_in(store, account.name, old, address=address, now=now)
    set_password(store, account.id, new, who=account.name, now=now)


def give_code(
    store: Store, keys: KeySettings, signed: Signed, code: str, *, address: str, now: datetime
) -> str:
    """A new session once the second factor was shown; the one before ends.

    Raises:
        SignInRefused: The code does not hold.
        TooManyTries: There were too many tries.
    """
    account = signed.account
    one = _try(store, f"code of {account.name}", address, now)
    if not code_holds(store, keys, account, code, now=now):
        raise SignInRefused
    return _held(store, account, Stage.WHOLE, one, now, before=signed.digest)


def renew(store: Store, signed: Signed, *, now: datetime) -> str:
    """A new whole session for one that has just set up its second factor."""
    with store.begin() as work:
        work.sessions.end_all(signed.account.id)
    return _begin(store, signed.account, Stage.WHOLE, now)


def new_link(store: Store, account: Account, *, who: str, now: datetime) -> str:
    """What a link carries that signs in once; for whoever runs the machine of the desk."""
    secret = secrets.token_urlsafe(32)
    with store.begin() as work:
        until = now + timedelta(minutes=LINK_MINUTES)
        work.sessions.add_link(_digest(secret), account.id, until)
        work.audit.append("sign-in link made", f"account {account.id}", {}, who, now)
    return secret


def enter_by_link(store: Store, secret: str, *, enrol: bool, now: datetime) -> str:
    """A new session for whoever has the link.

    `enrol` asks leads and admins to set up a second factor; on one's own machine that has no use.

    Raises:
        SignInRefused: It was used, ran out, or never was; or the account is closed.
    """
    with store.begin() as work:
        found = work.sessions.spend_link(_digest(secret), now)
        account = work.accounts.account(found) if found is not None else None
    if account is None or account.off_at is not None:
        raise SignInRefused
    stage = _stage_after_password(account)
    if stage is Stage.ENROL and not enrol:
        stage = Stage.WHOLE
    return _begin(store, account, stage, now)


def signed_by_cookie(store: Store, session: str, *, now: datetime) -> Signed | None:
    """Whose session this is; None where it is none, ran out, or its account was closed."""
    digest = _digest(session)
    with store.reading() as work:
        found = work.sessions.find(digest, now)
        account = work.accounts.account(found[0]) if found else None
    if found is None or account is None or account.off_at is not None:
        return None
    return Signed(account, found[1], digest, form_token_of(session))


def signed_by_token(store: Store, secret: str, *, now: datetime) -> Signed | None:
    """Whose API token this is; None where it holds no more."""
    digest = _digest(secret)
    with store.begin() as work:
        token = work.tokens.use(digest, now)
        account = work.accounts.account(token.account) if token else None
    if token is None or account is None or account.off_at is not None:
        return None
    return Signed(account, Stage.WHOLE, digest, token=token)


def sign_out(store: Store, signed: Signed, *, now: datetime) -> None:
    """End this session."""
    with store.begin() as work:
        work.sessions.end(signed.digest)
        account = signed.account
        work.audit.append("signed out", f"account {account.id}", {}, account.name, now)


def form_token_of(session: str) -> str:
    """What the forms of a session carry; nobody without the session's id can make it."""
    return hmac.new(session.encode(), b"form", "sha256").hexdigest()


def _stage_after_password(account: Account) -> Stage:
    if account.has_factor:
        return Stage.CODE
    return Stage.ENROL if account.needs_factor else Stage.WHOLE


def _try(store: Store, name: str, address: str, now: datetime) -> int:
    """Write the try before it is judged, so that many at once are counted too."""
    key = sha256_of(account_key(name).encode("utf-8", "replace"))
    since = now - WINDOW
    with store.begin() as work:
        one = work.sessions.add_try(key, address, now, since)
        both = work.sessions.failures(since, account=key, address=address)
        theirs = work.sessions.failures(since, address=address)
        its = work.sessions.failures(since, account=key)
    if both > MOST_TRIES or theirs > MOST_OF_AN_ADDRESS or its > MOST_OF_AN_ACCOUNT:
        raise TooManyTries(int(WINDOW.total_seconds()))
    return one


def _held(
    store: Store,
    account: Account,
    stage: Stage,
    one: int,
    now: datetime,
    before: Sha256 | None = None,
) -> str:
    with store.begin() as work:
        work.sessions.mark_held(one)
        if before is not None:
            work.sessions.end(before)
    return _begin(store, account, stage, now)


def _begin(store: Store, account: Account, stage: Stage, now: datetime) -> str:
    session = secrets.token_urlsafe(32)
    with store.begin() as work:
        until = now + timedelta(hours=SESSION_HOURS)
        work.sessions.begin(_digest(session), account.id, stage, now, until)
        payload = {"stage": stage.value}
        work.audit.append("signed in", f"account {account.id}", payload, account.name, now)
    return session


def _digest(secret: str) -> Sha256:
    return sha256_of(secret.encode("utf-8", "replace"))
