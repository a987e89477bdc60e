"""What a row of a portfolio may hold, checked by noun; nothing here opens a file or a database."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from domain.rights import MarkKind, NameKind, Script
from rights.countries import COUNTRIES, OFFICES, TERRITORIES
from rights.goods_rows import class_problems, product_problems
from rights.policy_rows import acknowledged_names, name_problems, policy_problems

Problem = tuple[str, str]
"""What is wrong, and how to mend it."""

Values = Mapping[str, object]
Kinds = tuple[type, ...]

TEXT: Kinds = (str,)
DAY: Kinds = (date,)
LIST: Kinds = (list,)
NUMBER: Kinds = (str, int, float)

WANTED = {
    TEXT: "text",
    DAY: "a date (2026-11-23)",
    LIST: "a list",
    NUMBER: "a number",
    (dict,): "a table",
}
NAME_KEYS = {"text", "script", "kind"}

FIELDS: Mapping[str, Mapping[str, tuple[Kinds, bool]]] = {
    "holders": {
        "slug": (TEXT, True),
        "names": ((dict,), True),
        "country": (TEXT, True),
        "address": (TEXT, False),
        "contact_person": (TEXT, False),
        "email": (TEXT, False),
        "phone": (TEXT, False),
        "exhibits": (LIST, False),
    },
    "agents": {
        "slug": (TEXT, True),
        "names": ((dict,), True),
        "country": (TEXT, True),
        "address": (TEXT, False),
        "contact_person": (TEXT, False),
        "email": (TEXT, False),
        "phone": (TEXT, False),
        "exhibits": (LIST, False),
    },
    "marks": {
        "slug": (TEXT, True),
        "holder": (TEXT, True),
        "kind": (TEXT, True),
        "names": (LIST, True),
        "registration_number": (TEXT, True),
        "office": (TEXT, True),
        "territory": (LIST, True),
        "nice_classes": (LIST, True),
        "registered_on": (DAY, False),
        "expires_on": (DAY, True),
        "goods_words": (LIST, False),
        "policy": ((dict,), False),
        "pictures": (LIST, False),
        "exhibits": (LIST, False),
    },
    "works": {
        "slug": (TEXT, True),
        "holder": (TEXT, True),
        "title": (TEXT, True),
        "kind": (TEXT, True),
        "pictures": (LIST, True),
        "licensed_pictures": (LIST, False),
        "author": (TEXT, False),
        "title_basis": (TEXT, False),
        "created_on": (DAY, False),
        "first_published_on": (DAY, False),
        "first_published_at": (TEXT, False),
        "employer": (TEXT, False),
        "commissioner": (TEXT, False),
        "registration_number": (TEXT, False),
        "office": (TEXT, False),
        "expires_on": (DAY, False),
        "exhibits": (LIST, False),
    },
    "products": {
        "slug": (TEXT, True),
        "holder": (TEXT, True),
        "name": (TEXT, True),
        "rights": (LIST, False),
        "nice_classes": (LIST, False),
        "features": (LIST, False),
        "price_lowest": (NUMBER, False),
        "price_highest": (NUMBER, False),
        "currency": (TEXT, False),
        "codes": (LIST, False),
        "pictures": (LIST, False),
    },
    "sellers": {
        "holder": (TEXT, True),
        "platform": (TEXT, True),
        "seller": (TEXT, True),
        "valid_from": (DAY, False),
        "valid_until": (DAY, False),
        "territory": (LIST, False),
    },
}
"""Every key of every noun: its types, and whether it is needed."""

SCRIPTS = {
    Script.LATIN: re.compile(r"[^\W\d_]*[A-Za-zÀ-ɏ]"),
    Script.CHINESE: re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]"),
    Script.KANA: re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]"),
}


def problems_of(noun: str, values: Values, today: date) -> Iterator[Problem]:
    """Everything that is wrong with the values of one row, without looking at other rows."""
    shape = list(_shape(noun, values))
    yield from shape
    if not shape:
        yield from CHECKS[noun](values, today)


def _shape(noun: str, values: Values) -> Iterator[Problem]:
    fields = FIELDS[noun]
    for key in values:
        if key not in fields:
            yield f"the key {key!r} is not known", f"Known are: {', '.join(fields)}."
    for key, (kinds, needed) in fields.items():
        value = values.get(key)
        if _is_empty(value):
            if needed and not (key == "names" and values.get("kind") == MarkKind.FIGURATIVE):
                yield f"{key} is missing", f"Add {key} = …"
        # exact: a bool is an int to isinstance, and a time is a date
        elif type(value) not in kinds:
            yield f"{key} is {value!r}", f"Write {WANTED[kinds]}."
    slug = values.get("slug")
    if isinstance(slug, str) and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        yield f"slug {slug!r} is not in small letters, digits and hyphens", "Write e.g. work-fox."


def _is_empty(value: object) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def _holder(values: Values, _today: date) -> Iterator[Problem]:
    names = values["names"]
    if not isinstance(names, dict) or not all(_is_line(one) for one in names.values()):
        yield "names is no table of text by language", 'Write names = {ja = "…", en = "…"}.'
    elif unknown := set(names) - {"zh", "en", "ja"}:
        yield f"names has the language {min(unknown)!r}", "Use zh, en and ja."
    yield from _code("country", values["country"], COUNTRIES)
    email = values.get("email")
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(email)):
        yield f"email {email!r} is no address", "Write name@host."


def _mark(values: Values, today: date) -> Iterator[Problem]:
    if values["kind"] not in set(MarkKind):
        yield f"kind is {values['kind']!r}", f"Use {' or '.join(MarkKind)}."
    if values["kind"] == MarkKind.FIGURATIVE and not values.get("pictures"):
        yield "a figurative mark has no picture", 'Add pictures = ["…"].'
    yield from _names(values.get("names", []), acknowledged_names(values))
    yield from policy_problems(values)
    yield from _code("office", values["office"], OFFICES)
    for code in values["territory"]:  # type: ignore[attr-defined]
        yield from _code("territory", code, TERRITORIES)
    yield from class_problems(values["nice_classes"])
    yield from _lines("goods_words", values.get("goods_words", []))
    yield from _number(str(values["registration_number"]))
    yield from _term(values, today)


def _number(text: str) -> Iterator[Problem]:
    if re.fullmatch(r"\d+(\.\d+)?[Ee]\+?\d+", text.strip()):
        yield (
            f"registration_number {text!r} was shortened by a spreadsheet",
            "Format the column as text and type the number again.",
        )


def _term(values: Values, today: date) -> Iterator[Problem]:
    begin, end = values.get("registered_on"), values["expires_on"]
    if end < today:  # type: ignore[operator]
        yield f"the registration ended on {end}", "Renew it and give the new date, or take it out."
    if begin is not None and begin > today:  # type: ignore[operator]
        yield f"registered_on {begin} lies in the future", "Import the mark when it is registered."
    if begin is not None and begin > end:  # type: ignore[operator]
        yield f"registered_on {begin} comes after expires_on {end}", "Check both dates."


def _names(names: object, acknowledged: Collection[str]) -> Iterator[Problem]:
    for name in names:  # type: ignore[attr-defined]
        if not _is_name(name):
            yield f"names holds {name!r}", 'Write {text = "…", script = "latin"}.'
            continue
        text, script = name["text"].strip(), name["script"]
        if script not in set(Script):
            yield f"the script of {text!r} is {script!r}", f"Use {', '.join(Script)}."
        elif not _fits(text, Script(script)):
            yield f"the name {text!r} is not written in {script}", "Check its script."
        if name.get("kind", NameKind.REGISTERED) not in set(NameKind):
            yield f"the kind of {text!r} is {name['kind']!r}", f"Use {', '.join(NameKind)}."
        yield from name_problems(text, acknowledged)


def _is_name(name: object) -> bool:
    return (
        isinstance(name, dict)
        and {"text", "script"} <= set(name) <= NAME_KEYS
        and all(_is_line(part) for part in name.values())
    )


def _fits(text: str, script: Script) -> bool:
    """A Chinese or Japanese name may hold Latin letters; a Latin one holds nothing else."""
    found = {one for one, pattern in SCRIPTS.items() if pattern.search(text)}
    return script in found and (script != Script.LATIN or found == {Script.LATIN})


def _work(values: Values, today: date) -> Iterator[Problem]:
    for key in ("created_on", "first_published_on"):
        day = values.get(key)
        if day is not None and day > today:  # type: ignore[operator]
            yield f"{key} {day} lies in the future", "Check the date."
    made, shown = values.get("created_on"), values.get("first_published_on")
    if made is not None and shown is not None and shown < made:  # type: ignore[operator]
        yield f"first_published_on {shown} comes before created_on {made}", "Check both dates."
    if values.get("office") is not None:
        yield from _code("office", values["office"], OFFICES)
    number, office = values.get("registration_number"), values.get("office")
    if (number is None) != (office is None):
        yield "registration_number and office stand alone", "Give both, or neither."
    if number is not None:
        yield from _number(str(number))


def _seller(values: Values, _today: date) -> Iterator[Problem]:
    begin, end = values.get("valid_from"), values.get("valid_until")
    if begin is not None and end is not None and begin > end:  # type: ignore[operator]
        yield f"valid_from {begin} comes after valid_until {end}", "Check both dates."
    for code in values.get("territory", []):  # type: ignore[attr-defined]
        yield from _code("territory", code, TERRITORIES)


def _code(key: str, code: object, known: Collection[str]) -> Iterator[Problem]:
    if not (isinstance(code, str) and code in known):
        yield f"{key} holds {code!r}", "Use two capital letters (ISO 3166), such as JP."


def _lines(key: str, values: object) -> Iterator[Problem]:
    for value in values:  # type: ignore[attr-defined]
        if not _is_line(value):
            yield f"{key} holds {value!r}", "Write each as text."


def _is_line(value: object) -> bool:
    """Text that can be seen whole: no line break, no control or direction mark."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


CHECKS: Mapping[str, Callable[[Values, date], Iterator[Problem]]] = {
    "holders": _holder,
    "agents": _holder,
    "marks": _mark,
    "works": _work,
    "products": product_problems,
    "sellers": _seller,
}
