"""What cutting, reordering and mistaken charsets do to a page: for tests of page objects."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from crawler.decoding import decode

SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script>", re.DOTALL | re.IGNORECASE)
HEADING = re.compile(rb"<h1\b.*?</h1>", re.DOTALL | re.IGNORECASE)
BLOCK = re.compile(rb"(?=<(?:div|section|table|ul|li)\b)", re.IGNORECASE)
STATE_BYTES = 2000
"""A script of this length or more is taken to hold state."""

CUTS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95)


def mutants(page: bytes, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged copies of a page, each with the name of what was done to it."""
    for share in CUTS:
        yield f"cut at {share:.0%}", page[: int(len(page) * share)]
    yield from _without_scripts(page)
    yield "without headings", HEADING.sub(b"", page)
    yield from _reordered(page, random.Random(seed))  # no secret, a fixed shuffle
    text = decode(page)
    yield "as GBK", text.encode("gb18030", "ignore")
    yield "UTF-8 read as Latin-1", text.encode("utf-8", "ignore").decode("latin-1").encode()


def _without_scripts(page: bytes) -> Iterator[tuple[str, bytes]]:
    yield "without scripts", SCRIPT.sub(b"", page)
    long = [found for found in SCRIPT.finditer(page) if len(found[0]) >= STATE_BYTES]
    for place, found in enumerate(sorted(long, key=lambda one: -len(one[0]))[:3]):
        yield f"without script {place}", page[: found.start()] + page[found.end() :]


def _reordered(page: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Blocks left out and doubled, as other templates do; swapped ones would be another page."""
    blocks = BLOCK.split(page)
    for name in ("left out", "doubled"):
        for turn in range(2):
            changed = list(blocks)
            for _ in range(max(1, len(blocks) // 200)):
                left = chance.randrange(len(changed))
                if name == "left out":
                    del changed[left]
                else:
                    changed.insert(left, changed[left])
            yield f"blocks {name} {turn}", b"".join(changed)
