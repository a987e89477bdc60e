"""Pictures of two folders side by side, without a database: `jianzhen compare images`."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from domain.digests import Sha256, sha256_of
from domain.errors import InputError
from domain.records import to_plain
from domain.runs import Progress, silent
from matcher.pictures.cascade import Cascade
from matcher.pictures.decoding import Decoder, reason_of
from matcher.pictures.described import described
from matcher.pictures.gallery import Found, placement_of
from matcher.pictures.geometry import projected, unit_corners
from matcher.pictures.opening import Opened
from matcher.pictures.sheets import draw_sheet
from matcher.pictures.states import Limits, PictureState

AT_ONCE = 4
"""Pictures handed to a process at a time."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared, in counts; and the files that gave nothing, each with its reason."""

    references: int
    queries: int
    lines: int
    left_out: tuple[tuple[str, str], ...]


Line = dict[str, object]


def compare_images(
    references: Path,
    queries: Path,
    out: Path,
    *,
    sheets: Path | None = None,
    processes: int | None = None,
    progress: Progress = silent,
) -> Compared:
    """Write a line for each reference found in a query, best first.

    Every file of both folders is taken, those of their folders too; what is no picture is told.
    The same folders give the same bytes, in however many processes. What cannot be finished leaves
    no half-written file behind.

    Raises:
        InputError: A folder is not there, there is nothing to look for, or nothing can be written.
    """
    own, theirs = files_of(references), files_of(queries)
    at_once = processes or os.cpu_count() or 1
    if sheets is not None:
        _made(sheets)
    lines: list[Line] = []
    left_out: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder, _pool(at_once) as pool:
        cascade = Cascade(Path(folder) / "laid-out")
        work = [(references, name) for name in own]
        for place, (name, features) in enumerate(pool.map(_reference, work, chunksize=AT_ONCE)):
            progress("references", place + 1, len(own))
            if isinstance(features, str):
                left_out.append((name, features))
            else:
                cascade.add(Sha256(name), features)
        if not len(cascade):
            raise InputError("holds no picture that can be looked for.", where=str(references))
        cascade.settle()
        asked = [(Path(folder) / "laid-out", references, queries, name, sheets) for name in theirs]
        for place, (name, found) in enumerate(pool.map(_query, asked, chunksize=AT_ONCE)):
            progress("queries", place + 1, len(theirs))
            if isinstance(found, str):
                left_out.append((name, found))
            else:
                lines += found
        _write(out, lines)
        return Compared(len(cascade), len(theirs), len(lines), tuple(left_out))


def files_of(folder: Path) -> list[str]:
    """The names of all files below a folder, in order, as they stand in the lines.

    Raises:
        InputError: It is no folder, or is empty.
    """
    if not folder.is_dir():
        raise InputError("is not a folder.", where=str(folder), mend="Name a folder of pictures.")
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = sorted(path.relative_to(folder).as_posix() for path in found)
    names = [name for name in names if not any(p.startswith(".") for p in name.split("/"))]
    if not names:
        raise InputError("holds no file.", where=str(folder))
    return names


def line_of(query: str, opened: Opened, found: Found) -> Line:
    """What is told of a reference in a query; the outline is in pixels of the query's file."""
    size = np.array([opened.width or 1, opened.height or 1])
    corners = projected(found.matrix, unit_corners()) * size
    return {
        "query": query,
        "reference": str(found.reference),
        "finding": found.finding,
        "score": round(found.score, 4),
        "outline": [[round(float(x), 1), round(float(y), 1)] for x, y in corners],
        "mirrored": bool(np.linalg.det(found.matrix) < 0),
        "stage": found.stage,
    }


def _pool(processes: int) -> ProcessPoolExecutor:
    # a fresh interpreter each: nothing of ours is shared with it but the folders' names
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(processes, get_context("spawn"))


class _Work:
    """What a process holds from one picture to the next."""

    decoder: Decoder | None = None
    cascade: Cascade | None = None


def _opened(path: Path) -> Opened:
    """The picture of a file; what cannot be read has a name too."""
    if _Work.decoder is None:
        _Work.decoder = Decoder(Limits())
    try:
        size = path.stat().st_size
        if size > _Work.decoder.limits.max_bytes:
            return Opened(PictureState.TOO_MANY_BYTES, f"{size} bytes")
        return _Work.decoder.decode(path.read_bytes())
    except OSError as exc:
        return Opened(PictureState.DAMAGED, exc.strerror)


def _reference(asked: tuple[Path, str]) -> tuple[str, bytes | str]:
    """The features of a reference, or why there are none."""
    folder, name = asked
    opened = _opened(folder / name)
    if opened.pixels is None or not opened.state.may_accuse:
        return name, reason_of(opened).en
    return name, described(opened.pixels, reference=True)


def _query(asked: tuple[Path, Path, Path, str, Path | None]) -> tuple[str, list[Line] | str]:
    """The lines of a query, or why nothing can be said of it."""
    laid, references, queries, name, sheets = asked
    opened = _opened(queries / name)
    if opened.pixels is None or not opened.state.may_accuse:
        return name, reason_of(opened).en
    if _Work.cascade is None:
        _Work.cascade = Cascade(laid)
    features = _Work.cascade.describe(opened.pixels)
    found = _Work.cascade.find(opened.pixels, features)
    if sheets is not None:
        for one in found:
            _draw(sheets, queries / name, opened, references / one.reference, one)
    return name, [line_of(name, opened, one) for one in found]


def _draw(sheets: Path, query: Path, opened: Opened, reference: Path, found: Found) -> None:
    """The sheet of a finding, as a picture and as a record from which it is drawn again."""
    own = _opened(reference)
    if own.pixels is None or opened.pixels is None:
        return
    digests = [sha256_of(path.read_bytes()) for path in (query, reference)]
    known = replace(found, reference=digests[1])
    placement = placement_of(known, (digests[0], opened), own, Cascade.maker)
    name = sheet_name(query.name, reference.name, digests)
    record = json.dumps(to_plain(placement), ensure_ascii=False, indent=1, sort_keys=True)
    (sheets / f"{name}.json").write_text(record + "\n", encoding="utf-8")
    (sheets / f"{name}.png").write_bytes(draw_sheet(opened.pixels, own.pixels, placement))


def sheet_name(query: str, reference: str, digests: Sequence[str]) -> str:
    """A file name that says which pictures it is about, whatever theirs are made of."""
    stems = (re.sub(r"[^0-9A-Za-z]+", "_", Path(one).stem)[:32] for one in (query, reference))
    parts = (f"{stem}_{digest[:8]}" for stem, digest in zip(stems, digests, strict=True))
    return "--".join(parts)


def _write(out: Path, lines: list[Line]) -> None:
    order = sorted(lines, key=_rank)
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(
            "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in order),
            encoding="utf-8",
            errors="backslashreplace",
        )
        part.replace(out)
    except OSError as exc:
        raise InputError(f"cannot be written ({exc.strerror}).", where=str(out)) from exc
    finally:
        part.unlink(missing_ok=True)


def _rank(line: Line) -> tuple[float, str, str]:
    return -float(str(line["score"])), str(line["query"]), str(line["reference"])


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise InputError(f"cannot be made ({exc.strerror}).", where=str(folder)) from exc
