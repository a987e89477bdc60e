"""A desk with two tenants on SQLite; what depends on the dialect is tested in tests/store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from config.load import load_settings
from config.settings import Settings
from domain.aliases import AliasOrigin, AliasProposal, Frequency
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.listings import SeenPicture
from domain.rights import HolderSlug, MarkName, NameKind, Portfolio, RightSlug, Script
from review.deciding import decide
from review.web.app import make_app
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_mention, a_score, a_sighting
from tests.review.desks import NOW, a_picture

OURS, THEIRS = "hoshikawa", "tsukimoto"


@dataclass
class Clock:
    """A clock that a test sets forward."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def on(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    database = {"url": f"sqlite:///{tmp_path}/jianzhen.sqlite"}
    return load_settings({}, {"home": str(tmp_path / "home"), "database": database})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    engine = open_engine(settings.database.url.get_secret_value())
    bring_up_to_date(engine)
    opened = Store(engine, FolderBlobs(settings.blobs.folder))
    yield opened
    opened.close()


@pytest.fixture
def app(settings: Settings, store: Store, clock: Clock) -> FastAPI:
    return make_app(settings, store, clock=clock)


@dataclass(frozen=True)
class Tenant:
    """What one rights holder has in the store; `secret` stands in all of it."""

    holder: str
    right: str
    secret: str
    candidate: int
    picture: Sha256


@pytest.fixture
def tenants(store: Store) -> tuple[Tenant, Tenant]:
    """Two rights holders, each with a mark, a listing, a decision, an alias and a picture."""
    return tuple(_tenant(store, holder, number) for number, holder in enumerate((OURS, THEIRS)))  # type: ignore[return-value]


def _tenant(store: Store, holder: str, number: int) -> Tenant:
    secret, right = f"secret-of-{holder}", f"mark-of-{holder}"
    picture = store.blobs.keep(a_picture(("teal", "orange")[number]))
    with store.begin() as work:
        before = work.rights.portfolio()
        mark = replace(
            a_mark(), slug=RightSlug(right), holder=HolderSlug(holder),
            names=(MarkName(secret, Script.LATIN),),
        )  # fmt: skip
        owner = a_holder(slug=HolderSlug(holder), names={"en": secret})
        work.rights.keep_portfolio(
            Portfolio((*before.holders, owner), (*before.marks, mark), before.works)
        )
        facts = replace(
            a_sighting().facts, item_id=f"7700{number}", title=f"{secret} title", seller=secret
        )
        sighting = replace(
            a_sighting(),
            key=replace(a_sighting().key, item_id=f"7700{number}"),
            facts=facts,
            pictures=(SeenPicture("u", "k", picture, "image/png"),),
        )
        kept = work.listings.keep_sighting(sighting)
        score = a_score(readings=(a_mention(),))
        work.candidates.suggest(kept.listing, mark.slug, kept.id, score, NOW)
        work.pictures.note_sightings()
        (candidate,) = work.candidates.find(right=mark.slug)
        work.aliases.keep_proposals([_alias(right, secret)], NOW)
    decide(
        store, CandidateId(candidate.id), Verdict.UNSURE, Reason.NEEDS_SECOND_LOOK,
        analyst=f"analyst-of-{holder}", note=secret, seen_digest=None, now=NOW,
    )  # fmt: skip
    return Tenant(holder, right, secret, candidate.id, picture)


def _alias(right: str, secret: str) -> AliasProposal:
    return AliasProposal(
        mark=RightSlug(right),
        text=secret,
        kind=NameKind.SHORT,
        origin=AliasOrigin.NAME,
        rule="beginning",
        source=secret,
        frequency=Frequency(3, 10, (f"{secret} example",)),
    )
