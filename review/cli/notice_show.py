"""`notices show`: one notice with what is to be pasted, mended and done."""

from __future__ import annotations

import typer

from domain.records import to_plain
from review import filing
from review.cli.exits import told
from review.cli.filing import NoticeName
from review.cli.options import AsJson, Language
from review.cli.session import Session, session_of
from review.notice_page import NoticePage, notice_page


def show(
    context: typer.Context, notice: NoticeName, language: Language = None, as_json: AsJson = False
) -> None:
    """Show a notice whole: findings with mends, listings, fields to paste, checklist, history."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            page = notice_page(store, session.settings, found.id)
        if as_json:
            session.json(to_plain(page))
            return
        _tell(session, page, language or session.settings.review.language)


def _tell(session: Session, page: NoticePage, language: str) -> None:
    notice = page.notice
    session.say(f"{notice.slug}: {notice.state.value}  {notice.channel}  {notice.right}")
    for finding in notice.findings:
        session.say(f"  {finding.severity} {finding.code}: {finding.what.in_language(language)}")
        session.say(f"    → {finding.mend.in_language(language)}")
    for one in page.listings:
        session.say(f"  {one.candidate}: {one.platform} {one.item_id}  {one.title or ''}")
        session.say(f"    {one.url or ''}")
    _tell_papers(session, page, language)
    for entry in page.entries:
        told_of = " ".join(filter(None, (entry.code, entry.ticket, " ".join(entry.files))))
        session.say(f"{entry.at:%Y-%m-%d} {entry.kind.value} {entry.who} {told_of}".rstrip())
    if page.may:
        session.say(f"next 可做: {', '.join(sorted(page.may))}")


def _tell_papers(session: Session, page: NoticePage, language: str) -> None:
    notice = page.notice
    if notice.bundle_path:
        session.say(f"bundle 证据包: {notice.bundle_path}  SHA-256 {notice.bundle_sha256}")
    if page.papers.missing:
        session.say("  ! The bundle cannot be read. 证据包无法读取。")
    for code, text in page.papers.fields:
        session.say(f"--- {code}")
        session.say(text)
    if page.papers.checklist.get(language):
        session.say("--- checklist 清单")
        session.say(page.papers.checklist[language])
