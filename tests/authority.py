"""A time authority for tests, made with openssl: a root, a signer, and answers to requests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ext]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""

KEYS = {
    "rsa": ["rsa:2048"],
    "p256": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
}


@dataclass(frozen=True)
class Authority:
    """The folder of an authority; `root` is what a recipient trusts."""

    folder: Path

    @property
    def root(self) -> Path:
        """The root certificate."""
        return self.folder / "root.pem"

    def answer(self, content: Path, token: Path) -> None:
        """Stamp a file: request and answer, as a client and an authority would."""
        request = token.with_suffix(".tsq")
        _openssl("ts", "-query", "-data", content, "-sha256", "-cert", "-out", request)
        _openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "tsa",
                 "-queryfile", request, "-out", token)  # fmt: skip
        request.unlink()


def an_authority(folder: Path, key: str = "rsa", days: int = 400) -> Authority:
    """Make one whose certificate is good for so long; keys of the kinds authorities sign with."""
    folder.mkdir(parents=True)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    new = ("req", "-x509", "-nodes", "-days", str(days + 10), "-newkey", *KEYS[key])
    _openssl(*new, "-keyout", folder / "root.key", "-out", folder / "root.pem",
             "-subj", "/CN=Test root")  # fmt: skip
    _openssl("req", "-nodes", "-newkey", *KEYS[key], "-keyout", folder / "tsa.key",
             "-out", folder / "tsa.csr", "-subj", "/CN=Test time authority")  # fmt: skip
    _openssl("x509", "-req", "-days", str(days), "-in", folder / "tsa.csr",
             "-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial",
             "-out", folder / "tsa.pem",
             "-extfile", folder / "tsa.cnf", "-extensions", "ext")  # fmt: skip
    return Authority(folder)


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class TimeServer:
    """An authority over HTTP on loopback; `answer` may be changed to make it fail or lie."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.asked = 0
        self.answer: Callable[[bytes], bytes | None] = self.honest
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def honest(self, request: bytes) -> bytes:
        """The answer that openssl makes to this request."""
        folder = self.authority.folder
        (folder / "in.tsq").write_bytes(request)
        _openssl("ts", "-reply", "-config", folder / "tsa.cnf", "-section", "tsa",
                 "-queryfile", folder / "in.tsq", "-out", folder / "out.tsr")  # fmt: skip
        return (folder / "out.tsr").read_bytes()

    def at(self, moment: datetime, request: bytes) -> bytes:
        """What an authority of the same key answers whose clock tells this time."""
        answer = tsp.TimeStampResp.load(self.honest(request))
        signed = answer["time_stamp_token"]["content"]
        info = signed["encap_content_info"]["content"].parsed
        info["gen_time"] = core.GeneralizedTime(moment)
        told = info.dump(force=True)
        signed["encap_content_info"]["content"] = core.ParsableOctetString(told)
        signer = signed["signer_infos"][0]
        for one in signer["signed_attrs"]:
            if one["type"].native == "message_digest":
                one["values"] = [core.OctetString(sha256(told).digest())]
        attributes = cms.CMSAttributes(signer["signed_attrs"]).untag().dump(force=True)
        key = load_pem_private_key((self.authority.folder / "tsa.key").read_bytes(), None)
        assert isinstance(key, RSAPrivateKey)
        signer["signature"] = key.sign(attributes, PKCS1v15(), SHA256())
        made: bytes = answer.dump(force=True)
        return made

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.asked += 1
                content = self.rfile.read(int(self.headers["Content-Length"]))
                given = owner.answer(content)
                self.send_response(200 if given is not None else 503)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(given or b"")))
                self.end_headers()
                self.wfile.write(given or b"")

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler
