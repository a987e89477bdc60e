"""A portfolio written from a list of marks, so that real titles can be weighed against it."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from config.load import ROOT

SHARED = ROOT.parent / "shared" / "data"
PAGES = SHARED / "pages"
MARKS = SHARED / "text" / "marks.jsonl"


def write_portfolio(folder: Path, marks: Path = MARKS) -> Path:
    """Write `portfolio.toml` with these marks under one invented holder; papers are samples.

    `marks` has a JSON object a line: id, latin, zh, kana, nice. The registrations are made up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("extract", "certificate"):
        Image.new("RGB", (80, 60), "white").save(folder / f"{name}.png")
    lines = [
        "[[holders]]",
        'slug = "sample-holder"',
        'names = {zh = "样本权利人", en = "Sample Holder", ja = "見本権利者"}',
        'country = "JP"',
        'address = "1 Sample Street, Tokyo"',
        'contact_person = "Sample Person"',
        'email = "ip@sample.example"',
        'phone = "+81-3-0000-0000"',
        _exhibit("holders", "identity", "extract.png"),
    ]
    for line in marks.read_text(encoding="utf-8").splitlines():
        lines += _mark(json.loads(line))
    path = folder / "portfolio.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _mark(row: dict[str, object]) -> list[str]:
    names = [
        f'{{text = {json.dumps(text, ensure_ascii=False)}, script = "{script}"}}'
        for script in ("latin", "zh", "kana")
        for text in row[script]  # type: ignore[attr-defined]
    ]
    return [
        "[[marks]]",
        f'slug = "{row["id"]}"',
        'holder = "sample-holder"',
        'kind = "word"',
        f"names = [{', '.join(names)}]",
        'registration_number = "SAMPLE-0001"',
        'office = "CN"',
        'territory = ["CN", "US"]',
        f"nice_classes = [{row['nice']}]",
        "registered_on = 2015-01-01",
        "expires_on = 2035-01-01",
        _exhibit("marks", "mark_certificate", "certificate.png"),
    ]


def _exhibit(noun: str, kind: str, file: str) -> str:
    return (
        f'[[{noun}.exhibits]]\nkind = "{kind}"\nfile = "{file}"\n'
        'described = "sample paper"\ndated = 2020-01-01'
    )
