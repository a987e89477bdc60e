"""Mail and webhook against real servers on this machine: what arrives, and what is not asked."""

from __future__ import annotations

import base64
import email as mail
import email.policy
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from config.settings import Email, Webhook
from domain.addresses import is_public
from domain.digests import Sha256
from domain.reminders import Letter, Reminder, Way
from takedown.outward import NotSent, message_of, send_mail, send_webhook

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
TODAY = date(2026, 12, 7)
ONE = Reminder(
    "alibaba-work-fox-1", "answer_after_statement", "measures end", True, date(2026, 11, 23),
    date(2026, 12, 8), True, 1,
)  # fmt: skip
LETTER = Letter(Sha256("ab" * 32), Way.EMAIL, (ONE,))


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as one mail needs."""

    def handle(self) -> None:
        self.say("220 box")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(lines))  # type: ignore[attr-defined]
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            elif verb == "RCPT" and "stranger" in line:
                self.say("550 no such person")
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox)
    server.mails = []  # type: ignore[attr-defined]
    with serving(server) as port:
        yield port, server.mails  # type: ignore[attr-defined]


def to_box(port: int, **changes: Any) -> Email:
    table = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "user": "",
        "password": None,
        "sender": "due@hoshikawa.example",
        "to": ("ip@hoshikawa.example", "李华 <li@hoshikawa.example>"),
    }
    return Email.model_validate(table | changes)


def a_mail(box: Email) -> Any:
    return message_of(LETTER, box, today=TODAY, now=NOW, language="zh")


def test_a_mail_arrives_with_the_day_and_what_to_do(mailbox: tuple[int, list[bytes]]) -> None:
    port, mails = mailbox
    box = to_box(port)
    send_mail(a_mail(box), box)
    (arrived,) = [mail.message_from_bytes(one, policy=email.policy.default) for one in mails]
    assert arrived["Subject"] == "鉴真：1 项期限提醒"
    assert arrived["Message-ID"] == f"<{LETTER.id}@hoshikawa.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    body = arrived.get_body()
    assert body is not None
    assert "2026-12-08  [我方]  alibaba-work-fox-1: answer_after_statement" in body.get_content()


def test_the_same_letter_is_the_same_mail() -> None:
    box = to_box(25)
    assert a_mail(box).as_bytes() == a_mail(box).as_bytes()


def test_a_person_that_the_server_refuses_is_told(mailbox: tuple[int, list[bytes]]) -> None:
    box = to_box(mailbox[0], to=("stranger@hoshikawa.example",))
    with pytest.raises(NotSent):
        send_mail(a_mail(box), box)


def test_a_server_that_is_down_is_told() -> None:
    box = to_box(9)
    with pytest.raises(NotSent, match="did not take it"):
        send_mail(a_mail(box), box)


def test_a_server_without_a_certificate_is_not_trusted(mailbox: tuple[int, list[bytes]]) -> None:
    box = to_box(mailbox[0], security="starttls")
    with pytest.raises(NotSent):
        send_mail(a_mail(box), box)
    assert mailbox[1] == []


@pytest.mark.parametrize("sender", ["a@b\nBcc: c@d", "<a@b>", "a@b, c@d", "nobody"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(ValidationError):
        to_box(25, sender=sender)


class _Hook(BaseHTTPRequestHandler):
    status = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def hook() -> Iterator[tuple[int, HTTPServer]]:
    server = HTTPServer(("127.0.0.1", 0), _Hook)
    server.seen, server.status = [], 204  # type: ignore[attr-defined]
    with serving(server) as port:
        yield port, server


def to_hook(url: str, *, private: bool = True) -> Webhook:
    return Webhook(url=url, secret=SecretStr("quiet"), allow_private=private)


def test_a_webhook_gets_a_signed_letter(hook: tuple[int, Any]) -> None:
    port, server = hook
    send_webhook(LETTER, to_hook(f"http://127.0.0.1:{port}/in?a=1"), NOW)
    ((headers, body),) = server.seen
    assert json.loads(body)["reminders"][0]["due"] == "2026-12-08"
    assert headers["webhook-id"] == LETTER.id
    signed = f"{LETTER.id}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(b"quiet", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500])
def test_only_a_two_hundred_counts_and_no_redirect_is_followed(
    hook: tuple[int, Any], status: int
) -> None:
    port, server = hook
    server.status = status
    with pytest.raises(NotSent, match=str(status)):
        send_webhook(LETTER, to_hook(f"http://127.0.0.1:{port}/in"), NOW)
    assert len(server.seen) == 1


PRIVATE = [
    "127.0.0.1", "localhost", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1",
    "169.254.169.254", "100.100.100.200", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]",
    "[64:ff9b::7f00:1]", "[fc00::1]", "127.1", "2130706433", "0x7f.1",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_a_webhook_in_our_own_network_is_not_asked(hook: tuple[int, Any], host: str) -> None:
    port, server = hook
    with pytest.raises(NotSent):
        send_webhook(LETTER, to_hook(f"http://{host}:{port}/in", private=False), NOW)
    assert server.seen == []


@pytest.mark.parametrize("url", ["ftp://a.example/x", "http://user@a.example/", "javascript:1"])
def test_an_address_that_is_no_webhook_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        to_hook(url)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="secret"):
        Webhook(url="https://a.example/x", secret=SecretStr(""), allow_private=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_the_world_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "x", "224.0.0.1", "ff02::1", "2002:7f00:1::"])
def test_what_is_no_address_or_nobodys_is_not(address: str) -> None:
    assert not is_public(address)
