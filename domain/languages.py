"""One sentence in the three languages of the desk."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en", "ja")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same statement in Chinese, English and Japanese."""

    zh: str
    en: str
    ja: str

    def in_language(self, language: str) -> str:
        """The sentence in the language of this BCP 47 tag; English where we have no other."""
        return {"zh": self.zh, "ja": self.ja}.get(language.split("-", maxsplit=1)[0], self.en)
