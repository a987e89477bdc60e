"""The commands: their names, what they do in a line, and where each is found when it is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import click
import typer
from typer.core import TyperGroup


class Command(NamedTuple):
    """A command or a group of commands; `place` is its module and its name there."""

    name: str
    place: str
    zh: str
    en: str


COMMANDS = (
    Command("init", "database:init", "建库", "Make the database and a commented settings file"),
    Command("rights", "rights_group:app", "权利", "What you own, and how it is shown to be yours"),
    Command("scan", "scan:scan", "扫描", "Scan one platform now, in a process of its own"),
    Command("intake", "scan:intake", "收页", "Take in pages that a person saved"),
    Command("read", "reading:read", "读页", "What one saved page tells, with the signs"),
    Command("sources", "platforms:sources", "来源", "On what footing each platform is read"),
    Command("calendar", "platforms:calendar", "日程", "When each platform is scanned, and why"),
    Command("account", "accounts:app", "账号", "Sessions of your own accounts, sealed"),
    Command("capture", "accounts:capture", "固定", "Keep what is open in your own browser"),
    Command("match", "scan:match", "比对", "Weigh the latest sightings against your rights"),
    Command("compare", "compare:app", "文件比对", "Files of rights beside files of listings"),
    Command("today", "today:today", "今天", "What the day holds, in two minutes"),
    Command("candidates", "candidates_group:app", "候选", "What resembles yours; your decisions"),
    Command("evaluate", "evaluate:evaluate", "评估", "How good the queue is, by what was decided"),
    Command("aliases", "aliases:app", "别名", "Short forms and nicknames that a person approves"),
    Command("notices", "notices_group:app", "通知", "Notices, ready to be filed by a person"),
    Command("bundle", "notices:bundle", "证据包", "Check bundles of evidence"),
    Command("evidence", "evidence:app", "取证", "Captures, time stamps, the log, court reports"),
    Command(
        "retention", "retention:app", "保留期", "What is erased and when; holds; masked copies"
    ),
    Command("packs", "packs:app", "规则包", "Rule packs of the complaint channels"),
    Command("due", "due:due", "期限", "The periods that run for notices, soonest first"),
    Command("remind", "remind:remind", "提醒", "Say what comes near, by mail and webhook"),
    Command(
        "standing", "standing:app", "账号记录", "Your record with platforms, and held batches"
    ),
    Command("watch", "watch:app", "跟踪", "Whether what was filed for is gone, and stays gone"),
    Command("sellers", "sellers:app", "卖家", "Who offers what was found, and shared facts"),
    Command("night", "night:night", "夜扫", "One night: scan what is enabled, then weigh it"),
    Command("clock", "night:clock", "定时", "Every night at its hour, until stopped"),
    Command("runs", "scan:runs", "运行", "What was started, and how it ended"),
    Command("searches", "searches:searches", "搜索词", "What each search brought, and which rest"),
    Command("health", "health:health", "健康", "What each scan measured of itself"),
    Command(
        "figures", "figures:figures_of_month", "数据", "The figures of a month, with definitions"
    ),
    Command("report", "figures:report", "月报", "The report of a month as PDF, with its tables"),
    Command("users", "users:app", "帐号权限", "Who may come to the desk, and do and see what"),
    Command("webhooks", "webhooks:app", "回调", "Programs told of changes, each message signed"),
    Command("serve", "serve:serve", "审核台", "The desk on this machine, until Ctrl-C"),
)
"""In the order in which a night uses them."""

PLACES = {one.name: one for one in COMMANDS}


class LateCommands(TyperGroup):
    """Commands that are imported when they are called: starting one waits for no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # type: ignore[override]
        """The names, in the order of use."""
        return [one.name for one in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """The command, imported now; None where there is none of this name."""
        one = PLACES.get(cmd_name)
        return None if one is None else _imported(one)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # type: ignore[override]
        """The list in the help, without importing any."""
        with formatter.section("Commands 命令"):
            formatter.write_dl([(one.name, f"{one.zh} · {one.en}") for one in COMMANDS])


def _imported(one: Command) -> Any:
    module, attribute = one.place.split(":")
    found = getattr(import_module(f"review.cli.{module}"), attribute)
    made = typer.main.get_group(found) if isinstance(found, typer.Typer) else _single(found)
    made.name = one.name
    return made


def _single(function: Callable[..., None]) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(help=inspect.getdoc(function))(function)
    return typer.main.get_command(app)
