"""Values in the scripts of pages."""

from __future__ import annotations

import pytest

from crawler.script_state import (
    MOST_LOOSE,
    answer_in,
    digits,
    script_string,
    states_after,
    unquoted,
    words,
)

MARK = ("state",)


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ('var state = {"a": 1}; more()', {"a": 1}),
        ("var state = {17:0.6, b: undefined}", {"17": 0.6, "b": None}),
        ('state = {k:"{x: y}, z:1"}</script>', {"k": "{x: y}, z:1"}),
    ],
)
def test_an_object_after_its_mark_is_read(script: str, state: object) -> None:
    assert list(states_after(script, MARK)) == [state]


@pytest.mark.parametrize(
    "script", ["state = {broken", "state = {}", "other = {'a': 1}", "{" * 9000]
)
def test_what_is_no_object_is_left_out(script: str) -> None:
    assert list(states_after(script, MARK)) == []


def test_an_answer_may_be_wrapped_in_a_call() -> None:
    assert answer_in(' jsonp1({"ok": true})') == {"ok": True}


@pytest.mark.parametrize(
    "script",
    [
        "nick : '\\u661f\\u5ddd'",
        'nick: "%E6%98%9F%E5%B7%9D"',
        '"nick":"%D0%C7%B4%A8"',
        "nick:'星川'",
    ],
)
def test_a_name_is_read_however_it_is_escaped(script: str) -> None:
    assert script_string(script, "nick") == "星川"


def test_a_percent_sign_that_escapes_nothing_stays() -> None:
    assert unquoted("100% 棉") == "100% 棉"


def test_search_marks_and_entities_leave_a_title() -> None:
    assert words("<span class=H>狐狸</span>水杯 &amp; 盘") == "狐狸水杯 & 盘"


@pytest.mark.parametrize("value", [True, None, "12a", 12, "", 1.5, "0123456"])
def test_what_is_no_identifier_is_none(value: object) -> None:
    assert digits(value) is None


def test_a_strict_object_is_found_after_any_number_of_broken_ones() -> None:
    text = "state={a:f()};" * (MOST_LOOSE * 3) + 'state={"a": 1};'
    assert list(states_after(text, MARK)) == [{"a": 1}]


def test_only_so_many_objects_are_read_as_javascript() -> None:
    text = "<script>" + "state={a: 1};" * (MOST_LOOSE + 5)
    assert len(list(states_after(text, MARK))) == MOST_LOOSE


@pytest.mark.parametrize("script", ['state = {"' + '\\"' * 60_000, "state={x" * 20_000])
def test_a_script_made_to_be_slow_is_read_in_one_go(script: str) -> None:
    # not timed: read in quadratic time, each of these would hold the suite up for minutes
    assert list(states_after("<script>" + script, MARK)) == []
