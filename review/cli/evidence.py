"""`evidence`: captures of pages, trusted time, the log, and the report for a court."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.captures import two_looks
from domain.errors import EvidenceError, InputError
from domain.listings import ListingId
from domain.notices import NoticeId
from domain.records import to_plain
from domain.runs import Step
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import Row, Session, session_of
from takedown.court_stage import report_of
from takedown.log_check import check_log
from takedown.signing import open_signer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Captures, time stamps, the log, and reports for a court. 取证",
)
SAID = {True: "agrees 一致", False: "DIFFERS 不一致", None: "not shown 未显示"}


@app.command("capture")
def capture(context: typer.Context, as_json: AsJson = False) -> None:
    """Capture what was found infringing: each page whole, and later once more."""
    _run(session_of(context), "capture", as_json=as_json)


@app.command("stamp")
def stamp(context: typer.Context, as_json: AsJson = False) -> None:
    """Ask the time authorities for what has no token yet, and complete exported bundles."""
    _run(session_of(context), "stamp", as_json=as_json)


@app.command("checkpoint")
def checkpoint(context: typer.Context, as_json: AsJson = False) -> None:
    """Sign the log as it stands and ask for trusted time on it; the night does so daily."""
    _run(session_of(context), "checkpoint", as_json=as_json)


@app.command("looks")
def looks(
    context: typer.Context,
    listing: Annotated[int, typer.Argument(help="The listing's number.", min=1, max=LARGEST)],
    as_json: AsJson = False,
) -> None:
    """Put the two independent looks at a listing side by side, fact by fact."""
    with told():
        session = session_of(context)
        with session.store() as store, store.reading() as work:
            found = work.captures.of([ListingId(listing)]).get(ListingId(listing), ())
        both = two_looks(found)
        if both is None:
            raise InputError(
                f"Listing {listing} was not captured twice so that it can be read.",
                mend="Run `jianzhen evidence capture` now, and again after second_look_hours.",
            )
        if as_json:
            session.json([{**to_plain(one), "agrees": one.agrees} for one in both.compared])
            return
        rows: list[Row] = [
            (one.fact, one.first or "", one.second or "", SAID[one.agrees])
            for one in both.compared
        ]
        times = (f"{one.taken_at:%Y-%m-%d %H:%M}" for one in (both.first, both.second))
        session.table("Two looks 两次取证", ("fact", *times, "agreement"), rows)


@app.command("check")
def check(
    context: typer.Context,
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint that you kept elsewhere.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the log: its chain, its checkpoints, and that each look is what was seen."""
    with told():
        session = session_of(context)
        takedown = session.settings.takedown
        with session.store() as store:
            state = check_log(
                store, open_signer(takedown.signing_key, takedown.log_name), checkpoint
            )
        if as_json:
            session.json(to_plain(state))
        else:
            session.say(
                f"{state.events} events, {state.checkpoints} checkpoints "
                f"({state.stamped} stamped, {state.pending} pending), "
                f"{state.erased_looks} looks erased after their term"
            )
        for problem in state.problems:
            session.say(f"  ! {problem}")
        if state.problems:
            raise EvidenceError(
                f"The log does not hold: {len(state.problems)} problem(s). 日志不完整"
            )
        if not as_json:
            session.say("whole 完整")


@app.command("report")
def report(
    context: typer.Context,
    notice: Annotated[int, typer.Argument(help="The notice's id.", min=1, max=LARGEST)],
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    language: Language = None,
) -> None:
    """Write the report for a court or an authority: point by point, and what is not proved."""
    with told():
        session = session_of(context)
        wanted = language or session.settings.review.language
        with session.store() as store:
            made = report_of(store, session.settings, NoticeId(notice), wanted)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made)
        session.say(f"{out}: {len(made)} bytes")


def _run(session: Session, step: str, *, as_json: bool) -> None:
    with told():
        session.report(session.run(Step(step)), as_json=as_json)
