"""What a dossier says: sentences with the exhibits they point to, as plain values for the page."""

from __future__ import annotations

from collections.abc import Iterator

from domain.grades import Level
from domain.ownership import ExhibitKind, Question
from rights.dossier.numbering import Numbered, answers_of, labels_of
from rights.dossier.scene import Plain, Scene, author_of, day_of, plain, sentence
from rights.dossier.spans import Span, span
from rights.dossier.statements import of_kind, statements, values_of
from rights.dossier.wording import labels, words
from rights.proof.chain import Link, chain_of
from rights.proof.protection import plain_kind
from rights.proof.ways import WayOfProof, read_ways

IN_SUPPORT = {
    "holder": Question.STANDING,
    "address": Question.STANDING,
    "author": Question.AUTHOR,
    "created": Question.AUTHOR,
}
"""The question whose exhibits a line of the first table rests on."""


def content_of(scene: Scene) -> Plain:
    """The whole file as plain values; every sentence names its exhibits in `refs`."""
    work, language = scene.work, scene.language
    return {
        "language": language,
        "labels": labels("labels", language),
        "date": [scene.prepared_on.year, scene.prepared_on.month, scene.prepared_on.day],
        "route": [plain(Span(scene.readiness.route.name.in_language(language), language))],
        "title": [plain(scene.stranger(work.title))],
        "facts": [
            {
                "label": scene.text("labels", key),
                "value": [plain(value)],
                "refs": _basis(scene, key),
            }
            for key, value in _facts(scene)
        ],
        "summary": list(_summary(scene)),
        "statements": list(statements(scene)),
        "chain": [_link(scene, one) for one in chain_of(scene.claim, scene.readiness.route.law)],
        "chain_own": _own_title(scene),
        "against": list(_against(scene)),
        "reasons": list(_reasons(scene)),
        "limits": list(_limits(scene)),
        "exhibits": [_exhibit(scene, one) for one in scene.exhibits.values()],
    }


def _facts(scene: Scene) -> Iterator[tuple[str, Span]]:
    work, holder = scene.work, scene.claim.holder
    yield "holder", scene.holder()
    if holder.address:
        yield "address", scene.stranger(holder.address)
    if scene.claim.agent:
        yield "agent", scene.agent()
    yield "kind", _kind_of_work(scene)
    yield "author", author_of(scene, in_sentence=False)
    yield "created", day_of(scene, work.created_on)
    yield "published", day_of(scene, work.first_published_on)
    if work.first_published_at:
        yield "published_at", scene.stranger(work.first_published_at)
    yield "prepared", day_of(scene, scene.prepared_on)


def _basis(scene: Scene, key: str) -> list[str]:
    """The exhibits that a line of the first table rests on; [] for what is only our word."""
    if key in ("published", "published_at"):
        shown = tuple(one.sha256 for one in of_kind(scene, ExhibitKind.FIRST_PUBLICATION))
        return labels_of(scene.exhibits, shown)
    question = IN_SUPPORT.get(key)
    found = [one for one in answers_of(scene.readiness) if one.question is question]
    return labels_of(scene.exhibits, tuple(sha for one in found for sha in one.exhibits))


def _kind_of_work(scene: Scene) -> Span:
    """Our word for the work's kind, or what the portfolio says."""
    kind = plain_kind(scene.work.kind)
    known = kind in words()["work_kinds"]
    return scene.word("work_kinds", kind) if known else scene.stranger(scene.work.kind)


def _summary(scene: Scene) -> Iterator[Plain]:
    for question in Question:
        found = [one for one in answers_of(scene.readiness) if one.question is question]
        digests = tuple(sha for one in found for sha in one.exhibits)
        if digests:
            best = min((one.level for one in found), key=list(Level).index)
            yield {
                "question": scene.text("questions", question.value),
                "refs": labels_of(scene.exhibits, digests),
                "level": scene.text("levels", best.value),
            }


def _link(scene: Scene, link: Link) -> Plain:
    paper = link.paper
    values = values_of(scene, paper)
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


def _reasons(scene: Scene) -> Iterator[Plain]:
    """Why each way counts under the route's law, with the exhibits it is said of."""
    law = scene.readiness.route.law
    for way, refs in _ways(scene):
        if reason := way.reason_under(law):
            yield sentence((Span(reason.in_language(scene.language), scene.language),), refs)


def _limits(scene: Scene) -> Iterator[Plain]:
    """What each way does not prove, with the exhibits it is said of."""
    for way, refs in _ways(scene):
        text = way.limit.in_language(scene.language)
        yield sentence((Span(text, scene.language),), refs)


def _ways(scene: Scene) -> Iterator[tuple[WayOfProof, list[str]]]:
    for way in read_ways().ways:
        digests = tuple(
            sha for sha, one in scene.exhibits.items() if one.paper.exhibit.kind in way.exhibits
        )
        if digests:
            yield way, labels_of(scene.exhibits, digests)


def _every(scene: Scene) -> list[str]:
    return [one.label for one in scene.exhibits.values()]


def _exhibit(scene: Scene, one: Numbered) -> Plain:
    paper, exhibit = one.paper, one.paper.exhibit
    goes_to = [
        answer.question.value
        for answer in answers_of(scene.readiness)
        if paper.sha256 in answer.exhibits
    ]
    way, between = read_ways().way_of(exhibit.kind), ", " if scene.language == "en" else "、"
    proves = [scene.text("topics", key) for key in dict.fromkeys(goes_to)]
    return {
        "label": one.label,
        "file": one.file_name,
        "kind": scene.text("kinds", exhibit.kind.value),
        "described": [plain(scene.stranger(exhibit.described or exhibit.file_name))],
        "proves": between.join(proves or [way.name.in_language(scene.language)]),
        "dated": [plain(day_of(scene, exhibit.dated))],
        "origin": [
            plain(scene.stranger(exhibit.taken_in_by)),
            plain(Span(f" {exhibit.taken_in_at:%Y-%m-%d}", scene.language)),
        ],
        "bytes": f"{exhibit.size_bytes}",
        "sha256": str(paper.sha256),
    }
