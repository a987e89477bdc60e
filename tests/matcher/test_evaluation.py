"""How good the queue is."""

from __future__ import annotations

from domain.candidates import Band
from matcher.evaluation import Judged, by_band, of_queue_top

ROWS = [
    Judged(0.9, Band.SUGGEST, True),
    Judged(0.8, Band.SUGGEST, False),
    Judged(0.7, Band.REVIEW, True),
    Judged(0.2, Band.LOG, True),
    Judged(0.0, None, True),
]


def test_each_band_is_measured_by_itself() -> None:
    suggest = by_band(ROWS)[Band.SUGGEST]
    assert (suggest.precision, suggest.recall) == (0.5, 0.25)


def test_the_top_of_the_queue_goes_by_score() -> None:
    assert of_queue_top(reversed(ROWS), 1).precision == 1.0
    assert of_queue_top(ROWS, 3).recall == 0.5


def test_what_is_only_logged_is_not_in_the_queue() -> None:
    assert of_queue_top(ROWS, 10).shown == 3


def test_nothing_shown_has_no_precision() -> None:
    assert of_queue_top([], 5).precision is None
    assert by_band([])[Band.REVIEW].recall is None
