"""`evaluate`: how good the queue is by what was decided, and the thresholds that follow."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.errors import InputError
from domain.records import to_plain
from matcher.evaluation import Quality
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, Session, session_of
from review.quality import Agreement, QualityPage, accept_bands, quality


def evaluate(
    context: typer.Context,
    accept: Annotated[
        bool, typer.Option("--accept", help="Use the proposed thresholds from the next match on.")
    ] = False,
    suggest: Annotated[float | None, typer.Option(help="Accept this one instead.")] = None,
    review: Annotated[float | None, typer.Option(help="Accept this one instead.")] = None,
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Show precision by score, agreement of two persons, pace, and proposed thresholds.

    A threshold is proposed from older decisions and tried on newer ones; a person accepts it.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            page = quality(store, session.settings)
            if accept or suggest is not None or review is not None:
                chosen = _chosen(page, suggest, review)
                who, now = session.analyst(name), session.clock()
                accept_bands(store, session.settings, *chosen, who=who, now=now)
                page = quality(store, session.settings)
        if as_json:
            session.json(to_plain(page))
            return
        _tell(session, page)


def _chosen(page: QualityPage, suggest: float | None, review: float | None) -> tuple[float, float]:
    own = page.proposal
    if own is not None:
        suggest = own.suggest.threshold if suggest is None else suggest
        review = own.review.threshold if review is None else review
    if suggest is None or review is None:
        raise InputError(
            "Nothing is proposed: there are too few decisions, or none is sure enough.",
            mend="Give --suggest and --review.",
        )
    return suggest, review


def _tell(session: Session, page: QualityPage) -> None:
    rows = [_row(f"{low:.2f} – {low + 0.05:.2f}", one) for low, one in page.steps]
    rows += [_row(f"band {band}", one) for band, one in page.bands.items() if one.shown]
    rows.append(_row("top 50 of the queue", page.top))
    heads = ("score", "decided", "infringing", "precision")
    session.table(f"准确率 Precision, {page.decisions} decisions", heads, rows)
    session.say(f"agreement by lot, blind 盲审抽样: {_agreed(page.sample)}")
    session.say(f"agreement by rule 规则复核: {_agreed(page.rule)}")
    paces: list[Row] = [
        (
            one.analyst,
            str(one.decisions),
            _figure(one.seconds, ".1f"),
            _figure(one.per_hour, ".0f"),
        )
        for one in page.paces
    ]
    session.table("速度 Pace", ("analyst", "decisions", "seconds each", "an active hour"), paces)
    session.say(f"thresholds now 现行阈值: suggest {page.suggest:.2f}, review {page.review:.2f}")
    own = page.proposal
    if own is None:
        session.say("nothing is proposed: too few decisions, or no threshold is sure enough")
        return
    for word, old, new in (
        ("suggest", own.suggest, own.suggest_tried), ("review", own.review, own.review_tried),
    ):  # fmt: skip
        session.say(
            f"proposed {word} {old.threshold:.2f}: {old.infringing}/{old.shown} infringing of the "
            f"older decisions, {new.infringing}/{new.shown} of the newer, which were not used"
        )
    session.say("accept with: jianzhen evaluate --accept --as NAME")


def _row(name: str, one: Quality) -> Row:
    share = "–" if one.precision is None else f"{one.precision:.1%}"
    return (name, str(one.shown), str(one.right), share)


def _agreed(one: Agreement) -> str:
    return f"{one.same} of {one.pairs} pairs the same, kappa {_figure(one.kappa, '.2f')}"


def _figure(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
