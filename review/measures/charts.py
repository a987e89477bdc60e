"""The charts of the desk: what each shows, from what, and the numbers beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from domain.notices import NoticeState
from review.measures.drawing import Bar, Series, Stairs, bars, lines, stairs
from review.measures.facts import Facts, Followed
from review.measures.figures import DAY, only, relisting_spans, removal_spans
from review.measures.survival import Span, kept
from takedown.after.causes import causes

Say = Callable[[str], str]
"""Gives the words of a key in the reader's language."""

WEEKS, SELLERS, PLATFORMS, CAUSES = 26, 12, 5, 12
ENDS = (
    NoticeState.REMOVED,
    NoticeState.REFUSED,
    NoticeState.COUNTERED,
    NoticeState.RESTORED,
    NoticeState.WITHDRAWN,
    NoticeState.SUBMITTED,
)
"""What became of a filed listing; `submitted` is no answer yet."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, what it means, from how many things, and its table."""

    key: str
    title: str
    means: str
    of: int
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts(facts: Facts, say: Say) -> tuple[Chart, ...]:
    """Every chart, in the order of the work."""
    made = (_flow, _load, _removal, _answers, _refusals, _relisting, _sellers)
    return tuple(draw(facts, say) for draw in made)


def chart(facts: Facts, say: Say, key: str) -> Chart | None:
    """One chart; None where there is none of this key."""
    return next((one for one in charts(facts, say) if one.key == key), None)


def _flow(facts: Facts, say: Say) -> Chart:
    """Found, decided, filed and removed, week by week."""
    weeks = _weeks(facts.now)
    named = {
        "found": [one.suggested_at for one in facts.found],
        "decided": [one.decided_at for one in facts.decided],
        "filed": [one.filed.filed_at for one in facts.filed],
        "removed": [one.gone_at for one in facts.filed if one.gone_at],
    }
    counts = {name: _by_week(times, weeks) for name, times in named.items()}
    series = [Series(say(f"figure_{name}"), tuple(count)) for name, count in counts.items()]
    return _over_weeks("flow", say, weeks, series, int(sum(sum(one) for one in counts.values())))


def _load(facts: Facts, say: Say) -> Chart:
    """How many candidates waited at each week's end."""
    weeks = _weeks(facts.now)
    first: dict[int, datetime] = {}
    for one in facts.decided:
        first.setdefault(one.candidate, one.decided_at)
    came = [one.suggested_at for one in facts.found]
    left = [first[one.candidate] for one in facts.found if one.candidate in first]
    before = sum(at < weeks[0] for at in came) - sum(at < weeks[0] for at in left)
    changes = zip(_by_week(came, weeks), _by_week(left, weeks), strict=True)
    waiting = list(accumulate((new - done for new, done in changes), initial=before))[1:]
    series = [Series(say("chart_load_waiting"), tuple(float(one) for one in waiting))]
    return _over_weeks("load", say, weeks, series, len(came))


def _over_weeks(
    key: str, say: Say, weeks: Sequence[datetime], series: Sequence[Series], of: int
) -> Chart:
    places = [f"{week:%m-%d}" for week in weeks]
    heads = (say("week_from"), *(one.name for one in series))
    rows = tuple(
        (f"{week:%Y-%m-%d}", *(f"{one.values[n] or 0:g}" for one in series))
        for n, week in enumerate(weeks)
    )
    title, means = say(f"chart_{key}"), say(f"chart_{key}_means")
    return Chart(key, title, means, of, lines(title, means, places, series), heads, rows)


def _removal(facts: Facts, say: Say) -> Chart:
    """How long filed listings stayed, on each platform."""
    spans = {one: removal_spans(only(facts, one).filed) for one in _busiest(facts)}
    return _falling("removal", say, spans, say("unit_days"))


def _relisting(facts: Facts, say: Say) -> Chart:
    """How long removed listings stayed away, on each platform."""
    gone = [one for one in facts.filed if one.gone_at is not None]
    of = {one: [own for own in gone if own.filed.platform == one] for one in _busiest(facts)}
    spans = {one: relisting_spans(own, facts.now) for one, own in of.items() if own}
    return _falling("relisting", say, spans, say("unit_days"))


def _falling(key: str, say: Say, spans: dict[str, list[Span]], unit: str) -> Chart:
    rows, drawn = [], []
    for platform, own in spans.items():
        steps = kept(own)
        end = max((span.days for span in own), default=0.0)
        name = f"{platform} ({len(own)})"
        drawn.append(Stairs(name, tuple((one.days, one.left) for one in steps), end))
        rows += [
            (platform, f"{one.days:.2f}", f"{one.left:.4f}", str(one.at_risk)) for one in steps
        ]
    heads = (say("platform"), say("unit_days"), say("share_left"), say("at_risk"))
    title, means = say(f"chart_{key}"), say(f"chart_{key}_means")
    count = sum(map(len, spans.values()))
    return Chart(key, title, means, count, stairs(title, means, unit, drawn), heads, tuple(rows))


def _answers(facts: Facts, say: Say) -> Chart:
    """What became of filed listings, by platform."""
    counts: defaultdict[str, Counter[NoticeState]] = defaultdict(Counter)
    for one in facts.filed:
        counts[one.filed.platform][one.filed.state] += 1
    names = sorted(counts, key=lambda name: (-counts[name].total(), name))
    rows = [_answer_bar(name, counts[name], say) for name in names]
    legend = [say("no_answer" if one is NoticeState.SUBMITTED else one) for one in ENDS]
    heads = (say("platform"), *legend)
    table = tuple((name, *(str(counts[name][end]) for end in ENDS)) for name in names)
    title, means = say("chart_answers"), say("chart_answers_means")
    drawn = bars(title, means, legend, rows)
    return Chart("answers", title, means, len(facts.filed), drawn, heads, table)


def _answer_bar(platform: str, counts: Counter[NoticeState], say: Say) -> Bar:
    staying = counts.total() - counts[NoticeState.WITHDRAWN]
    success = counts[NoticeState.REMOVED] / staying if staying else None
    note = "" if success is None else f"{success:.0%} {say('figure_success_rate')}"
    return Bar(platform, tuple(float(counts[end]) for end in ENDS), note)


def _refusals(facts: Facts, say: Say) -> Chart:
    """Why platforms refused, by cause and platform; one bar a cause."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in facts.filed:
        for refusal in one.filed.refusals:
            if refusal.at <= facts.now:
                counts[refusal.code or ""][one.filed.platform] += 1
    total = sum(own.total() for own in counts.values())
    platforms = _most(sum(counts.values(), Counter()))
    codes = _most(Counter({code: own.total() for code, own in counts.items()}))
    rows = [_cause_bar(counts[code], platforms, total, _cause(code, say)) for code in codes]
    shown, rest = platforms[:PLATFORMS], platforms[PLATFORMS:]
    legend = [*shown, *([say("other_platforms")] if rest else [])]
    heads = (say("cause"), *platforms, say("all_platforms"), say("share"))
    table = tuple(
        (
            _cause(code, say),
            *(str(counts[code][one]) for one in platforms),
            str(counts[code].total()),
            f"{counts[code].total() / total:.1%}",
        )
        for code in codes
    )
    title, means = say("chart_refusals"), say("chart_refusals_means")
    drawn = bars(title, means, legend, rows[:CAUSES])
    return Chart("refusals", title, means, total, drawn, heads, table)


def _cause_bar(counts: Counter[str], platforms: Sequence[str], total: int, name: str) -> Bar:
    shown, rest = platforms[:PLATFORMS], platforms[PLATFORMS:]
    parts = [float(counts[one]) for one in shown]
    others = [float(sum(counts[one] for one in rest))] if rest else []
    return Bar(name, (*parts, *others), f"{counts.total() / total:.0%}")


def _cause(code: str, say: Say) -> str:
    """The cause's name; a code that is known no longer is given as it is."""
    named = causes().get(code)
    if named is None:
        return code or say("cause_not_noted")
    return named.name.in_language(say("language_tag"))


def _most(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _sellers(facts: Facts, say: Say) -> Chart:
    """The sellers that most was filed against: how often before and after the first removal."""
    own: defaultdict[tuple[str, str], list[Followed]] = defaultdict(list)
    for one in facts.filed:
        if one.filed.seller is not None:
            own[one.filed.platform, one.filed.seller].append(one)
    busiest = sorted(own, key=lambda seller: (-len(own[seller]), seller))[:SELLERS]
    legend = (say("filed_first"), say("filed_again"))
    rows, table = [], []
    for platform, seller in busiest:
        first, again = _again(own[platform, seller])
        rows.append(Bar(f"{seller} · {platform}", (float(first), float(again))))
        table.append((platform, seller, str(first), str(again)))
    title, means = say("chart_sellers"), say("chart_sellers_means")
    heads = (say("platform"), say("seller"), *legend)
    drawn = bars(title, means, legend, rows)
    return Chart("sellers", title, means, len(own), drawn, heads, tuple(table))


def _again(filed: Sequence[Followed]) -> tuple[int, int]:
    """How many were filed with the seller's first notice, and how many on later days."""
    day = min(one.filed.filed_at for one in filed) + DAY
    first = sum(one.filed.filed_at < day for one in filed)
    return first, len(filed) - first


def _busiest(facts: Facts) -> list[str]:
    counts = Counter(one.filed.platform for one in facts.filed)
    return [name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))][
        :PLATFORMS
    ]


def _weeks(now: datetime) -> list[datetime]:
    """The Mondays, at midnight UTC, of the last weeks, this one included."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=midnight.weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def _by_week(times: Iterable[datetime], weeks: Sequence[datetime]) -> list[float]:
    counts = [0.0] * len(weeks)
    for at in times:
        place = (at - weeks[0]).days // 7
        if 0 <= place < len(weeks):
            counts[place] += 1
    return counts
