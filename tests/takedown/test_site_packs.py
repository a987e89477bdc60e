"""A changed pack takes effect without code, and one left unchecked marks what is made with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from domain.notices import NoticeId
from store.unit_of_work import Store
from takedown.packs import rules_mark
from takedown.payload import bag_facts
from tests.takedown.drafts import PACKS_FOLDER, a_draft, a_pack, seen
from tests.takedown.test_stage import assemble, decide, keep_portfolio, with_channel


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return with_channel(settings, tmp_path, "alibaba_taotian")


def changed(settings: Settings, old: str, new: str) -> None:
    """The pack in the folder of one's own, with one change."""
    text = (PACKS_FOLDER / "alibaba_taotian.toml").read_text(encoding="utf-8")
    assert old in text
    folder = settings.home / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "alibaba_taotian.toml").write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_lower_limit_in_a_pack_of_ones_own_splits_the_next_notices(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    for number in (900001, 900002):
        decide(store, now, seen(number))
    changed(site, "value = 300", "value = 1")
    assert len(assemble(store, site, now).made) == 2


def test_a_pack_changed_while_the_program_runs_is_read_anew(
    store: Store, site: Settings, now: datetime
) -> None:
    keep_portfolio(store, now)
    decide(store, now, seen(900001))
    (first,) = assemble(store, site, now).made
    changed(site, 'url = "https://ipp.alibabagroup.com"\n', "")
    decide(store, now, seen(900002))
    (second,) = assemble(store, site, now + timedelta(hours=1)).made
    with store.reading() as work:
        codes = [{one.code for one in work.notices.notice(NoticeId(one)).findings}
                 for one in (first, second)]  # fmt: skip
    assert "V21_portal_unknown" in codes[1] - codes[0]


@pytest.mark.parametrize(("days", "marked"), [(90, False), (91, True)])
def test_a_pack_unchecked_for_ninety_days_marks_every_bundle(days: int, *, marked: bool) -> None:
    pack = a_pack()
    draft = a_draft(pack=pack)
    day = pack.checked_on + timedelta(days=days)
    assert rules_mark(pack, day).startswith("UNCHECKED") is marked
    later = a_draft(pack=a_pack(checked_on=draft.day - timedelta(days=days)))
    assert bag_facts(later)["Rules"].startswith("UNCHECKED") is marked
