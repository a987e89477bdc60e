"""Every error has words in the three languages, and a page says them in the reader's."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from config.load import ROOT
from domain import errors
from domain.decisions import Reason, Verdict
from domain.errors import Coded, Held, IllegalTransition, InputError, MonitorError, NotFound, snake
from domain.languages import LANGUAGES, Sentence
from review.web.saying import worded
from review.web.words import speaker, words

CLASSES = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, MonitorError)
]
NAMES = {kind.__name__ for kind in CLASSES}
NEVER_ON_A_PAGE = ("cli", "serve.py", "keeping.py", "metadata.py", "pictures.py", "prices.py")
"""What the command line alone can meet."""


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Every error that the desk makes for a page, with the place where it does."""
    for path in sorted((ROOT / "review").rglob("*.py")):
        if any(part in NEVER_ON_A_PAGE for part in path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in NAMES:
                yield f"{path.relative_to(ROOT)}:{call.lineno}", call


def told_in(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_of_errors_has_words(kind: type[MonitorError]) -> None:
    assert f"error_{snake(kind.__name__)}" in words()


def test_every_error_of_the_desk_has_a_code_with_words_and_what_stands_in_them() -> None:
    own = {"IllegalTransition", "Held", "TooManyTries", "SignInRefused", "StaleView"}
    coded = 0
    for place, call in raised():
        given = {word.arg: word.value for word in call.keywords if word.arg}
        code = given.get("code")
        if code is None:
            assert getattr(call.func, "id", "") in own, f"{place} has no code"
            continue
        assert isinstance(code, ast.Constant), place
        key, coded = f"error_{code.value!s}", coded + 1
        assert key in words(), f"{place}: {key} has no words"
        for language in LANGUAGES:
            assert told_in(speaker(language)(key)) <= set(given), f"{place} in {language}"
    assert coded > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_a_sentence_is_the_same_in_every_language(language: str) -> None:
    for key in words():
        if key.startswith("error_"):
            assert told_in(speaker(language)(key)) == told_in(speaker("zh")(key)), key


def test_codes_in_a_sentence_are_said_in_the_readers_words() -> None:
    say = speaker("zh")
    does_not_fit = InputError(
        "no", code="reason_does_not_fit", reason=Reason.NOT_ALIKE, verdict=Verdict.INFRINGING
    )
    assert worded(does_not_fit, say, "zh") == ("理由“不相似”与判断“侵权”不符。", "")
    moved = IllegalTransition("notice", "removed", "refused", ())
    assert say("removed") in worded(moved, say, "zh")[0]
    why = InputError("x", code="no_escalation", why=Sentence("甲", "a", "ア"))
    assert worded(why, speaker("ja"), "ja") == ("ア", "")
    assert str(Coded("removed")) == "removed"


def test_an_error_without_a_code_tells_its_family_and_the_sentence() -> None:
    sentence, detail = worded(NotFound("There is no candidate 9."), speaker("ja"), "ja")
    assert sentence.startswith("該当するものがない")
    assert detail == "There is no candidate 9."
    held = Held(3, "{by} <b>", datetime(2026, 11, 28, tzinfo=UTC))
    assert "{by} <b>" in worded(held, speaker("en"), "en")[0]
