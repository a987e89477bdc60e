"""`notices` and `bundle`: what is asked of a platform, and whether a bundle is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import EvidenceError
from domain.notices import Notice, NoticeId
from domain.records import to_plain
from domain.runs import Step
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson, Language, Name
from review.cli.session import Row, Session, session_of
from takedown.signing import open_signer
from takedown.verify_bundle import stamp_times, verify_bundle

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Notices, ready to be filed by a person. 通知",
)
bundle = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Bundles of evidence. 证据包"
)


@app.command("assemble")
def assemble(
    context: typer.Context, name: Name = None, language: Language = None, as_json: AsJson = False
) -> None:
    """Make notices of all findings of infringement, check them, and export the bundles.

    What a platform would refuse is named with its mend; such a notice is not exported.
    """
    with told():
        session = session_of(context)
        step = Step("assemble", {"decisions": None, "who": session.analyst(name)})
        report = session.run(step)
        with session.store() as store:
            made = [desk.notice(store, NoticeId(one)) for one in report.made]
        if as_json:
            session.json(
                {"counts": dict(report.counts), "notices": [to_plain(one) for one in made]}
            )
            return
        session.report(report)
        for one in made:
            _tell(session, one, language or session.settings.review.language)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List notices with their states and bundles."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = desk.notices(store)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (
                str(one.id),
                one.state.value,
                one.channel,
                str(one.right),
                str(len(one.decisions)),
                one.bundle_path or "",
            )
            for one in found
        ]
        heads = ("id", "state", "channel", "right", "listings", "bundle")
        session.table("Notices 通知", heads, rows)


@bundle.command("verify")
def verify(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Bundles: zip files or unpacked folders.")],
    key: Annotated[
        str | None, typer.Option(help="The verifier key that must have signed the record.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that bundles are whole: names every file that was changed, added or is missing."""
    with told():
        session = session_of(context)
        found = {str(path): verify_bundle(path, key=key) for path in paths}
        if as_json:
            session.json({path: list(problems) for path, problems in found.items()})
        for path, problems in found.items():
            if not as_json:
                session.say(f"{path}: {'whole 完整' if not problems else 'NOT WHOLE 不完整'}")
                if not problems:
                    _tell_stamps(session, path)
                for problem in problems:
                    session.say(f"  ! {problem}")
        broken = [path for path, problems in found.items() if problems]
        if broken:
            raise EvidenceError(f"{len(broken)} of {len(found)} bundles are not whole.")


@bundle.command("key")
def key(context: typer.Context) -> None:
    """Print the verifier key of this installation, for recipients to check bundles with."""
    with told():
        session = session_of(context)
        takedown = session.settings.takedown
        session.say(open_signer(takedown.signing_key, takedown.log_name).verifier_key())


def _tell_stamps(session: Session, path: str) -> None:
    times = stamp_times(Path(path))
    for name, moment in times:
        session.say(f"  time stamp 时间戳: {name} says {moment}")
    if not times:
        session.say("  time stamp 时间戳: pending 待补")


def _tell(session: Session, notice: Notice, language: str) -> None:
    session.say(f"notice {notice.id} {notice.state}: {notice.channel}, {notice.right}")
    if notice.bundle_path:
        session.say(f"  bundle: {notice.bundle_path}")
    for finding in notice.findings:
        session.say(f"  {finding.severity} {finding.code}: {finding.what.in_language(language)}")
        session.say(f"    → {finding.mend.in_language(language)}")
