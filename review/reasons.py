"""What of a candidate explains why it was found, for the page and the command line."""

from __future__ import annotations

from review.desk import CandidatePage


def mentioning_texts(page: CandidatePage) -> list[tuple[str, str]]:
    """The texts of the listing, other than its title, that a signal points into, by field."""
    fields = {span.field for one in page.candidate.score.readings for span in one.spans()}
    texts = page.sighting.facts.texts()
    return [(name, text) for name, text in texts.items() if text and name in fields - {"title"}]
