"""What a dossier says: sentences with the exhibits they point to, as plain values for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.digests import Sha256
from domain.grades import Jurisdiction, Level
from domain.languages import Sentence
from domain.ownership import Answer, ExhibitKind, Question
from domain.papers import Paper
from domain.rights import Work
from rights.dossier.numbering import Numbered, answers_of, labels_of, numbered
from rights.dossier.spans import Span, said, span
from rights.dossier.wording import labels, saying, word
from rights.proof.chain import Link, chain_of
from rights.proof.claim import Claim
from rights.proof.routes import Readiness
from rights.proof.ways import read_ways

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """One file to be: a claim on a work, for a route, in a language, on a day."""

    claim: Claim
    readiness: Readiness
    language: str
    prepared_on: date

    @property
    def work(self) -> Work:
        """The work.

        Raises:
            TypeError: The right is a mark: a mark is shown by its certificate, not by a dossier.
        """
        if not isinstance(self.claim.right, Work):
            raise TypeError("A dossier is made of a work.")
        return self.claim.right

    @property
    def exhibits(self) -> dict[Sha256, Numbered]:
        """The exhibits of the file, numbered."""
        return numbered(self.readiness, self.claim)

    def word(self, table: str, key: str) -> Span:
        """One of our own words, in the language of the file."""
        return Span(word(table, key).in_language(self.language), self.language)

    def holder(self) -> Span:
        """The holder's name, in the file's language where there is one."""
        names = self.claim.holder.names
        order = (self.language, "ja" if self.claim.holder.country == "JP" else "zh", "en")
        language = next((one for one in order if one in names), next(iter(sorted(names))))
        return span(names[language], language)

    def stranger(self, text: str | None) -> Span:
        """A text of the portfolio; our word for what is not stated where there is none."""
        if not text:
            return self.word("labels", "unknown")
        home = "ja" if self.claim.holder.country == "JP" else "zh"
        if text.isascii():
            return span(text, self.language)
        return span(text, home if self.language == "en" else self.language)


def content_of(scene: Scene) -> Plain:
    """The whole file as plain values; every sentence names its exhibits in `refs`."""
    work, language = scene.work, scene.language
    return {
        "language": language,
        "labels": labels("labels", language),
        "date": [scene.prepared_on.year, scene.prepared_on.month, scene.prepared_on.day],
        "route": [plain(Span(scene.readiness.route.name.in_language(language), language))],
        "title": [plain(scene.stranger(work.title))],
        "facts": [[_label(scene, key), [plain(value)]] for key, value in _facts(scene)],
        "summary": list(_summary(scene)),
        "statements": list(_statements(scene)),
        "chain": [_link(scene, one) for one in chain_of(scene.claim, scene.readiness.route.law)],
        "chain_own": _own_title(scene),
        "against": list(_against(scene)),
        "limits": list(_limits(scene)),
        "exhibits": [_exhibit(scene, one) for one in scene.exhibits.values()],
    }


def plain(one: Span) -> Plain:
    """A span as the page reads it."""
    return {"s": one.text, "l": one.language}


def sentence(spans: tuple[Span, ...], refs: list[str]) -> Plain:
    """A sentence and where it points; one that points nowhere is a fault of ours.

    Raises:
        ValueError: It points to no exhibit.
    """
    if not refs:
        raise ValueError("A sentence of the dossier points to no exhibit.")
    return {"spans": [plain(one) for one in spans], "refs": refs}


def author_of(scene: Scene) -> Span:
    """The author, or our word for a work that names none."""
    author = scene.work.author
    return scene.stranger(author) if author else scene.word("labels", "anonymous")


def day_of(scene: Scene, day: date | None) -> Span:
    """A date as it is written, or our word for none."""
    return scene.stranger(day.isoformat() if day else None)


def _label(scene: Scene, key: str) -> str:
    return word("labels", key).in_language(scene.language)


def _facts(scene: Scene) -> Iterator[tuple[str, Span]]:
    work = scene.work
    yield "holder", scene.holder()
    yield "author", author_of(scene)
    yield "created", day_of(scene, work.created_on)
    yield "published", day_of(scene, work.first_published_on)
    yield "prepared", day_of(scene, scene.prepared_on)


def _summary(scene: Scene) -> Iterator[Plain]:
    for question in Question:
        found = [one for one in answers_of(scene.readiness) if one.question is question]
        digests = tuple(sha for one in found for sha in one.exhibits)
        if digests:
            best = min((one.level for one in found), key=list(Level).index)
            yield {
                "question": _said(scene, word("questions", question.value)),
                "refs": labels_of(scene.exhibits, digests),
                "level": _said(scene, word("levels", best.value)),
            }


def _statements(scene: Scene) -> Iterator[Plain]:
    for question in Question:
        told = [
            _statement(scene, answer, scene.exhibits[sha].paper)
            for answer in answers_of(scene.readiness)
            if answer.question is question
            for sha in answer.exhibits
        ]
        if question is Question.STANDING:
            told += _beside(scene, question)
        if told:
            yield {"head": _said(scene, word("questions", question.value)), "sentences": told}
    declared = _of_kind(scene, ExhibitKind.DECLARATION)
    if declared:
        head = _said(scene, word("kinds", "declaration"))
        yield {"head": head, "sentences": [_told(scene, "declaration", one) for one in declared]}


def _beside(scene: Scene, question: Question) -> list[Plain]:
    """The power of attorney, which stands beside the identity paper."""
    powers = _of_kind(scene, ExhibitKind.POWER_OF_ATTORNEY)
    return [_told(scene, question.value, one) for one in powers]


def _of_kind(scene: Scene, kind: ExhibitKind) -> list[Paper]:
    return [one.paper for one in scene.exhibits.values() if one.paper.exhibit.kind is kind]


def _statement(scene: Scene, answer: Answer, paper: Paper) -> Plain:
    return _told(scene, answer.question.value, paper, answer.level)


def _told(scene: Scene, question: str, paper: Paper, level: Level | None = None) -> Plain:
    template = saying(question, paper.exhibit.kind.value).in_language(scene.language)
    values = _values(scene, paper)
    if question == Question.TITLE.value:
        own = [name for name in paper.bears if scene.claim.is_claimant(name)]
        values["bears"] = scene.stranger(", ".join(own) or None)
    spans = said(template, scene.language, values)
    refs = (paper.sha256, *((paper.stamps,) if paper.stamps else ()))
    told = sentence(spans, labels_of(scene.exhibits, refs))
    known = level or paper.level
    who = paper.confirmed_by if known is Level.CONFIRMED else None
    marks = [scene.word("levels", known.value), *([scene.stranger(who)] if who else [])]
    return told | {"level": [plain(one) for one in marks]}


def _values(scene: Scene, paper: Paper) -> dict[str, Span]:
    facts, exhibit = paper.file, paper.exhibit
    size = f"{facts.width} × {facts.height} px" if facts and facts.width else None
    layers = f"{facts.layers}" if facts and facts.layers else None
    captured = facts.captured_on if facts else None
    return {
        "described": scene.stranger(exhibit.described or exhibit.file_name),
        "kind": scene.word("kinds", exhibit.kind.value),
        "dated": day_of(scene, exhibit.dated),
        "captured": day_of(scene, captured or exhibit.dated),
        "pixels": scene.stranger(size),
        "layers": scene.stranger(layers),
        "bears": scene.stranger(", ".join(paper.bears) or None),
        "giver": scene.stranger(paper.giver) if paper.giver else author_of(scene),
        "taker": scene.stranger(paper.taker) if paper.taker else scene.holder(),
        "agent": scene.stranger(paper.taker or scene.claim.agent),
        "until": day_of(scene, paper.term_until or exhibit.valid_until),
        "enforce": scene.word("answers", "yes" if paper.clause else "no"),
        "holder": scene.holder(),
    }


def _link(scene: Scene, link: Link) -> Plain:
    paper = link.paper
    values = _values(scene, paper)
    return {
        "from": [plain(values["giver"])],
        "to": [plain(values["taker"])],
        "by": [plain(values["kind"])],
        "dated": [plain(values["dated"])],
        "refs": labels_of(scene.exhibits, (paper.sha256,)),
    }


def _own_title(scene: Scene) -> Plain | None:
    """Where no contract is needed: author and claimant are one."""
    if not scene.claim.author_is_claimant:
        return None
    titles = [one for one in scene.readiness.weighed.answers if one.question is Question.TITLE]
    digests = tuple(sha for one in titles for sha in one.exhibits)
    return {
        "to": [plain(scene.holder())],
        "by": [plain(scene.word("labels", "own"))],
        "refs": labels_of(scene.exhibits, digests),
    }


def _against(scene: Scene) -> Iterator[Plain]:
    for one in scene.readiness.contradictions:
        text = one.sentence.in_language(scene.language)
        refs = labels_of(scene.exhibits, one.exhibits) or _every(scene)
        yield sentence((span(text, scene.language),), refs)


def _limits(scene: Scene) -> Iterator[Plain]:
    """Why each way counts and what it does not prove, with the exhibits it is said of."""
    for way in read_ways().ways:
        digests = tuple(
            sha for sha, one in scene.exhibits.items() if one.paper.exhibit.kind in way.exhibits
        )
        if digests:
            said_of = [way.limit.in_language(scene.language)]
            # the reasons are those of PRC law; under another law only the limits are said
            if scene.readiness.route.law is Jurisdiction.CN:
                said_of.insert(0, way.reason.in_language(scene.language))
            text = (" " if scene.language == "en" else "").join(said_of)
            refs = labels_of(scene.exhibits, digests)
            yield sentence((Span(text, scene.language),), refs)


def _every(scene: Scene) -> list[str]:
    return [one.label for one in scene.exhibits.values()]


def _exhibit(scene: Scene, one: Numbered) -> Plain:
    paper, exhibit = one.paper, one.paper.exhibit
    goes_to = [
        answer.question.value
        for answer in answers_of(scene.readiness)
        if paper.sha256 in answer.exhibits
    ]
    way = read_ways().way_of(exhibit.kind)
    proves = [word("questions", key).in_language(scene.language) for key in dict.fromkeys(goes_to)]
    return {
        "label": one.label,
        "file": one.file_name,
        "kind": _said(scene, word("kinds", exhibit.kind.value)),
        "described": [plain(scene.stranger(exhibit.described or exhibit.file_name))],
        "proves": proves or [way.name.in_language(scene.language)],
        "dated": [plain(day_of(scene, exhibit.dated))],
        "origin": [
            plain(scene.stranger(exhibit.taken_in_by)),
            plain(Span(f" {exhibit.taken_in_at:%Y-%m-%d}", scene.language)),
        ],
        "bytes": f"{exhibit.size_bytes}",
        "sha256": str(paper.sha256),
    }


def _said(scene: Scene, text: Sentence) -> str:
    return text.in_language(scene.language)
