"""What a bundle is filled with: what is filed, captures, comparisons, exhibits, and the report."""

from __future__ import annotations

from config.settings import Settings
from takedown.bundle import Content, ReadBlob
from takedown.court.report import Circumstances, report_files
from takedown.draft import Draft
from takedown.filing.package import Standing, papers_of
from takedown.payload import payload_of


def files_of(
    draft: Draft, settings: Settings, read: ReadBlob, standing: Standing | None = None
) -> dict[str, Content]:
    """Every file of a draft's bundle but its tokens and its custody record, below `data/`.

    `read` gives kept bytes; without a standing nothing is known of the right at the channel.

    Raises:
        InputError: A font is missing, or a paper cannot be set in type.
    """
    languages = settings.takedown.letter_languages
    papers = papers_of(draft, read, standing or Standing(), languages)
    payload = payload_of(draft, papers)
    known = Circumstances(settings.stamping.authorities)
    return payload | report_files(draft, payload, known, settings.takedown.report_languages)
