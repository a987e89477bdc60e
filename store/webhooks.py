"""Webhooks as they are kept. Their outbox is the record itself, and a place in it for each.

An event stands in the record in the same transaction as the change it tells of, so none is lost;
a hook's place moves on only when its address took the event, so each is told at least once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.accounts import AccountId
from domain.custody import AuditEvent
from domain.errors import NotFound
from domain.webhooks import Webhook, WebhookId
from store import tables
from store.upsert import insert_returning_id


class WebhooksRepository:
    """Keeps webhooks and how far each has been told."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, account: AccountId, url: str, kinds: Iterable[str], sealed: str, now: datetime
    ) -> Webhook:
        """A new webhook, told of what comes from now on."""
        last = self._connection.scalar(sa.select(sa.func.max(tables.audit.c.seq))) or 0
        values = {
            "account": account, "url": url, "kinds": list(kinds), "secret": sealed,
            "made_at": now, "told_to": last, "tries": 0, "next_try_at": now,
        }  # fmt: skip
        number = insert_returning_id(self._connection, tables.webhooks, values)
        return self.webhook(WebhookId(number))

    def webhook(self, hook: WebhookId) -> Webhook:
        """The webhook of this id.

        Raises:
            NotFound: There is none.
        """
        row = self._connection.execute(
            sa.select(tables.webhooks).where(tables.webhooks.c.id == hook)
        ).first()
        if row is None:
            raise NotFound(f"There is no webhook {hook}.")
        return _webhook(row)

    def of(self, account: AccountId) -> tuple[Webhook, ...]:
        """The webhooks of an account, by id."""
        table = tables.webhooks
        query = sa.select(table).where(table.c.account == account).order_by(table.c.id)
        return tuple(_webhook(row) for row in self._connection.execute(query))

    def secret(self, hook: WebhookId) -> str:
        """The sealed secret with which its messages are signed."""
        table = tables.webhooks
        return str(self._connection.scalar(sa.select(table.c.secret).where(table.c.id == hook)))

    def remove(self, hook: WebhookId, account: AccountId) -> None:
        """Forget a webhook of this account.

        Raises:
            NotFound: The account has no such webhook.
        """
        table = tables.webhooks
        mine = sa.delete(table).where(table.c.id == hook, table.c.account == account)
        if self._connection.execute(mine.returning(table.c.id)).first() is None:
            raise NotFound(f"There is no webhook {hook}.")

    def take(self, now: datetime, until: datetime) -> Webhook | None:
        """A webhook whose time has come, kept from other senders until then; None without one."""
        table = tables.webhooks
        due = (table.c.off_at.is_(None), table.c.next_try_at <= now)
        first = sa.select(table.c.id).where(*due).order_by(table.c.next_try_at).limit(1)
        number = self._connection.scalar(first)
        if number is None:
            return None
        mine = sa.update(table).where(table.c.id == number, *due).values(next_try_at=until)
        row = self._connection.execute(mine.returning(table)).first()
        return None if row is None else _webhook(row)

    def pending(self, hook: Webhook, limit: int) -> tuple[AuditEvent, ...]:
        """The next events of its kinds, in the order of the record."""
        table = tables.audit
        wanted = (table.c.seq > hook.told_to, table.c.kind.in_(hook.kinds))
        query = sa.select(table).where(*wanted).order_by(table.c.seq).limit(limit)
        return tuple(AuditEvent(**row._mapping) for row in self._connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name

    def note(self, hook: WebhookId, **values: object) -> None:
        """Write down how the telling went."""
        table = tables.webhooks
        self._connection.execute(sa.update(table).where(table.c.id == hook).values(**values))


def _webhook(row: sa.Row[tuple[object, ...]]) -> Webhook:
    return Webhook(
        id=WebhookId(row.id),
        account=AccountId(row.account),
        url=row.url,
        kinds=tuple(row.kinds),
        made_at=row.made_at,
        told_to=row.told_to,
        tries=row.tries,
        next_try_at=row.next_try_at,
        problem=row.problem,
        off_at=row.off_at,
    )
