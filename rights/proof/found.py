"""One fact against the claim, said in three languages."""

from __future__ import annotations

from domain.grades import Jurisdiction
from domain.languages import Sentence
from domain.ownership import Contradiction
from domain.papers import Paper


def found(
    code: str,
    zh: str,
    en: str,
    ja: str,
    *papers: Paper,
    blocks: bool = False,
    laws: tuple[Jurisdiction, ...] = (),
) -> Contradiction:
    """A contradiction with the exhibits that it was found in."""
    exhibits = tuple(one.sha256 for one in papers)
    return Contradiction(code, Sentence(zh, en, ja), exhibits, blocks, laws)
