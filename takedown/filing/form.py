"""The form of a channel as its pack tells it: language, files, and whether rights go first."""

from __future__ import annotations

from dataclasses import dataclass

from domain.languages import LANGUAGES
from takedown.rules import Pack

PICTURE_ENDINGS = ("jpg", "png")
"""What every form is taken to accept whose file kinds are not known."""

LARGEST_BYTES = 10_000_000
"""One file of a form whose limit is not known."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Endings without a dot that a form takes, bytes of one file, and whether both are known."""

    endings: tuple[str, ...] = PICTURE_ENDINGS
    largest_bytes: int = LARGEST_BYTES
    known: bool = False


def file_limits(pack: Pack) -> FileLimits:
    """What the channel's form takes as files; careful guesses where nothing is known."""
    endings = next((one.endings for one in pack.limits if one.endings), ())
    largest = next((one.largest_bytes for one in pack.limits if one.largest_bytes), None)
    return FileLimits(
        endings or PICTURE_ENDINGS, largest or LARGEST_BYTES, bool(endings) and largest is not None
    )


def form_language(pack: Pack) -> str:
    """The first of the channel's languages that we write; English where it has none of ours."""
    spoken = (rule.code.split("-")[0].split(" ")[0] for rule in pack.languages)
    return next((one for one in spoken if one in LANGUAGES), "en")


def has_rights_file(pack: Pack) -> bool:
    """Whether a right is approved once, before complaints that only refer to it."""
    return any(rule.code == "right_ref" for rule in pack.form_fields)
