"""`rights show`: one right, its exhibits, and what was said of it before."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from domain.records import to_plain
from domain.rights import RightSlug
from domain.versions import Version
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import Session, session_of
from review.cli.show_proof import tell_proof
from review.history import RightPage, right_page
from review.proofs import About, proof_page


def show(
    context: typer.Context,
    right: Annotated[str, typer.Argument(help="The slug of a right; `rights list` shows them.")],
    history: Annotated[bool, typer.Option("--history", help="Every version before it.")] = False,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show a right, its exhibits and what they prove today; with --history, what changed and when.

    The grade is for you alone: no file quotes it.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            page = right_page(store, RightSlug(right))
            proof = proof_page(
                store, session.settings, RightSlug(right), About(), now=session.clock()
            )
        if as_json:
            kept = {"right": to_plain(page.right), "exhibits": to_plain(page.exhibits)}
            kept["proof"] = to_plain(proof.proof)
            session.json(kept | ({"versions": to_plain(page.versions)} if history else {}))
            return
        fields = to_plain(page.right).items()
        rows = [(name, _text(value)) for name, value in fields if value not in (None, [], {})]
        session.table("Right 权利", ("field", "what it says"), list(rows))
        papers = [
            (one.kind.value, one.file_name, str(one.size_bytes), one.sha256, one.taken_in_by)
            for one in page.exhibits
        ]
        heads = ("kind", "file", "bytes", "SHA-256", "taken in by")
        session.table("Exhibits 证据", heads, list(papers))
        tell_proof(session, proof, language or session.settings.review.language)
        if history:
            _show_history(session, page)


def _show_history(session: Session, page: RightPage) -> None:
    for first in page.versions[:1]:
        session.say(_headline(first))
    for version, changes in page.changes():
        session.say(_headline(version))
        for one in changes:
            session.say(f"  {one.field}: {_text(one.before)} → {_text(one.after)}")


def _headline(version: Version) -> str:
    when = f"{version.kept_at:%Y-%m-%d %H:%M} UTC" if version.kept_at else "time not recorded"
    who = version.kept_by or "by whom is not recorded"
    return f"version 版本 {version.number}: {when}, {who}, {version.digest[:12]}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
