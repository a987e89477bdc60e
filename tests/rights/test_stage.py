from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.rights import RightSlug
from rights.portfolio import PortfolioRefused
from rights.stage import import_portfolio, weigh_rights
from store.unit_of_work import Store


def test_a_portfolio_is_taken_in_with_its_files_and_its_proofs(
    store: Store, folder: Path, now: datetime
) -> None:
    report = import_portfolio(store, folder / "portfolio.toml", who="王小明", now=now)
    assert report.counts["new"] == 4
    assert report.counts["exhibits"] == 4
    with store.reading() as work:
        (picture,) = work.rights.portfolio().works[0].pictures
        proof = work.rights.proof(RightSlug("work-fox"))
        kinds = [event.kind for event in work.audit.events()]
        assert set(kinds[:-1]) == {"exhibit taken in"}
        assert kinds[-1] == "rights imported"
    assert store.blobs.read(picture.sha256) == (folder / "fox.png").read_bytes()
    assert proof is not None
    assert proof.gaps == ()


def test_taking_it_in_again_changes_nothing(store: Store, folder: Path, now: datetime) -> None:
    for _ in range(2):
        report = import_portfolio(store, folder / "portfolio.toml", who="王小明", now=now)
    assert report.counts["unchanged"] == 4
    assert report.counts["exhibits"] == 0
    with store.reading() as work:
        kinds = [event.kind for event in work.audit.events()]
        assert kinds.count("rights imported") == 1
        assert len(kinds) == 1 + len(work.rights.exhibits())


def test_a_single_table_may_name_a_holder_that_is_kept(
    store: Store, folder: Path, now: datetime
) -> None:
    import_portfolio(store, folder / "portfolio.toml", who="王小明", now=now)
    table = folder / "marks.csv"
    table.write_text(
        "slug,holder,kind,names,registration_number,office,territory,nice_classes,expires_on\n"
        "mark-two,hoshikawa,word,LUMORI@latin,456,JP,JP,21,2030-02-28\n",
        encoding="utf-8",
    )
    assert import_portfolio(store, table, who="王小明", now=now).counts["new"] == 1
    with store.reading() as work:
        assert work.rights.proof(RightSlug("mark-two")) is not None


def test_a_new_paper_of_the_holder_counts_for_its_earlier_rights(
    store: Store, folder: Path, now: datetime
) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text("utf-8")
    start, end = text.index("[[holders.exhibits]]"), text.index("[[marks]]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert import_portfolio(store, path, who="王小明", now=now).counts["gaps"] == 2
    path.write_text(text[:end], encoding="utf-8")
    import_portfolio(store, path, who="王小明", now=now)
    with store.reading() as work:
        proof = work.rights.proof(RightSlug("work-fox"))
    assert proof is not None
    assert proof.gaps == ()


def test_a_paper_that_ran_out_since_the_import_opens_its_gap(
    store: Store, folder: Path, now: datetime
) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text("utf-8")
    dated = "dated = 2026-09-01"
    path.write_text(text.replace(dated, dated + "\nvalid_until = 2026-12-01"), encoding="utf-8")
    assert import_portfolio(store, path, who="王小明", now=now).counts["gaps"] == 0
    later = weigh_rights(store, now=now + timedelta(days=30))
    assert later.counts == {"rights": 2, "gaps": 2}


def test_nothing_is_half_imported(store: Store, folder: Path, now: datetime) -> None:
    path = folder / "portfolio.toml"
    path.write_text(path.read_text("utf-8").replace("2030-02-28", "2020-01-01"), encoding="utf-8")
    with pytest.raises(PortfolioRefused):
        import_portfolio(store, path, who="王小明", now=now)
    with store.reading() as work:
        assert work.rights.portfolio().rights() == ()
        assert work.audit.events() == ()


def test_a_gap_is_told_when_the_right_is_registered(
    store: Store, folder: Path, now: datetime
) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('kind = "employment"', 'kind = "licence"'), encoding="utf-8")
    assert import_portfolio(store, path, who="王小明", now=now).counts["gaps"] == 0
    path.write_text(text.replace('kind = "employment"', 'kind = "draft"'), encoding="utf-8")
    # the licence taken in before still stands: an exhibit is never lost by a later import
    assert import_portfolio(store, path, who="王小明", now=now).counts["gaps"] == 0
