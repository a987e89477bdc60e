"""`rights findings`: what the files of a right say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from domain.records import to_plain
from domain.rights import RightSlug
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import session_of
from review.metadata import sign_originals, told_by_files
from rights.credentials import Credentials


def findings(
    context: typer.Context,
    right: Annotated[str, typer.Argument(help="The slug of a right; `rights list` shows them.")],
    trusted: Annotated[
        Path | None,
        typer.Option(
            "--trusted",
            help="Certificates (PEM) whose credentials are believed.",
            show_default=False,
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the metadata of a right's exhibits: findings, never a score. Anybody can write them."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = told_by_files(store, RightSlug(right), _text(trusted))
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        for one in found:
            session.say(f"{one.exhibit.kind.value} {one.exhibit.file_name} {one.exhibit.sha256}")
            if one.findings.not_read:
                session.say(f"  {one.findings.not_read}")
            if told_of := _credentials(one.credentials):
                session.say(f"  C2PA: {told_of}")
        rows = [
            (one.exhibit.file_name, field.group, field.name, field.value)
            for one in found
            for field in one.findings.fields
        ]
        if rows:
            session.table(
                "Findings 元数据", ("file", "place", "field", "what it says"), list(rows)
            )


def sign(
    context: typer.Context,
    work: Annotated[str, typer.Argument(help="The slug of a work.")],
    certificate: Annotated[
        Path, typer.Option(help="The signer's certificates, its own first (PEM).", exists=True)
    ],
    key: Annotated[Path, typer.Option(help="The signer's key (PEM).", exists=True)],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    authority: Annotated[
        str | None,
        typer.Option(help="A time authority whose time goes into it.", show_default=False),
    ] = None,
) -> None:
    """Sign the originals of a work with content credentials (C2PA), in files beside them.

    The originals stay as they are. Needs the optional package c2pa-python.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            made = sign_originals(
                store,
                RightSlug(work),
                out,
                chain=_text(certificate) or "",
                key=_text(key) or "",
                url=authority,
            )
        for path in made:
            session.say(f"signed 已签署: {path}")


def _credentials(told_of: Credentials) -> str | None:
    if told_of.state is None:
        return told_of.not_read
    by = f", {told_of.signer}" if told_of.signer else ""
    return f"{told_of.state}{by}" + (f", {told_of.signed_at}" if told_of.signed_at else "")


def _text(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeError) as exc:
        raise InputError("is no PEM file.", where=str(path)) from exc
