"""Outcomes are written in groups, each whole, and whoever wrote hears how it went."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.scan_folder import Outcome, ScanFolder
from crawler.scribe import Scribe
from domain.scans import AskId
from tests.crawler.test_scan_folder import OUTCOME

OUTCOMES = [replace(OUTCOME, ask=AskId(number)) for number in range(20)]


def test_all_are_written_in_order_and_in_few_groups(tmp_path: Path) -> None:
    folder, groups = ScanFolder(tmp_path), list[int]()
    add = folder.add

    def noting(*outcomes: Outcome) -> None:
        groups.append(len(outcomes))
        add(*outcomes)

    folder.add = noting  # type: ignore[method-assign]

    async def write() -> None:
        scribe = Scribe(folder)
        first = asyncio.gather(*(scribe.write(one) for one in OUTCOMES[:10]))
        await first
        assert len(folder.read().lines) == 10
        await asyncio.gather(*(scribe.write(one) for one in OUTCOMES[10:]))

    asyncio.run(write())
    problems: list[str] = []
    assert list(folder.outcomes(problems).fresh()) == OUTCOMES
    assert (problems, groups) == ([], [10, 10])


@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "full"), ValueError("odd")])
def test_whoever_wrote_hears_that_it_failed_and_the_next_goes_on(
    tmp_path: Path, trouble: Exception
) -> None:
    folder = ScanFolder(tmp_path)
    add, fails = folder.add, [trouble]

    def failing(*outcomes: Outcome) -> None:
        if fails:
            raise fails.pop()
        add(*outcomes)

    folder.add = failing  # type: ignore[method-assign]

    async def write() -> list[object]:
        scribe = Scribe(folder)
        told = await asyncio.gather(
            *(scribe.write(one) for one in OUTCOMES[:3]), return_exceptions=True
        )
        await scribe.write(OUTCOMES[3])
        return list(told)

    assert asyncio.run(write()) == [trouble] * 3
    assert list(folder.outcomes([]).fresh()) == [OUTCOMES[3]]


def test_lines_of_two_threads_do_not_run_into_each_other(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)

    async def write() -> None:
        threads = (asyncio.to_thread(folder.add, one, one) for one in OUTCOMES)
        await asyncio.gather(*threads)

    asyncio.run(write())
    read = folder.read()
    assert (len(read.lines), read.problems) == (40, ())


def test_one_who_waits_no_more_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)

    async def write() -> None:
        scribe = Scribe(folder)
        gone, *others = (asyncio.ensure_future(scribe.write(one)) for one in OUTCOMES[:3])
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait_for(asyncio.gather(*others), 10)
        await asyncio.wait_for(scribe.write(OUTCOMES[3]), 10)

    asyncio.run(write())
    assert len(folder.read().lines) == 4
