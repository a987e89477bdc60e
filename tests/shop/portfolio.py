"""The sample portfolio of an invented rights holder, with its pictures and papers, on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.shop.facts import HOLDER, HOLDER_PAPERS, MARKS, SELLERS, WORKS, Facts, WorkFacts
from tests.shop.papers import draft_jpeg, layered_tiff, paper_pdf, publication_png, work_png


def write_portfolio(folder: Path) -> Path:
    """Write `portfolio.toml` with all its files below this folder, and give its path."""
    for name in ("works", "papers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    holder = {**HOLDER, "exhibits": [_paper(folder, *paper) for paper in HOLDER_PAPERS]}
    marks = [{**mark, "exhibits": [_paper(folder, *certificate)]} for mark, certificate in MARKS]
    works = [_work(folder, work) for work in WORKS]
    tables = {"holders": [holder], "marks": marks, "works": works, "sellers": SELLERS}
    path = folder / "portfolio.toml"
    rows = ["# SAMPLE 样本: invented rights holder, marks, works and papers, for demonstration"]
    for name, entries in tables.items():
        for entry in entries:
            rows += _entry(name, entry)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _work(folder: Path, work: WorkFacts) -> Facts:
    name, entry = work.name, dict(work.entry)
    picture = _kept(folder, f"works/{name}.png", work_png(name))
    exhibits = [_exhibit(folder, work, kind) for kind in work.exhibits]
    return {**entry, "pictures": [picture], "exhibits": exhibits}


def _exhibit(folder: Path, work: WorkFacts, kind: str) -> Facts:
    name = work.name
    match kind.partition(":")[0]:
        case "draft":
            stage = int(kind.partition(":")[2])
            file = _kept(folder, f"works/{name}-draft-{stage}.jpg", draft_jpeg(name, stage))
            described = f"SAMPLE 样本: pencil draft {stage} of {work.english}"
            return _dated("draft", file, described, work.drafted[stage - 1])
        case "layered_source":
            file = _kept(folder, f"works/{name}-layers.tif", layered_tiff(name))
            described = f"SAMPLE 样本: layered source of {work.english}, one layer a page"
            return _dated("layered_source", file, described, work.entry["created_on"])
        case "first_publication":
            day, url = work.entry["first_published_on"], str(work.entry["first_published_at"])
            page = publication_png(name, work.english, url, str(day))
            file = _kept(folder, f"works/{name}-first-publication.png", page)
            return _dated(kind, file, f"SAMPLE 样本: page of {url}", day)
        case _:
            return _paper(folder, *work.papers[kind])


def _dated(kind: str, file: str, described: str, day: object) -> Facts:
    return {"kind": kind, "file": file, "described": described, "dated": day}


def _paper(
    folder: Path, kind: str, name: str, title: str, lines: Sequence[str], day: date
) -> Facts:
    file = _kept(folder, f"papers/{name}.pdf", paper_pdf(title, tuple(lines)))
    return _dated(kind, file, f"SAMPLE 样本: {title}", day)


def _kept(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name


def _entry(table: str, entry: Mapping[str, object]) -> list[str]:
    rows = ["", f"[[{table}]]"]
    rows += [f"{key} = {_value(value)}" for key, value in entry.items() if key != "exhibits"]
    exhibits = entry.get("exhibits", [])
    if isinstance(exhibits, list):
        for exhibit in exhibits:
            rows += _entry(f"{table}.exhibits", exhibit)
    return rows


def _value(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)
