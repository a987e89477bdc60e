from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.errors import InputError
from domain.ownership import ExhibitKind
from rights.portfolio import PortfolioRefused, ReadPortfolio, read_portfolio

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)

HOLDERS_CSV = "slug,name_ja,name_en,country\nhoshikawa,株式会社星川製作所,Hoshikawa,JP\n"
MARKS_CSV = (
    "slug,holder,kind,names,registration_number,office,territory,nice_classes,expires_on\n"
    "mark-lumori,hoshikawa,word,LUMORI@latin|露茉莉@zh,123,CN,CN|US,21|35,2030-02-28\n"
)


def read(path: Path) -> ReadPortfolio:
    return read_portfolio(path, today=TODAY, who="王小明", now=NOW)


def test_a_good_portfolio_is_read_whole(folder: Path) -> None:
    found = read(folder / "portfolio.toml")
    assert [right.slug for right in found.portfolio.rights()] == ["mark-lumori", "work-fox"]
    assert found.portfolio.works[0].pictures[0].width == 64
    assert [one.kind for one in found.exhibits] == [
        ExhibitKind.IDENTITY,
        ExhibitKind.MARK_CERTIFICATE,
        ExhibitKind.DRAFT,
        ExhibitKind.EMPLOYMENT,
    ]
    assert found.exhibits[0].right is None
    assert found.exhibits[2].taken_in_by == "王小明"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_of_tables_is_read_in_the_charsets_of_spreadsheets(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "holders.csv").write_text(HOLDERS_CSV, encoding=encoding)
    (tmp_path / "marks.csv").write_text(MARKS_CSV, encoding=encoding)
    portfolio = read(tmp_path).portfolio
    assert portfolio.marks[0].nice_classes == (21, 35)
    assert portfolio.marks[0].names[1].text == "露茉莉"
    assert portfolio.holders[0].names["ja"] == "株式会社星川製作所"


def test_a_table_in_shift_jis_is_refused_rather_than_misread(tmp_path: Path) -> None:
    (tmp_path / "holders.csv").write_text(HOLDERS_CSV, encoding="cp932")
    with pytest.raises(InputError, match=r"neither UTF-8 nor GB18030\. Save it as CSV UTF-8"):
        read(tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        "2030/2/28",
        "2030年2月28日",
        "令和12年2月28日",
        "平成４２年２月２８日",
        "２０３０年２月２８日",
    ],
)
def test_a_day_is_read_as_spreadsheets_and_papers_write_it(tmp_path: Path, told: str) -> None:
    (tmp_path / "holders.csv").write_text(HOLDERS_CSV, encoding="utf-8")
    rewritten = MARKS_CSV.replace("2030-02-28", told)
    (tmp_path / "marks.csv").write_text(rewritten, encoding="utf-8")
    assert read(tmp_path).portfolio.marks[0].expires_on == date(2030, 2, 28)


def test_text_that_looks_like_a_day_stays_text(tmp_path: Path) -> None:
    (tmp_path / "holders.csv").write_text(HOLDERS_CSV, encoding="utf-8")
    (tmp_path / "marks.csv").write_text(MARKS_CSV.replace(",123,", ",2018-03-01,"), "utf-8")
    assert read(tmp_path).portfolio.marks[0].registration_number == "2018-03-01"


BAD = [
    ('slug = "work-fox"', 'slug = "mark-lumori"', "works", "is taken"),
    ('slug = "work-fox"', 'slug = "Work Fox"', "works", "small letters"),
    (
        'holder = "hoshikawa"\ntitle',
        'holder = "nobody"\ntitle',
        "works",
        "'nobody' is not in this",
    ),
    ("expires_on = 2030-02-28", "expires_on = 2026-11-22", "marks", "ended on 2026-11-22"),
    ("expires_on = 2030-02-28", "", "marks", "expires_on is missing"),
    ("expires_on = 2030-02-28", 'expires_on = "soon"', "marks", "a date"),
    ("registered_on = 2018-03-01", "registered_on = 2026-12-01", "marks", "in the future"),
    ("registered_on = 2018-03-01", "registered_on = 2031-01-01", "marks", "after expires_on"),
    ("nice_classes = [21]", "nice_classes = [46]", "marks", "1 to 45"),
    ("nice_classes = [21]", "nice_classes = []", "marks", "nice_classes is missing"),
    (
        "nice_classes = [21]",
        "nice_classes = [21]\ngoods_words = [5]",
        "marks",
        "goods_words holds",
    ),
    ("registered_on = 2018-03-01", "registered_on = 2018-03-01T00:00:00", "marks", "a date"),
    ("expires_on = 2030-02-28", "expires_on = 2030-02-28T00:00:00Z", "marks", "a date"),
    ('"12345678"', '"1.23457E+11"', "marks", "shortened by a spreadsheet"),
    ('office = "CN"', 'office = "UK"', "marks", "office holds 'UK'"),
    ('kind = "word"', 'kind = "figurative"', "marks", "no picture"),
    ('"LUMORI", script', '"LUMORI露茉莉", script', "marks", "not written in latin"),
    ('"LUMORI", script', '"LUM\\nORI", script', "marks", "names holds"),
    ('"LUMORI", script', '"LUM\\u202EORI", script', "marks", "names holds"),
    ('script = "latin"', 'script = ["latin"]', "marks", "names holds"),
    ('script = "latin"', 'script = "latin", kind = []', "marks", "names holds"),
    ('script = "latin"', 'script = "latin", note = "x"', "marks", "names holds"),
    ('territory = ["CN"]', 'territory = ["China"]', "marks", "two capital letters"),
    ('office = "CN"', 'office = "cn"', "marks", "two capital letters"),
    ('kind = "word"', 'kind = "sound"', "marks", "word or figurative"),
    (
        '{text = "露茉莉", script = "zh"}',
        '{text = "无", script = "zh"}',
        "marks",
        "fewer than two",
    ),
    (
        '{text = "露茉莉", script = "zh"}',
        '{text = "露茉莉", script = "latin"}',
        "marks",
        "not written",
    ),
    ('{text = "露茉莉", script = "zh"}', '{text = "露茉莉", script = "runes"}', "marks", "runes"),
    ('{text = "露茉莉", script = "zh"}', '{text = "露茉莉"}', "marks", "script"),
    ('{text = "露茉莉", script = "zh"}', '"露茉莉"', "marks", "names holds"),
    ('country = "JP"', 'country = "Japan"', "holders", "country holds"),
    ('email = "ip@hoshikawa.example"', 'email = "ip at example"', "holders", "no address"),
    ('country = "JP"', 'country = "ZZ"', "holders", "country holds"),
    ("names = {ja =", "names = {fr =", "holders", "language 'fr'"),
    ('en = "Hoshikawa Seisakusho Co., Ltd."', 'en = "  "', "holders", "names is no table"),
    ('slug = "work-fox"', 'slug = ["work-fox"]', "works", "slug is"),
    ('holder = "hoshikawa"\ntitle', 'holder = ["hoshikawa"]\ntitle', "works", "holder is"),
    ('title = "月下の狐"', 'title = "  "', "works", "title is missing"),
    ('title = "月下の狐"', 'titel = "月下の狐"', "works", "'titel' is not known"),
    ('title = "月下の狐"', "title = 7", "works", "Write text"),
    ("created_on = 2021-05-01", "created_on = 2027-01-01", "works", "in the future"),
    (
        "created_on = 2021-05-01",
        "created_on = 2021-05-01\nfirst_published_on = 2020-01-01",
        "works",
        "before created_on",
    ),
    ('pictures = ["fox.png"]', 'pictures = ["wolf.png"]', "works", "wolf.png is not there"),
    ('pictures = ["fox.png"]', 'pictures = ["../secret.png"]', "works", "outside"),
    ('pictures = ["fox.png"]', 'pictures = ["/etc/passwd"]', "works", "outside"),
    ('pictures = ["fox.png"]', 'pictures = ["a\\u0000b.png"]', "works", "no name of a file"),
    ('pictures = ["fox.png"]', f'pictures = ["{"a" * 400}.png"]', "works", "no name of a file"),
    ('pictures = ["fox.png"]', 'pictures = ["employment.txt"]', "works", "no picture"),
    ('pictures = ["fox.png"]', 'pictures = ["truncated.png"]', "works", "does not open"),
    ('pictures = ["fox.png"]', 'pictures = ["huge.png"]', "works", "pixels"),
    ('pictures = ["fox.png"]', 'pictures = ["link.png"]', "works", "outside"),
    ('pictures = ["fox.png"]', 'pictures = ["empty.png"]', "works", "empty"),
    ('kind = "draft"', 'kind = "dream"', "works", "'dream'"),
    ('kind = "draft"', 'kind = ["draft"]', "works", "kind of an exhibit"),
    ('file = "employment.txt"', "", "works", "file of an exhibit is missing"),
    ("dated = 2021-04-01", "dated = 2027-04-01", "works", "in the future"),
    ("dated = 2026-09-01", "dated = 2026-09-01\nvalid_until = 2026-10-01", "holders", "ran out"),
    ("[[sellers]]", "[[shops]]", "shops", "'shops' is no part"),
    (
        'seller = "星川官方店"',
        'seller = "x"\nvalid_from = 2026-02-01\nvalid_until = 2026-01-01',
        "sellers",
        "after valid_until",
    ),
    (
        'seller = "星川官方店"',
        'seller = "x"\nterritory = ["Asia"]',
        "sellers",
        "territory holds 'Asia'",
    ),
    ('title = "月下の狐"', 'title = "狐"\noffice = "ZZ"', "works", "office holds 'ZZ'"),
    ('title = "月下の狐"', 'title = "狐"\noffice = "CN"', "works", "stand alone"),
]


@pytest.fixture
def bad_pictures(folder: Path) -> None:
    whole = (folder / "fox.png").read_bytes()
    (folder / "truncated.png").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "link.png").symlink_to(folder / "fox.png")
    # the head of a picture of 20,000 × 20,000 pixels is all that a bomb needs
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    end = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    (folder / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + end)


@pytest.mark.usefixtures("bad_pictures")
@pytest.mark.parametrize(("right", "wrong", "noun", "said"), BAD)
def test_a_wrong_row_is_named_with_its_line(
    folder: Path, right: str, wrong: str, noun: str, said: str
) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    text = text.replace(right, wrong, 1)
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index(f"[[{noun}]]") + 1
    with pytest.raises(InputError) as refused:
        read(path)
    lines = [row for row in str(refused.value).splitlines() if said in row]
    assert len(lines) == 1, str(refused.value)
    assert f"portfolio.toml:{line}:" in lines[0]


def test_a_seller_that_stands_twice_is_named_with_its_line(folder: Path) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8")
    seller = text[text.index("[[sellers]]") :]
    path.write_text(f"{text}{seller}valid_until = 2027-01-01\n", encoding="utf-8")
    line = len(text.splitlines()) + 1
    with pytest.raises(PortfolioRefused, match=f"portfolio.toml:{line}: the seller .* is taken"):
        read(path)


def test_all_that_is_wrong_with_an_exhibit_is_told(folder: Path) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8").replace('kind = "draft"', 'kind = "dream"')
    path.write_text(text.replace("dated = 2021-04-01", "dated = 2027-04-01"), encoding="utf-8")
    with pytest.raises(PortfolioRefused) as refused:
        read(path)
    assert len(refused.value.problems) == 2


def test_a_row_is_placed_where_its_list_begins_when_it_has_no_head(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.toml"
    path.write_text('holders = []\n\nmarks = [{slug = "mark-a"}]\n', encoding="utf-8")
    with pytest.raises(PortfolioRefused, match=r"portfolio\.toml:3: holder is missing"):
        read(path)


def test_every_problem_is_told_at_once(folder: Path) -> None:
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("2030-02-28", "2020-01-01").replace('"JP"', '"Japan"')
    path.write_text(text.replace("fox.png", "wolf.png"), encoding="utf-8")
    with pytest.raises(PortfolioRefused) as refused:
        read(path)
    assert len(refused.value.problems) >= 4


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("marks.csv", MARKS_CSV.replace("2030-02-28", "2030-13-45"), r"marks\.csv:2.*a date"),
        ("marks.csv", MARKS_CSV.replace("21|35", "21|many"), r"marks\.csv:2.*'many'"),
        ("marks.csv", MARKS_CSV + "mark-two,hoshikawa\n", r"marks\.csv:3.*cells"),
        ("marks.csv", MARKS_CSV + "a,b\n" * 2, r"marks\.csv:4.*cells"),
        ("marks.csv", MARKS_CSV.replace("office", "kind"), r"marks\.csv:1.*'kind' twice"),
        ("marks.csv", MARKS_CSV.replace(",123,", ",1.2E+11,"), r"marks\.csv:2.*shortened"),
        ("marks.csv", MARKS_CSV + "x" * 140_000, r"marks\.csv:3.*is not CSV"),
        ("holders.csv", HOLDERS_CSV.replace("country", "names"), r"holders\.csv:2.*'name_ja'"),
        ("marks.csv", "", r"no entry"),
        ("rights.csv", MARKS_CSV, r"rights\.csv.*no noun"),
    ],
)
def test_a_wrong_table_is_named_with_its_row(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nowhere.toml", None, "cannot be read"),
        ("broken.toml", b"[[marks]\n", "line 1"),
        ("charset.toml", b"title = '\xff\xfe'", "TOML"),
        ("portfolio.docx", b"PK", "neither TOML nor CSV"),
    ],
)
def test_a_file_that_is_no_portfolio_is_named(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        read(tmp_path / name)
