"""`notices` after filing: tickets, answers, filing again, statements, letters."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from domain.languages import Sentence
from domain.notices import Notice, NoticeId, NoticeState
from domain.records import to_plain
from domain.rights import RightSlug
from review import filing, letters
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.notices import app
from review.cli.options import AsJson, Language, Name
from review.cli.session import Row, Session, session_of
from review.filing import Noted
from review.outcomes import note_outcome
from takedown.after.causes import Guide, Way
from takedown.words import EXHIBITS

LARGEST_FILE = 1_000_000

NoticeName = Annotated[str, typer.Argument(help="The notice's id or its slug.")]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day on which it happened; else today."),
]
Text = Annotated[str | None, typer.Option("--text", help="What was written to us.")]
TextFile = Annotated[
    Path | None, typer.Option("--file", help="A text file that holds what was written to us.")
]


@app.command("filed")
def filed(
    context: typer.Context,
    notice: NoticeName,
    ticket: Annotated[str | None, typer.Option(help="The platform's ticket number.")] = None,
    on: OnDay = None,
    name: Name = None,
) -> None:
    """Write down that a person filed a notice, and the ticket that the platform gave."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            moved = filing.note_filed(store, found.id, noted_by(session, name, on), ticket)
        say_state(session, moved)


@app.command("answer")
def answer(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    notice: NoticeName,
    result: Annotated[str, typer.Argument(help="removed, refused or restored.")],
    text: Text = None,
    file: TextFile = None,
    cause: Annotated[str | None, typer.Option(help="Why it was refused, by its code.")] = None,
    on: OnDay = None,
    name: Name = None,
    language: Language = None,
) -> None:
    """Write down the platform's answer; after a refusal, say what to mend."""
    with told():
        session = session_of(context)
        if result not in ("removed", "refused", "restored"):
            raise InputError(f"{result!r} is no answer.", mend="Say removed, refused or restored.")
        with session.store() as store:
            found = filing.find_notice(store, notice)
            noted, said = noted_by(session, name, on), _text(text, file)
            if result == "restored":
                moved = filing.note_restored(store, found.id, noted, text=said)
            else:
                removed = result == "removed"
                moved = filing.note_answer(
                    store, found.id, noted, removed=removed, text=said, cause=cause
                )
            say_state(session, moved)
            if result == "refused":
                guide = filing.guidance(store, session.settings, found.id)
                _tell(session, guide, language or session.settings.review.language)


@app.command("outcome", hidden=True, deprecated=True)
def outcome(
    context: typer.Context,
    notice: Annotated[int, typer.Argument(help="The notice's id.", min=1, max=LARGEST)],
    state: Annotated[NoticeState, typer.Argument(help="What became of it.")],
    on: OnDay = None,
    name: Name = None,
) -> None:
    """Another way to say `notices filed`, `notices answer` and `notices counter`."""
    with told():
        session = session_of(context)
        with session.store() as store:
            noted = noted_by(session, name, on)
            moved = note_outcome(store, NoticeId(notice), state, noted)
        say_state(session, moved)


@app.command("guide")
def guide(
    context: typer.Context, notice: NoticeName, language: Language = None, as_json: AsJson = False
) -> None:
    """Say what to mend after a refusal, which exhibits help, and how one may go on."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            one = filing.guidance(store, session.settings, found.id)
        if as_json:
            session.json(to_plain(one))
            return
        _tell(session, one, language or session.settings.review.language)


@app.command("cause")
def cause(
    context: typer.Context,
    notice: NoticeName,
    code: Annotated[str, typer.Argument(help="The cause of the refusal.")],
    name: Name = None,
) -> None:
    """Correct the cause of a refusal; the latest one holds."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            filing.correct_cause(store, found.id, noted_by(session, name, None), code)
        session.say(f"{found.slug}: {code}")


@app.command("refile")
def refile(
    context: typer.Context,
    notice: NoticeName,
    mended: Annotated[str, typer.Option(help="What was mended.")] = "",
    way: Annotated[Way, typer.Option(help="Anew, or before the platform once more.")] = Way.REFILE,
    name: Name = None,
) -> None:
    """Open a refused notice again; `notices assemble` checks it and exports it anew."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            noted = noted_by(session, name, None)
            moved = filing.refile(store, session.settings, found.id, noted, way=way, mended=mended)
        say_state(session, moved)
        session.say("  → jianzhen notices assemble")


@app.command("counter")
def counter(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    notice: NoticeName,
    text: Text = None,
    file: TextFile = None,
    ground: Annotated[str | None, typer.Option(help="What the seller says, by its code.")] = None,
    on: OnDay = None,
    name: Name = None,
    language: Language = None,
) -> None:
    """Write down that the seller's statement arrived, and show the answer that is ready."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            noted = noted_by(session, name, on)
            moved = filing.note_counter(
                store, found.id, noted, text=_text(text, file), ground=ground
            )
            code, ready = letters.ready_answer(store, found.id)
        spoken = language or session.settings.review.language
        say_state(session, moved)
        session.say(f"  {code}: {ready.name.in_language(spoken)}")
        session.say(f"  ? {ready.check.in_language(spoken)}")
        session.say(f"  → {ready.answer.in_language(spoken)}")


@app.command("right")
def right(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="The channel's slug.")],
    slug: Annotated[str, typer.Argument(help="The right's slug.")],
    reference: Annotated[str, typer.Option(help="The number that the platform gave.")],
    on: OnDay = None,
    name: Name = None,
) -> None:
    """Write down that a channel approved a right; complaints name its reference from then on."""
    with told():
        session = session_of(context)
        with session.store() as store:
            one = filing.approve_right(
                store,
                session.settings,
                (channel, RightSlug(slug)),
                reference,
                noted_by(session, name, on),
            )
        session.say(f"{one.channel}, {one.right}: {one.reference}")


@app.command("history")
def history(context: typer.Context, notice: NoticeName, as_json: AsJson = False) -> None:
    """Show everything that happened to a notice after it was exported."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            entries = filing.history(store, found.id)
        if as_json:
            session.json([to_plain(one) for one in entries])
            return
        rows: list[Row] = [
            (
                one.at.strftime("%Y-%m-%d"),
                one.kind.value,
                one.code or "",
                one.ticket or "",
                one.who,
                (one.text or " ".join(one.files))[:200],
            )
            for one in entries
        ]
        heads = ("on", "what", "code", "ticket", "who", "what it says")
        session.table(found.slug, heads, rows)


def noted_by(session: Session, name: str | None, on: datetime | None) -> Noted:
    """Who writes something down, when, and on which day it happened."""
    day: date | None = on.date() if on else None
    return Noted(session.analyst(name), session.clock(), day)


def _text(text: str | None, file: Path | None) -> str | None:
    if file is None:
        return text
    content = file.read_bytes()
    if len(content) > LARGEST_FILE:
        raise InputError(f"{file.name} is larger than a text.", where=str(file))
    return content.decode("utf-8", "replace")


def say_state(session: Session, notice: Notice) -> None:
    """Where the notice stands now."""
    session.say(f"notice {notice.id} {notice.slug}: {notice.state.value}")


def _tell(session: Session, one: Guide, language: str) -> None:
    session.say(f"  {one.code}: {one.cause.name.in_language(language)}")
    session.say(f"  → {one.cause.mend.in_language(language)}")
    for exhibit in (*one.fresh, *one.held):
        new = NEW.in_language(language) if exhibit in one.fresh else ""
        session.say(f"  + {EXHIBITS[exhibit.kind].in_language(language)} {exhibit.described}{new}")
    for kind in one.wanted:
        session.say(f"  - {EXHIBITS[kind].in_language(language)}")
    if one.no_escalation:
        session.say(f"  ! {one.no_escalation.in_language(language)}")
    session.say(f"  {(MAY if one.may_refile else MAY_NOT).in_language(language)}")


NEW = Sentence("（新）", " (new)", "（新規）")
MAY = Sentence(
    "补正后：jianzhen notices refile",
    "once mended: jianzhen notices refile",
    "補正後：jianzhen notices refile",
)
MAY_NOT = Sentence("不再投诉", "not to be filed again", "再通報しない")
