"""Parts of one notice: the superset of elements, trimmed to what its laws and its form take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from domain.rights import RightKind
from takedown.draft import Draft
from takedown.regimes import Element, Regime, known_regimes
from takedown.rules import Pack
from takedown.statements import statements_of


@dataclass(frozen=True, slots=True)
class Part:
    """An element of one notice: who requires it, and the fields of the form that take it.

    Without `fields` the form has no place of its own for it, and the letter alone carries it.
    """

    element: Element
    required_by: tuple[str, ...]
    fields: tuple[str, ...] = field(default=())


def parts_of(pack: Pack, right: RightKind, regimes: tuple[Regime, ...]) -> tuple[Part, ...]:
    """The elements that a notice on such a right carries there, in the order of a letter.

    Those that a law requires or sees asked for, those that the form has a field for, and those
    without which nobody could act. What is only said is carried where the channel or a law has a
    statement for it. Where no law of notices was read, everything but statements is carried.
    """
    taken = {rule.code for rule in pack.form_fields}
    said = {one.element for one in statements_of(pack, right, regimes)}
    return tuple(
        Part(
            element,
            tuple(one.code for one in regimes if element.code in one.required),
            tuple(code for code in element.fields if code in taken),
        )
        for element in known_regimes().elements
        if (element.code in said if element.said else _asked(element, regimes, taken))
    )


def parts_in(draft: Draft) -> tuple[Part, ...]:
    """The elements that this notice carries, in the order of a letter."""
    return parts_of(draft.pack, draft.ground.right_kind, draft.regimes)


def carried(draft: Draft) -> frozenset[str]:
    """The codes of the elements that this notice carries."""
    return frozenset(part.element.code for part in parts_in(draft))


def left_out(draft: Draft) -> tuple[Element, ...]:
    """The elements of the superset that neither laws nor form take from this notice."""
    held = carried(draft)
    return tuple(one for one in known_regimes().elements if one.code not in held)


def _asked(element: Element, regimes: tuple[Regime, ...], taken: Collection[str]) -> bool:
    laws = any(element.code in (*one.required, *one.on_request) for one in regimes)
    return element.always or laws or not regimes or bool(set(element.fields) & set(taken))
