from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa

from domain.aliases import AliasId, AliasOrigin, AliasProposal, AliasState, Frequency
from domain.errors import NotFound
from domain.rights import NameKind, Portfolio
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark

PROPOSAL = AliasProposal(
    mark=a_mark().slug,
    text="露茉",
    kind=NameKind.SHORT,
    origin=AliasOrigin.NAME,
    rule="beginning",
    source="露茉莉",
    frequency=Frequency(3, 1000, ("露茉 杯",)),
)


@pytest.fixture
def waiting(store: Store, now: datetime) -> Store:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (a_mark(),)))
        work.aliases.keep_proposals([PROPOSAL], now)
    return store


def test_a_proposal_comes_back_as_it_was_kept(waiting: Store, now: datetime) -> None:
    with waiting.reading() as work:
        (alias,) = work.aliases.all()
    assert (alias.proposal, alias.state, alias.proposed_at) == (
        PROPOSAL,
        AliasState.PROPOSED,
        now,
    )


def test_nothing_is_approved_until_a_person_says_so(waiting: Store, now: datetime) -> None:
    with waiting.begin() as work:
        assert work.aliases.approved() == {}
        work.aliases.decide(
            AliasId(1), AliasState.APPROVED, analyst="王小明", note="常用", now=now
        )
        ((mark, (alias,)),) = work.aliases.approved().items()
    assert (mark, alias.decided_by, alias.note) == (PROPOSAL.mark, "王小明", "常用")


def test_a_later_word_stands_and_the_earlier_one_is_kept(waiting: Store, now: datetime) -> None:
    with waiting.begin() as work:
        for state in (AliasState.APPROVED, AliasState.REFUSED):
            work.aliases.decide(AliasId(1), state, analyst="王小明", note=None, now=now)
        assert [one.state for one in work.aliases.all()] == [AliasState.REFUSED]
    with waiting.engine.connect() as connection:
        said = connection.exec_driver_sql("select state from alias_decisions order by id")
        assert list(said.scalars()) == ["approved", "refused"]


def test_what_waits_is_measured_anew_and_what_was_decided_stays(
    waiting: Store, now: datetime
) -> None:
    again = replace(PROPOSAL, frequency=Frequency(5, 2000))
    with waiting.begin() as work:
        assert work.aliases.keep_proposals([again], now)["measured"] == 1
        work.aliases.decide(AliasId(1), AliasState.REFUSED, analyst="王小明", note=None, now=now)
        assert work.aliases.keep_proposals([PROPOSAL], now)["decided"] == 1
        (alias,) = work.aliases.all()
    assert (alias.state, alias.proposal.frequency) == (AliasState.REFUSED, Frequency(5, 2000))


def test_an_unknown_alias_is_named(waiting: Store, now: datetime) -> None:
    with waiting.begin() as work, pytest.raises(NotFound, match="alias 9"):
        work.aliases.decide(AliasId(9), AliasState.REFUSED, analyst="王小明", note=None, now=now)


def test_what_a_person_said_of_an_alias_cannot_be_changed(waiting: Store, now: datetime) -> None:
    with waiting.begin() as work:
        work.aliases.decide(AliasId(1), AliasState.REFUSED, analyst="王小明", note=None, now=now)
    refused = pytest.raises(sa.exc.DBAPIError, match="append only")
    with refused, waiting.engine.begin() as connection:
        connection.exec_driver_sql("delete from alias_decisions")


def test_an_example_may_hold_any_character_of_a_page(waiting: Store, now: datetime) -> None:
    hostile = replace(PROPOSAL, text="莉家", frequency=Frequency(1, 9, ("\ud800\0",)))
    with waiting.begin() as work:
        work.aliases.keep_proposals([hostile], now)
        assert work.aliases.all()[1].proposal.frequency.examples == ("\ud800\0",)
