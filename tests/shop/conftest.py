"""A visitor of the shop."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """A plain HTTP client that follows no redirect."""
    with httpx.Client(verify=False) as opened:  # the shop speaks no TLS; contexts are slow
        yield opened
