"""The policy of a mark as its owner writes it, checked before anything is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from domain.policies import CHANNELS, USES

Problem = tuple[str, str]
"""What is wrong, and how to mend it."""

WORDS = ("required_words", "forbidden_words")
THRESHOLDS = ("suggest", "review")
POLICY_KEYS = ("names", *WORDS, "allowed_uses", *THRESHOLDS)
NAME_KEYS = ("text", "channels", "needs_evidence", "one_character")


def policy_problems(mark: Mapping[str, object]) -> Iterator[Problem]:
    """Everything that is wrong with the policy of a mark; nothing where it has none."""
    policy = mark.get("policy")
    if not isinstance(policy, dict):
        return
    yield from _keys("policy", policy, POLICY_KEYS)
    for key in WORDS:
        yield from _words(f"policy.{key}", policy.get(key, []))
    yield from _chosen("policy.allowed_uses", policy.get("allowed_uses", []), USES)
    yield from _thresholds(policy)
    names = policy.get("names", [])
    if not isinstance(names, list):
        yield f"policy.names is {names!r}", "Write [[marks.policy.names]] tables."
        return
    for name in names:
        yield from _name(name, set(_texts(mark.get("names"))))


def acknowledged_names(mark: Mapping[str, object]) -> frozenset[str]:
    """The names of one character that the owner wants looked for all the same."""
    policy = mark.get("policy")
    names = policy.get("names", []) if isinstance(policy, dict) else []
    wanted = (one for one in names if isinstance(one, dict) and one.get("one_character") is True)
    return frozenset(_texts(list(wanted)))


def name_problems(text: str, acknowledged: Collection[str]) -> Iterator[Problem]:
    """Why a name of one character is refused, unless its owner said that it is meant."""
    if sum(char.isalnum() for char in text) < 2 and text not in acknowledged:
        yield (
            f"the name {text!r} has fewer than two characters",
            "It would be found in thousands of honest titles; leave it out, or say so in "
            f'[[marks.policy.names]] with text = "{text}" and one_character = true.',
        )


def _name(name: object, known: Collection[str]) -> Iterator[Problem]:
    if not isinstance(name, dict) or not _is_line(name.get("text")):
        yield f"policy.names holds {name!r}", 'Write text = "…" and what is wished for it.'
        return
    text = name["text"].strip()
    yield from _keys(f"the policy of the name {text!r}", name, NAME_KEYS)
    if text not in known:
        yield f"the policy names {text!r}, which is no name of the mark", "Correct its spelling."
    if "channels" in name:
        yield from _chosen(f"channels of {text!r}", name["channels"], CHANNELS)
    for key in ("needs_evidence", "one_character"):
        if key in name and type(name[key]) is not bool:
            yield f"{key} of {text!r} is {name[key]!r}", "Write true or false."


def _thresholds(policy: Mapping[str, object]) -> Iterator[Problem]:
    given: dict[str, float] = {}
    for key in THRESHOLDS:
        value = policy.get(key)
        if value is None:
            continue
        # exact: true is a number to isinstance
        if type(value) not in (int, float) or not 0 < value <= 1:  # type: ignore[operator]
            yield f"policy.{key} is {value!r}", "Write a number above 0, at most 1."
            continue
        given[key] = float(value)  # type: ignore[arg-type]
    if len(given) == 2 and given["review"] > given["suggest"]:
        yield "policy.review lies above policy.suggest", "A suggestion needs the higher score."


def _keys(what: str, table: Mapping[str, object], known: Collection[str]) -> Iterator[Problem]:
    for key in table:
        if key not in known:
            yield f"{what} has the key {key!r}", f"Known are: {', '.join(known)}."


def _words(key: str, values: object) -> Iterator[Problem]:
    if not isinstance(values, list):
        yield f"{key} is {values!r}", 'Write a list: ["…", "…"].'
        return
    for value in values:
        if not _is_line(value):
            yield f"{key} holds {value!r}", "Write each as text."


def _chosen(key: str, values: object, known: Collection[str]) -> Iterator[Problem]:
    if not isinstance(values, list) or (not values and key.startswith("channels")):
        yield f"{key} is {values!r}", f"Write a list of {', '.join(known)}."
        return
    for value in values:
        if value not in known:
            yield f"{key} holds {value!r}", f"Use {', '.join(known)}."


def _texts(names: object) -> list[str]:
    rows = names if isinstance(names, list) else []
    texts = (one.get("text") for one in rows if isinstance(one, dict))
    return [text.strip() for text in texts if isinstance(text, str)]


def _is_line(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()
