"""Exchanges: each request of a page with its answer, taken from the browser as it happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playwright.async_api import BrowserContext, Error, Request, Response

Headers = tuple[tuple[str, str], ...]

BODY_SECONDS = 15.0
LARGEST_BODY = 64 << 20
"""A longer answer is left out of the recording, and named."""

CODED = ("content-encoding", "transfer-encoding", "content-length")
"""Headers that speak of the bytes on the wire; the browser gives them decoded."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; `body` is decoded, None with the reason in `failed`."""

    url: str
    method: str
    kind: str
    at: datetime
    request_headers: Headers
    posted: bytes | None
    status: int | None = None
    status_text: str = ""
    protocol: str = ""
    headers: Headers = ()
    body: bytes | None = None
    failed: str | None = None


# no slots: the browser library keeps its wrapped listeners on the object
@dataclass
class Recorder:
    """Listens to every page and frame of a browser context."""

    exchanges: list[Exchange] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    _started: dict[Request, datetime] = field(default_factory=dict)
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    def listen(self, context: BrowserContext) -> None:
        """Take in everything that this context asks for from now on."""
        context.on("request", self._begun)
        context.on("requestfinished", self._finished)
        context.on("requestfailed", self._failed)
        context.on("console", lambda one: self.messages.append(f"{one.type}: {one.text[:300]}"))

    async def settle(self) -> None:
        """Wait until the bodies of all finished answers are read."""
        while self._reading:
            await asyncio.wait(self._reading, timeout=BODY_SECONDS)

    def _begun(self, request: Request) -> None:
        self._started[request] = datetime.now(UTC)

    def _finished(self, request: Request) -> None:
        task = asyncio.ensure_future(self._read(request))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def _failed(self, request: Request) -> None:
        self.exchanges.append(self._exchange(request, failed=request.failure or "failed"))

    async def _read(self, request: Request) -> None:
        try:
            response = await asyncio.wait_for(request.response(), BODY_SECONDS)
            if response is None:
                raise ValueError("no answer")
            asked = tuple((one["name"], one["value"]) for one in await request.headers_array())
            self.exchanges.append(await self._answered(request, response, asked))
        except (Error, ValueError, TimeoutError) as exc:
            self.exchanges.append(self._exchange(request, failed=_why(exc)))

    async def _answered(self, request: Request, response: Response, asked: Headers) -> Exchange:
        headers = tuple((one["name"], one["value"]) for one in await response.headers_array())
        body, failed = await _body_of(response)
        return self._exchange(
            request,
            failed=failed,
            asked=asked,
            answer=(response.status, response.status_text, await response.http_version()),
            headers=headers,
            body=body,
        )

    def _exchange(
        self,
        request: Request,
        *,
        failed: str | None = None,
        asked: Headers = (),
        answer: tuple[int | None, str, str] = (None, "", ""),
        headers: Headers = (),
        body: bytes | None = None,
    ) -> Exchange:
        status, text, protocol = answer
        return Exchange(
            url=request.url,
            method=request.method,
            kind=request.resource_type,
            at=self._started.get(request, datetime.now(UTC)),
            request_headers=asked or tuple(sorted(request.headers.items())),
            posted=request.post_data_buffer,
            status=status,
            status_text=text,
            protocol=protocol,
            headers=headers,
            body=body,
            failed=failed,
        )


async def _body_of(response: Response) -> tuple[bytes | None, str | None]:
    """The decoded body; a redirect has none."""
    if 300 <= response.status < 400 or response.status in (204, 205):
        return b"", None
    try:
        body = await asyncio.wait_for(response.body(), BODY_SECONDS)
    except (Error, TimeoutError) as exc:
        return None, _why(exc)
    if len(body) > LARGEST_BODY:
        return None, f"{len(body)} bytes are more than are recorded"
    return body, None


def _why(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0][:200]
