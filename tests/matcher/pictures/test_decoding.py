"""The decoder's process: what kills it is named, and the next picture is read."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matcher.pictures.decoding import Decoder, decoder, reason_of
from matcher.pictures.opening import open_picture
from matcher.pictures.states import Limits, PictureState
from tests.matcher.drawn import a_picture, saved
from tests.matcher.pictures.hostile import ODD, a_bomb

ORIGINAL = saved(a_picture())
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a memory limit")


@pytest.fixture(scope="module")
def shared() -> Iterator[Decoder]:
    with decoder() as opened:
        yield opened


@pytest.mark.parametrize("name", ODD)
def test_what_comes_from_the_process_is_what_is_opened_here(shared: Decoder, name: str) -> None:
    there, here = shared.decode(ODD[name]()), open_picture(ODD[name](), Limits())
    assert (there.state, there.traits, there.format) == (here.state, here.traits, here.format)
    assert there.pixels is not None
    assert here.pixels is not None
    assert np.array_equal(there.pixels, here.pixels)
    assert (there.alpha is None) == (here.alpha is None)


def test_refusals_come_with_their_reason(shared: Decoder) -> None:
    opened = shared.decode(ORIGINAL[:500])
    assert opened.state is PictureState.TRUNCATED
    assert opened.pixels is None
    assert reason_of(opened).en.startswith("the file is cut short")


def test_more_bytes_than_allowed_are_not_sent() -> None:
    with decoder(Limits(max_bytes=10)) as opened:
        assert opened.decode(ORIGINAL).state is PictureState.TOO_MANY_BYTES


@linux
def test_a_picture_that_needs_too_much_memory_costs_itself_alone() -> None:
    with decoder(Limits(memory_bytes=60_000_000)) as opened:
        assert opened.decode(a_bomb(6000)).state is PictureState.OUT_OF_MEMORY
        assert opened.decode(ORIGINAL).state is PictureState.READABLE


def test_a_decoder_that_was_killed_is_started_again() -> None:
    with decoder() as opened:
        opened.decode(ORIGINAL)
        assert opened.pid is not None
        os.kill(opened.pid, signal.SIGKILL)
        assert opened.decode(ORIGINAL).state is PictureState.DECODER_DIED
        assert opened.decode(ORIGINAL).state is PictureState.READABLE


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    with decoder(Limits(cpu_seconds=0.02)) as opened:
        assert opened.decode(a_bomb(4000)).state is PictureState.OUT_OF_TIME


def test_the_process_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANZHEN_DATABASE__URL", "postgresql://secret")
    with decoder() as opened:
        opened.decode(ORIGINAL)
        if sys.platform == "linux":
            assert b"secret" not in Path(f"/proc/{opened.pid}/environ").read_bytes()


def test_a_closed_decoder_leaves_no_process() -> None:
    with decoder() as opened:
        opened.decode(ORIGINAL)
        pid = opened.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
