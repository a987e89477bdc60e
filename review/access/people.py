"""Accounts made, changed and closed, and their API tokens; each change is in the record."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.accounts import Account, AccountId, Role, Scope, Token, TokenId
from domain.digests import sha256_of
from domain.errors import InputError, NotFound
from domain.records import Plain
from domain.rights import HolderSlug
from review.access.passwords import hashed
from review.checks import checked_name
from review.desk import Store

TOKEN_MARK = "jz_"  # noqa: S105 - what every token begins with, so that leaks are found
TOKEN_DAYS_MOST = 366


def accounts(store: Store) -> tuple[Account, ...]:
    """Every account, by name."""
    with store.reading() as work:
        return work.accounts.all()


def holders(store: Store) -> tuple[HolderSlug, ...]:
    """Every rights holder that an account can be granted."""
    with store.reading() as work:
        return tuple(sorted(one.slug for one in work.rights.portfolio().holders))


def account(store: Store, number: AccountId) -> Account:
    """The account of this number.

    Raises:
        NotFound: There is none.
    """
    with store.reading() as work:
        return work.accounts.account(number)


def account_named(store: Store, name: str) -> Account:
    """The account of this name.

    Raises:
        NotFound: There is none.
    """
    with store.reading() as work:
        found = work.accounts.named(name)
    if found is None:
        raise NotFound(
            f"There is no account {name!r}.",
            mend="`jianzhen users list` shows them.",
            code="no_account",
            name=name,
        )
    return found


def add_account(  # noqa: PLR0913 - an account has these parts
    store: Store,
    name: str,
    role: Role,
    *,
    holders: Iterable[HolderSlug] | None,
    password: str | None,
    who: str,
    now: datetime,
) -> Account:
    """A new account; `holders` are those it sees, None for every one. Admins see every one.

    Raises:
        InputError: The name is taken or is none, or the password is weak.
        NotFound: There is no such rights holder.
    """
    name = checked_name(name)
    kept = hashed(password, name) if password is not None else None
    seen = None if role is Role.ADMIN or holders is None else sorted(set(holders))
    with store.begin() as work:
        number = work.accounts.add(name, role, seen, now)
        if kept is not None:
            work.accounts.set_password(number, kept)
        payload: Plain = {"name": name, "role": role.value, "holders": seen}
        work.audit.append("account added", f"account {number}", payload, who, now)
        return work.accounts.account(number)


def change_account(  # noqa: PLR0913 - each may be left as it is
    store: Store,
    number: AccountId,
    *,
    who: str,
    now: datetime,
    role: Role | None = None,
    holders: Iterable[HolderSlug] | None = None,
    every_holder: bool = False,
) -> Account:
    """Give an account another role, or other rights holders; its sessions end.

    Raises:
        InputError: It is the last admin that would be none any more.
        NotFound: There is no such account or rights holder.
    """
    with store.begin() as work:
        account = work.accounts.account(number)
        wanted = role or account.role
        if wanted is not Role.ADMIN:
            _keep_an_admin(work.accounts.all(), account)
        seen = account.holders if holders is None else frozenset(holders)
        if every_holder or wanted is Role.ADMIN:
            seen = None
        work.accounts.set_role(number, wanted)
        work.accounts.grant(number, seen)
        work.sessions.end_all(number)
        holders_now = None if seen is None else sorted(seen)
        payload: Plain = {"role": wanted.value, "holders": holders_now}
        work.audit.append("account changed", f"account {number}", payload, who, now)
        return work.accounts.account(number)


def set_password(
    store: Store, number: AccountId, password: str, *, who: str, now: datetime
) -> None:
    """Give an account a new password; its sessions end.

    Raises:
        InputError: The password is weak.
        NotFound: There is no such account.
    """
    with store.begin() as work:
        account = work.accounts.account(number)
        work.accounts.set_password(number, hashed(password, account.name))
        work.sessions.end_all(number)
        work.audit.append("password set", f"account {number}", {}, who, now)


def close_account(
    store: Store, number: AccountId, *, closed: bool, who: str, now: datetime
) -> Account:
    """Close an account, or open it again; its sessions end, its name stays in the record.

    Raises:
        InputError: It is the last admin.
        NotFound: There is no such account.
    """
    with store.begin() as work:
        account = work.accounts.account(number)
        if closed:
            _keep_an_admin(work.accounts.all(), account)
        work.accounts.close(number, now if closed else None)
        work.sessions.end_all(number)
        deed = "account closed" if closed else "account opened"
        work.audit.append(deed, f"account {number}", {}, who, now)
        return work.accounts.account(number)


def reset_factor(store: Store, number: AccountId, *, who: str, now: datetime) -> None:
    """Take away a lost second factor; a lead or admin sets up a new one at the next sign-in.

    Raises:
        NotFound: There is no such account.
    """
    with store.begin() as work:
        work.accounts.set_factor(number, None)
        work.sessions.end_all(number)
        work.audit.append("second factor reset", f"account {number}", {}, who, now)


def new_token(  # noqa: PLR0913 - a token has these parts
    store: Store,
    account: Account,
    name: str,
    scopes: Iterable[Scope],
    *,
    days: int,
    who: str,
    now: datetime,
) -> tuple[str, Token]:
    """A new API token of this account: the secret, shown this once, and what is kept of it.

    Raises:
        InputError: It has no name or no scope, or would last too long.
    """
    name, wanted = checked_name(name), frozenset(scopes)
    if not wanted:
        raise InputError(
            "A token needs a scope.", mend=f"Use {', '.join(Scope)}.", code="token_needs_scope"
        )
    if not 1 <= days <= TOKEN_DAYS_MOST:
        raise InputError(
            f"A token lasts 1 to {TOKEN_DAYS_MOST} days.", code="token_days", most=TOKEN_DAYS_MOST
        )
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    with store.begin() as work:
        until = now + timedelta(days=days)
        digest = sha256_of(secret.encode())
        token = work.tokens.add(account.id, name, digest, wanted, now=now, until=until)
        payload: Plain = {"token": token.id, "scopes": sorted(wanted), "days": days}
        work.audit.append("token made", f"account {account.id}", payload, who, now)
    return secret, token


def tokens_of(store: Store, account: AccountId) -> tuple[Token, ...]:
    """The tokens of an account, the newest first."""
    with store.reading() as work:
        return work.tokens.of(account)


def revoke_token(
    store: Store, account: AccountId, token: TokenId, *, who: str, now: datetime
) -> Token:
    """Take a token back.

    Raises:
        NotFound: This account has no such token.
    """
    with store.begin() as work:
        revoked = work.tokens.revoke(token, account, now)
        payload: Plain = {"token": revoked.id}
        work.audit.append("token revoked", f"account {account}", payload, who, now)
        return revoked


def _keep_an_admin(everyone: Iterable[Account], leaving: Account) -> None:
    others = [one for one in everyone if one.id != leaving.id and one.off_at is None]
    if leaving.role is Role.ADMIN and not any(one.role is Role.ADMIN for one in others):
        raise InputError(
            f"{leaving.name} is the only admin.",
            mend="Make somebody else an admin first.",
            code="only_admin",
            name=leaving.name,
        )
