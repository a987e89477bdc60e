from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from config.profiles import PlatformProfile
from crawler.sources import source_warnings, sources

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
