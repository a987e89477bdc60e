"""How the demo speaks on a terminal: section titles and short sentences, Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

CONSOLE = Console(highlight=False, soft_wrap=True)


def section(number: int, zh: str, en: str) -> None:
    """Begin a part of the demo."""
    CONSOLE.print()
    CONSOLE.rule(f"[bold]{number}  {zh} · {en}", align="left")


def say(zh: str, en: str) -> None:
    """One sentence in both languages."""
    CONSOLE.print(zh)
    CONSOLE.print(en, style="dim")


def show_command(words: Sequence[str]) -> None:
    """The command as a person would type it."""
    CONSOLE.print("$ " + " ".join(_quoted(word) for word in words), style="cyan", markup=False)


def show_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; figures stand to the right."""
    table = Table(title=title, title_justify="left")
    for index, head in enumerate(heads):
        table.add_column(head, justify="left" if index == 0 else "right", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    CONSOLE.print(table)


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
