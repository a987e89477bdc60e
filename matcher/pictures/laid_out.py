"""References laid out for the search: what never changes, and where it lies on disk."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.digests import Sha256
from domain.errors import InputError
from matcher.pictures.described import Described, read_described
from matcher.pictures.pdq import Codes
from matcher.pictures.postings import ARRAYS, Postings, posted
from matcher.pictures.print_index import PrintIndex
from matcher.pictures.printed import PARTS

HEAD = "index.json"

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """References in their order, with the indexes over them.

    `starts` say where the features of each begin in `features`. A row of `prints` belongs to the
    reference `print_owners // PARTS`, and is that of its part `print_owners % PARTS`.
    """

    names: tuple[Sha256, ...]
    features: Bytes
    starts: NDArray[np.int64]
    postings: Postings
    prints: PrintIndex
    print_owners: NDArray[np.int64]

    def described(self, place: int) -> Described:
        """One of the references, as it is compared."""
        return read_described(self.features[self.starts[place] : self.starts[place + 1]].tobytes())


def laid_out(references: Mapping[Sha256, bytes]) -> LaidOut:
    """Lay out references, by their names, from their features."""
    names = tuple(sorted(references))
    ordered = [references[name] for name in names]
    # read twice, so that only one at a time lies open
    prints, owners = _prints(read_described(one) for one in ordered)
    return LaidOut(
        names,
        np.frombuffer(b"".join(ordered), dtype=np.uint8),
        np.cumsum([0, *(len(one) for one in ordered)], dtype=np.int64),
        posted(read_described(one) for one in ordered),
        PrintIndex(prints),
        owners,
    )


def keep_laid_out(folder: Path, one: LaidOut, maker: str) -> None:
    """Write references into a folder, which another one of its name is exchanged for at the end.

    Raises:
        InputError: The folder cannot be written.
    """
    part = folder.with_name(f"{folder.name}.part{os.getpid()}")
    arrays: dict[str, NDArray[np.generic]] = {
        **{name: getattr(one.postings, name) for name in ARRAYS},
        "starts_of_features": one.starts,
        "features": one.features,
        "codes": one.prints.codes,
        "order_of_codes": one.prints.order,
        "print_owners": one.print_owners,
    }
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array, allow_pickle=False)
        # written last: a folder without it is not read
        head = {"maker": maker, "names": list(one.names)}
        (part / HEAD).write_text(json.dumps(head), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.replace(folder)
    except OSError as exc:
        raise InputError(f"cannot be written ({exc.strerror}).", where=str(folder)) from exc
    finally:
        shutil.rmtree(part, ignore_errors=True)


def open_laid_out(folder: Path, maker: str) -> LaidOut | None:
    """References as they were written, read from disk only where they are looked at.

    None where there are none, or where another maker wrote them: they are laid out anew then.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        if head["maker"] != maker:
            return None
        read = {
            path.stem: np.load(path, mmap_mode="r", allow_pickle=False)
            for path in folder.glob("*.npy")
        }
        return LaidOut(
            tuple(Sha256(name) for name in head["names"]),
            read["features"],
            read["starts_of_features"],
            Postings(**{name: read[name] for name in ARRAYS}),
            PrintIndex(read["codes"], read["order_of_codes"]),
            read["print_owners"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _prints(described: Iterable[Described]) -> tuple[Codes, NDArray[np.int64]]:
    """The prints that say something, and whose each is."""
    rows = [
        (PARTS * place + part, printed.codes[0])
        for place, one in enumerate(described)
        for part, printed in enumerate(one.prints)
        if printed.tells
    ]
    codes = np.array([code for _, code in rows], dtype=np.uint8).reshape(-1, 32)
    return codes, np.array([owner for owner, _ in rows], dtype=np.int64)
