"""`notices` and their letters after filing: answers, word of a suit, preservation, withdrawal."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.errors import InputError
from review import filing, letters
from review.cli.exits import told
from review.cli.filing import NoticeName, OnDay, noted_by, say_state
from review.cli.notices import app
from review.cli.options import Name
from review.cli.session import Session, session_of
from takedown.after.letters import Act, Brought, WithdrawalReason

__all__ = ["app"]


@app.command("reply")
def reply(
    context: typer.Context,
    notice: NoticeName,
    ground: Annotated[str | None, typer.Option(help="The ground that is answered.")] = None,
    name: Name = None,
) -> None:
    """Write the answer to the seller's statement, to be signed and sent by a person."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            noted = noted_by(session, name, None)
            _told(
                session,
                letters.write_answer(store, session.settings, found.id, noted, ground=ground),
            )


@app.command("brought")
def brought(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    notice: NoticeName,
    act: Annotated[Act, typer.Argument(help="What was done.")],
    authority: Annotated[str, typer.Option("--at", help="The authority or court.")],
    on: OnDay = None,
    case_number: Annotated[str | None, typer.Option("--case", help="Its number.")] = None,
    name: Name = None,
) -> None:
    """Write to the platform that a complaint or an action was brought, so that measures stay."""
    with told():
        session = session_of(context)
        noted = noted_by(session, name, on)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            done = Brought(act, authority, noted.at.date(), case_number)
            _told(
                session,
                letters.write_court_word(store, session.settings, found.id, noted, done),
            )


@app.command("preserve")
def preserve(context: typer.Context, notice: NoticeName, name: Name = None) -> None:
    """Write the request that a platform keeps its records (PRC E-Commerce Law, article 31)."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            noted = noted_by(session, name, None)
            _told(session, letters.write_preservation(store, session.settings, found.id, noted))


@app.command("withdraw")
def withdraw(
    context: typer.Context,
    notice: NoticeName,
    reason: Annotated[
        WithdrawalReason | None, typer.Option(help="Why; writes the letter (first action).")
    ] = None,
    done: Annotated[
        bool, typer.Option("--done", help="The letter was sent (second action).")
    ] = False,
    on: OnDay = None,
    name: Name = None,
) -> None:
    """Withdraw a wrong notice: first its letter (--reason), then, once it was sent, --done."""
    with told():
        session = session_of(context)
        if (reason is None) is not done:
            raise InputError("Give --reason first, and --done once the letter was sent.")
        noted = noted_by(session, name, on)
        with session.store() as store:
            found = filing.find_notice(store, notice)
            if reason is None:
                say_state(session, letters.finish_withdrawal(store, found.id, noted))
                return
            _told(
                session,
                letters.prepare_withdrawal(store, session.settings, found.id, noted, reason),
            )
            session.say(f"  → jianzhen notices withdraw {found.slug} --done")


def _told(session: Session, written: letters.Written) -> None:
    session.say(f"Written 已写出: {written.folder}")
    for name in written.files:
        session.say(f"  {name}")
