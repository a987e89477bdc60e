from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.profiles import PlatformProfile
from crawler.sources import (
    REQUESTS,
    asked_of_analyst,
    divided,
    lacks,
    source_warnings,
    sources,
)
from domain.runs import StageReport

TODAY = date(2026, 11, 23)


def _profile(**permission: object) -> PlatformProfile:
    given = {
        "method": "public_pages",
        "basis": "read",
        "decided_by": "Li Wei",
        "decided_on": date(2026, 1, 1),
        "review_on": date(2027, 1, 1),
        **permission,
    }
    names = {"zh": "甲", "en": "A", "ja": "A"}
    return PlatformProfile.model_validate(
        {"slug": "a", "names": names, "domains": ["a.example"], "lane": "http",
         "enabled": True, "permission": given}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("permission", "said"),
    [
        ({}, None),
        ({"review_on": TODAY}, None),
        ({"review_on": date(2026, 11, 22)}, "the review was due on 2026-11-22"),
        ({"review_on": None}, "no review date"),
        ({"decided_by": None}, "nobody of yours decided"),
        ({"decided_by": "shipped"}, "nobody of yours decided"),
        ({"method": "manual_only"}, "only saved pages"),
        ({"decided_on": date(2026, 11, 24)}, "in the future"),
    ],
)
def test_what_somebody_must_decide_is_said(
    permission: dict[str, object], said: str | None
) -> None:
    warnings = source_warnings(_profile(**permission), TODAY)
    assert (said is None and not warnings) or (said is not None and said in " ".join(warnings))


@pytest.mark.parametrize("missing", ["robots_basis", "decided_by", "decided_on"])
def test_robots_are_not_disobeyed_without_a_recorded_decision(missing: str) -> None:
    decided = {"robots": "decided_otherwise", "robots_basis": "agreement of 2026-01-01"}
    assert _profile(**decided).permission.robots == "decided_otherwise"
    with pytest.raises(ValidationError, match="not obeying robots"):
        _profile(**{**decided, missing: None})


def test_a_line_tells_method_pace_and_who_decided() -> None:
    line = sources({"a": _profile()}, TODAY)[0]
    assert (line.method, line.decided_by, line.delay_seconds) == ("public_pages", "Li Wei", 2.0)
    assert line.review_on == date(2027, 1, 1)


def test_of_a_list_only_what_a_platform_permits_is_asked() -> None:
    other = _profile(method="manual_only").model_copy(
        update={"slug": "b", "domains": ("b.example",)}
    )
    urls = ["https://a.example/1", "https://www.b.example/2", "https://nobody.example/3"]
    may, may_not = divided(urls, {"a": _profile(), "b": other})
    assert may == urls[:1]
    assert [url for url, _ in may_not] == urls[1:]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"pages_ok": 3}, None),
        ({"pages_ok": 3, "pages_login": 1}, "jianzhen account save a analyst"),
        ({"pages_blocked": 1}, "captcha"),
    ],
)
def test_a_sign_in_or_captcha_is_put_to_the_analyst(
    counts: dict[str, int], said: str | None
) -> None:
    profile = _profile().model_copy(update={"account": "analyst", "lane": "browser"})
    wish = asked_of_analyst(profile, StageReport(counts))
    assert (said is None and wish is None) or (said is not None and said in (wish or ""))


def test_each_way_of_intake_says_what_it_cannot_show(tmp_path: Path) -> None:
    (tmp_path / REQUESTS).write_text("[]")
    ways = ["https://a.example/1", "a.har", "a.warc.gz", "page.html", str(tmp_path)]
    said = [" ".join(lacks(way)) for way in ways]
    assert all(said)
    assert len(set(said)) == len(ways)
