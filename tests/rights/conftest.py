"""A good portfolio in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

PORTFOLIO = """\
[[holders]]
slug = "hoshikawa"
names = {ja = "株式会社星川製作所", en = "Hoshikawa Seisakusho Co., Ltd."}
country = "JP"
email = "ip@hoshikawa.example"
[[holders.exhibits]]
kind = "identity"
file = "extract.pdf"
described = "register extract"
dated = 2026-09-01

[[marks]]
slug = "mark-lumori"
holder = "hoshikawa"
kind = "word"
names = [{text = "LUMORI", script = "latin"}, {text = "露茉莉", script = "zh"}]
registration_number = "12345678"
office = "CN"
territory = ["CN"]
nice_classes = [21]
registered_on = 2018-03-01
expires_on = 2030-02-28
[[marks.exhibits]]
kind = "mark_certificate"
file = "certificate.pdf"
described = "certificate"

[[works]]
slug = "work-fox"
holder = "hoshikawa"
title = "月下の狐"
kind = "illustration"
pictures = ["fox.png"]
author = "星川 花子"
created_on = 2021-05-01
[[works.exhibits]]
kind = "draft"
file = "fox.png"
described = "draft"
dated = 2021-04-01
[[works.exhibits]]
kind = "employment"
file = "employment.txt"
described = "employment paper"

[[sellers]]
holder = "hoshikawa"
platform = "bazaar"
seller = "星川官方店"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good `portfolio.toml` and every file that it names."""
    folder = tmp_path / "portfolio"
    folder.mkdir()
    (folder / "portfolio.toml").write_text(PORTFOLIO, encoding="utf-8")
    for name in ("extract.pdf", "certificate.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    (folder / "employment.txt").write_text("雇用証明", encoding="utf-8")
    Image.effect_noise((64, 48), 60).save(folder / "fox.png")
    return folder
