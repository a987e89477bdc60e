"""A second reader is told a first finding nowhere: desks that differ in it alone read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from config.load import load_settings
from config.settings import Settings
from domain.accounts import Account, Role
from domain.candidates import Band, CandidateId
from domain.decisions import Reason, Verdict
from domain.second_looks import LookKind
from domain.webhooks import HOOK_KINDS
from review import deciding, queue
from review.deciding import Finding
from review.hooks import logic
from review.sampling import SecondPerson
from review.web.app import make_app
from review.web.door import ANYONE
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.review.access.conftest import Clock
from tests.review.desks import NOW, an_account, form_token, make_client, signed_in
from tests.review.waiting import put_up

FIRST, SECOND = "王小明", "李静"
NOTE = "secret-note"
FINDINGS = {
    "infringing": (Verdict.INFRINGING, Reason.MARK_IN_TITLE),
    "cleared": (Verdict.CLEARED, Reason.NOT_ALIKE),
}
SUMS = {"/figures", "/figures/charts", "/quality"}
"""Sums over all, which are the same for every reader (`store/blindness.py`)."""

CHANGING = re.compile(r"[0-9a-f]{12,64}|value=\"[^\"]*\" type=\"hidden\"")
"""Digests: the record's own commits to what it says."""


@dataclass
class ADesk:
    """A desk, the candidate whose finding is withheld, and the second reader."""

    app: FastAPI
    store: Store
    settings: Settings
    number: int
    second: Account

    def told_by_hook(self) -> list[str]:
        """What the second reader's webhook was told."""
        bodies: list[str] = []

        def post(url: str, body: bytes, headers: object, *, allow_loopback: bool) -> int:
            bodies.append(body.decode())
            return 200

        logic.deliver(self.store, self.settings, clock=Clock(), send=post)
        return bodies


@contextmanager
def a_desk(
    home: Path, first: tuple[Verdict, Reason], role: Role = Role.ANALYST
) -> Iterator[ADesk]:
    """A desk on which one finding was drawn for a blind second look, with a second in wait."""
    given = {
        "home": str(home),
        "database": {"url": f"sqlite:///{home}/desk.sqlite"},
        "crawl": {"allow_loopback": True},
    }
    settings = load_settings({}, given)
    home.mkdir()
    engine = open_engine(settings.database.url.get_secret_value())
    bring_up_to_date(engine)
    store = Store(engine, FolderBlobs(settings.blobs.folder))
    only, second = put_up(store, NOW), an_account(store, SECOND, role)
    logic.add_webhook(store, settings, second, "http://127.0.0.1:9/hook", HOOK_KINDS, NOW)
    deciding.decide(
        store, only, *first, analyst=FIRST, note=NOTE, seen_digest=None, now=NOW,
        second=SecondPerson("risk", 1.0),
    )  # fmt: skip
    yield ADesk(make_app(settings, store, clock=Clock()), store, settings, only, second)
    store.close()


def addresses(app: FastAPI, number: int) -> list[str]:
    """Every address that can be read, with this candidate in it; sums over all left out."""
    found = []
    for one in app.routes:
        reads = isinstance(one, APIRoute) and "GET" in (one.methods or ())
        if not reads or one.endpoint.needs == ANYONE:  # type: ignore[attr-defined]
            continue
        path = one.path.removeprefix("/api/v1")  # type: ignore[attr-defined]
        if path in SUMS or path.startswith("/figures/"):
            continue
        found.append(re.sub(r"{\w+}", str(number), one.path))  # type: ignore[attr-defined]
    states = [
        f"{path}?state={state}"
        for path in ("/candidates", "/api/v1/candidates")
        for state in ("infringing", "cleared", "unsure", "suggested")
    ]
    sellers = [f"{path}?platform=taobao&name=" for path in ("/seller", "/api/v1/seller")]
    return [*found, *states, *sellers]


def read(home: Path, first: tuple[Verdict, Reason], role: Role) -> dict[str, str]:
    """What a second reader of this role is told at each address, and by what he tries."""
    with a_desk(home, first, role) as desk, make_client(desk.app) as client:
        seller = _seller(desk.store, desk.number)
        signed_in(client, desk.store, desk.second)
        told = {}
        for path in addresses(desk.app, desk.number):
            address = path + seller if path.endswith("name=") else path
            answer = client.get(address)
            told[address] = f"{answer.status_code} {CHANGING.sub('#', answer.text)}"
        if role is not Role.VIEWER:
            told |= _tried(client, desk.store, desk.number)
        bodies = desk.told_by_hook()
        assert any('"decided"' in one for one in bodies)
        told["webhook"] = CHANGING.sub("#", "".join(bodies))
        return told


def _seller(store: Store, number: int) -> str:
    with store.reading() as work:
        candidate = work.candidates.candidate(CandidateId(number))
        return work.listings.sighting(candidate.sighting).facts.seller or ""


def _tried(client: TestClient, store: Store, number: int) -> dict[str, str]:
    """What is answered to a decision where one is not asked for, and to asking by state."""
    headers = {"x-form-token": form_token(client)}
    with store.reading() as work:
        seen = work.candidates.candidate(CandidateId(number)).sighting_digest
    said = {"verdict": "infringing", "reason": "mark_in_title", "seen": seen}
    many = {**said, "seen": {str(number): seen}}
    told = {}
    for name, path, body in (
        ("decide", f"/api/v1/candidates/{number}/decision", said),
        ("decide many", "/api/v1/decisions", many),
        ("preview", "/api/v1/decisions/preview", {"seen": {str(number): seen}}),
        ("by state", "/api/v1/queue/second", {"filters": {"state": "cleared"}}),
    ):
        answer = client.post(path, json=body, headers=headers)
        told[name] = f"{answer.status_code} {CHANGING.sub('#', answer.text)}"
    return told


@pytest.mark.parametrize("role", Role)
def test_nothing_that_a_second_reader_is_told_depends_on_the_first_finding(
    tmp_path: Path, role: Role
) -> None:
    told = {name: read(tmp_path / name, first, role) for name, first in FINDINGS.items()}
    assert told["infringing"].keys() == told["cleared"].keys()
    for address, text in told["infringing"].items():
        assert text == told["cleared"][address], address
        assert NOTE not in text, address


def test_the_first_finder_sees_his_own_and_everybody_after_the_second_look(
    tmp_path: Path,
) -> None:
    with a_desk(tmp_path / "desk", FINDINGS["infringing"]) as desk:
        app, store, number = desk.app, desk.store, desk.number
        address = f"/api/v1/candidates/{number}"
        for name, state in ((FIRST, "infringing"), (SECOND, "suggested")):
            with make_client(app) as client:
                own = desk.second if name == SECOND else an_account(store, name)
                signed_in(client, store, own)
                told = client.get(address).json()["page"]["candidate"]["state"]
                assert told == state
                listed = client.get("/api/v1/candidates?state=infringing").json()["total"]
                assert listed == (name == FIRST)
        finding = Finding(*FINDINGS["infringing"], analyst=SECOND)
        deciding.look_again(store, CandidateId(number), finding, now=NOW)
        with make_client(app) as client:
            signed_in(client, store, an_account(store, "张伟"))
            assert client.get(address).json()["page"]["decisions"][0]["note"] == NOTE


def test_a_rule_that_asked_is_not_told_either(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk", FINDINGS["cleared"]) as desk:
        store = desk.store
        risky = put_up(store, NOW, 7, score={"value": 0.7, "band": Band.REVIEW})
        deciding.decide(
            store, risky, *FINDINGS["infringing"], analyst=FIRST, note=None, seen_digest=None,
            now=NOW, second=SecondPerson("risk", 0.0),
        )  # fmt: skip
        own = queue.second_looks(store.read_by(FIRST), {})
        assert {one.kind for one in own} == set(LookKind)
        for one in queue.second_looks(store.read_by(SECOND), {}):
            assert (one.kind, one.why, one.first) == (None, (), None)
