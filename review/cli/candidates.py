"""`candidates`: what resembles what we own, and what a person says of it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from domain.candidates import Band, CandidateId, CandidateState, Reading
from domain.decisions import Decision, Reason, Verdict
from domain.digests import Sha256
from domain.errors import MonitorError
from domain.placements import Placement
from domain.records import Plain, to_plain
from review import deciding, desk
from review.checks import LARGEST
from review.cli.beside import tell_beside
from review.cli.exits import told, warn
from review.cli.options import AsJson, Language, Limit, Name
from review.cli.session import Row, Session, session_of
from review.cli.visible import visible
from review.compare import ComparePage, compare_page
from review.reasons import mentioning_texts
from review.sampling import second_person

HOW_FOUND = ("name", "channel", "distance", "context", "guards", "claim", "declared_brand")
"""What of a mention is shown beside its sentence."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What resembles what you own, and what you say of it. 候选",
)


@app.command("list")
def list_(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    state: Annotated[
        CandidateState | None, typer.Option(help="suggested, infringing, cleared, unsure.")
    ] = None,
    band: Annotated[Band | None, typer.Option(help="suggest or review.")] = None,
    queue: Annotated[
        str | None,
        typer.Option(help="main, compatible (says what it fits), obfuscated, or unsure."),
    ] = None,
    platform: Annotated[str | None, typer.Option(help="A platform's slug.")] = None,
    right: Annotated[str | None, typer.Option(help="A right's slug.")] = None,
    seller: Annotated[str | None, typer.Option(help="A seller's name.")] = None,
    signal: Annotated[str | None, typer.Option(help="A signal that speaks.")] = None,
    titled: Annotated[str | None, typer.Option(help="The title's language: zh, en, ja.")] = None,
    limit: Limit = 50,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """List candidates in the order of the queue, each with the reasons it was found."""
    with told():
        session = session_of(context)
        given = {
            "state": state, "band": band, "queue": queue, "platform": platform, "right": right,
            "seller": seller, "signal": signal, "language": titled,
        }  # fmt: skip
        filters = {name: str(value) for name, value in given.items() if value is not None}
        with session.store() as store:
            lines, total = desk.candidate_lines(store, filters, limit=limit)
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        spoken = language or session.settings.review.language
        rows = [_line(line, spoken) for line in lines]
        heads = ("id", "score", "state", "title", "right", "why", "seller", "price")
        session.table(f"Candidates 候选 ({len(lines)} of {total})", heads, rows)


@app.command("show")
def show(
    context: typer.Context,
    candidate: Annotated[int, typer.Argument(help="The candidate's id.", min=1, max=LARGEST)],
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show one candidate whole: facts with their sources, every signal, gaps, decisions."""
    with told():
        session = session_of(context)
        who = session.settings.review.analyst or ""
        with session.store() as store:
            beside = compare_page(store, CandidateId(candidate), who=who, now=session.clock())
        if as_json:
            session.json({**to_plain(beside.page), "beside": _beside(beside)})
            return
        _show(session, beside.page, language or session.settings.review.language)
        tell_beside(session, beside)


@app.command("decide")
def decide(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    candidates: Annotated[
        list[int], typer.Argument(help="Ids of candidates.", min=1, max=LARGEST)
    ],
    verdict: Annotated[Verdict, typer.Option(help="What you found.")],
    reason: Annotated[Reason, typer.Option(help="Why; it must go with the verdict.")],
    name: Name = None,
    note: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    seen: Annotated[
        str | None, typer.Option(help="Digest of the sighting you saw, from `show`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide candidates as a named person; refused where the listing changed meanwhile."""
    with told():
        session = session_of(context)
        analyst, made = session.analyst(name), list[Decision]()
        try:
            with session.store() as store:
                for candidate in candidates:
                    decision = deciding.decide(
                        store,
                        CandidateId(candidate),
                        verdict,
                        reason,
                        analyst=analyst,
                        note=note,
                        seen_digest=None if seen is None else Sha256(seen),
                        now=session.clock(),
                        second=second_person(session.settings),
                    )
                    made.append(decision)
                    if not as_json:
                        _tell_waiting(session, store, decision)
        except MonitorError:
            warn(f"Not decided: {', '.join(str(one) for one in candidates[len(made) :])}.")
            raise
        finally:
            # each decision stands by itself: what was decided is told, whatever stopped the rest
            _tell(session, made, as_json=as_json)


def _beside(beside: ComparePage) -> Plain:
    """What stands beside the page, without what a second look must not know."""
    plain = to_plain(beside)
    return {name: value for name, value in plain.items() if name not in ("page", "look")}


def _tell_waiting(session: Session, store: desk.Store, decision: Decision) -> None:
    why = deciding.waits(store, decision)
    if why:
        told_why = ", ".join(why)
        session.say(
            f"candidate {decision.candidate} waits for a second person 待第二人复核 ({told_why})"
        )


def _tell(session: Session, made: list[Decision], *, as_json: bool) -> None:
    if as_json:
        session.json([to_plain(decision) for decision in made])
        return
    for decision in made:
        session.say(f"candidate {decision.candidate}: {decision.verdict} ({decision.reason})")


def _line(line: desk.CandidateLine, language: str) -> Row:
    price = f"{line.price.amount} {line.price.currency}" if line.price else ""
    return (
        str(line.id),
        f"{line.score:.2f}",
        line.state if line.state != "suggested" else line.band,
        text_marked(line.title, line.reasons.readings),
        line.right,
        "\n".join(one.sentence.in_language(language) for one in line.reasons.readings),
        f"{line.seller or ''}\n{line.platform}",
        price,
    )


def text_marked(text: str | None, readings: tuple[Reading, ...], field: str = "title") -> Text:
    """The text of a field with every span that a signal points at in reverse."""
    shown = Text(visible(text or ""))
    for span in (span for reading in readings for span in reading.spans()):
        if span.field == field:
            shown.stylize("bold reverse", span.start, span.end)
    return shown


def _show(session: Session, page: desk.CandidatePage, language: str) -> None:
    facts, candidate = page.sighting.facts, page.candidate
    session.out.print(text_marked(facts.title, candidate.score.readings))
    stale = "" if page.is_latest else "  (the listing has changed since: run `jianzhen match`)"
    session.say(
        f"{facts.url or 'no link'}  seen {page.sighting.seen_at:%Y-%m-%d %H:%M} UTC{stale}"
    )
    values = {
        "price": f"{facts.price.amount} {facts.price.currency}" if facts.price else "",
        "seller": facts.seller or "",
        "availability": facts.availability or "",
        "pictures": str(len(page.sighting.pictures)),
    }
    rows: list[Row] = [
        (name, value, facts.sources.get(name) or facts.missing.get(name, ""))
        for name, value in values.items()
    ]
    session.table(
        "Listing 商品", ("field", "value", "where it was read, or why it is missing"), rows
    )
    texts = [
        (name, text_marked(text, candidate.score.readings, name))
        for name, text in mentioning_texts(page)
    ]
    if texts:
        session.table("Words 文字", ("field", "text"), list(texts))
    signals: list[Row] = [
        (
            one.signal,
            f"{one.value:.2f}",
            one.sentence.in_language(language),
            "\n".join(f"{name} {told}" for name, told in one.detail.items() if name in HOW_FOUND),
        )
        for one in candidate.score.readings
    ]
    heads = ("signal", "value", "what it says", "how")
    session.table(f"Signals 信号 against {page.right.slug}", heads, signals)
    for reading in candidate.score.readings:
        if reading.placement is not None:
            _show_placement(session, reading.placement, language)
    for gap in page.proof.gaps if page.proof else ():
        session.say(f"gap ({gap.question}): {gap.sentence.in_language(language)}")
    for decision in page.decisions:
        said = f"{decision.verdict} ({decision.reason})"
        session.say(f"{decision.decided_at:%Y-%m-%d} {decision.analyst}: {said}")
    session.say(f"state {candidate.state}, score {candidate.score.value:.2f}")
    session.say(f"decide with --seen {candidate.sighting_digest[:16]}")


def _show_placement(session: Session, placement: Placement, language: str) -> None:
    # the words are made beside the drawing, and that brings OpenCV along
    from matcher.pictures.placing import words_of  # noqa: PLC0415

    for sentence in words_of(placement)[:-1]:
        session.say(f"  {sentence.in_language(language)}")
    if placement.sheet is not None:
        path = session.settings.blobs.folder / placement.sheet[:2] / placement.sheet[2:4]
        session.say(f"  sheet 对比页 (PNG): {path / placement.sheet}")
