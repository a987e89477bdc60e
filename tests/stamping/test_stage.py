"""Trusted time comes when it comes: bundles are made without it and completed with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings, TimeAuthority
from domain.digests import sha256_of
from domain.notices import NoticeId
from domain.runs import StageReport, Step
from domain.stamps import StampedKind, StampState, WantedStamp
from scheduler.runner import run_step
from stamping.authority import request_for
from stamping.stage import stamp_due
from store.unit_of_work import Store
from takedown.bundle import file_digest
from takedown.stamps import checkpoint_log, complete_bundles
from takedown.verify_bundle import verify_bundle
from tests.authority import TimeServer, an_authority
from tests.factories import an_exhibit, the_papers
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of, with_channel

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not on this machine"
)
POLICY = "1.2.3.4.1"


@dataclass(frozen=True)
class Site:
    """An installation that asks one authority."""

    store: Store
    settings: Settings
    server: TimeServer
    now: datetime

    def stamp(self, now: datetime | None = None) -> StageReport:
        return stamp_due(self.store, self.settings, now=now or self.now)

    def of(self, digest: str) -> WantedStamp:
        with self.store.reading() as work:
            (one,) = work.stamps.of([digest])[digest]  # type: ignore[list-item, index]
        return one


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeServer]:
    server = TimeServer(an_authority(tmp_path_factory.mktemp("tsa") / "rsa"))
    yield server
    server.close()


@pytest.fixture
def site(
    store: Store, settings: Settings, tmp_path: Path, running: TimeServer, now: datetime
) -> Site:
    running.answer, running.asked = running.honest, 0
    one = TimeAuthority(
        name="one", url=running.url, roots=running.authority.root, policy="1.2.3.4.1"
    )
    stamping = settings.stamping.model_copy(update={"authorities": (one,), "timeout_seconds": 9})
    asking = settings.model_copy(update={"stamping": stamping})
    return Site(store, with_channel(asking, tmp_path, "alibaba_taotian"), running, now)


def exported(site: Site) -> Path:
    keep_portfolio(site.store, site.now)
    decide(site.store, site.now)
    notice = notice_of(site.store, assemble(site.store, site.settings, site.now))
    return Path(str(notice.bundle_path))


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_exhibit_is_stamped_once(site: Site) -> None:
    keep_portfolio(site.store, site.now)
    first, again = site.stamp(), site.stamp()
    stamped = site.of(an_exhibit().sha256)
    assert (stamped.state, stamped.kind) == (StampState.VERIFIED, StampedKind.EXHIBIT)
    assert stamped.stamp is not None
    assert stamped.stamp.digest == an_exhibit().sha256
    assert first.counts["verified"] == site.server.asked
    assert again.counts.get("verified", 0) == 0


def test_a_token_is_written_into_the_log(site: Site) -> None:
    keep_portfolio(site.store, site.now)
    site.stamp()
    with site.store.reading() as work:
        (event,) = work.audit.events(f"digest {an_exhibit().sha256}")
    response = site.of(an_exhibit().sha256).response
    assert response is not None
    assert event.payload["token_sha256"] == sha256_of(response)


def test_a_silent_authority_keeps_nothing_waiting_and_is_asked_later(site: Site) -> None:
    site.server.answer = lambda _request: None
    path = exported(site)
    report = site.stamp()
    assert verify_bundle(path) == ()
    assert site.server.asked == 1
    assert report.counts["pending"] >= 2
    waiting = site.of(an_exhibit().sha256)
    assert waiting.state is StampState.PENDING
    site.server.answer = site.server.honest
    assert site.stamp(site.now + timedelta(days=1)).counts["verified"] >= 3


def test_waits_grow_to_a_day_and_no_longer(site: Site) -> None:
    keep_portfolio(site.store, site.now, (an_exhibit(),))
    site.server.answer = lambda _request: None
    now, waits = site.now, []
    for _ in range(12):
        site.stamp(now)
        with site.store.reading() as work:
            due = work.stamps.due(now + timedelta(days=2), 1)[0]
        waits.append(due.next_try_at - now)
        now = due.next_try_at
    assert waits[0] == timedelta(minutes=5)
    assert max(waits) == timedelta(days=1)


def test_a_lying_authority_is_refused_and_its_token_not_kept(site: Site) -> None:
    keep_portfolio(site.store, site.now)
    site.server.answer = lambda _request: site.server.honest(request_for(sha256_of(b"other")))
    assert site.stamp().counts["refused"] == site.server.asked
    refused = site.of(an_exhibit().sha256)
    assert (refused.state, refused.response) == (StampState.REFUSED, None)
    assert "does not hold" in str(refused.reason)


def test_a_bundle_is_completed_without_changing_the_rest(site: Site, tmp_path: Path) -> None:
    path = exported(site)
    before = contents(path)
    site.stamp()
    report = complete_bundles(site.store, site.settings, now=site.now)
    after = contents(path)
    added = {name.split("/", 1)[1] for name in after.keys() - before.keys()}
    assert report.counts == {"stamped": 1}
    parts = ("tsq", "tsr", "chain.pem")
    assert added == {f"tagmanifest-sha256.txt.one.{part}" for part in parts}
    assert {name: after[name] for name in before} == before
    assert verify_bundle(path) == ()
    with site.store.reading() as work:
        assert work.notices.notice(NoticeId(1)).bundle_sha256 == file_digest(path)
    again = complete_bundles(site.store, site.settings, now=site.now)
    assert again.counts == {}


def test_a_recipient_checks_the_token_with_openssl_alone(site: Site, tmp_path: Path) -> None:
    path = exported(site)
    site.stamp()
    complete_bundles(site.store, site.settings, now=site.now)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / path.stem
    root = site.server.authority.root
    command = ["sh", str(folder / "check.sh"), str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "WHOLE\n")


def test_exhibits_stamped_before_export_go_into_the_bundle_with_their_tokens(site: Site) -> None:
    keep_portfolio(site.store, site.now)
    site.stamp()
    decide(site.store, site.now)
    notice = notice_of(site.store, assemble(site.store, site.settings, site.now))
    path = Path(str(notice.bundle_path))
    tokens = {name for name in contents(path) if name.endswith(".tsr")}
    assert len(tokens) == len(the_papers())
    assert {name.removesuffix(".tsr") for name in tokens} <= contents(path).keys()
    assert verify_bundle(path) == ()


def stamped(site: Site, tmp_path: Path) -> Path:
    path = exported(site)
    site.stamp()
    complete_bundles(site.store, site.settings, now=site.now)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / path.stem


@pytest.mark.parametrize("part", ["tsq", "tsr", "chain.pem"])
def test_each_bit_and_the_loss_of_a_part_of_a_stamp_are_named(
    site: Site, tmp_path: Path, part: str
) -> None:
    folder = stamped(site, tmp_path)
    assert verify_bundle(folder) == ()
    path = folder / f"tagmanifest-sha256.txt.one.{part}"
    content = path.read_bytes()
    for place in range(0, len(content), 1 if part == "tsq" else 97):
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << place % 8
        path.write_bytes(bytes(spoilt))
        assert verify_bundle(folder) != (), place
    path.unlink()
    assert verify_bundle(folder) == (f"Missing: {path.name}, part of a time stamp.",)


def test_the_verifier_tells_the_time_or_that_it_is_pending(site: Site, tmp_path: Path) -> None:
    folder = stamped(site, tmp_path)
    command = [sys.executable, "-I", str(folder / "verify_bundle.py"), str(folder), "--stamped"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Time stamp: tagmanifest-sha256.txt.one.tsr says 20" in done.stdout
    for path in folder.glob("*.one.*"):
        path.unlink()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    done = subprocess.run(command[:-1], capture_output=True, text=True, check=False)
    assert (done.returncode, "pending" in done.stdout) == (0, True)


def test_a_bundle_that_is_gone_is_told(site: Site) -> None:
    path = exported(site)
    site.stamp()
    path.unlink()
    report = complete_bundles(site.store, site.settings, now=site.now)
    assert report.counts == {}
    assert len(report.problems) == 1


def test_the_log_gets_a_checkpoint_where_something_was_added(site: Site) -> None:
    keep_portfolio(site.store, site.now)
    first = checkpoint_log(site.store, site.settings, now=site.now)
    second = checkpoint_log(site.store, site.settings, now=site.now)
    assert (first.counts, second.counts) == ({"checkpoints": 1}, {"checkpoints": 0})
    with site.store.reading() as work:
        (event,) = work.audit.events("checkpoint")
    assert isinstance(event.payload, dict)
    note = str(event.payload["note_sha256"])
    site.stamp()
    assert site.of(note).state is StampState.VERIFIED


def test_a_token_is_stamped_anew_by_who_outlasts_it(site: Site, tmp_path: Path) -> None:
    short = TimeServer(an_authority(tmp_path / "short", days=20))
    first = TimeAuthority(
        name="brief", url=short.url, roots=short.authority.root, policy="1.2.3.4.1"
    )
    both = (first, *site.settings.stamping.authorities)
    stamping = site.settings.stamping.model_copy(update={"authorities": both})
    asking = site.settings.model_copy(update={"stamping": stamping})
    keep_portfolio(site.store, site.now)
    for days in range(3):
        stamp_due(site.store, asking, now=site.now + timedelta(days=days))
    short.close()
    with site.store.reading() as work:
        brief = work.stamps.of([an_exhibit().sha256])[an_exhibit().sha256][0]
        assert brief.response is not None
        anew = work.stamps.of([sha256_of(brief.response)])[sha256_of(brief.response)]
        counts = work.stamps.counts()
    assert [(one.authority, one.kind) for one in anew] == [("one", StampedKind.TOKEN)]
    # each exhibit by two authorities, and its brief token once more: no endless chain
    assert counts == {"verified": 3 * len(the_papers())}


def test_a_renewal_goes_into_the_bundle_beside_what_it_renews(site: Site, tmp_path: Path) -> None:
    short = TimeServer(an_authority(tmp_path / "short", days=20))
    first = TimeAuthority(name="brief", url=short.url, roots=short.authority.root, policy=POLICY)
    both = (first, *site.settings.stamping.authorities)
    stamping = site.settings.stamping.model_copy(update={"authorities": both})
    asking = site.settings.model_copy(update={"stamping": stamping})
    own = Site(site.store, asking, site.server, site.now)
    path = exported(own)
    for days in range(3):
        own.stamp(site.now + timedelta(days=days))
        complete_bundles(site.store, asking, now=site.now)
    short.close()
    folder = tmp_path / "out" / path.stem
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    renewal = folder / "tagmanifest-sha256.txt.brief.tsr.one.tsr"
    assert renewal.exists()
    assert verify_bundle(path) == () == verify_bundle(folder)
    roots = tmp_path / "roots.pem"
    roots.write_bytes(short.authority.root.read_bytes() + site.server.authority.root.read_bytes())
    command = ["sh", str(folder / "check.sh"), str(folder), str(roots)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "WHOLE\n")
    spoilt = bytearray(renewal.read_bytes())
    spoilt[-5] ^= 1
    renewal.write_bytes(bytes(spoilt))
    (problem,) = verify_bundle(folder)
    assert problem.startswith("Time stamp: tagmanifest-sha256.txt.brief.tsr.one.tsr does not hold")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_the_step_stamps_and_completes(site: Site) -> None:
    path = exported(site)
    report = run_step(site.store, site.settings, Step("stamp"), now=site.now)
    assert report.counts["bundles_stamped"] == 1
    assert verify_bundle(path) == ()


def test_without_an_authority_the_step_says_so(store: Store, settings: Settings) -> None:
    report = run_step(store, settings, Step("stamp"), now=datetime.now().astimezone())
    assert "no time authority is named" in report.problems[0]
