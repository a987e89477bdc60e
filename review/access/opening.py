"""How the one who starts the desk comes in: by a link that only this machine's terminal shows."""

from __future__ import annotations

import getpass
from datetime import datetime

from config.settings import Settings
from domain.accounts import Account, Role
from review.access.people import add_account
from review.access.signing import new_link
from review.desk import Store


def operators_key(store: Store, settings: Settings, *, now: datetime) -> str | None:
    """What a link carries that signs in whoever starts the desk; None where nobody is meant.

    The person is `review.analyst`, else the user of this machine. Where there is no account yet,
    this person's is made, an admin's: whoever starts the desk holds the database anyway.
    """
    account = _operator(store, settings, now)
    return new_link(store, account, who=account.name, now=now) if account else None


def _operator(store: Store, settings: Settings, now: datetime) -> Account | None:
    name = settings.review.analyst or _user()
    with store.reading() as work:
        known, anybody = work.accounts.named(name), bool(work.accounts.all())
    if anybody:
        return known if known is not None and known.off_at is None else None
    return add_account(store, name, Role.ADMIN, holders=None, password=None, who=name, now=now)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # a user without a name, as in some containers
        return "admin"
