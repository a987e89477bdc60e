from __future__ import annotations

from pathlib import Path

from tests.crawler.kills import crawl_and_kill


def test_kills_lose_no_sighting_double_none_and_ask_nothing_too_early(tmp_path: Path) -> None:
    # the full measure, twenty kills over five hundred listings, is `make bench-kills`
    counts = crawl_and_kill(tmp_path, listings=80, kills=3, refusals=3, seed=20261123)
    assert counts.kills == 3
    assert counts.refused == 3
    assert (counts.lost, counts.foreign, counts.doubled, counts.without_bytes) == (0, 0, 0, 0)
    assert counts.too_early == 0
    assert counts.unheard <= counts.kills
    assert counts.said == "None"
