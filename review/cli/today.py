"""`today`: what the day holds, in two minutes."""

from __future__ import annotations

import typer

from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, Session, session_of
from review.morning import Morning, morning


def today(context: typer.Context, name: Name = None, as_json: AsJson = False) -> None:
    """Show what is due, new, came back, waits for a second person, and how the scans went."""
    with told():
        session = session_of(context)
        who = name or session.settings.review.analyst or None
        with session.store() as store:
            found = morning(store, session.settings, who=who, now=session.clock())
        if as_json:
            # what a first person found is not told before the second look
            session.json({**to_plain(found), "second": len(found.second)})
            return
        _tell(session, found)


def _tell(session: Session, found: Morning) -> None:
    day = found.today.date()
    session.say(f"今天 Today {found.today:%Y-%m-%d %H:%M}")
    counts = ", ".join(f"{name} {count}" for name, count in sorted(found.queues.items()))
    session.say(f"waiting 待判断: {counts or 'nothing'}; {found.looks} looks when grouped 成组")
    due: list[Row] = [
        (str(one.due), str(one.days_left(day)), one.notice, f"{one.code}: {one.fact}")
        for one in found.clocks
    ]
    due += [(str(one.ends_on), str(one.days), one.name, one.what_to_do.en) for one in found.papers]
    session.table("到期 Due", ("by", "days", "what", "why"), due)
    new: list[Row] = [
        (str(one.id), f"{one.score:.2f}", one.right, one.title or "") for one in found.new
    ]
    heads = ("id", "score", "right", "title")
    session.table(f"新增 New by risk ({found.new_count})", heads, new)
    back: list[Row] = [
        (str(one.line.id), one.why, one.line.right, one.line.title or "")
        for one in found.came_back
    ]
    session.table("重新出现 Came back", ("id", "why", "right", "title"), back)
    session.say(f"第二人 Second looks waiting: {len(found.second)}, {found.second_for_me} for you")
    scans: list[Row] = [
        (one.platform, f"{one.started_at:%Y-%m-%d %H:%M}", one.degraded or "done 完成")
        for one in found.scans
    ]
    session.table("扫描 Scans", ("platform", "started", "how it went"), scans)
    session.say(f"我的判断 Your decisions today: {found.mine_today}")
    left = found.waiting
    session.say(
        f"to assemble 待生成 {left.undrafted}, to mend 待补正 {left.incomplete}, "
        f"to file 待提交 {left.exported}"
    )
