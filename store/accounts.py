"""Accounts, what they are granted, and their second factors, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.accounts import Account, AccountId, Role, account_key
from domain.digests import Sha256
from domain.errors import InputError, NotFound
from domain.rights import HolderSlug
from store import tables
from store.upsert import insert_new, insert_returning_id


class AccountsRepository:
    """Keeps accounts; a closed one stays, since its name stands in the record."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, name: str, role: Role, holders: Iterable[HolderSlug] | None, now: datetime
    ) -> AccountId:
        """A new account without a password.

        Raises:
            InputError: The name is taken, also by one that only looks alike.
            NotFound: There is no such rights holder.
        """
        table = tables.accounts
        taken = sa.select(table.c.name).where(table.c.key == account_key(name))
        if (other := self._connection.scalar(taken)) is not None:
            raise InputError(
                f"There is already an account {other!r}.", mend="Choose another name."
            )
        values = {
            "key": account_key(name), "name": name, "role": role.value,
            "every_holder": holders is None, "made_at": now,
        }  # fmt: skip
        account = AccountId(insert_returning_id(self._connection, table, values))
        self.grant(account, holders)
        return account

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        table = tables.accounts
        rows = self._connection.execute(sa.select(table).order_by(table.c.key)).all()
        return tuple(self._account(row) for row in rows)

    def account(self, account: AccountId) -> Account:
        """The account of this id.

        Raises:
            NotFound: There is none.
        """
        row = self._row(tables.accounts.c.id == account)
        if row is None:
            raise NotFound(f"There is no account {account}.")
        return self._account(row)

    def named(self, name: str) -> Account | None:
        """The account of this name; None where there is none."""
        row = self._row(tables.accounts.c.key == account_key(name))
        return None if row is None else self._account(row)

    def grant(self, account: AccountId, holders: Iterable[HolderSlug] | None) -> None:
        """Let an account see these rights holders alone; None for every one.

        Raises:
            NotFound: There is no such rights holder.
        """
        table, wanted = tables.grants, sorted(set(holders or ()))
        holder = tables.holders.c.slug
        known = set(self._connection.scalars(sa.select(holder).where(holder.in_(wanted))))
        if unknown := [one for one in wanted if one not in known]:
            raise NotFound(
                f"There is no rights holder {unknown[0]!r}.",
                mend="`jianzhen rights list` shows them.",
            )
        self._connection.execute(sa.delete(table).where(table.c.account == account))
        for one in wanted:
            insert_new(self._connection, table, {"account": account, "holder": one})
        self._set(account, every_holder=holders is None)

    def set_role(self, account: AccountId, role: Role) -> None:
        """Give an account this role."""
        self._set(account, role=role.value)

    def close(self, account: AccountId, now: datetime | None) -> None:
        """Close an account; with None, open it again."""
        self._set(account, off_at=now)

    def password(self, account: AccountId) -> str | None:
        """The hash of the account's password."""
        column = tables.accounts.c.password
        found = self._connection.scalar(sa.select(column).where(tables.accounts.c.id == account))
        return None if found is None else str(found)

    def set_password(self, account: AccountId, hashed: str) -> None:
        """Keep the hash of a new password."""
        self._set(account, password=hashed)

    def factor(self, account: AccountId) -> str | None:
        """The sealed secret of the second factor."""
        column = tables.accounts.c.factor
        found = self._connection.scalar(sa.select(column).where(tables.accounts.c.id == account))
        return None if found is None else str(found)

    def set_factor(
        self, account: AccountId, sealed: str | None, codes: Iterable[Sha256] = ()
    ) -> None:
        """Keep a new second factor with the digests of its recovery codes; None takes it away."""
        table = tables.recovery_codes
        self._set(account, factor=sealed, factor_step=None)
        self._connection.execute(sa.delete(table).where(table.c.account == account))
        for one in codes:
            self._connection.execute(sa.insert(table).values(account=account, digest=one))

    def spend_step(self, account: AccountId, step: int) -> bool:
        """Use the code of this time step, once; whether it was still to be had."""
        table = tables.accounts
        unused = sa.or_(table.c.factor_step.is_(None), table.c.factor_step < step)
        statement = sa.update(table).where(table.c.id == account, unused).values(factor_step=step)
        return self._connection.execute(statement.returning(table.c.id)).first() is not None

    def spend_recovery_code(self, account: AccountId, digest: Sha256, now: datetime) -> bool:
        """Use a recovery code, once; whether it was there to be used."""
        table = tables.recovery_codes
        mine = (table.c.account == account, table.c.digest == digest, table.c.used_at.is_(None))
        statement = sa.update(table).where(*mine).values(used_at=now)
        return self._connection.execute(statement.returning(table.c.digest)).first() is not None

    def _set(self, account: AccountId, **values: object) -> None:
        table = tables.accounts
        statement = sa.update(table).where(table.c.id == account).values(**values)
        if self._connection.execute(statement.returning(table.c.id)).first() is None:
            raise NotFound(f"There is no account {account}.")

    def _row(self, criterion: sa.ColumnElement[bool]) -> sa.Row[tuple[object, ...]] | None:
        return self._connection.execute(sa.select(tables.accounts).where(criterion)).first()

    def _account(self, row: sa.Row[tuple[object, ...]]) -> Account:
        table, holders = tables.grants, None
        if not row.every_holder:
            granted = sa.select(table.c.holder).where(table.c.account == row.id)
            holders = frozenset(HolderSlug(one) for one in self._connection.scalars(granted))
        return Account(
            id=AccountId(row.id),
            name=row.name,
            role=Role(row.role),
            holders=holders,
            made_at=row.made_at,
            has_password=row.password is not None,
            has_factor=row.factor is not None,
            off_at=row.off_at,
        )
