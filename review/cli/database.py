"""`init`: the database and a settings file, ready to use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.load import DEFAULTS
from review.cli.exits import told
from review.cli.session import session_of
from store.engine import bring_up_to_date, open_engine

SITE_FILE = """\
# Settings of this installation, read from the folder you work in (or name it in JIANZHEN_CONFIG).
# Only what differs from the defaults needs to stand here; every key is in config/defaults.toml.

[crawl]
# An address at which a platform can reach you; it is sent with every request.
# contact = "ip@your-company.example"

[review]
# analyst = "Your Name"
# language = "zh"   # zh, en or ja
"""


def init(
    context: typer.Context,
    settings_file: Annotated[
        Path, typer.Option("--settings-file", help="Where to write a commented settings file.")
    ] = Path("jianzhen.toml"),
) -> None:
    """Make the database (or bring it up to date) and write a commented settings file.

    Safe to run again: what is there is kept. 建立或更新数据库，可重复运行。
    """
    with told():
        session = session_of(context)
        engine = open_engine(session.settings.database.url.get_secret_value())
        try:
            bring_up_to_date(engine)
        finally:
            engine.dispose()
        session.settings.blobs.folder.mkdir(parents=True, exist_ok=True)
        session.say(f"Database ready: {engine.url.render_as_string(hide_password=True)}")
        if settings_file.exists():
            session.say(f"Settings kept: {settings_file}")
        else:
            settings_file.write_text(SITE_FILE, encoding="utf-8")
            session.say(f"Settings written: {settings_file} (every key: {DEFAULTS.name})")
        session.say("Next: jianzhen rights import PORTFOLIO")
