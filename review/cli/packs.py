"""`packs`: what each complaint channel asks, how sure that is, and what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from domain.records import to_plain
from domain.rights import RightKind
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import Row, Session, session_of
from takedown.packs import changes_between, pack_line, pack_rules, packs_in, remarks_on
from takedown.parts import parts_of
from takedown.regimes import channel_regimes, check_regimes
from takedown.rules import Pack, load_packs, read_pack
from takedown.statements import statements_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Rule packs of the complaint channels. 平台规则",
)

Slug = Annotated[str, typer.Argument(help="A channel's slug; `packs list` shows them.")]


@app.command("list")
def list_(context: typer.Context, language: Language = None, as_json: AsJson = False) -> None:
    """List the complaint channels with the age and the sureness of what is known of them."""
    with told():
        session = session_of(context)
        today = session.clock().date()
        lines = [pack_line(pack, today) for pack in load_packs(session.settings).values()]
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        spoken = language or session.settings.review.language
        rows: list[Row] = [
            (
                line.slug,
                str(getattr(line, spoken)),
                line.country,
                f"{line.checked_on}{' !' if line.stale else ''}",
                f"{line.rules} ({line.low_confidence} low)",
                line.unregistered_works or "?",
            )
            for line in lines
        ]
        heads = ("channel", "name", "country", "checked", "rules", "unregistered works")
        session.table("平台规则 Rule packs", heads, rows)


@app.command("show")
def show(context: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """Show every rule of one channel with its sources, its sureness and its day."""
    with told():
        session = session_of(context)
        pack = _pack(session, slug)
        if as_json:
            session.json(to_plain(pack))
            return
        session.say(f"{pack.names.zh} · {pack.names.en} · {pack.names.ja} ({pack.slug})")
        session.say(
            f"valid from {pack.valid_from}, checked {pack.checked_on} by {pack.checked_by}"
        )
        for section, rule in pack_rules(pack):
            code = getattr(rule, "code", "")
            place = f"{section} {code}".strip()
            told_by = f"[{rule.confidence}; {', '.join(rule.sources)}; {rule.checked_on}]"
            session.say(f"  {place}: {rule.fact} {told_by}")
        for one in pack.unknown:
            session.say(f"  unknown 未知: {one}")
        for name, source in pack.sources.items():
            session.say(f"  {name}: {source.title} ({source.kind}) {source.url or ''}")


@app.command("check")
def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Pack files; without any, those in use.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that packs are whole, and say what in them is old, weak or unknown.

    Ends with an error when a pack cannot be used; what is only weak is told.
    """
    with told():
        session = session_of(context)
        found: dict[str, list[str]] = {}
        broken: list[str] = []
        for path in paths or packs_in(session.settings.takedown.packs_folders):
            try:
                pack = read_pack(path)
                check_regimes(pack)
                for kind in {one.right for one in pack.reasons if one.right}:
                    statements_of(pack, kind)
            except InputError as exc:
                broken.append(path.name)
                found[path.name] = [f"refused: {exc}"]
                continue
            found[path.name] = list(remarks_on(pack, session.clock().date()))
        if as_json:
            session.json(found)
        else:
            _tell(session, found)
        if broken:
            raise InputError(f"{len(broken)} of {len(found)} packs cannot be used: {broken}.")


@app.command("parts")
def parts(
    context: typer.Context,
    slug: Slug,
    right: Annotated[RightKind, typer.Option(help="mark or work.")] = RightKind.WORK,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show what a notice there must hold today, by which law, and which form field takes it."""
    with told():
        session = session_of(context)
        pack, today = _pack(session, slug), session.clock().date()
        found = parts_of(pack, right, channel_regimes(pack, right, today))
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        spoken = language or session.settings.review.language
        rows: list[Row] = [
            (
                one.element.name.in_language(spoken),
                ", ".join(one.required_by) or "on request 按需",
                ", ".join(one.fields) or "the letter 通知书",
            )
            for one in found
        ]
        session.table(f"{slug}: {right}", ("part", "required by", "goes into"), rows)


@app.command("diff")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="A channel's slug, or a pack file.")],
    after: Annotated[str, typer.Argument(help="A channel's slug, or a pack file.")],
    as_json: AsJson = False,
) -> None:
    """Show rule by rule what differs between two packs, for example a new draft and the old."""
    with told():
        session = session_of(context)
        changes = list(changes_between(_pack(session, before), _pack(session, after)))
        if as_json:
            session.json([to_plain(change) for change in changes])
            return
        for change in changes:
            session.say(change.place)
            if change.before is not None:
                session.say(f"  - {change.before}")
            if change.after is not None:
                session.say(f"  + {change.after}")
        session.say(f"{len(changes)} differences 处不同")


def _tell(session: Session, found: dict[str, list[str]]) -> None:
    for name, remarks in found.items():
        session.say(f"{name}: {'ok' if not remarks else f'{len(remarks)} remarks 条提示'}")
        for remark in remarks:
            session.say(f"  {remark}")


def _pack(session: Session, named: str) -> Pack:
    if named.endswith(".toml"):
        return read_pack(Path(named))
    packs = load_packs(session.settings)
    if named not in packs:
        raise InputError(f"There is no pack {named!r}.", mend=f"Use {', '.join(packs)}.")
    return packs[named]
