"""Sign-ins as they are kept: sessions, one-time links, tries, and API tokens, by their digests.

Whoever reads the database finds nothing here to sign in with.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.accounts import AccountId, Scope, Stage, Token, TokenId
from domain.digests import Sha256
from domain.errors import NotFound
from store import tables
from store.upsert import insert_returning_id


class SessionsRepository:
    """Keeps who is signed in, and who tried."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def begin(
        self, digest: Sha256, account: AccountId, stage: Stage, now: datetime, until: datetime
    ) -> None:
        """A new session; those that ran out are forgotten."""
        table = tables.sessions
        self._connection.execute(sa.delete(table).where(table.c.expires_at <= now))
        self._connection.execute(
            sa.insert(table).values(
                digest=digest, account=account, stage=stage.value, made_at=now, expires_at=until
            )
        )

    def find(self, digest: Sha256, now: datetime) -> tuple[AccountId, Stage] | None:
        """Whose session this is and how far it has come; None where it is none or ran out."""
        table = tables.sessions
        query = sa.select(table).where(table.c.digest == digest, table.c.expires_at > now)
        row = self._connection.execute(query).first()
        return None if row is None else (AccountId(row.account), Stage(row.stage))

    def end(self, digest: Sha256) -> None:
        """End this session."""
        table = tables.sessions
        self._connection.execute(sa.delete(table).where(table.c.digest == digest))

    def end_all(self, account: AccountId) -> None:
        """End every session and link of an account."""
        for table in (tables.sessions, tables.sign_in_links):
            self._connection.execute(sa.delete(table).where(table.c.account == account))

    def add_link(self, digest: Sha256, account: AccountId, until: datetime) -> None:
        """A link that signs in once."""
        self._connection.execute(
            sa.insert(tables.sign_in_links).values(
                digest=digest, account=account, expires_at=until
            )
        )

    def spend_link(self, digest: Sha256, now: datetime) -> AccountId | None:
        """Use a link; None where it is none, was used, or ran out."""
        table = tables.sign_in_links
        statement = sa.delete(table).where(table.c.digest == digest).returning(table)
        row = self._connection.execute(statement).first()
        return AccountId(row.account) if row is not None and row.expires_at > now else None

    def add_try(self, account: Sha256, address: str, now: datetime, forget: datetime) -> int:
        """Write a try before it is judged; those before `forget` are forgotten."""
        table = tables.sign_in_tries
        self._connection.execute(sa.delete(table).where(table.c.at < forget))
        values = {"account": account, "address": address[:200], "at": now, "held": False}
        return insert_returning_id(self._connection, table, values)

    def mark_held(self, one: int) -> None:
        """The try was right."""
        table = tables.sign_in_tries
        self._connection.execute(sa.update(table).where(table.c.id == one).values(held=True))

    def failures(
        self, since: datetime, *, account: Sha256 | None = None, address: str | None = None
    ) -> int:
        """How many tries failed since then, for an account, from an address, or both."""
        table = tables.sign_in_tries
        query = sa.select(sa.func.count()).where(table.c.at > since, table.c.held.is_(False))
        if account is not None:
            query = query.where(table.c.account == account)
        if address is not None:
            query = query.where(table.c.address == address[:200])
        return int(self._connection.scalar(query) or 0)


class TokensRepository:
    """Keeps API tokens."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self,
        account: AccountId,
        name: str,
        digest: Sha256,
        scopes: Iterable[Scope],
        *,
        now: datetime,
        until: datetime,
    ) -> Token:
        """A new token."""
        values = {
            "account": account, "name": name, "digest": digest,
            "scopes": sorted(one.value for one in scopes), "made_at": now, "expires_at": until,
        }  # fmt: skip
        number = insert_returning_id(self._connection, tables.tokens, values)
        return self._token(tables.tokens.c.id == number)

    def of(self, account: AccountId) -> tuple[Token, ...]:
        """The tokens of an account, the newest first."""
        table = tables.tokens
        query = sa.select(table).where(table.c.account == account).order_by(table.c.id.desc())
        return tuple(_token(row) for row in self._connection.execute(query))

    def use(self, digest: Sha256, now: datetime) -> Token | None:
        """The token of this digest, noted as used now; None where it holds no more."""
        table = tables.tokens
        holds = (table.c.digest == digest, table.c.expires_at > now, table.c.revoked_at.is_(None))
        statement = sa.update(table).where(*holds).values(used_at=now)
        row = self._connection.execute(statement.returning(table)).first()
        return None if row is None else _token(row)

    def revoke(self, token: TokenId, account: AccountId, now: datetime) -> Token:
        """Take a token back.

        Raises:
            NotFound: This account has no such token.
        """
        table = tables.tokens
        mine = (table.c.id == token, table.c.account == account)
        statement = sa.update(table).where(*mine, table.c.revoked_at.is_(None))
        self._connection.execute(statement.values(revoked_at=now))
        return self._token(sa.and_(*mine))

    def _token(self, criterion: sa.ColumnElement[bool]) -> Token:
        row = self._connection.execute(sa.select(tables.tokens).where(criterion)).first()
        if row is None:
            raise NotFound("There is no such token.")
        return _token(row)


def _token(row: sa.Row[tuple[object, ...]]) -> Token:
    return Token(
        id=TokenId(row.id),
        account=AccountId(row.account),
        name=row.name,
        scopes=frozenset(Scope(one) for one in row.scopes),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
