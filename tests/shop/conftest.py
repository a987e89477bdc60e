"""A visitor of the shop."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture(scope="session")
def client() -> Iterator[httpx2.Client]:
    """A plain HTTP client that follows no redirect."""
    with httpx2.Client(verify=False) as opened:  # the shop speaks no TLS; contexts are slow
        yield opened
