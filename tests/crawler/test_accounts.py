from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.load import load_settings
from crawler.accounts import AccountShelf, state_of_domains
from domain.errors import EvidenceError, InputError, NotFound

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STATE: dict[str, list[dict[str, object]]] = {
    "cookies": [
        {"name": "sid", "value": "geheim-7", "domain": ".shop.example", "expires": 1_800_000_000},
        {"name": "x", "value": "andere-9", "domain": "mail.example", "expires": -1},
        {"name": "y", "value": "andere-9", "domain": "notshop.example", "expires": -1},
    ],
    "origins": [
        {"origin": "https://www.shop.example", "localStorage": [{"name": "t", "value": "1"}]},
        {"origin": "https://bank.example", "localStorage": []},
    ],
}
DOMAINS = ("shop.example",)


def _shelf(tmp_path: Path, **accounts: str) -> AccountShelf:
    settings = load_settings({}, {"home": str(tmp_path), "accounts": accounts})
    return AccountShelf(settings.accounts)


def test_a_session_opens_again_with_its_own_domains_alone(tmp_path: Path) -> None:
    account = _shelf(tmp_path).save("bazaar", "analyst", STATE, DOMAINS, NOW)
    state = _shelf(tmp_path).state("bazaar", "analyst")
    assert [one["name"] for one in state["cookies"]] == ["sid"]
    assert [one["origin"] for one in state["origins"]] == ["https://www.shop.example"]
    assert account.expires_at == datetime.fromtimestamp(1_800_000_000, UTC)
    assert _shelf(tmp_path).accounts() == (account,)


def test_no_file_holds_the_session_in_clear_or_is_for_others(tmp_path: Path) -> None:
    _shelf(tmp_path).save("bazaar", "analyst", STATE, DOMAINS, NOW)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"geheim" not in path.read_bytes()


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    _shelf(tmp_path).save("bazaar", "analyst", STATE, DOMAINS, NOW)
    other = _shelf(tmp_path, key=Fernet.generate_key().decode())
    with pytest.raises(EvidenceError, match="does not open"):
        other.state("bazaar", "analyst")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    _shelf(tmp_path).save("bazaar", "analyst", STATE, DOMAINS, NOW)
    (tmp_path / "accounts.key").chmod(0o644)
    with pytest.raises(InputError, match="others can read"):
        _shelf(tmp_path).state("bazaar", "analyst")


def test_a_forgotten_session_is_gone(tmp_path: Path) -> None:
    shelf = _shelf(tmp_path)
    shelf.save("bazaar", "analyst", STATE, DOMAINS, NOW)
    shelf.forget("bazaar", "analyst")
    assert shelf.accounts() == ()
    for step in (shelf.state, shelf.forget):
        with pytest.raises(NotFound):
            step("bazaar", "analyst")


@pytest.mark.parametrize("name", ["", "../x", "A b", "a" * 41])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        _shelf(tmp_path).save("bazaar", name, STATE, DOMAINS, NOW)


@pytest.mark.parametrize(
    "state", [None, [], {}, {"cookies": 1, "origins": []}, {"cookies": [1], "origins": []},
              {"cookies": [], "origins": []}, {"cookies": STATE["cookies"][1:], "origins": []}]
)  # fmt: skip
def test_what_holds_no_session_of_the_platform_is_refused(state: object) -> None:
    with pytest.raises(InputError):
        state_of_domains(state, DOMAINS)
