"""Statements: what each exhibit says under each question, alike ones in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.grades import Level
from domain.ownership import ExhibitKind, Question
from domain.papers import Paper
from rights.dossier.numbering import answers_of, labels_of
from rights.dossier.scene import Plain, Scene, author_of, day_of, plain, sentence
from rights.dossier.spans import Span, said
from rights.dossier.wording import saying, word
from rights.proof.authority import power_holds
from rights.proof.kinds import list_of

K = ExhibitKind
NAMED_APART = 3
"""Exhibits of one sentence that are named; of more, their number is told."""

NAMING = (K.FIRST_PUBLICATION, K.CERTIFIER, K.WORK_CERTIFICATE)
"""Kinds whose sentence under the author's question is about a name."""

Told = tuple[Paper, Level]


def statements(scene: Scene) -> Iterator[Plain]:
    """Every question with its sentences, then the list of the kind, then declarations."""
    for question in Question:
        told = _sayings(scene, question.value, _answering(scene, question))
        told += _beside(scene, question)
        if told:
            yield {"head": scene.text("questions", question.value), "sentences": told}
    own = [(paper, paper.level) for line in list_of(scene.claim) for paper in line.papers]
    named = {paper.sha256 for question in Question for paper, _ in _answering(scene, question)}
    own = [(paper, level) for paper, level in dict(own).items() if paper.sha256 not in named]
    if own:
        yield {"head": scene.text("labels", "own_list"), "sentences": _sayings(scene, "own", own)}
    declared = [(one, one.level) for one in of_kind(scene, K.DECLARATION)]
    if declared:
        head = scene.text("kinds", "declaration")
        yield {"head": head, "sentences": _sayings(scene, "declaration", declared)}


def values_of(scene: Scene, paper: Paper) -> dict[str, Span]:
    """What a sentence may tell of a paper, by the name it has in the template."""
    facts, exhibit = paper.file, paper.exhibit
    size = f"{facts.width} × {facts.height} px" if facts and facts.width else None
    layers = f"{facts.layers}" if facts and facts.layers else None
    captured = facts.captured_on if facts else None
    where = " / ".join((*paper.platforms, *paper.scope))
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
        "agent": scene.stranger(paper.taker) if paper.taker else scene.agent(),
        "until": day_of(scene, paper.term_until or exhibit.valid_until),
        "where": scene.stranger(where) if where else scene.word("labels", "unlimited"),
        "enforce": scene.word("answers", "yes" if paper.clause else "no"),
        "holder": scene.holder(),
    }


def of_kind(scene: Scene, kind: ExhibitKind) -> list[Paper]:
    """The numbered exhibits of a kind."""
    return [one.paper for one in scene.exhibits.values() if one.paper.exhibit.kind is kind]


def _answering(scene: Scene, question: Question) -> list[Told]:
    return [
        (scene.exhibits[sha].paper, answer.level)
        for answer in answers_of(scene.readiness)
        if answer.question is question
        for sha in answer.exhibits
    ]


def _beside(scene: Scene, question: Question) -> list[Plain]:
    """What stands beside the answers: an agent's power and identity, a series of files."""
    if question is Question.AUTHOR:
        return list(_series(scene))
    if question is not Question.STANDING or scene.claim.agent is None:
        return []
    powers = [one for one in of_kind(scene, K.POWER_OF_ATTORNEY) if power_holds(one, scene.claim)]
    acting = [(one, one.level) for one in (*powers, *of_kind(scene, K.AGENT_IDENTITY))]
    return _sayings(scene, question.value, acting)


def _series(scene: Scene) -> Iterator[Plain]:
    """Files of one camera: that they are a series corroborates who took them."""
    cameras: dict[tuple[str, str | None], list[Paper]] = {}
    for paper in (*of_kind(scene, K.RAW_PHOTO), *of_kind(scene, K.ORIGINAL)):
        if paper.file and paper.file.camera:
            key = (paper.file.camera, paper.file.camera_serial)
            cameras.setdefault(key, []).append(paper)
    for (camera, serial), papers in cameras.items():
        if len(papers) > 1:
            which = "series_serial" if serial else "series"
            values = {
                "count": scene.stranger(str(len(papers))),
                "camera": scene.stranger(camera),
                "serial": scene.stranger(serial),
            }
            template = word("corroborating", which).in_language(scene.language)
            spans = said(template, scene.language, values)
            refs = labels_of(scene.exhibits, tuple(one.sha256 for one in papers))
            level = [plain(scene.word("levels", "read"))]
            yield sentence(spans, refs) | {"level": level}


def _sayings(scene: Scene, question: str, told: Sequence[Told]) -> list[Plain]:
    """A sentence for each paper; papers of which the same is said share one."""
    groups: dict[tuple[object, ...], list[Told]] = {}
    for paper, level in told:
        groups.setdefault(_key(scene, question, paper, level), []).append((paper, level))
    return [_saying(scene, question, group) for group in groups.values()]


def _key(scene: Scene, question: str, paper: Paper, level: Level) -> tuple[object, ...]:
    template = _template(scene, question, paper)
    values = values_of(scene, paper) | {"described": Span("", scene.language)}
    return paper.exhibit.kind, level, _who(paper, level), said(template, scene.language, values)


def _saying(scene: Scene, question: str, group: Sequence[Told]) -> Plain:
    (paper, level), papers = group[0], [one for one, _ in group]
    template = _template(scene, question, paper)
    values = values_of(scene, paper)
    if len(papers) > 1:
        values["described"] = _described(scene, papers)
    if question == Question.TITLE.value:
        own = [name for name in paper.bears if scene.claim.is_claimant(name)]
        values["bears"] = scene.stranger(", ".join(own) or None)
    spans = said(template, scene.language, values)
    refs = tuple(sha for one in papers for sha in (one.sha256, one.stamps) if sha)
    who = _who(paper, level)
    marks = [scene.word("levels", level.value), *([scene.stranger(who)] if who else [])]
    told = sentence(spans, labels_of(scene.exhibits, refs))
    return told | {"level": [plain(one) for one in marks]}


def _template(scene: Scene, question: str, paper: Paper) -> str:
    """The sentence on a paper; one that tells no name says nothing of names."""
    nameless = question == Question.AUTHOR.value and not paper.bears
    kind = "any" if nameless and paper.exhibit.kind in NAMING else paper.exhibit.kind.value
    return saying(question, kind).in_language(scene.language)


def _described(scene: Scene, papers: Sequence[Paper]) -> Span:
    """The names of some papers in one pair of marks: all of a few, or their number."""
    names = [one.exhibit.described or one.exhibit.file_name for one in papers]
    different = list(dict.fromkeys(names))
    if 1 < len(different) <= NAMED_APART:
        return scene.stranger(" / ".join(different))
    count = f" ({len(names)})" if scene.language == "en" else f"（{len(names)} 件）"
    span = different[0] if len(different) == 1 else f"{different[0]} … {different[-1]}"
    return scene.stranger(span + count)


def _who(paper: Paper, level: Level) -> str | None:
    return paper.confirmed_by if level is Level.CONFIRMED else None
