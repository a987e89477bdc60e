"""Values that pages keep in scripts: JSON after a mark, single strings, safe steps into it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from urllib.parse import unquote

from crawler.decoding import is_json

Node = Mapping[str, object]

DEEPEST = 9
"""Levels that a search for a name goes down."""

MOST_LOOSE = 8
"""Objects of one page that may be read as JavaScript: a hostile page can repeat the mark."""

MOST_FOUND = 500
"""Values of one path that are looked at."""

LONGEST_SCRIPT = 3_000_000
"""Characters of one script beyond which nothing is looked at."""

_GIVEN = re.compile(
    r"""\s{0,200}[=,(]?\s{0,200}(?:Object\.assign)?\(?\s{0,200}(?:\{\s{0,200}data\s{0,200}:\s{0,200}(?=\{)|(?=\{))"""
    r"""|["'][^>]{0,120}>\s{0,99}(?=\{)"""
)
"""What stands between a name and its object; an outer `{data: …}` is stepped into."""

_READER = json.JSONDecoder(strict=False)
_LOOSE = re.compile(
    r"""(?:"(?:[^"\\]|\\[\s\S])*+"?)|([{,]\s*)([A-Za-z_$\d][\w$]*)\s*:|(?<![\w$.])undefined\b"""
)
_STRING = re.compile(r"""["']?\s{0,200}:\s{0,200}(?:"([^"\n]{1,400})"|'([^'\n]{1,400})')""")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"</?(?:span|em|b|font|i)\b[^>]{0,200}>", re.IGNORECASE)


def states_after(text: str, names: Iterable[str]) -> Iterator[Node]:
    """Each JSON object that a script gives one of these names, or the answer itself if it is JSON.

    A name may be that of a variable, of a call (`TShop.Setup(`) or of a script's id.
    """
    starts = sorted({start for name in names for start in _starts(text, name)})
    if is_json(text):
        starts = [max(0, text.find("{"))]
    for place, start in enumerate(starts):
        if value := _object_at(text, start, loosely=place < MOST_LOOSE):
            yield value


def _starts(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        if found := _GIVEN.match(text, at + len(name)):
            yield found.end()
        at = text.find(name, at + len(name))


def answer_in(text: str) -> Node:
    """The object of an interface answer (JSON or JSONP), empty where the text is none."""
    return _object_at(text, max(0, text.find("{"))) if is_json(text) else {}


def whole_answer(text: str) -> object:
    """An interface answer (JSON or JSONP) whatever its kind, None where the text is none."""
    start = re.search(r"[\[{]", text[:400])
    if start is None or not is_json(text):
        return None
    try:
        return _READER.raw_decode(text, start.start())[0]
    except (ValueError, RecursionError):
        return None


def found_at(value: object, path: str) -> list[object]:
    """All that lies at a path: names, positions, `*` for each, `~name` for anywhere below."""
    found = [value]
    for key in path.split(".") if path else ():
        found = [inner for one in found for inner in _step(one, key)][:MOST_FOUND]
    return found


def _step(value: object, key: str) -> list[object]:
    if key.startswith("~"):
        return list(islice(nodes_named(value, key[1:]), MOST_FOUND))
    if isinstance(value, Mapping):
        return list(value.values()) if key == "*" else [value[key]] if key in value else []
    if isinstance(value, list):
        return value if key == "*" else value[int(key) : int(key) + 1] if key.isdecimal() else []
    return []


def parsed(text: object) -> Node:
    """The JSON object that a string holds, empty where it holds none."""
    try:
        value = json.loads(text, strict=False) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        value = None
    return node(value)


def script_string(text: str, name: str) -> str | None:
    r"""The first string that a script gives this name, its `\u` and percent escapes undone."""
    at = text.find(name)
    while at >= 0:
        found = _STRING.match(text, at + len(name))
        if found and not text[at - 1 : at].isidentifier():
            raw = found[1] or found[2]
            return words(unquoted(_UNICODE.sub(lambda code: chr(int(code[1], 16)), raw)))
        at = text.find(name, at + len(name))
    return None


def unquoted(text: str) -> str:
    """The text without percent escapes, whether of UTF-8 or of GBK; as it is where of neither."""
    for charset in ("utf-8", "gb18030"):
        try:
            return unquote(text, encoding=charset, errors="strict")
        except UnicodeDecodeError:
            continue
    return text


def within(value: object, path: str) -> object:
    """What lies at this dotted path, None where the path breaks off."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def first_within(value: object, *paths: str) -> tuple[object, str]:
    """The first value at one of these paths, with its source (`state:…`)."""
    for path in paths:
        found = within(value, path)
        if found not in (None, "", [], {}):
            return found, f"state:{path}"
    return None, ""


def nodes_named(value: object, name: str, depth: int = 0) -> Iterator[object]:
    """Every value of this name in the tree, from the top down, lists included."""
    if isinstance(value, dict):
        if name in value:
            yield value[name]
        parts: Iterable[object] = value.values()
    else:
        parts = value if isinstance(value, list) else ()
    # most of a state's values are no containers, and a call for each would cost the most
    inner = [part for part in parts if isinstance(part, dict | list)]
    for part in inner if depth < DEEPEST else ():
        yield from nodes_named(part, name, depth + 1)


def _object_at(text: str, start: int, *, loosely: bool = True) -> Node:
    """The object that begins here; where it is JavaScript and no JSON, its keys are quoted."""
    try:
        return node(_READER.raw_decode(text, start)[0])
    except (ValueError, RecursionError):
        if not loosely:
            return {}
        end = text.find("</script", start)
        script = text[start : end if end > 0 else len(text)][:LONGEST_SCRIPT]
    try:
        return node(_READER.raw_decode(_LOOSE.sub(_strict, script))[0])
    except (ValueError, RecursionError):
        return {}


def _strict(found: re.Match[str]) -> str:
    if found[2]:
        return f'{found[1]}"{found[2]}":'
    return "null" if found[0] == "undefined" else found[0]


def node(value: object) -> Node:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def nodes(value: object) -> list[Node]:
    """The objects of a list, none if it is no list."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def words(value: object) -> str | None:
    """The text on one line without search marks, None where it is none."""
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(_TAG.sub("", value)).split()) or None


def digits(value: object) -> str | None:
    """An identifier of digits, None where the value is none."""
    plain = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return plain if re.fullmatch(r"[1-9]\d{3,19}", plain) else None
