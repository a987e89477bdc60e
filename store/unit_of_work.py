"""One door to all that is kept: a store, and transactions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from config.settings import Settings
from domain.cases import Case
from domain.decisions import DecisionId
from domain.errors import InputError
from domain.ownership import OwnershipProof
from domain.rights import HolderSlug
from store.accounts import AccountsRepository
from store.aliases import AliasesRepository
from store.audit import AuditLog
from store.bands import BandsRepository
from store.blobs import BlobStore, FolderBlobs
from store.candidates import CandidatesRepository
from store.captures import CapturesRepository
from store.correspondence import CorrespondenceRepository
from store.decisions import DecisionsRepository
from store.engine import open_engine, require_up_to_date
from store.erasing import Eraser
from store.frontier import FrontierRepository
from store.groups import Groups
from store.listings import ListingsRepository
from store.measures import MeasuresRepository
from store.notices import NoticesRepository
from store.pictures import PicturesRepository
from store.prices import PricesRepository
from store.queries import QueriesRepository
from store.queue import QueueRepository
from store.reminders import RemindersRepository
from store.retention import RetentionRepository
from store.rights import RightsRepository
from store.runs import RunsRepository
from store.second_looks import SecondLooksRepository
from store.sellers import SellersRepository
from store.sessions import SessionsRepository, TokensRepository
from store.stamps import StampsRepository
from store.standing import StandingRepository
from store.views import Views
from store.watch import WatchRepository
from store.webhooks import WebhooksRepository


class Work:
    """One transaction, with a repository for each noun."""

    def __init__(self, connection: sa.Connection) -> None:  # noqa: PLR0915 - one line a repository
        self.rights = RightsRepository(connection)
        self.aliases = AliasesRepository(connection)
        self.listings = ListingsRepository(connection)
        self.pictures = PicturesRepository(connection)
        self.queries = QueriesRepository(connection)
        self.candidates = CandidatesRepository(connection)
        self.queue = QueueRepository(connection)
        self.groups = Groups(connection)
        self.prices = PricesRepository(connection)
        self.bands = BandsRepository(connection)
        self.decisions = DecisionsRepository(connection)
        self.second_looks = SecondLooksRepository(connection)
        self.notices = NoticesRepository(connection)
        self.correspondence = CorrespondenceRepository(connection)
        self.captures = CapturesRepository(connection)
        self.runs = RunsRepository(connection)
        self.stamps = StampsRepository(connection)
        self.frontier = FrontierRepository(connection)
        self.accounts = AccountsRepository(connection)
        self.sessions = SessionsRepository(connection)
        self.tokens = TokensRepository(connection)
        self.retention = RetentionRepository(connection)
        self.erasing = Eraser(connection)
        self.watch = WatchRepository(connection)
        self.standing = StandingRepository(connection)
        self.reminders = RemindersRepository(connection)
        self.webhooks = WebhooksRepository(connection)
        self.measures = MeasuresRepository(connection)
        self.sellers = SellersRepository(connection)
        self.audit = AuditLog(connection)
        self.views = Views(connection)

    def case(self, decision_id: DecisionId) -> Case:
        """Everything a notice needs of one decided candidate.

        The sighting is the one the decision names, whatever was seen later.
        """
        decision = self.decisions.decision(decision_id)
        candidate = self.candidates.candidate(decision.candidate)
        right = self.rights.right(candidate.right)
        proof = self.rights.proof(right.slug) or OwnershipProof(right.slug, (), ())
        return Case(
            candidate=candidate,
            decision=decision,
            sighting=self.listings.sighting(decision.sighting),
            first_seen_at=self.listings.first_seen_at(candidate.listing),
            holder=self.rights.holder(right.holder),
            right=right,
            proof=proof,
            exhibits=(
                *self.rights.exhibits(holder=right.holder),
                *self.rights.exhibits(right=right.slug),
            ),
            sellers=self.rights.sellers(right.holder),
            captures=tuple(
                one
                for one in self.captures.of([candidate.listing]).get(candidate.listing, ())
                if one.taken is not None
            ),
        )


@dataclass(frozen=True, slots=True)
class Store:
    """The database and the blobs of one installation."""

    engine: sa.Engine
    blobs: BlobStore

    def walled(self, holders: frozenset[HolderSlug] | None) -> Store:
        """The same store as these rights holders see it (`store/wall.py`); None sees all."""
        if holders is None:
            return self
        return replace(self, engine=self.engine.execution_options(wall=frozenset(holders)))

    def read_by(self, name: str | None) -> Store:
        """The same store as this person may read it (`store/blindness.py`); None reads all."""
        return replace(self, engine=self.engine.execution_options(reader=name))

    @property
    def is_walled(self) -> bool:
        """Whether only some rights holders' things are seen."""
        return self.engine.get_execution_options().get("wall") is not None

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """One transaction that may write: kept at the end, undone by an exception."""
        with self.engine.begin() as connection:
            yield Work(connection)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One transaction that only reads and keeps no writer waiting."""
        with self.engine.connect().execution_options(reads_only=True) as connection:
            yield Work(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """The store that the settings name.

    Raises:
        InputError: The database cannot be opened, or `jianzhen init` was never run on it.
    """
    engine = open_engine(settings.database.url.get_secret_value())
    try:
        require_up_to_date(engine)
    except InputError:
        engine.dispose()
        raise
    return Store(engine, FolderBlobs(settings.blobs.folder))
