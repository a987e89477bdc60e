"""The side of a scan that holds the database: gives addresses out, and keeps what came of them.

Each outcome is one transaction: the address is done and the addresses it leads to wait, or
neither. So a scan may be cut off at any moment, and goes on where it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from config.profiles import PlatformProfile
from crawler.pace import FIRST_WAIT_SECONDS
from crawler.politeness import RETRIES
from crawler.scan_folder import (
    AGAIN,
    MORE,
    Outcome,
    PageLook,
    ScanEnd,
    ScanFolder,
    ScanRead,
    scan_read,
)
from domain.listings import PageState
from domain.records import from_plain, to_plain
from domain.scans import Ask, AskId, Lease, OpenScan, Rest
from store.unit_of_work import Store

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Feed:
    """One scan's frontier, between the database and the process that asks."""

    def __init__(
        self,
        store: Store,
        scan: OpenScan,
        profile: PlatformProfile,
        seconds: float,
        clock: Clock = utc_now,
    ) -> None:
        self.store, self.scan, self.profile, self.clock = store, scan, profile, clock
        self.until = clock() + timedelta(seconds=seconds)
        self._leases: dict[AskId, Lease] = {}
        self._shown: dict[str, set[str]] = {}
        self.kept = 0
        self._dry = False
        with store.reading() as work:
            asked = work.frontier.asked(scan.id)
            day = clock().replace(hour=0, minute=0, second=0, microsecond=0)
            today = work.frontier.asked_since(profile.slug, day)
            outcomes = work.frontier.outcomes(scan.id)
        self.left_in_run = profile.pace.pages_per_run - asked
        self.left_today = profile.pace.pages_per_day - today
        for plain in outcomes:
            self._is_fresh(from_plain(Outcome, plain))

    @property
    def on_the_way(self) -> int:
        """How many addresses were given out and did not come back."""
        return len(self._leases)

    def take_up(self, folder: ScanFolder) -> tuple[str, ...]:
        """Go on after a process that was cut off: keep what it wrote, let the rest wait again.

        What a domain last said to the requests that were on their way is not known, so it rests.

        Returns:
            What could not be read.
        """
        problems: list[str] = []
        with self.store.reading() as work:
            self._leases = {lease.id: lease for lease in work.frontier.leased(self.scan.id)}
        for rest in folder.rests(problems).fresh():
            self.take_rest(rest)
        for outcome in folder.outcomes(problems).fresh():
            # one that was not asked may be asked now: it waits like what was on its way
            if outcome.asked:
                self.take(outcome)
        again_at = self.clock() + timedelta(seconds=FIRST_WAIT_SECONDS)
        with self.store.begin() as work:
            known = {rest.host: rest for rest in work.frontier.rests()}
            for lease in self._leases.values():
                host = (urlsplit(lease.ask.url).hostname or "").lower()
                rest = known.get(host) or Rest(host, again_at)
                later = max(rest.not_before, again_at)
                work.frontier.keep_rest(dataclasses.replace(rest, not_before=later))
                work.frontier.put_back(lease.id)
        self._leases.clear()
        self._dry = False
        return tuple(problems)

    def give(self, most: int) -> tuple[Lease, ...]:
        """Further addresses to ask, as far as the budgets go; none where none may be asked now."""
        room = min(most - len(self._leases), self.left_in_run, self.left_today)
        if room <= 0 or self._dry or self.clock() >= self.until:
            return ()
        with self.store.begin() as work:
            given = work.frontier.lease(self.scan.id, room, self.clock())
            count, _ = work.frontier.waiting(self.scan.id)
        self._dry = not count and not given
        self._leases |= {lease.id: lease for lease in given}
        self.left_in_run -= len(given)
        self.left_today -= len(given)
        return given

    def take(self, outcome: Outcome) -> None:
        """Keep what came of an address; what came of it once stays."""
        lease = self._leases.get(outcome.ask)
        # the file is read from its start after a cut: what answered an earlier lease is known
        if lease is None or outcome.tries not in (0, lease.tries):
            return
        del self._leases[outcome.ask]
        self._dry = False
        if outcome.again_at is not None and (not outcome.asked or lease.refusals < RETRIES):
            with self.store.begin() as work:
                wait = work.frontier.refuse if outcome.asked else work.frontier.spare
                wait(lease.id, outcome.again_at)
            self.left_in_run += not outcome.asked
            self.left_today += not outcome.asked
            return
        outcome = dataclasses.replace(outcome, again_at=None)
        further = self._further(outcome)
        if outcome.further and not further and MORE in outcome.look.signs:
            outcome = dataclasses.replace(outcome, look=_in_a_circle(outcome.look))
        onward = [*outcome.onward, *further]
        with self.store.begin() as work:
            if work.frontier.done(lease.id, to_plain(outcome)):
                work.frontier.add(self.scan.id, onward)
        self.kept += 1

    def take_rest(self, rest: Rest) -> None:
        """Remember when a domain may be asked again, beyond this scan."""
        with self.store.begin() as work:
            work.frontier.keep_rest(rest)

    def rests(self) -> tuple[Rest, ...]:
        """The domains that still rest, or whose breaker is open."""
        now = self.clock()
        with self.store.reading() as work:
            known = work.frontier.rests()
        return tuple(one for one in known if one.not_before > now or one.opened_at is not None)

    def ending(self) -> str | None:
        """Why no further address is given out; None while there may be more."""
        if self._leases:
            return None
        with self.store.reading() as work:
            waiting, first = work.frontier.waiting(self.scan.id)
        if not waiting:
            return "finished"
        if self.left_in_run <= 0:
            return "page_budget"
        if self.left_today <= 0:
            return "day_budget"
        if self.clock() >= self.until:
            return "time_limit"
        # a wish of the platform that outlasts our time ends the scan
        return "refused" if first is not None and first >= self.until else None

    def asked_again(self) -> int:
        """How many addresses had to be asked more than once."""
        with self.store.reading() as work:
            return work.frontier.asked_again(self.scan.id)

    def read(self, end: ScanEnd | None, problems: Iterable[str]) -> ScanRead:
        """The scan so far, as its outcomes tell it."""
        with self.store.reading() as work:
            plain = work.frontier.outcomes(self.scan.id)
        return scan_read((from_plain(Outcome, one) for one in plain), end, problems)

    def _further(self, outcome: Outcome) -> tuple[Ask, ...]:
        fresh = self._is_fresh(outcome)
        return (outcome.further,) if outcome.further and fresh else ()

    def _is_fresh(self, outcome: Outcome) -> bool:
        """Whether the page shows goods that no earlier page of its search showed."""
        term = outcome.further.term if outcome.further else ""
        known = self._shown.setdefault(term, set())
        fresh = set(outcome.shown) - known
        known |= fresh
        return bool(fresh)


def _in_a_circle(look: PageLook) -> PageLook:
    """The same, told as partial: it announces further goods and leads to those seen before."""
    return dataclasses.replace(look, state=PageState.PARTIAL, signs=(*look.signs, AGAIN))
