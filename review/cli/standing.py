"""`standing`: each account's record with its platform, and batches held to guard it."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.notices import NoticeId
from domain.records import to_plain
from domain.standing import StandingLine, Tally
from review import standing as guard
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Language, Name
from review.cli.session import Row, session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Your record with each platform, and batches held to guard it. 账号记录",
)


@app.command("show")
def show(context: typer.Context, as_json: AsJson = False) -> None:
    """Show success and counter-notice rates by account and reason beside each threshold."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = guard.standing(store, session.settings, session.clock())
        if as_json:
            session.json([_record(line) for line in lines])
            return
        if not lines:
            session.say("No account reports to a channel with a threshold. 尚无相关账号。")
            return
        rows: list[Row] = [row for line in lines for row in _rows(line)]
        heads = ("account", "reason", "filed", "answered", "success", "given back", "standing")
        session.table("账号记录 Standing", heads, rows)


@app.command("held")
def held(context: typer.Context, language: Language = None, as_json: AsJson = False) -> None:
    """List notices that are held, the threshold each would break, and the rows that cause it."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = guard.held(store, session.settings, session.clock())
        if as_json:
            session.json([{"notice": one.notice.id, **to_plain(one.hold)} for one in found])
            return
        if not found:
            session.say("Nothing is held. 没有暂缓的通知。")
            return
        spoken = language or session.settings.review.language
        for one in found:
            hold = one.hold
            session.say(
                f"notice {one.notice.id} {one.notice.slug}: {hold.measure} {hold.now:.1%} → "
                f"{hold.then:.1%} (limit 界限 {hold.threshold:.1%}, {hold.rule})"
            )
            for row in hold.rows:
                key = row.listing
                session.say(f"  {key.platform}/{key.item_id}: {row.why.in_language(spoken)}")


@app.command("release")
def release(
    context: typer.Context,
    notice: Annotated[int, typer.Argument(help="The notice's id.", min=1, max=LARGEST)],
    note: Annotated[str, typer.Option(help="Why it may go out all the same.")],
    name: Name = None,
) -> None:
    """Let a held notice go, as a second person; the next `notices assemble` exports it."""
    with told():
        session = session_of(context)
        with session.store() as store:
            made = guard.release(
                store,
                session.settings,
                NoticeId(notice),
                who=session.analyst(name),
                note=note,
                now=session.clock(),
            )
        session.say(f"notice {notice}: released by {made.who} 已放行")


def _record(line: StandingLine) -> dict[str, object]:
    shares = {"success": line.tally.success, "counters": line.tally.counters}
    return {**to_plain(line), **shares, "within": _within(line)}


def _within(line: StandingLine) -> bool | None:
    """Whether the account keeps the threshold; None while too little is known."""
    if not line.known:
        return None
    success, counters = line.tally.success, line.tally.counters
    low = line.success_floor is not None and success is not None and success < line.success_floor
    high = (
        line.counters_ceiling is not None
        and counters is not None
        and counters > line.counters_ceiling
    )
    return not (low or high)


def _rows(line: StandingLine) -> list[Row]:
    account = f"{line.account.channel} / {line.account.holder}"
    word = {True: "kept 达标", False: "BROKEN 未达标", None: "too little known 数据不足"}
    limits = [
        f"≥ {line.success_floor:.0%}" if line.success_floor is not None else "",
        f"≤ {line.counters_ceiling:.1%}" if line.counters_ceiling is not None else "",
    ]
    asked = f"{word[_within(line)]} ({', '.join(one for one in limits if one)}; {line.rule})"
    rows: list[Row] = [_row(account, "all 全部", line.tally, asked)]
    return rows + [_row("", reason, tally, "") for reason, tally in line.by_reason.items()]


def _row(account: str, reason: str, tally: Tally, asked: str) -> Row:
    return (
        account,
        reason,
        str(tally.filed),
        str(tally.answered),
        "-" if tally.success is None else f"{tally.success:.1%}",
        "-" if tally.counters is None else f"{tally.counters:.1%}",
        asked,
    )
