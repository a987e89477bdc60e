"""The declaration of a route's legal regime, ready to be signed by a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.languages import Sentence
from domain.ownership import Question
from rights.dossier.content import content_of
from rights.dossier.numbering import answers_of, labels_of
from rights.dossier.scene import Plain, Scene, author_of, day_of, plain, sentence
from rights.dossier.spans import Span, said
from rights.dossier.wording import declarations


def declaration_of(scene: Scene) -> Plain:
    """The declaration as plain values: in its own language, with a translation where asked."""
    regime = declarations()[scene.readiness.route.regime]
    signing = declarations()["signing"]
    own = Scene(scene.claim, scene.readiness, regime["language"], scene.prepared_on)
    whole = content_of(own)
    translated = scene.language != own.language
    return {
        "language": own.language,
        "date": whole["date"],
        "facts": [
            {"label": own.text("labels", "work"), "value": whole["title"], "refs": []},
            *(one for one in whole["facts"] if one["label"] in _stated(own)),
        ],
        "title": Sentence(**regime["title"]).in_language(own.language),
        "sentences": list(_sentences(own, regime)),
        "translation": list(_sentences(scene, regime)) if translated else [],
        "translation_head": [
            plain(
                Span(
                    Sentence(**signing["translation"]).in_language(scene.language), scene.language
                )
            )
        ],
        "lines": [
            Sentence(**signing[key]).in_language(own.language) for key in ("sign", "name", "day")
        ],
        "exhibits": whole["exhibits"],
    }


def _stated(scene: Scene) -> set[str]:
    """The lines of the first table that stand above the declaration too."""
    return {scene.text("labels", key) for key in ("holder", "address", "agent", "kind")}


def _sentences(scene: Scene, regime: dict[str, Any]) -> Iterator[Plain]:
    work = scene.work
    values: dict[str, Span] = {
        "holder": scene.holder(),
        "work": scene.stranger(work.title),
        "author": author_of(scene),
        "created": day_of(scene, work.created_on),
        "published": day_of(scene, work.first_published_on),
    }
    for one in regime["sentences"]:
        text = Sentence(**one["text"]).in_language(scene.language)
        yield sentence(said(text, scene.language, values), _refs(scene, Question(one["about"])))


def _refs(scene: Scene, question: Question) -> list[str]:
    digests = tuple(
        sha
        for answer in answers_of(scene.readiness)
        if answer.question is question
        for sha in answer.exhibits
    )
    return labels_of(scene.exhibits, digests)
