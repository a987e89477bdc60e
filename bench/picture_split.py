"""Which of the shared pictures anything was tuned on, and which are kept for the report."""

from __future__ import annotations

import hashlib


def is_tuned_on(name: str) -> bool:
    """Whether constants may have been set on this picture; by a digest of its name, one in two."""
    return hashlib.sha256(f"pictures {name}".encode()).digest()[0] < 128
