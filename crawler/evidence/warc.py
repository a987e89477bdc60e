"""WARC 1.1 of a page's exchanges, and the index of where each answer lies in it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.evidence.exchange import CODED, Exchange, Headers

SOFTWARE = "jianzhen"
PAYLOAD_DIGEST = "WARC-Payload-Digest"


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One line of a CDXJ index."""

    key: str
    timestamp: str
    record: Mapping[str, str]

    def text(self) -> str:
        """The line as it stands in the file."""
        return f"{self.key} {self.timestamp} {json.dumps(self.record)}\n"


def write_warc(path: Path, exchanges: Iterable[Exchange], about: Mapping[str, str]) -> list[str]:
    """Write every exchange with an answer as a response and a request record, and the index.

    The browser gives bodies decoded: what the server said of its coding is kept as
    `x-orig-…`, so that nobody decodes twice.

    Returns:
        The sorted lines of the CDXJ index.
    """
    lines: list[IndexLine] = []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        info = {"software": SOFTWARE, "format": "WARC File Format 1.1", **about}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        for one in exchanges:
            if one.status is not None and one.body is not None:
                lines.append(_write(writer, file, one, path.name))
    return sorted(line.text() for line in lines)


def sort_key(url: str) -> str:
    """The address in the order that indexes are sorted by: `https://a.b/c` is `b,a)/c`."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").lower().split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){(parts.path or '/').lower()}{query.lower()}"


def _write(writer: WARCWriter, file: io.BufferedWriter, one: Exchange, name: str) -> IndexLine:
    body, date = one.body or b"", one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    status = f"{one.status} {one.status_text}".strip()
    response = writer.create_warc_record(
        one.url,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(status, _decoded(one), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": date, "WARC-Protocol": one.protocol or "http/1.1"},
    )
    start = file.tell()
    writer.write_record(response)
    length = file.tell() - start
    _write_request(writer, one, response.rec_headers.get_header("WARC-Record-ID"), date)
    record = {
        "url": one.url,
        "mime": _media_type(one.headers),
        "status": str(one.status),
        "digest": f"sha-256:{hashlib.sha256(body).hexdigest()}",
        "length": str(length),
        "offset": str(start),
        "filename": name,
    }
    return IndexLine(sort_key(one.url), one.at.astimezone(UTC).strftime("%Y%m%d%H%M%S"), record)


def _write_request(writer: WARCWriter, one: Exchange, answers: str, date: str) -> None:
    parts = urlsplit(one.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [(name, value) for name, value in one.request_headers if name[:1] != ":"]
    request = writer.create_warc_record(
        one.url,
        "request",
        payload=io.BytesIO(one.posted or b""),
        http_headers=StatusAndHeaders(
            f"{one.method} {target} HTTP/1.1", headers, is_http_request=True
        ),
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": answers},
    )
    writer.write_record(request)


def _decoded(one: Exchange) -> list[tuple[str, str]]:
    """The answer's headers, with those that speak of the coding put aside."""
    kept = [
        (f"x-orig-{name}" if name.lower() in CODED else name, value.replace("\n", ", "))
        for name, value in one.headers
        if name[:1] != ":"
    ]
    return [*kept, ("Content-Length", str(len(one.body or b"")))]


def _media_type(headers: Headers) -> str:
    found = (value for name, value in headers if name.lower() == "content-type")
    return next(found, "application/octet-stream").split(";", 1)[0].strip()
