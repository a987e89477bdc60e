"""The two ways out for reminders: a mail server of the operator's, and a signed webhook.

A webhook's address is resolved once, and only public addresses are connected to, so that a name
that turns to our own network reaches nothing there. Requests are signed after the Standard
Webhooks specification (HMAC-SHA-256 over id, time and body).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import smtplib
import socket
import ssl
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from config.settings import Email, Webhook
from domain.addresses import is_public
from domain.errors import MonitorError
from domain.reminders import Letter
from takedown.reminders import Language, json_of, subject_of, text_of

SECONDS = 20


class NotSent(MonitorError):
    """A letter did not go out; it is tried again later."""

    exit_code = 4


def message_of(
    letter: Letter, email: Email, *, today: date, now: datetime, language: Language
) -> EmailMessage:
    """The letter as a mail; a letter that is sent again has the same Message-ID."""
    message = EmailMessage()
    message["From"], message["To"] = email.sender, ", ".join(email.to)
    message["Subject"] = subject_of(letter, language)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.id}@{email.sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(letter, today, language))
    return message


def send_mail(message: EmailMessage, email: Email) -> None:
    """Give the mail to the server; it has it when this returns.

    Raises:
        NotSent: The server is down, refuses, or cannot be trusted.
    """
    context = ssl.create_default_context()
    try:
        with _server(email, context) as server:
            if email.security == "starttls":
                server.starttls(context=context)
            if email.user:
                password = email.password.get_secret_value() if email.password else ""
                server.login(email.user, password)
            refused = server.send_message(message)
    except (OSError, smtplib.SMTPException) as exc:
        raise NotSent(f"The mail server {email.host} did not take it ({exc}).") from exc
    if refused:
        raise NotSent(f"The mail server refused {', '.join(sorted(refused))}.")


def send_webhook(letter: Letter, webhook: Webhook, now: datetime) -> None:
    """Post the letter, signed; it arrived when the answer is 2xx. Redirects are not followed.

    Raises:
        NotSent: The address is not public, nobody answers, or the answer is no 2xx.
    """
    parts = urlsplit(webhook.url)
    body = json_of(letter)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json", **signature(letter, webhook, body, now)}
    connection = _connection(parts, allow_private=webhook.allow_private)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as exc:
        raise NotSent(f"The webhook at {parts.hostname} does not answer ({exc}).") from exc
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotSent(f"The webhook at {parts.hostname} answered {status}.")


def signature(letter: Letter, webhook: Webhook, body: bytes, now: datetime) -> dict[str, str]:
    """The headers by which a receiver knows whose letter it is, and that it has it already."""
    stamp = str(int(now.timestamp()))
    key = webhook.secret.get_secret_value().encode() if webhook.secret else b""
    signed = hmac.new(key, f"{letter.id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": letter.id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def _server(email: Email, context: ssl.SSLContext) -> smtplib.SMTP:
    if email.security == "tls":
        return smtplib.SMTP_SSL(email.host, email.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(email.host, email.port, timeout=SECONDS)


def _connection(parts: SplitResult, *, allow_private: bool) -> HTTPConnection:
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    opened = _opened(host, port, allow_private=allow_private)
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(host, port, timeout=SECONDS)
    connection.sock = (
        ssl.create_default_context().wrap_socket(opened, server_hostname=host)
        if secure
        else opened
    )
    return connection


def _opened(host: str, port: int, *, allow_private: bool) -> socket.socket:
    """A connection to an address of this host that was checked; the name is resolved once."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise NotSent(f"The webhook's host {host} has no address.") from exc
    addresses = [str(one[4][0]) for one in found]
    if not allow_private and not all(is_public(address) for address in addresses):
        raise NotSent(f"The webhook's host {host} lies in a private network; it was not asked.")
    try:
        return socket.create_connection((addresses[0], port), timeout=SECONDS)
    except OSError as exc:
        raise NotSent(f"The webhook at {host} does not answer ({exc}).") from exc
