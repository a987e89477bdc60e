"""`account` and `capture`: your own sign-ins, and what you have open in your own browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from config.load import load_profiles
from config.profiles import PlatformProfile
from crawler.accounts import LARGEST_BYTES, AccountShelf
from crawler.assist import capture_tab, session_of_browser
from domain.errors import InputError, NotFound
from domain.records import to_plain
from domain.runs import Step
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, Session, session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Sessions of your own accounts on platforms, sealed.",
)
capture = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Keep what you have open in your own browser.",
)

OWN_BROWSER = "http://127.0.0.1:9222"

PlatformSlug = Annotated[str, typer.Argument(help="A platform's slug.")]
AccountName = Annotated[str, typer.Argument(help="Your name for the account: a-z, 0-9, - and _.")]
BrowserUrl = Annotated[
    str, typer.Option("--browser", help="Your browser's debugging address, on this machine.")
]


@app.command("save")
def save(
    context: typer.Context,
    platform: PlatformSlug,
    name: AccountName,
    file: Annotated[
        Path | None, typer.Option("--file", help="A storage state that Playwright wrote.")
    ] = None,
    browser: BrowserUrl = OWN_BROWSER,
) -> None:
    """Seal the session of an account in which you signed in yourself, for this platform alone.

    It is taken from your own browser, or from a file.
    """
    with told():
        session = session_of(context)
        profile = _profile(session, platform)
        state = _state_in(file) if file else session_of_browser(browser)
        shelf = AccountShelf(session.settings.accounts)
        kept = shelf.save(platform, name, state, profile.domains, session.clock())
        session.say(f"Saved {name} of {platform}: {kept.cookies} cookies, sealed.")
        if profile.account != name:
            session.say(f'Next: account = "{name}" in the profile {platform}.toml')
        if file:
            session.say(f"{file} holds the session in clear; delete it.")


@app.command("list")
def list_accounts(context: typer.Context, as_json: AsJson = False) -> None:
    """Show which sessions are saved, and when the first part of each runs out."""
    with told():
        session = session_of(context)
        known = AccountShelf(session.settings.accounts).accounts()
        if as_json:
            session.json([to_plain(one) for one in known])
            return
        rows: list[Row] = [
            (
                one.platform,
                one.name,
                f"{one.saved_at:%Y-%m-%d %H:%M}",
                f"{one.expires_at:%Y-%m-%d %H:%M}" if one.expires_at else "",
            )
            for one in known
        ]
        heads = ("platform", "account", "saved (UTC)", "first cookie runs out (UTC)")
        session.table("Accounts 账号", heads, rows)


@app.command("forget")
def forget(context: typer.Context, platform: PlatformSlug, name: AccountName) -> None:
    """Delete a saved session; sign out on the platform too if it may have been seen."""
    with told():
        session = session_of(context)
        AccountShelf(session.settings.accounts).forget(platform, name)
        session.say(f"Forgot {name} of {platform}.")


@capture.command("assist")
def assist(
    context: typer.Context,
    url: Annotated[
        str | None, typer.Option("--url", help="The start of the open page's address.")
    ] = None,
    browser: BrowserUrl = OWN_BROWSER,
    as_json: AsJson = False,
) -> None:
    """Keep the page that you have open in your own browser, and take it in.

    Nothing is clicked, loaded or signed in to. See docs/saved-pages.md for how to start the
    browser.
    """
    with told():
        session = session_of(context)
        now = session.clock()
        folder = session.settings.crawl.scans_folder / f"assisted-{now:%Y%m%dT%H%M%S%f}"
        kept = capture_tab(browser, folder, url, now)
        if not as_json:
            session.say(f"Kept {kept.url} in {kept.folder}")
            for problem in kept.problems:
                session.say(f"  ! {problem}")
        report = session.run(Step("intake", {"source": str(folder.absolute())}))
        session.report(report, as_json=as_json)


def _profile(session: Session, slug: str) -> PlatformProfile:
    profiles = load_profiles(session.settings)
    if slug not in profiles:
        raise NotFound(f"There is no platform {slug!r}; see `jianzhen sources`.")
    return profiles[slug]


def _state_in(file: Path) -> object:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise InputError(f"is larger than {LARGEST_BYTES} bytes.", where=str(file))
        state: object = json.loads(file.read_bytes())
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(file)) from exc
    except (ValueError, RecursionError) as exc:
        raise InputError("is no JSON.", where=str(file)) from exc
    return state
