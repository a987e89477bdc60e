"""Tokens over HTTP: the honest one holds; a lying, slow or silent authority is found out."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import tsp

from domain.digests import sha256_of
from domain.errors import EvidenceError, InputError
from stamping.authority import Authority, NoAnswer, ask, request_for
from stamping.token import check, plain_answer
from tests.authority import KEYS, TimeServer, an_authority

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not on this machine"
)
DIGEST = sha256_of(b"a draft of the carton")
OTHER = sha256_of(b"another draft")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeServer]:
    running = TimeServer(an_authority(tmp_path_factory.mktemp("tsa") / "rsa"))
    yield running
    running.close()


@pytest.fixture
def authority(server: TimeServer) -> Authority:
    server.answer = server.honest
    return Authority("test", server.url, server.authority.root, policy="1.2.3.4.1")


@pytest.mark.parametrize("key", KEYS)
def test_an_honest_token_holds_and_tells_its_time(tmp_path: Path, key: str) -> None:
    server = TimeServer(an_authority(tmp_path / key, key))
    authority = Authority("test", server.url, server.authority.root)
    stamp = check(ask(authority, DIGEST, seconds=20), DIGEST, authority)
    server.close()
    assert stamp.digest == DIGEST
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert stamp.signer == "CN=Test time authority"
    assert stamp.signer_until > stamp.at


def test_a_token_for_another_digest_does_not_hold(
    server: TimeServer, authority: Authority
) -> None:
    server.answer = lambda _request: server.honest(request_for(OTHER))
    answer = ask(authority, DIGEST, seconds=20)
    with pytest.raises(EvidenceError, match="does not hold"):
        check(answer, DIGEST, authority)


def test_an_old_token_for_the_same_digest_does_not_hold(
    server: TimeServer, authority: Authority
) -> None:
    kept = ask(authority, DIGEST, seconds=20).response
    server.answer = lambda _request: kept
    with pytest.raises(EvidenceError, match="does not hold"):
        check(ask(authority, DIGEST, seconds=20), DIGEST, authority)


@pytest.mark.parametrize("days", [-400, -1, 1])
def test_a_token_that_tells_another_time_does_not_hold(
    server: TimeServer, authority: Authority, days: int
) -> None:
    moment = datetime.now(UTC) + timedelta(days=days)
    server.answer = lambda request: server.at(moment, request)
    with pytest.raises(EvidenceError, match="does not hold"):
        check(ask(authority, DIGEST, seconds=20), DIGEST, authority)


def test_the_same_hand_tells_the_right_time_and_is_believed(
    server: TimeServer, authority: Authority
) -> None:
    # the counterpart: what is refused above is refused for its time alone
    server.answer = lambda request: server.at(datetime.now(UTC), request)
    assert check(ask(authority, DIGEST, seconds=20), DIGEST, authority).digest == DIGEST


def test_a_token_is_held_to_the_certificate_that_is_named(
    server: TimeServer, authority: Authority, tmp_path: Path
) -> None:
    own = server.authority.folder / "tsa.pem"
    pinned = Authority("test", server.url, server.authority.root, certificate=own)
    assert check(ask(pinned, DIGEST, seconds=20), DIGEST, pinned).policy == "1.2.3.4.1"
    other = an_authority(tmp_path / "other").folder / "tsa.pem"
    with pytest.raises(EvidenceError, match="does not hold"):
        check(ask(pinned, DIGEST, seconds=20), DIGEST, replace(pinned, certificate=other))


def test_words_beside_a_token_are_left_out_and_its_bytes_stay(
    server: TimeServer, authority: Authority
) -> None:
    honest = ask(authority, DIGEST, seconds=20).response
    assert plain_answer(honest) == honest
    wordy = tsp.TimeStampResp.load(honest)
    status = {"status": "granted", "status_string": ["Operation Okay"]}
    talkative = tsp.TimeStampResp(
        {"status": status, "time_stamp_token": wordy["time_stamp_token"]}
    ).dump()
    assert talkative != honest
    assert plain_answer(talkative) == honest


def test_the_chain_leads_from_the_signer_to_its_root(
    server: TimeServer, authority: Authority
) -> None:
    stamp = check(ask(authority, DIGEST, seconds=20), DIGEST, authority)
    assert stamp.chain.count("BEGIN CERTIFICATE") == 2
    assert stamp.chain.endswith(server.authority.root.read_text())
    assert stamp.received_at is not None


def test_a_token_by_another_key_does_not_hold(
    server: TimeServer, authority: Authority, tmp_path: Path
) -> None:
    stranger = TimeServer(an_authority(tmp_path / "stranger"))
    server.answer = stranger.honest
    answer = ask(authority, DIGEST, seconds=20)
    stranger.close()
    with pytest.raises(EvidenceError, match="does not hold"):
        check(answer, DIGEST, authority)


def test_a_token_under_another_policy_does_not_hold(
    server: TimeServer, authority: Authority
) -> None:
    pinned = Authority("test", server.url, server.authority.root, policy="1.2.3.9.9")
    with pytest.raises(EvidenceError, match="does not hold"):
        check(ask(authority, DIGEST, seconds=20), DIGEST, pinned)


def test_every_changed_byte_of_what_is_signed_is_noticed(authority: Authority) -> None:
    answer = ask(authority, DIGEST, seconds=20)
    content = tsp.TimeStampResp.load(answer.response)["time_stamp_token"]["content"]
    signed = content["encap_content_info"]["content"].contents
    start = answer.response.index(signed)
    for place in range(start, start + len(signed), 7):
        spoilt = bytearray(answer.response)
        spoilt[place] ^= 1
        with pytest.raises(EvidenceError):
            check(replace(answer, response=bytes(spoilt)), DIGEST, authority)


def refused(server: TimeServer) -> Callable[[bytes], bytes | None]:
    return lambda _request: None


def slow(server: TimeServer) -> Callable[[bytes], bytes | None]:
    def late(_request: bytes) -> bytes | None:
        time.sleep(1.5)
        return None

    return late


@pytest.mark.parametrize("manner", [refused, slow])
def test_an_authority_that_is_down_or_slow_gives_no_answer(
    server: TimeServer, authority: Authority, manner: Callable[..., Callable[[bytes], bytes]]
) -> None:
    server.answer = manner(server)
    with pytest.raises(NoAnswer, match="test does not answer"):
        ask(authority, DIGEST, seconds=0.5)


def test_an_answer_that_drips_is_cut_when_its_time_is_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_drip, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            ask(Authority("test", url, Path("none.pem")), DIGEST, seconds=1)
        assert time.monotonic() - begun < 4


def _drip(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
        for _ in range(60):
            connection.sendall(b"x")
            time.sleep(0.1)


def test_an_answer_that_is_no_time_stamp_does_not_hold(
    server: TimeServer, authority: Authority
) -> None:
    server.answer = lambda _request: b"<html>sign in to the hotel network</html>"
    answer = ask(authority, DIGEST, seconds=20)
    with pytest.raises(EvidenceError, match="does not hold"):
        check(answer, DIGEST, authority)


def test_a_closed_port_gives_no_answer(server: TimeServer, tmp_path: Path) -> None:
    gone = TimeServer(server.authority)
    gone.close()
    with pytest.raises(NoAnswer):
        ask(Authority("test", gone.url, server.authority.root), DIGEST, seconds=2)


def test_roots_that_cannot_be_read_are_named(authority: Authority, tmp_path: Path) -> None:
    answer = ask(authority, DIGEST, seconds=20)
    rootless = Authority("test", authority.url, tmp_path / "none.pem")
    with pytest.raises(InputError, match="root certificate of test"):
        check(answer, DIGEST, rootless)
