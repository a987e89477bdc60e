"""What a bundle is filled with: letters, captures, comparisons, exhibits, and the report."""

from __future__ import annotations

from config.settings import Settings
from takedown.bundle import Content
from takedown.court.report import Circumstances, report_files
from takedown.draft import Draft
from takedown.notice import letters_of
from takedown.papers.printed import letter_files
from takedown.payload import payload_of


def files_of(draft: Draft, settings: Settings) -> dict[str, Content]:
    """Every file of a draft's bundle but its tokens and its custody record, below `data/`.

    Raises:
        InputError: A font is missing, or a paper cannot be set in type.
    """
    payload = payload_of(draft, letter_files(letters_of(draft), "notice/notice"))
    known = Circumstances(settings.stamping.authorities)
    return payload | report_files(draft, payload, known, settings.takedown.report_languages)
