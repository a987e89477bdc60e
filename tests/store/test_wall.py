from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.errors import NotFound
from domain.rights import HolderSlug, Portfolio, RightSlug
from review.deciding import decide
from review.desk import candidate_lines
from store import tables
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_mention, a_score, a_sighting

OURS, THEIRS = HolderSlug("hoshikawa"), HolderSlug("tsukimoto")


@pytest.fixture
def shared(store: Store, now: datetime) -> Store:
    """A store of two rights holders with a candidate each; one listing is a candidate of both."""
    marks = tuple(
        replace(a_mark(), slug=RightSlug(f"mark-{one}"), holder=one) for one in (OURS, THEIRS)
    )
    with store.begin() as work:
        owners = (a_holder(slug=OURS), a_holder(slug=THEIRS))
        work.rights.keep_portfolio(Portfolio(owners, marks))
        for number, rights in enumerate([(0,), (1,), (0, 1)]):
            key = replace(a_sighting().key, item_id=f"7700{number}")
            kept = work.listings.keep_sighting(replace(a_sighting(), key=key))
            for one in rights:
                score = a_score(readings=(a_mention(),))
                work.candidates.suggest(kept.listing, marks[one].slug, kept.id, score, now)
    return store


def test_a_wall_shows_what_hangs_on_its_rights_holders(shared: Store) -> None:
    walled = shared.walled(frozenset({OURS}))
    lines, total = candidate_lines(walled, {})
    assert ({one.right for one in lines}, total) == ({"mark-hoshikawa"}, 2)
    with walled.reading() as work:
        assert [one.slug for one in work.rights.portfolio().holders] == [OURS]
        assert work.views.counts_by_state() == {"suggested": 2}


def test_without_grants_nothing_is_seen(shared: Store) -> None:
    assert candidate_lines(shared.walled(frozenset()), {}) == ((), 0)


def test_a_store_without_a_wall_sees_all(shared: Store) -> None:
    assert candidate_lines(shared.walled(None), {})[1] == 4


def test_another_tenants_candidate_is_neither_read_nor_decided(
    shared: Store, now: datetime
) -> None:
    walled = shared.walled(frozenset({OURS}))
    with shared.reading() as work:
        (theirs, _) = work.candidates.find(right=RightSlug("mark-tsukimoto"))
    with pytest.raises(NotFound):
        decide(
            walled, CandidateId(theirs.id), Verdict.UNSURE, Reason.NEEDS_SECOND_LOOK,
            analyst="me", note=None, seen_digest=None, now=now,
        )  # fmt: skip
    with shared.reading() as work:
        assert work.decisions.of_candidate(theirs.id) == ()


def test_the_chain_of_events_is_one_for_all(shared: Store, now: datetime) -> None:
    with shared.begin() as work:
        work.audit.append("test", "one", {}, "a", now)
    with shared.walled(frozenset({OURS})).begin() as work:
        work.audit.append("test", "two", {}, "b", now)
    with shared.reading() as work:
        assert work.audit.first_break() is None
        assert [one.subject for one in work.audit.events()][-2:] == ["one", "two"]


QUERIES: dict[str, sa.Executable] = {
    "the table": sa.select(tables.candidates.c.id),
    "an alias": sa.select(tables.candidates.alias("c2").c.id),
    "a join": sa.select(tables.candidates.c.id).join(
        tables.rights, tables.rights.c.slug == tables.candidates.c.right
    ),
    "an outer join": sa.select(tables.candidates.c.id).outerjoin(
        tables.decisions, tables.decisions.c.candidate == tables.candidates.c.id
    ),
    "joined from the other side": sa.select(tables.candidates.c.id)
    .select_from(tables.rights)
    .outerjoin(tables.candidates, tables.rights.c.slug == tables.candidates.c.right),
    "a subquery": sa.select(sa.select(tables.candidates.c.id).subquery().c.id),
    "a common table expression": sa.select(sa.select(tables.candidates.c.id).cte("c").c.id),
    "a union": sa.union_all(
        sa.select(tables.candidates.c.id), sa.select(tables.candidates.c.id).where(sa.false())
    ),
    "listings that are in": sa.select(tables.candidates.c.id).where(
        tables.candidates.c.listing.in_(sa.select(tables.listings.c.id))
    ),
}


@pytest.mark.parametrize("how", QUERIES)
def test_no_way_of_asking_passes_the_wall(shared: Store, how: str) -> None:
    with shared.walled(frozenset({OURS})).reading() as work:
        found = set(work.views._connection.scalars(QUERIES[how]))
    with shared.reading() as work:
        ours = {one.id for one in work.candidates.find(right=RightSlug("mark-hoshikawa"))}
    assert found - {None} == ours


def test_nothing_of_another_tenant_is_changed(shared: Store) -> None:
    with shared.walled(frozenset({OURS})).begin() as work:
        done = work.views._connection.execute(
            sa.update(tables.candidates)
            .values(state="cleared")
            .returning(tables.candidates.c.right)
        )
        assert set(done.scalars()) == {"mark-hoshikawa"}
    with shared.reading() as work:
        assert work.views.counts_by_state() == {"cleared": 2, "suggested": 2}


def test_plain_sql_does_not_run_within_a_wall(shared: Store) -> None:
    with shared.walled(frozenset({OURS})).reading() as work, pytest.raises(TypeError):
        work.views._connection.execute(sa.text("select * from candidates"))
