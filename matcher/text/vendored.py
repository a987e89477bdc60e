"""Vendored tables, read once each; bin/tables.py rebuilds them, NOTICE names their makers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources


@functools.cache
def lookalikes() -> Mapping[str, str]:
    """Letters and signs outside ASCII that look like one ASCII letter or digit (UTS #39)."""
    return dict(_pairs("lookalikes.tsv"))


@functools.cache
def shapes() -> Mapping[str, frozenset[str]]:
    """For each Chinese character, those that are written much like it."""
    return {char: frozenset(near) for char, near in _pairs("shapes.tsv")}


@functools.cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """For each Chinese character, the rows of parts that it may be written as."""
    return {char: tuple(rows.split(" ")) for char, rows in _pairs("parts.tsv")}


@functools.cache
def english_words() -> frozenset[str]:
    """Common words of English, in lower case."""
    return frozenset(table_text("words.txt").split())


@functools.cache
def ranks() -> Mapping[str, int]:
    """The place of each common Chinese character in the order of frequency, from 0."""
    return {char: rank for rank, char in enumerate(table_text("common.txt").strip())}


RAREST = 6000


def rank(char: str) -> int:
    """How rare a Chinese character is: 0 for the commonest, `RAREST` beyond the table."""
    return ranks().get(char, RAREST)


def _pairs(name: str) -> list[tuple[str, str]]:
    lines = table_text(name).splitlines()
    return [(left, right) for left, _, right in (line.partition("\t") for line in lines)]


def table_text(name: str) -> str:
    """The whole of one table."""
    return resources.files("matcher.text").joinpath("tables", name).read_text(encoding="utf-8")
