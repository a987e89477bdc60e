"""A capture of a real page in a real browser: whole, measured, and fenced in."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from warcio.archiveiterator import ArchiveIterator

from config.load import ROOT
from crawler.browser import find_browser
from crawler.evidence.film import find_ffmpeg
from crawler.evidence.order import CaptureOrder, read_result, write_order
from crawler.evidence.process import run_capture
from domain.errors import EvidenceError
from tests.shop.server import Shop, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser(None) is None, reason="no Chromium on this machine"),
]
GROUPS = {"identity", "time", "network", "tls", "http", "tools", "clean_environment", "steps",
          "completeness", "files", "not_measured"}  # fmt: skip


def order(url: str, **changes: Any) -> CaptureOrder:
    browser = find_browser(None)
    assert browser is not None
    plain: dict[str, Any] = {
        "capture_id": "01", "url": url, "purpose": "confirmation", "who": "test",
        "browser": browser, "allow_loopback": True, "code_version": "1",
    }  # fmt: skip
    return CaptureOrder(**{**plain, **changes})


def recorded(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / "capture.wacz") as archive:
        warc = archive.read("archive/data.warc.gz")
    return {
        one.rec_headers.get_header("WARC-Target-URI"): one.content_stream().read()
        for one in ArchiveIterator(io.BytesIO(warc))
        if one.rec_type == "response"
    }


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def taken(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken") / "capture"
    result = run_capture(folder, order(f"{shop.live_url}/search?q="))
    assert result.problems == ()
    return folder


def test_every_picture_is_recorded_byte_for_byte(shop: Shop, taken: Path) -> None:
    pictures = {url: body for url, body in recorded(taken).items() if url.endswith(".jpg")}
    assert len(pictures) >= 10
    for url, body in pictures.items():
        with urllib.request.urlopen(url) as answer:
            assert answer.read() == body


def test_the_environment_tells_every_group_and_why_a_field_is_missing(
    shop: Shop, taken: Path
) -> None:
    record = json.loads((taken / "environment.json").read_text(encoding="utf-8"))
    assert record.keys() == GROUPS
    connection = record["network"]["connections"][0]
    assert (connection["dns_answers"], connection["refused"]) == (["127.0.0.1"], None)
    assert connection["peer"] == f"127.0.0.1 {shop.port}"
    assert abs(record["time"]["ours_minus_http_date_seconds"]) < 60
    assert record["clean_environment"]["cookies_before"] == 0
    assert record["not_measured"]["network.egress_ip"]
    assert record["completeness"]["requests"] == record["completeness"]["recorded"]


def test_the_result_names_every_file_with_its_digest(taken: Path) -> None:
    result = read_result(taken)
    assert result is not None
    names = {one.name for one in result.files}
    assert names == {"capture.wacz", "rendered.html.txt", "page-01.png", "environment.json"}
    assert (taken / "page-01.png").read_bytes().startswith(b"\x89PNG")


WAYS = """<img src="http://127.0.0.1:{p}/img"><script src="http://localhost:{p}/js"></script>
<link rel=stylesheet href="http://0x7f.1:{p}/css"><iframe src="http://[::1]:{p}/frame"></iframe>
<iframe src="http://169.254.169.254/latest"></iframe><img src="http://10.0.0.1/x">
<script>
fetch("http://127.0.0.1:{p}/fetch", {{mode: "no-cors"}}).catch(() => 0);
try {{ new WebSocket("ws://127.0.0.1:{p}/socket"); }} catch (e) {{}}
try {{ new EventSource("http://127.0.0.1:{p}/events"); }} catch (e) {{}}
navigator.sendBeacon("http://127.0.0.1:{p}/beacon", "x");
const r = new XMLHttpRequest(); r.open("GET", "http://127.0.0.1:{p}/xhr"); r.send();
try {{ new Worker(URL.createObjectURL(new Blob([
  "fetch('http://127.0.0.1:{p}/worker', {{mode: 'no-cors'}}).catch(() => 0)"]))); }} catch (e) {{}}
try {{ const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{p}"}}]}});
  peer.createDataChannel("x"); peer.createOffer().then(o => peer.setLocalDescription(o)); }}
catch (e) {{}}
</script>"""


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    reached: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reached.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, reached
    server.shutdown()
    server.server_close()


def test_a_page_that_reaches_for_our_own_network_reaches_nothing(tmp_path: Path) -> None:
    with listening() as (port, reached):
        page = f"data:text/html,{quote(WAYS.format(p=port))}"
        run_capture(tmp_path / "c", order(page, allow_loopback=False))
        assert reached == []
    record = json.loads((tmp_path / "c" / "environment.json").read_text(encoding="utf-8"))
    refused = [one for one in record["network"]["connections"] if one["refused"]]
    assert len(refused) == len(record["network"]["connections"]) >= 7


def test_the_same_page_reaches_out_where_it_may(tmp_path: Path) -> None:
    # the counterpart: without the fence the ways do lead somewhere
    with listening() as (port, reached):
        page = f"data:text/html,{quote(WAYS.format(p=port))}"
        run_capture(tmp_path / "c", order(page))
        assert len(set(reached)) >= 7


def test_a_long_page_is_kept_in_several_pictures(tmp_path: Path) -> None:
    tall = "data:text/html," + quote('<div style="height:31000px">x</div>')
    result = run_capture(tmp_path / "c", order(tall))
    assert [one.name for one in result.files if one.name.endswith(".png")] == [
        "page-01.png", "page-02.png", "page-03.png",
    ]  # fmt: skip


def test_a_capture_that_takes_too_long_is_none(shop: Shop, tmp_path: Path) -> None:
    slow = f"{shop.url}/slow/?seconds=30"
    with pytest.raises(EvidenceError):
        run_capture(tmp_path / "c", order(slow, time_limit_seconds=3.0))
    assert read_result(tmp_path / "c") is None


@pytest.mark.parametrize("after", [0.4, 1.6, 2.6])
def test_a_killed_capture_leaves_nothing_that_is_taken_for_whole(
    shop: Shop, tmp_path: Path, after: float
) -> None:
    folder = tmp_path / "c"
    write_order(folder, order(f"{shop.live_url}/slow/search?q=&seconds=3"))
    command = [sys.executable, "-m", "crawler.evidence.process", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert read_result(folder) is None


def https_server(folder: Path) -> tuple[ThreadingHTTPServer, str]:
    """A page over TLS, and the hash by which this browser alone trusts its key."""
    openssl = ["openssl", "req", "-x509", "-nodes", "-days", "3", "-newkey", "rsa:2048",
               "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
               "-addext", "subjectAltName=DNS:localhost"]  # fmt: skip
    subprocess.run(openssl, cwd=folder, check=True, capture_output=True)
    certificate = x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes())
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Set-Cookie", "visitor=secret-value")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>x</title><p>x</p>")

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, base64.b64encode(hashlib.sha256(public).digest()).decode()


def test_tls_is_told_as_it_was_agreed_with_its_chain(tmp_path: Path) -> None:
    server, trusted = https_server(tmp_path)
    url = f"https://localhost:{server.server_port}/"
    flag = f"--ignore-certificate-errors-spki-list={trusted}"
    result = run_capture(tmp_path / "c", order(url, browser_arguments=(flag,)))
    server.shutdown()
    server.server_close()
    record = json.loads((tmp_path / "c/environment.json").read_text(encoding="utf-8"))
    (told,) = record["tls"].values()
    assert told["protocol"].startswith("TLS 1.")
    assert told["cipher"]
    chain = (tmp_path / "c/tls-chain.pem").read_text()
    own = hashlib.sha256(ssl.PEM_cert_to_DER_cert(chain)).hexdigest()
    assert told["chain_sha256"] == [own]
    assert chain == (tmp_path / "cert.pem").read_text()
    assert "tls-chain.pem" in {one.name for one in result.files}
    assert record["http"]["cookies"] == ["visitor"]
    assert "secret-value" not in json.dumps(record)


def test_a_certificate_that_is_not_trusted_is_no_capture_of_the_page(tmp_path: Path) -> None:
    server, _ = https_server(tmp_path)
    result = run_capture(tmp_path / "c", order(f"https://localhost:{server.server_port}/"))
    server.shutdown()
    server.server_close()
    assert any("ERR_CERT" in one for one in result.problems)
    assert result.status is None


def test_the_profile_is_new_and_its_folder_was_empty(taken: Path) -> None:
    clean = json.loads((taken / "environment.json").read_text(encoding="utf-8"))[
        "clean_environment"
    ]
    assert clean["profiles_before"] == 0
    assert Path(clean["profile"]).parent == taken / "tmp"
    assert clean["extensions"] == clean["cookies_before"] == 0
    assert clean["processes_sha256"]


@pytest.mark.skipif(find_ffmpeg() is None, reason="no ffmpeg on this machine")
def test_the_steps_are_filmed_where_that_is_asked_for(shop: Shop, tmp_path: Path) -> None:
    wanted = order(f"{shop.live_url}/search?q=", ffmpeg=find_ffmpeg())
    result = run_capture(tmp_path / "c", wanted)
    assert result.problems == ()
    assert "steps.mp4" in {one.name for one in result.files}
    assert (tmp_path / "c/steps.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_film_that_cannot_be_made_is_told_and_the_capture_stands(
    shop: Shop, tmp_path: Path
) -> None:
    result = run_capture(
        tmp_path / "c", order(f"{shop.live_url}/search?q=", ffmpeg=Path("/bin/false"))
    )
    assert any(one.startswith("write film") for one in result.problems)
    assert "capture.wacz" in {one.name for one in result.files}
