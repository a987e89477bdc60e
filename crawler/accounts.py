"""Signed-in sessions of the analyst's own accounts: sealed on disk, opened for one scan at a time.

A session is what a browser keeps of a sign-in (Playwright's `storage_state`): cookies and local
storage. The analyst signs in; the program never does, and solves no captcha.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken

from config.settings import Accounts as AccountSettings
from domain.errors import EvidenceError, InputError, NotFound

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LARGEST_BYTES = 2_000_000
SUFFIX = ".session.json"

StorageState = Mapping[str, list[dict[str, object]]]
"""`cookies` and `origins`, as Playwright reads and writes them."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a saved session without opening it; times are aware UTC."""

    platform: str
    name: str
    saved_at: datetime
    cookies: int
    expires_at: datetime | None


class AccountShelf:
    """The folder of sealed sessions; each file can be read by its owner alone."""

    def __init__(self, settings: AccountSettings) -> None:
        self.settings = settings

    def save(
        self, platform: str, name: str, state: object, domains: Iterable[str], now: datetime
    ) -> Account:
        """Seal a session, as far as it belongs to these domains; replaces an earlier one.

        Raises:
            InputError: The name does not fit, or it is no storage state with a session of these
                domains.
        """
        kept = state_of_domains(state, tuple(domains))
        account = Account(platform, name, now, len(kept["cookies"]), _first_expiry(kept))
        sealed = lock_of(self.settings, make_key=True).encrypt(json.dumps(kept).encode())
        record = {
            "platform": platform,
            "name": name,
            "saved_at": now.isoformat(),
            "cookies": account.cookies,
            "expires_at": account.expires_at.isoformat() if account.expires_at else None,
            "sealed": sealed.decode("ascii"),
        }
        _write_private(self._path(platform, name), json.dumps(record).encode())
        return account

    def accounts(self) -> tuple[Account, ...]:
        """Every saved session, by platform and name."""
        folder = self.settings.folder
        paths = sorted(folder.glob("*" + SUFFIX)) if folder.is_dir() else []
        return tuple(_account(_record(path)) for path in paths)

    def state(self, platform: str, name: str) -> StorageState:
        """The opened session.

        Raises:
            NotFound: None was saved under this name.
            EvidenceError: It was sealed with another key, or it was changed.
        """
        record = _record(self._path(platform, name))
        try:
            opened = lock_of(self.settings).decrypt(str(record.get("sealed")).encode())
        except InvalidToken as exc:
            raise EvidenceError(
                f"The session {name} of {platform} does not open with this key; save it again."
            ) from exc
        state: StorageState = json.loads(opened)
        return state

    def forget(self, platform: str, name: str) -> None:
        """Delete a session.

        Raises:
            NotFound: None was saved under this name.
        """
        try:
            self._path(platform, name).unlink()
        except FileNotFoundError as exc:
            raise _unknown(platform, name) from exc

    def _path(self, platform: str, name: str) -> Path:
        if not NAME.fullmatch(name) or not re.fullmatch(r"[a-z0-9_]+", platform):
            raise InputError(
                f"{name!r} is no name of an account.", mend="Use small letters, digits, - and _."
            )
        return self.settings.folder / f"{platform}--{name}{SUFFIX}"


def lock_of(settings: AccountSettings, *, make_key: bool = False) -> Fernet:
    """What seals and opens secrets that lie on disk; its key is kept outside the database.

    Raises:
        InputError: There is no key, others can read it, or it is none.
    """
    key = settings.key.get_secret_value() if settings.key else ""
    key = key or _key_in_file(settings.key_file, make=make_key)
    try:
        return Fernet(key.encode())
    except ValueError as exc:
        raise InputError("The key of the accounts is no Fernet key.") from exc


def state_of_domains(state: object, domains: tuple[str, ...]) -> StorageState:
    """The part of a storage state that belongs to these domains: no other sign-in is kept.

    Raises:
        InputError: It is no storage state, or nothing in it belongs to them.
    """
    cookies, origins = _tables(state, "cookies"), _tables(state, "origins")
    kept = {
        "cookies": [one for one in cookies if _within(str(one.get("domain", "")), domains)],
        "origins": [one for one in origins if _within(_host(one), domains)],
    }
    if not kept["cookies"] and not kept["origins"]:
        raise InputError(f"It holds no session of {', '.join(domains)}.", mend="Sign in first.")
    return kept


def _tables(state: object, name: str) -> list[dict[str, object]]:
    part = state.get(name) if isinstance(state, dict) else None
    if not isinstance(part, list) or not all(isinstance(one, dict) for one in part):
        raise InputError(f"It is no storage state: it has no list of {name}.")
    return part


def _host(origin: Mapping[str, object]) -> str:
    try:
        return urlsplit(str(origin.get("origin", ""))).hostname or ""
    except ValueError:
        return ""


def _within(host: str, domains: tuple[str, ...]) -> bool:
    bare = host.lower().lstrip(".")
    return any(bare == domain or bare.endswith("." + domain) for domain in domains)


def _first_expiry(state: StorageState) -> datetime | None:
    """When the first cookie with a term runs out; None where all last as long as the browser."""
    terms = [one.get("expires") for one in state["cookies"]]
    seconds = [float(term) for term in terms if isinstance(term, int | float) and term > 0]
    return datetime.fromtimestamp(min(seconds), UTC) if seconds else None


def _key_in_file(path: Path, *, make: bool) -> str:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not make:
            raise InputError("There is no key for the accounts.", where=str(path)) from None
        _write_private(path, Fernet.generate_key(), replace=False)
        return path.read_text("ascii").strip()
    if mode & 0o077:
        raise InputError(
            "others can read the key.", where=str(path), mend=f"Run: chmod 600 {path}"
        )
    return path.read_text("ascii", errors="replace").strip()


def _write_private(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write a file that nobody but its owner could read at any moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part") if replace else path
    part.unlink(missing_ok=True) if replace else None
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        part.replace(path)


def _record(path: Path) -> dict[str, object]:
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError as exc:
        platform, _, name = path.name.removesuffix(SUFFIX).partition("--")
        raise _unknown(platform, name) from exc
    except ValueError as exc:
        raise InputError("is no saved session.", where=str(path)) from exc
    if not isinstance(record, dict):
        raise InputError("is no saved session.", where=str(path))
    return record


def _account(record: Mapping[str, object]) -> Account:
    expires, count = record.get("expires_at"), record.get("cookies")
    return Account(
        str(record["platform"]),
        str(record["name"]),
        datetime.fromisoformat(str(record["saved_at"])),
        count if isinstance(count, int) else 0,
        datetime.fromisoformat(str(expires)) if expires else None,
    )


def _unknown(platform: str, name: str) -> NotFound:
    return NotFound(f"No session {name} of {platform} was saved; see `jianzhen account list`.")
