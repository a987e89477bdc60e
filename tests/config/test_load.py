from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from config.load import DEFAULTS, load_profiles, load_settings
from domain.errors import InputError


def test_the_defaults_fit_the_settings() -> None:
    assert load_settings({}).review.port == 8470


def test_every_default_has_its_comment() -> None:
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if " = " in line and not line.startswith("#")]
    short = [line for line in keys if "#" not in line]
    # a key without a comment stands directly below one of its own kind
    assert len(short) <= len(keys) / 2
    assert tomllib.loads("\n".join(lines))


@pytest.mark.parametrize(
    ("environment", "overrides", "port"),
    [
        ({}, {}, 1000),
        ({"JIANZHEN_REVIEW__PORT": "2000"}, {}, 2000),
        ({"JIANZHEN_REVIEW__PORT": "2000"}, {"review": {"port": 3000}}, 3000),
    ],
)
def test_the_stronger_source_wins(
    tmp_path: Path, environment: dict[str, str], overrides: dict[str, object], port: int
) -> None:
    site = tmp_path / "site.toml"
    site.write_text("[review]\nport = 1000\n", encoding="utf-8")
    settings = load_settings({"JIANZHEN_CONFIG": str(site), **environment}, overrides)
    assert settings.review.port == port


def test_a_secret_comes_from_its_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "database__url").write_text("postgresql+psycopg://me:hush@h/n\n", encoding="utf-8")
    settings = load_settings({"JIANZHEN_SECRETS": str(tmp_path)})
    assert settings.database.url.get_secret_value().endswith("@h/n")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[review]\nprot = 1\n", "review.prot"),
        ("[review]\nport = 99999\n", "review.port"),
        ("[schedule]\nnight_at = '25:00'\n", "schedule.night_at"),
        ("[review\n", "line 1"),
        ("review = 3\n", "section"),
    ],
)
def test_a_wrong_site_file_is_refused_with_the_key(tmp_path: Path, text: str, said: str) -> None:
    site = tmp_path / "site.toml"
    site.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_settings({"JIANZHEN_CONFIG": str(site)})


def test_relative_paths_lie_below_home(tmp_path: Path) -> None:
    settings = load_settings({"JIANZHEN_HOME": str(tmp_path)})
    assert settings.blobs.folder == tmp_path / "blobs"
    assert str(tmp_path) in settings.database.url.get_secret_value()


def test_a_later_profile_folder_wins(tmp_path: Path) -> None:
    text = """
        slug = "bazaar"
        names = {zh = "集市", en = "%s", ja = "バザール"}
        domains = ["bazaar.example"]
        lane = "http"
        permission = {method = "test", basis = "ours"}
    """
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bazaar.toml").write_text(text % folder, encoding="utf-8")
    folders = [str(tmp_path / "a"), str(tmp_path / "b")]
    settings = load_settings({}, {"crawl": {"profile_folders": folders}})
    assert load_profiles(settings)["bazaar"].names.en == "b"


def test_a_profile_that_does_not_fit_is_named_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('slug = "odd"\nlane = "boat"\n', encoding="utf-8")
    settings = load_settings({}, {"crawl": {"profile_folders": [str(tmp_path)]}})
    with pytest.raises(InputError, match=r"odd\.toml"):
        load_profiles(settings)
