"""Passwords: kept as argon2id hashes, and judged with the same work whoever asks."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from domain.accounts import account_key
from domain.errors import InputError

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id with 19 MiB and two passes (OWASP least): some 50 ms of one core."""

_AT_ONCE = threading.BoundedSemaphore(4)
"""So many passwords are judged at once: whoever sends many fills no memory."""


def hashed(password: str, name: str) -> str:
    """The hash to keep of a new password of this person.

    Raises:
        InputError: It is too short or too long, or it is the person's name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            f"A password has {SHORTEST} to {LONGEST} characters.",
            mend="Use a sentence, or let a password manager make one.",
            code="password_length",
            least=SHORTEST,
            most=LONGEST,
        )
    plain = account_key(password)
    if plain in account_key(name) * 4 or len(set(plain)) < 5:
        raise InputError(
            "This password is easily guessed.",
            mend="Use a sentence of your own.",
            code="password_weak",
        )
    with _AT_ONCE:
        return HASHER.hash(password)


def holds(kept: str | None, password: str) -> bool:
    """Whether this is the password of this hash; where there is none, the same work is done."""
    with _AT_ONCE:
        try:
            right = HASHER.verify(kept or _nobodys(), password[: LONGEST + 1])
        except (VerifyMismatchError, InvalidHashError, UnicodeEncodeError):
            return False
    return right and kept is not None


@cache
def _nobodys() -> str:
    """The hash of a password that nobody knows."""
    return HASHER.hash(secrets.token_urlsafe(32))
