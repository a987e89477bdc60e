"""Letters: one template of words a language, and what a page or a file makes of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import jinja2

from domain.languages import LANGUAGES
from takedown.cells import printable

TABLE = "|||"
"""A line of a template in whose place a printed letter has the table of this name after it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, and what stands below it over the whole width."""

    cells: tuple[str, ...]
    below: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a printed letter: heads, rows, and the language that strangers wrote there.

    `widths` are shares of the page for each column; 0 for as little as it needs.
    """

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a letter: heading, item, paragraph, place to sign, or the name of a table."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: plain text with `#` headings, and the same words as blocks to be set."""

    language: str
    slug: str
    day: date
    text: str
    blocks: tuple[Block, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The letter's own heading."""
        return next((one.text for one in self.blocks if one.tag == "h1"), self.slug)

    @property
    def lines(self) -> tuple[Block, ...]:
        """The plain text as blocks, without tables."""
        return tuple(_blocks(self.text))


def write_letter(
    template: str,
    language: str,
    context: Mapping[str, object],
    tables: Mapping[str, Table] | None = None,
) -> Letter:
    """The letter that this template makes of these values; needs `slug` and `day` among them.

    Text from strangers is printed as it is on one line and never read as a template.

    Raises:
        jinja2.TemplateError: The letter asks for something that is not known; nothing that is
            not filled in can leave.
    """
    words = _environment().get_template(f"{template}.{language}.txt")
    day = context["day"]
    if not isinstance(day, date):
        raise TypeError("A letter has a day.")
    values = {**context, "day": day.isoformat()}
    text = words.render(values, printed=False)
    printed = words.render(values, printed=True)
    blocks = tuple(_blocks(printed))
    return Letter(language, str(context["slug"]), day, text, blocks, tables or {})


def in_each_language(
    template: str, contexts: Mapping[str, Mapping[str, object]]
) -> tuple[Letter, ...]:
    """The same letter in Chinese, English and Japanese, in this order."""
    return tuple(write_letter(template, language, contexts[language]) for language in LANGUAGES)


def _blocks(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        tag = {"#": "h1", "##": "h2", "-": "li", TABLE: "table"}.get(mark)
        if tag:
            yield Block(tag, rest)
        elif line.strip().endswith("____"):
            yield Block("sign", line.strip().rstrip("_").strip())
        elif line.strip():
            yield Block("p", line.strip())


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("takedown", "templates"),
        # plain words: what is made of them escapes by itself
        autoescape=False,  # noqa: S701
        undefined=jinja2.StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = printable
    return environment


def _final(value: object) -> object:
    """Whatever goes into a letter: never nothing, and always on one line."""
    if value is None:
        raise jinja2.UndefinedError("A value that is not known was to be printed.")
    return printable(value, None) if isinstance(value, str) else value
