"""A notice that was drafted before, drafted again from what is kept."""

from __future__ import annotations

from dataclasses import replace

from config.load import load_profiles
from config.settings import Settings
from domain.errors import InputError
from domain.notices import Notice, NoticeId
from store.unit_of_work import Store
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.rules import load_packs, read_laws


def draft_again(store: Store, settings: Settings, notice: NoticeId) -> tuple[Draft, Notice]:
    """The draft of a notice as of its day, and the notice.

    Raises:
        NotFound: There is no such notice.
        InputError: The rules now read so that its cases no longer make one notice.
    """
    book = Rulebook(load_packs(settings), load_profiles(settings), read_laws())
    with store.reading() as work:
        kept = work.notices.notice(notice)
        cases = [work.case(decision) for decision in kept.decisions]
    drafts = drafts_of(cases, book, kept.drafted_at)
    if len(drafts) != 1:
        raise InputError(f"{kept.slug} can no longer be drafted: the rules read otherwise now.")
    return replace(drafts[0], slug=kept.slug), kept
