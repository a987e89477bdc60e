"""The second factor: codes by time (TOTP, RFC 6238), and recovery codes on paper."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import InvalidToken

from config.settings import Accounts as KeySettings
from crawler.accounts import lock_of
from domain.accounts import Account
from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError
from review.desk import Store

ISSUER, CODES, STEP_SECONDS, DRIFT_STEPS = "Jianzhen", 10, 30, 1
SECRET = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new secret, and what an authenticator reads: an address, and its picture.

    `path` draws the dark modules of a QR code of `size` modules a side, as an SVG path.
    """

    secret: str
    address: str
    path: str
    size: int


def new_enrolment(account: Account, secret: str | None = None) -> Enrolment:
    """A secret for this person's authenticator; one of ours that is given is shown again."""
    if secret is None or not SECRET.fullmatch(secret):
        secret = pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Enrolment(secret, address, path, len(rows))


def enrol(
    store: Store, keys: KeySettings, account: Account, secret: str, code: str, *, now: datetime
) -> tuple[str, ...]:
    """Keep the secret, once a code of it was shown; gives the recovery codes, shown this once.

    Raises:
        InputError: The secret is none, or the code is not of this secret and this time.
    """
    step = _step_of(secret, code, now) if SECRET.fullmatch(secret) else None
    if step is None:
        raise InputError(
            "The code does not fit.",
            mend="Wait for the next one, and type it.",
            code="code_does_not_fit",
        )
    codes = tuple(_recovery_code() for _ in range(CODES))
    sealed = lock_of(keys, make_key=True).encrypt(secret.encode()).decode("ascii")
    with store.begin() as work:
        work.accounts.set_factor(account.id, sealed, [_digest(one) for one in codes])
        work.accounts.spend_step(account.id, step)
        work.audit.append(
            "second factor set", f"account {account.id}", {"codes": CODES}, account.name, now
        )
    return codes


def code_holds(
    store: Store, keys: KeySettings, account: Account, code: str, *, now: datetime
) -> bool:
    """Whether this is a code of the person's authenticator, or a recovery code; each works once.

    Raises:
        EvidenceError: The kept secret does not open with this key.
    """
    with store.begin() as work:
        sealed = work.accounts.factor(account.id)
        if sealed is None:
            return False
        if len(_bare(code)) > 6:
            return work.accounts.spend_recovery_code(account.id, _digest(code), now)
        step = _step_of(_opened(keys, sealed), code, now)
        return step is not None and work.accounts.spend_step(account.id, step)


def _opened(keys: KeySettings, sealed: str) -> str:
    try:
        return lock_of(keys).decrypt(sealed.encode()).decode()
    except InvalidToken as exc:
        raise EvidenceError(
            "The second factor does not open with this key; an admin resets it with "
            "`jianzhen users reset-factor`.",
            code="factor_does_not_open",
        ) from exc


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step of which this is the code, within a step of now."""
    try:
        totp = pyotp.TOTP(secret)
        here = int(now.timestamp()) // STEP_SECONDS
        for step in _nearest(here):
            if secrets.compare_digest(totp.generate_otp(step), _bare(code)):
                return step
    except (ValueError, TypeError):
        # a secret that is no base32, a code that is no ASCII
        return None
    return None


def _nearest(step: int) -> Iterable[int]:
    return range(step - DRIFT_STEPS, step + DRIFT_STEPS + 1)


def _recovery_code() -> str:
    """Eighty bits, in four groups that can be read out."""
    letters = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(16))
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def _bare(code: str) -> str:
    return code.replace("-", "").replace(" ", "").strip().lower()


def _digest(code: str) -> Sha256:
    return sha256_of(_bare(code).encode("utf-8", "replace"))
