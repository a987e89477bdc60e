"""Writes what came of addresses a few at a time, beside the reading of further pages.

To wait for the disk after each page costs more than the writing: whoever waits loses the processor
and finds its caches cold. What is not yet written when the process dies is asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from crawler.scan_folder import Outcome, ScanFolder

GATHER_SECONDS = 0.1
"""How long an outcome waits for others; the pace of a marketplace is slower than that."""


class Scribe:
    """Gathers outcomes and writes each group at once, in the order in which they came."""

    def __init__(self, folder: ScanFolder) -> None:
        self.folder = folder
        self._waiting: list[tuple[Outcome, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, outcome: Outcome) -> None:
        """Write this with others; it is on disk when this returns. Raises OSError."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, written))
        if self._task is None:
            self._task = asyncio.ensure_future(self._go_on())
        await written

    async def _go_on(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_SECONDS)
            group, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self.folder.add, *(outcome for outcome, _ in group))
            # whatever it is, those who wait must hear of it
            except Exception as exc:  # noqa: BLE001
                _told((written for _, written in group), exc)
            else:
                _told((written for _, written in group), None)
        self._task = None


def _told(waiting: Iterable[asyncio.Future[None]], failed: Exception | None) -> None:
    """Tell those who still wait; one that was cancelled meanwhile takes no answer."""
    for written in waiting:
        if not written.done() and failed is not None:
            written.set_exception(failed)
        elif not written.done():
            written.set_result(None)
