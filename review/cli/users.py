"""`users`: who may come to the desk, what each may do and see there, and their API tokens."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from domain.accounts import Account, Role, Scope, TokenId
from domain.errors import InputError
from domain.records import to_plain
from domain.rights import HolderSlug
from review.access import people, signing
from review.access.log import log_page
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Limit
from review.cli.session import Row, Session, session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Accounts of the desk: roles, rights holders seen, second factors, API tokens. 帐号",
)

Person = Annotated[str, typer.Argument(help="The account's name.")]
RoleOption = Annotated[Role, typer.Option(help="viewer, analyst, lead or admin.")]
Holders = Annotated[
    list[str] | None, typer.Option("--holder", help="A rights holder it sees; again for more.")
]
EveryHolder = Annotated[bool, typer.Option("--every-holder", help="It sees every rights holder.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Person,
    role: RoleOption,
    holder: Holders = None,
    every_holder: EveryHolder = False,
) -> None:
    """Make an account; the password is asked for, or read from standard input, never an option.

    Without a password (an empty line) the person comes in by `jianzhen users link`.
    """
    with told():
        session = session_of(context)
        password = _password()
        with session.store() as store:
            account = people.add_account(
                store,
                name,
                role,
                holders=_seen(holder, role, every_holder=every_holder),
                password=password or None,
                who=_operator(),
                now=session.clock(),
            )
        session.say(
            f"Made the account {account.name} ({account.role}). It sees {_sight(account)}."
        )


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List accounts with their roles and the rights holders each sees."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = people.accounts(store)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (
                one.name,
                one.role.value,
                _sight(one),
                "yes" if one.has_password else "",
                "yes" if one.has_factor else "",
                f"{one.off_at:%Y-%m-%d}" if one.off_at else "",
            )
            for one in found
        ]
        heads = ("name", "role", "sees", "password", "second factor", "closed")
        session.table("Accounts 帐号", heads, rows)


@app.command("change")
def change(
    context: typer.Context,
    name: Person,
    role: Annotated[Role | None, typer.Option(help="viewer, analyst, lead or admin.")] = None,
    holder: Holders = None,
    every_holder: EveryHolder = False,
) -> None:
    """Give an account another role or other rights holders; its sessions end."""
    with told():
        session = session_of(context)
        with session.store() as store:
            changed = people.change_account(
                store,
                people.account_named(store, name).id,
                role=role,
                holders=[HolderSlug(one) for one in holder] if holder else None,
                every_holder=every_holder,
                who=_operator(),
                now=session.clock(),
            )
        session.say(f"{changed.name} is now {changed.role} and sees {_sight(changed)}.")


@app.command("password")
def password(context: typer.Context, name: Person) -> None:
    """Give an account a new password, asked for or read from standard input."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            people.set_password(
                store, account.id, _password(), who=_operator(), now=session.clock()
            )
        session.say(f"Set the password of {account.name}; its sessions have ended.")


@app.command("link")
def link(context: typer.Context, name: Person) -> None:
    """Print what signs this person in once, within fifteen minutes: the end of the desk's link."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            key = signing.new_link(store, account, who=_operator(), now=session.clock())
        own = session.settings.review
        start = (
            f"https://{own.hosts[0]}" if own.tls and own.hosts else f"http://{own.host}:{own.port}"
        )
        session.say(f"{start}/sign-in/link?key={key}")


@app.command("close")
def close(context: typer.Context, name: Person) -> None:
    """Close an account; its sessions and tokens end, its name stays in the record."""
    _closed(context, name, closed=True)


@app.command("open")
def open_(context: typer.Context, name: Person) -> None:
    """Open a closed account again."""
    _closed(context, name, closed=False)


@app.command("reset-factor")
def reset_factor(context: typer.Context, name: Person) -> None:
    """Take away a lost second factor; a new one is set up at the next sign-in."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            people.reset_factor(store, account.id, who=_operator(), now=session.clock())
        session.say(f"{account.name} has no second factor any more.")


@app.command("token")
def token(
    context: typer.Context,
    name: Person,
    scope: Annotated[
        list[Scope], typer.Option(help="read, decide, manage, calendar; again for more.")
    ],
    label: Annotated[str, typer.Option("--for", help="What it is for.")],
    days: Annotated[int, typer.Option(help="How long it lasts.", min=1, max=366)] = 90,
) -> None:
    """Print a new API token of this account; it is shown this once."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            secret, made = people.new_token(
                store, account, label, scope, days=days, who=_operator(), now=session.clock()
            )
        session.say(secret)
        session.say(f"Token {made.id} of {account.name}, until {made.expires_at:%Y-%m-%d}.")


@app.command("tokens")
def tokens(context: typer.Context, name: Person, as_json: AsJson = False) -> None:
    """List the API tokens of an account, never their secrets."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = people.tokens_of(store, people.account_named(store, name).id)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (
                str(one.id),
                one.name,
                ", ".join(sorted(one.scopes)),
                f"{one.expires_at:%Y-%m-%d}",
                f"{one.revoked_at:%Y-%m-%d}" if one.revoked_at else "",
            )
            for one in found
        ]
        session.table("Tokens 令牌", ("id", "for", "scopes", "until", "revoked"), rows)


@app.command("log")
def log(
    context: typer.Context,
    who: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    kind: Annotated[str, typer.Option(help="Only deeds of this kind.")] = "",
    before: Annotated[int | None, typer.Option(help="Before this place.", min=1)] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Show who did what, the newest first."""
    with told():
        session = session_of(context)
        with session.store() as store:
            page = log_page(store, who=who, kind=kind, before=before, limit=limit)
        if as_json:
            session.json([to_plain(one) for one in page.events])
            return
        rows: list[Row] = [
            (str(one.seq), f"{one.at:%Y-%m-%d %H:%M:%S}", one.kind, one.who, one.subject)
            for one in page.events
        ]
        session.table("Log 记录", ("place", "UTC", "what", "who", "of"), rows)


@app.command("revoke")
def revoke(
    context: typer.Context,
    name: Person,
    number: Annotated[int, typer.Argument(help="The token's number.", min=1, max=LARGEST)],
) -> None:
    """Take an API token back."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            people.revoke_token(
                store, account.id, TokenId(number), who=_operator(), now=session.clock()
            )
        session.say(f"Token {number} of {account.name} holds no more.")


def _closed(context: typer.Context, name: str, *, closed: bool) -> None:
    with told():
        session: Session = session_of(context)
        with session.store() as store:
            account = people.account_named(store, name)
            people.close_account(
                store, account.id, closed=closed, who=_operator(), now=session.clock()
            )
        session.say(f"{account.name} is {'closed' if closed else 'open'}.")


def _seen(
    holders: list[str] | None, role: Role, *, every_holder: bool
) -> tuple[HolderSlug, ...] | None:
    if every_holder or role is Role.ADMIN:
        return None
    if not holders:
        raise InputError(
            "Say which rights holders this account sees.",
            mend="Use --holder SLUG, again for more, or --every-holder.",
        )
    return tuple(HolderSlug(one) for one in holders)


def _sight(account: Account) -> str:
    if account.holders is None:
        return "every rights holder"
    return ", ".join(sorted(account.holders)) or "no rights holder"


def _password() -> str:
    if sys.stdin.isatty():
        answer: str = typer.prompt(
            "Password", default="", show_default=False, hide_input=True, confirmation_prompt=True
        )
        return answer
    return sys.stdin.readline().rstrip("\r\n")


def _operator() -> str:
    """Whoever holds this machine, as the record names them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (OSError, KeyError):
        return "command line"
