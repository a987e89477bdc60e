"""Accounts: who may come to the desk, and what each may do and see there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.rights import HolderSlug

AccountId = NewType("AccountId", int)
TokenId = NewType("TokenId", int)


class Role(StrEnum):
    """What a person may do; each role may also do what those before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    LEAD = "lead"
    ADMIN = "admin"

    def reaches(self, needed: Role) -> bool:
        """Whether this role may do what is kept for that one."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


class Scope(StrEnum):
    """What an API token may be used for, within the role of its owner.

    `calendar` opens the feed of what is due and nothing else: it stands in an address.
    """

    READ = "read"
    DECIDE = "decide"
    MANAGE = "manage"
    CALENDAR = "calendar"


SCOPE_OF = {
    Role.VIEWER: Scope.READ,
    Role.ANALYST: Scope.DECIDE,
    Role.LEAD: Scope.MANAGE,
    Role.ADMIN: Scope.MANAGE,
}
"""The scope that a token needs for what is kept for a role."""


class Stage(StrEnum):
    """How far a sign-in has come: only `whole` opens the desk."""

    CODE = "code"
    ENROL = "enrol"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may come in.

    Attributes:
        name: As it stands in the record of what this person did.
        holders: The rights holders this person sees; None means every one.
        off_at: Since when the account is closed.
    """

    id: AccountId
    name: str
    role: Role
    holders: frozenset[HolderSlug] | None
    made_at: datetime
    has_password: bool
    has_factor: bool
    off_at: datetime | None = None

    @property
    def needs_factor(self) -> bool:
        """Whether a password alone is too little for this role."""
        return self.role.reaches(Role.LEAD)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of an API token; the token itself is shown once and kept nowhere."""

    id: TokenId
    account: AccountId
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def account_key(name: str) -> str:
    """The name as it is compared: two accounts may not look alike."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in folded if one.isprintable()).strip()
