"""A scene: one file to be, and how its words and strangers' texts are told in its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.digests import Sha256
from domain.rights import Work
from rights.dossier.numbering import Numbered, numbered
from rights.dossier.spans import Span, span
from rights.dossier.wording import word
from rights.proof.claim import Claim
from rights.proof.names import spellings
from rights.proof.routes import Readiness

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """One file to be: a claim on a work, for a route, in a language, on a day."""

    claim: Claim
    readiness: Readiness
    language: str
    prepared_on: date

    @property
    def work(self) -> Work:
        """The work.

        Raises:
            TypeError: The right is a mark: a mark is shown by its certificate, not by a dossier.
        """
        if not isinstance(self.claim.right, Work):
            raise TypeError("A dossier is made of a work.")
        return self.claim.right

    @property
    def exhibits(self) -> dict[Sha256, Numbered]:
        """The exhibits of the file, numbered."""
        return numbered(self.readiness, self.claim)

    def word(self, table: str, key: str) -> Span:
        """One of our own words, in the language of the file."""
        return Span(self.text(table, key), self.language)

    def text(self, table: str, key: str) -> str:
        """The same, without the language of its glyphs."""
        return word(table, key).in_language(self.language)

    def holder(self) -> Span:
        """The holder's name, in the file's language where there is one."""
        return self._named(self.claim.holder.names, self.claim.holder.country)

    def agent(self) -> Span:
        """The agent's name, in the file's language where there is one."""
        if self.claim.acting:
            return self._named(self.claim.acting.names, self.claim.acting.country)
        return self.stranger(next(iter(spellings(self.claim.agent or "")), None))

    def _named(self, names: Mapping[str, str], country: str) -> Span:
        order = (self.language, "ja" if country == "JP" else "zh", "en")
        language = next((one for one in order if one in names), next(iter(sorted(names))))
        return span(names[language], language)

    def stranger(self, text: str | None) -> Span:
        """A text of the portfolio; our word for what is not stated where there is none."""
        if not text:
            return self.word("labels", "unknown")
        home = "ja" if self.claim.holder.country == "JP" else "zh"
        if text.isascii():
            return span(text, self.language)
        return span(text, home if self.language == "en" else self.language)


def plain(one: Span) -> Plain:
    """A span as the page reads it."""
    return {"s": one.text, "l": one.language}


def sentence(spans: tuple[Span, ...], refs: list[str]) -> Plain:
    """A sentence and where it points; one that points nowhere is a fault of ours.

    Raises:
        ValueError: It points to no exhibit.
    """
    if not refs:
        raise ValueError("A sentence of the dossier points to no exhibit.")
    return {"spans": [plain(one) for one in spans], "refs": refs}


def author_of(scene: Scene, *, in_sentence: bool = True) -> Span:
    """The author, or our word for a work that names none: in a sentence or in a table."""
    author = scene.work.author
    nobody = "anonymous_author" if in_sentence else "anonymous"
    return scene.stranger(author) if author else scene.word("labels", nobody)


def day_of(scene: Scene, day: date | None) -> Span:
    """A date as it is written, or our word for none."""
    return scene.stranger(day.isoformat() if day else None)
