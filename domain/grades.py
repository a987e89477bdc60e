"""How well something is shown: levels of one answer, grades of a whole file."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Who stands behind an exhibit: a program that checked it, a named person, or nobody yet."""

    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    STATED = "stated"

    def reaches(self, wanted: Level) -> bool:
        """Whether this level is at least the wanted one."""
        order = list(Level)
        return order.index(self) <= order.index(wanted)


class Grade(StrEnum):
    """How strong a file of proof is, A strong to D weak. Internal: no notice quotes it."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def better(self) -> Grade | None:
        """The next grade up; None above A."""
        order = list(Grade)
        place = order.index(self)
        return order[place - 1] if place else None


class Jurisdiction(StrEnum):
    """Whose law a file is weighed under."""

    CN = "CN"
    US = "US"
    EU = "EU"
    JP = "JP"
