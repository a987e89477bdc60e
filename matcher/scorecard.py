"""The scorecard: how the readings of a pair become one score and its band."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from domain.candidates import Band, Reading, Score
from domain.digests import sha256_of
from domain.errors import InputError
from matcher.text.mention import Field as TextField

VERSION_DIGITS = 12


class SignalState(StrEnum):
    """Whether a signal counts, or is only shown."""

    LIVE = "live"
    SHADOW = "shadow"


class Weighing(BaseModel):
    """What one signal does to a score: it raises by `weight`, or lowers by `factor`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: SignalState
    weight: float | None = Field(default=None, ge=0, le=1)
    factor: float | None = Field(default=None, ge=0, le=1)
    within_bits: int | None = Field(default=None, ge=0, le=20)

    @model_validator(mode="after")
    def _one_way(self) -> Weighing:
        if (self.weight is None) == (self.factor is None):
            raise ValueError("a signal has either a weight (it raises) or a factor (it lowers)")
        return self


class Bands(BaseModel):
    """From which score a pair is suggested, or put up for review."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suggest: float = Field(gt=0, le=1)
    review: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Bands:
        if self.review > self.suggest:
            raise ValueError("review must not lie above suggest")
        return self


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    bands: Bands
    fields: Mapping[str, Annotated[float, Field(ge=0, le=1)]] = {}
    signals: Mapping[str, Weighing]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Bands, weights of fields and of signals, under the version that is kept with every score."""

    version: str
    bands: Bands
    fields: Mapping[str, float]
    signals: Mapping[str, Weighing]

    def within(self, bands: Bands) -> Scorecard:
        """The same scorecard under thresholds that a person accepted; the version says so."""
        accepted = f"{self.version} {bands.suggest:g} {bands.review:g}".encode()
        version = f"{self.version}-{sha256_of(accepted)[:VERSION_DIGITS]}"
        return Scorecard(version, bands, self.fields, self.signals)

    def within_bits(self) -> dict[str, int]:
        """The farthest distance that is read, by name of the print."""
        return {
            name.removeprefix("picture_"): one.within_bits
            for name, one in self.signals.items()
            if one.within_bits is not None
        }


def read_scorecard(path: Path, known: Collection[str]) -> Scorecard:
    """The scorecard in this file, for exactly these signals; fields not named count whole.

    Raises:
        InputError: It cannot be read, a value does not fit, a signal is missing or unknown, or a
            field is unknown.
    """
    try:
        content = path.read_bytes()
        table = _Table.model_validate(tomllib.loads(content.decode()))
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{key}: {first['msg']}.", where=str(path)) from exc
    except ValueError as exc:
        raise InputError(f"is not TOML: {exc}.", where=str(path)) from exc
    fields = dict.fromkeys((field.value for field in TextField), 1.0) | dict(table.fields)
    _refuse_other("signal", known, table.signals, path)
    _refuse_other("field", list(TextField), fields, path)
    return Scorecard(sha256_of(content)[:VERSION_DIGITS], table.bands, fields, table.signals)


def _refuse_other(noun: str, known: Collection[str], given: Collection[str], path: Path) -> None:
    if wrong := sorted(set(known) ^ set(given)):
        side = f"is no {noun}" if wrong[0] in given else "has no entry"
        raise InputError(f"{wrong[0]!r} {side}.", where=str(path))


def score(readings: Iterable[Reading], scorecard: Scorecard, bands: Bands | None = None) -> Score:
    """All readings of a pair as one number from 0 to 1, and its band; every reading is kept.

    `bands` stand in for those of the scorecard, where the owner of a mark set its own.

    Raising signals count as independent witnesses: the score is the chance that not all of them
    are mistaken (noisy-or), `1 - (1 - w1*v1)(1 - w2*v2)...`. Each lowering signal then multiplies
    it by `1 - (1 - factor) * value`. Shadow signals change nothing.
    """
    kept = tuple(readings)
    doubt, leave = 1.0, 1.0
    for reading in kept:
        weighing = scorecard.signals[reading.signal]
        if weighing.state is SignalState.SHADOW:
            continue
        if weighing.weight is not None:
            doubt *= 1 - weighing.weight * reading.value
        elif weighing.factor is not None:
            leave *= 1 - (1 - weighing.factor) * reading.value
    # rounded, so that a score computed twice is the same to the last digit
    value = round((1 - doubt) * leave, 4)
    return Score(value, _band(value, bands or scorecard.bands), kept, scorecard.version)


def _band(value: float, bands: Bands) -> Band:
    if value >= bands.suggest:
        return Band.SUGGEST
    return Band.REVIEW if value >= bands.review else Band.LOG
