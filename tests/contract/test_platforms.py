"""A platform is a profile, a page object, fixtures and a complaint channel: the sets are whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from config.load import ROOT, load_profiles, load_settings
from config.profiles import PlatformProfile

PROFILES = load_profiles(load_settings({}))
OBJECTS = [profile for profile in PROFILES.values() if profile.page_objects]


@pytest.mark.parametrize(
    "slug", ["taobao", "tmall", "1688", "jd", "pinduoduo", "aliexpress", "amazon", "ebay"]
)
def test_the_platforms_of_the_first_night_are_there(slug: str) -> None:
    assert PROFILES[slug].page_objects
    assert PROFILES[slug].proven


@pytest.mark.parametrize("profile", OBJECTS, ids=lambda profile: profile.slug)
def test_each_profile_finds_its_page_objects(profile: PlatformProfile) -> None:
    assert importlib.util.find_spec(f"crawler.platforms.{profile.page_objects}")


@pytest.mark.parametrize("profile", OBJECTS, ids=lambda profile: profile.slug)
def test_each_page_object_has_fixtures(profile: PlatformProfile) -> None:
    cases = list(
        (ROOT / "tests" / "fixtures" / "platforms" / profile.slug).glob("*/expected.json")
    )
    assert cases


def test_each_page_object_has_its_profile() -> None:
    modules = {path.stem for path in (ROOT / "crawler" / "platforms").glob("*.py")} - {"__init__"}
    assert modules == {profile.page_objects for profile in OBJECTS}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.slug)
def test_each_profile_says_on_what_footing_it_is_read(profile: PlatformProfile) -> None:
    assert profile.permission.basis
    assert profile.permission.review_on
    assert not profile.enabled


def test_fixtures_belong_to_a_platform() -> None:
    folder = Path(ROOT / "tests" / "fixtures" / "platforms")
    assert {path.name for path in folder.iterdir()} <= set(PROFILES)
