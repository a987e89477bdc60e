"""Writes docs/reference.md from the code; with --check, says whether it has drifted."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from config.load import DEFAULTS, ROOT, load_profiles, load_settings
from domain import errors
from matcher.registry import SIGNALS
from review.cli.main import app
from takedown.rules import load_packs

TARGET = ROOT / "docs" / "reference.md"


UNPROVEN = (
    "The reading of an *unproven* platform follows what is publicly known of its pages; it was "
    "never checked on a real one. "
    "See [saved pages](saved-pages.md#platforms-that-are-unproven).\n\n"
)


def reference() -> str:
    """The whole page as Markdown."""
    parts = [
        "# Reference\n\nMade from the code by `make docs`; do not edit.",
        "## Commands\n\n" + "\n\n".join(_commands(typer.main.get_command(app), "jianzhen")),
        "## Exit codes\n\n" + _table(("code", "error", "who acts"), _exit_codes()),
        "## Settings\n\n```toml\n" + DEFAULTS.read_text(encoding="utf-8").strip() + "\n```",
        "## Signals\n\n" + _table(("signal", "true when its value is high"), _signals()),
        "## Platforms\n\n"
        + UNPROVEN
        + _table(("slug", "name", "lane", "complaint channel", "reading"), _platforms()),
        "## Rule packs\n\n" + _table(("channel", "name", "checked on", "checked by"), _packs()),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    children = command.list_commands(context) if hasattr(command, "list_commands") else []
    for name in sorted(children):
        yield from _commands(command.get_command(context, name), f"{path} {name}")
    if children:
        return
    usage = command.get_usage(context).removeprefix("Usage: ")
    rows = [
        (f"`{', '.join(one.opts)}`", str(getattr(one, "help", None) or ""))
        for one in command.params
    ]
    options = "\n\n" + _table(("option", "what it does"), rows) if rows else ""
    text = inspect.cleandoc(command.help or "").split("\n\n")[0]
    yield f"### `{usage}`\n\n{text}{options}"


def _exit_codes() -> Iterator[tuple[str, ...]]:
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.MonitorError) and kind is not errors.MonitorError
    ]
    for kind in sorted(kinds, key=lambda kind: (kind.exit_code, kind.__name__)):
        yield str(kind.exit_code), f"`{kind.__name__}`", _first_line(kind)


def _signals() -> Iterator[tuple[str, ...]]:
    for name, function in sorted(SIGNALS.items()):
        yield f"`{name}`", _first_line(function)


def _platforms() -> Iterator[tuple[str, ...]]:
    for profile in load_profiles(load_settings({})).values():
        names = f"{profile.names.zh} / {profile.names.en}"
        proven = "proven" if profile.proven else "**unproven**"
        yield f"`{profile.slug}`", names, profile.lane, profile.complaint_channel or "", proven


def _packs() -> Iterator[tuple[str, ...]]:
    for slug, pack in sorted(load_packs(load_settings({})).items()):
        yield f"`{slug}`", pack.names.en, pack.checked_on.isoformat(), pack.checked_by


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    cleaned = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in cleaned)


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    target, text = Path(TARGET), reference()
    if parser.parse_args().check:
        return 0 if target.exists() and target.read_text(encoding="utf-8") == text else 1
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
