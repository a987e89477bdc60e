"""The one reader of settings files, platform profiles and the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from config.profiles import PlatformProfile
from config.settings import Section, Settings
from domain.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
DEFAULTS = Path(__file__).with_name("defaults.toml")
PREFIX = "JIANZHEN_"
SITE_FILE = Path("jianzhen.toml")
"""The site file that is read from the working folder when JIANZHEN_CONFIG names no other."""

Table = dict[str, Any]
Model = TypeVar("Model", bound=Section)


def load_settings(
    environment: Mapping[str, str] | None = None, overrides: Mapping[str, Any] | None = None
) -> Settings:
    """The settings, from the weakest source to the strongest.

    Order: `config/defaults.toml`, the site file named by JIANZHEN_CONFIG (else `jianzhen.toml` in
    the working folder, where there is one), the folder of secrets named by JIANZHEN_SECRETS (one
    file a key, `section__key`), JIANZHEN_SECTION__KEY in the environment, then `overrides`
    (tables like those of the file).

    Raises:
        InputError: A file cannot be read, or a key is unknown or has a value that does not fit.
    """
    env = os.environ if environment is None else environment
    table = read_toml(DEFAULTS)
    if site := env.get(PREFIX + "CONFIG") or (SITE_FILE.exists() and SITE_FILE):
        _lay_over(table, read_toml(Path(site)))
    if secrets := env.get(PREFIX + "SECRETS"):
        _lay_over(table, _from_secrets(Path(secrets)))
    _lay_over(table, _from_environment(env))
    _lay_over(table, overrides or {})
    return _validated(table)


def load_profiles(settings: Settings) -> dict[str, PlatformProfile]:
    """Every platform profile by its slug, in order; a later folder replaces an earlier one's.

    Raises:
        InputError: A profile does not fit; the message names the file and the key.
    """
    profiles: dict[str, PlatformProfile] = {}
    for folder in settings.crawl.profile_folders:
        for path in sorted(folder.glob("*.toml")):
            profile = _profile(path)
            profiles[profile.slug] = profile
    return dict(sorted(profiles.items()))


def checked(kind: type[Model], table: Table, path: Path) -> Model:
    """This table as what it should be.

    Raises:
        InputError: It does not fit; the message names the file and the key.
    """
    try:
        return kind.model_validate(table)
    except ValidationError as exc:
        raise _first_problem(exc, str(path)) from exc


def read_toml(path: Path) -> Table:
    """A TOML file as a table.

    Raises:
        InputError: It is not there, or it is not TOML; the message gives the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise InputError(f"is not TOML: {exc}.", where=str(path)) from exc


def _profile(path: Path) -> PlatformProfile:
    profile = checked(PlatformProfile, read_toml(path), path)
    if profile.slug != path.stem:
        raise InputError(f"slug {profile.slug!r} is not the file's name.", where=str(path))
    return profile


def _from_environment(env: Mapping[str, str]) -> Table:
    table: Table = {}
    names = {PREFIX + name for name in ("CONFIG", "SECRETS")}
    for name, text in env.items():
        if not name.startswith(PREFIX) or name in names:
            continue
        _put(table, name.removeprefix(PREFIX).lower().split("__"), _toml_value(text))
    return table


def _from_secrets(folder: Path) -> Table:
    table: Table = {}
    if not folder.is_dir():
        raise InputError("is not a folder.", where=str(folder))
    for path in sorted(folder.iterdir()):
        _put(table, path.name.lower().split("__"), path.read_text(encoding="utf-8").strip())
    return table


def _toml_value(text: str) -> object:
    """Numbers, true/false and lists as TOML reads them; anything else is text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(table: Table, keys: list[str], value: object) -> None:
    for key in keys[:-1]:
        table = table.setdefault(key, {})
    table[keys[-1]] = value


def _lay_over(table: Table, upper: Mapping[str, Any]) -> None:
    for key, value in upper.items():
        if isinstance(value, Mapping) and isinstance(table.get(key), dict):
            _lay_over(table[key], value)
        else:
            table[key] = value


def _validated(table: Table) -> Settings:
    home = Path(str(table.get("home", "var"))).expanduser().absolute()
    table["home"] = home
    try:
        _resolve(table, home)
        return Settings.model_validate(table)
    except ValidationError as exc:
        raise _first_problem(exc, "settings") from exc
    except (KeyError, TypeError, AttributeError) as exc:
        raise InputError(f"a section is not a table ({exc}).", where="settings") from exc


def _resolve(table: Table, home: Path) -> None:
    crawl, takedown = table["crawl"], table["takedown"]
    table["database"]["url"] = str(table["database"]["url"]).replace("{home}", str(home))
    table["blobs"]["folder"] = _path(table["blobs"]["folder"], home)
    table["match"]["scorecard"] = _path(table["match"]["scorecard"], home)
    table["match"]["index_folder"] = _path(table["match"]["index_folder"], home)
    crawl["profile_folders"] = [_path(entry, home) for entry in crawl["profile_folders"]]
    crawl["scans_folder"] = _path(crawl["scans_folder"], home)
    crawl["browser_path"] = _path(crawl["browser_path"], home) if crawl["browser_path"] else None
    crawl["user_agent"] = str(crawl["user_agent"]).replace("{contact}", str(crawl["contact"]))
    feed = table["reminders"]["calendar_file"]
    table["reminders"]["calendar_file"] = _path(feed, home) if feed else None
    table["schedule"]["calendar"] = _path(table["schedule"]["calendar"], home)
    table["queue"]["harm"] = _path(table["queue"]["harm"], home)
    takedown["packs_folders"] = [_path(entry, home) for entry in takedown["packs_folders"]]
    takedown["out_folder"] = _path(takedown["out_folder"], home)
    takedown["signing_key"] = _path(takedown["signing_key"], home)
    for authority in table["stamping"]["authorities"]:
        for key in ("roots", "certificate"):
            if authority.get(key):
                authority[key] = _path(authority[key], home)
    accounts = table["accounts"]
    accounts["folder"] = _path(accounts["folder"], home)
    accounts["key_file"] = _path(accounts["key_file"], home)
    accounts["key"] = accounts["key"] or None
    table["review"]["analyst"] = table["review"]["analyst"] or None


def _path(entry: object, home: Path) -> Path:
    text = str(entry)
    return ROOT / text[1:] if text.startswith("@") else home / Path(text).expanduser()


def _first_problem(exc: ValidationError, where: str) -> InputError:
    error = exc.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in error["loc"])
    return InputError(
        f"{key}: {error['msg']}.", where=where, mend="See config/defaults.toml for every key."
    )
