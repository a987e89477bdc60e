"""A held batch from the command line: seen, let go by a second person, then exported."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config.settings import Settings
from domain.notices import Notice, NoticeId, NoticeState
from review.cli.main import app
from review.cli.session import Session
from store.unit_of_work import Store
from tests.takedown.drafts import seen
from tests.takedown.test_stage import assemble, decide, keep_portfolio, with_channel

REFUSED = range(900001, 900031)
"""Listings whose notice was refused: an account without any standing."""


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return with_channel(settings, tmp_path, "alibaba_taotian")


@pytest.fixture
def held(store: Store, site: Settings, now: datetime) -> Notice:
    """A notice that is held: thirty listings of the same kind were refused before."""
    keep_portfolio(store, now)
    for number in REFUSED:
        decide(store, now, seen(number))
    (earlier,) = assemble(store, site, now).made
    with store.begin() as work:
        work.notices.advance(NoticeId(earlier), NoticeState.SUBMITTED, now)
        work.notices.advance(NoticeId(earlier), NoticeState.REFUSED, now)
    decide(store, now, seen(900101))
    (made,) = assemble(store, site, now).made
    return notice(store, made)


def notice(store: Store, number: int) -> Notice:
    with store.reading() as work:
        return work.notices.notice(NoticeId(number))


def run(site: Settings, now: datetime, *arguments: str) -> Result:
    session = Session(clock=lambda: now + timedelta(hours=1), _settings=site)
    return CliRunner().invoke(app, ["standing", *arguments], obj=session)


def test_a_batch_that_would_break_the_record_is_not_exported(held: Notice) -> None:
    assert held.state is NoticeState.INCOMPLETE
    (finding,) = [one for one in held.findings if one.code == "V19_held"]
    assert "bazaar_street/900101" in finding.what.en
    assert finding.source.startswith("IPP6: ")
    assert held.bundle_path is None


def test_the_command_line_shows_record_and_rows(
    held: Notice, site: Settings, now: datetime
) -> None:
    (line,) = json.loads(run(site, now, "show", "--json").output)
    assert (line["tally"]["filed"], line["success"], line["within"]) == (30, 0.0, False)
    (found,) = json.loads(run(site, now, "held", "--json").output)
    assert found["notice"] == held.id
    assert [row["listing"]["item_id"] for row in found["rows"]] == ["900101"]
    assert "0.0%" in run(site, now, "show").output
    assert "900101" in run(site, now, "held").output


@pytest.mark.usefixtures("held")
def test_whoever_assembled_or_decided_cannot_let_it_go(
    held: Notice, site: Settings, now: datetime
) -> None:
    done = run(site, now, "release", str(held.id), "--note", "checked", "--as", "王小明")
    assert done.exit_code == 2
    assert "second person" in str(done.output)


def test_a_second_person_lets_it_go_and_it_is_exported(
    held: Notice, store: Store, site: Settings, now: datetime
) -> None:
    asked = ("release", str(held.id), "--note", "three of them checked by hand", "--as", "李华")
    assert run(site, now, *asked).exit_code == 0
    assert json.loads(run(site, now, "held", "--json").output) == []
    assemble(store, site, now + timedelta(hours=2))
    done = notice(store, held.id)
    assert done.state is NoticeState.EXPORTED
    assert any(one.code == "V19_released" and "李华" in one.what.zh for one in done.findings)
    with store.reading() as work:
        (event,) = [one for one in work.audit.events(held.slug) if one.kind == "released"]
    assert (event.who, event.payload["note"]) == ("李华", "three of them checked by hand")


def test_a_release_needs_a_name_a_reason_and_something_held(
    held: Notice, site: Settings, now: datetime
) -> None:
    assert run(site, now, "release", "1", "--note", "x", "--as", "李华").exit_code == 2
    assert run(site, now, "release", str(held.id), "--note", " ", "--as", "李华").exit_code == 2
    assert run(site, now, "release", "999", "--note", "x", "--as", "李华").exit_code == 2


@pytest.mark.usefixtures("held")
def test_a_listing_that_waits_for_an_answer_is_not_reported_again(
    store: Store, site: Settings, now: datetime
) -> None:
    with store.reading() as work:
        account = work.standing.accounts()[0]
        reported = work.standing.reported(account)
    assert len(reported) == 31
    assert {one.listing.item_id for one in reported if one.filed_at} == {str(n) for n in REFUSED}
    assert site
