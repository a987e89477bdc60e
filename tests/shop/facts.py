"""The invented facts of the sample portfolio: nobody and nothing here exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Facts = dict[str, object]
Paper = tuple[str, str, str, tuple[str, ...], date]
"""Exhibit kind, file name, title, lines, date."""

SITE = "https://www.mizuhane-kobo.example/gallery"


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """One work: its row of the portfolio, and which exhibits exist of it."""

    name: str
    english: str
    entry: Mapping[str, object]
    exhibits: tuple[str, ...] = ()
    drafted: tuple[date, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=dict)


HOLDER: Facts = {
    "slug": "mizuhane",
    "names": {
        "ja": "株式会社ミズハネ工房",
        "en": "Mizuhane Kobo Co., Ltd.",
        "zh": "株式会社水羽工房",
    },
    "country": "JP",
    "address": "9-99-9 Minamikusa, Hoshitani-shi, 000-0000, Japan (invented)",
    "contact_person": "Sanae Kurumizawa",
    "email": "ip@mizuhane-kobo.example",
    "phone": "+81-3-0000-0000",
}

HOLDER_PAPERS: tuple[Paper, ...] = (
    (
        "identity",
        "register-extract",
        "履歴事項全部証明書 公司登记簿副本 Company register extract",
        (
            "商号 Name: 株式会社ミズハネ工房 (Mizuhane Kobo Co., Ltd.)",
            "会社法人等番号 Number: 0000-00-000000",
            "代表取締役 Representative: Sanae Kurumizawa",
            "成立 Established: 1988-04-01",
        ),
        date(2026, 10, 1),
    ),
    (
        "power_of_attorney",
        "power-of-attorney",
        "授权委托书 Power of attorney",
        (
            "委托人 Principal: 株式会社水羽工房 Mizuhane Kobo Co., Ltd.",
            "受托人 Agent: 演示分析员 Demo Analyst",
            "权限: 代为向电商平台提出知识产权投诉、提交证据、撤回投诉",
            "Scope: file and withdraw intellectual property complaints with platforms",
            "有效期 Valid until: 2031-03-31",
        ),
        date(2026, 4, 1),
    ),
)


def _certificate(slug: str, office: str, number: str, mark: str, classes: str) -> Paper:
    return (
        "mark_certificate",
        f"certificate-{slug}",
        f"商标注册证 Trade mark certificate {office} {number}",
        (
            f"商标 Mark: {mark}",
            f"注册号 Registration number: {number}",
            f"国际分类 Nice classes: {classes}",
            "注册人 Owner: 株式会社水羽工房 Mizuhane Kobo Co., Ltd.",
            "有效期至 Valid until: 2032-06-27",
        ),
        date(2022, 6, 28),
    )


def _name(text: str, script: str, kind: str = "registered") -> Facts:
    return {"text": text, "script": script, "kind": kind}


def _mark(slug: str, office: str, number: str, classes: list[int]) -> Facts:
    return {
        "slug": slug,
        "holder": "mizuhane",
        "kind": "word",
        "registration_number": number,
        "office": office,
        "territory": [office],
        "nice_classes": classes,
        "registered_on": date(2022, 6, 28),
        "expires_on": date(2032, 6, 27),
    }


MARKS: tuple[tuple[Facts, Paper], ...] = (
    (
        {
            **_mark("mark-mokureli-cn", "CN", "99020417", [21]),
            "names": [
                _name("MOKURELI", "latin"),
                _name("沐珂丽", "zh"),
                _name("モクレリ", "kana", "transliteration"),
            ],
            "goods_words": ["杯"],
        },
        _certificate("mokureli-cn", "CN", "99020417", "MOKURELI 沐珂丽", "21"),
    ),
    (
        {
            **_mark("mark-mokureli-us", "US", "9902041", [21]),
            "names": [
                _name("MOKURELI", "latin"),
                _name("モクレリ", "kana", "transliteration"),
            ],
            "goods_words": ["bottle", "mug", "tumbler"],
        },
        _certificate("mokureli-us", "US", "9902041", "MOKURELI", "21"),
    ),
    (
        {
            **_mark("mark-tobinello-cn", "CN", "99031522", [18, 21, 24]),
            "names": [
                _name("TOBINELLO", "latin"),
                _name("陶贝诺", "zh"),
                _name("トビネロ", "kana"),
            ],
            "goods_words": ["便当盒", "帆布包", "毛巾"],
        },
        _certificate("tobinello-cn", "CN", "99031522", "TOBINELLO 陶贝诺 トビネロ", "18, 21, 24"),
    ),
)


def _entry(name: str, title: str, kind: str, made: date | None, shown: date | None) -> Facts:
    entry: Facts = {
        "slug": f"work-{name}",
        "holder": "mizuhane",
        "title": title,
        "kind": kind,
    }
    if made:
        entry |= {"author": "Itsuki Hanamori", "title_basis": "employment", "created_on": made}
    if shown:
        entry |= {"first_published_on": shown, "first_published_at": f"{SITE}/{name}"}
    return entry


EMPLOYMENT: Paper = (
    "employment",
    "employment-hanamori",
    "在職証明書 在职证明 Certificate of employment",
    (
        "氏名 Name: Itsuki Hanamori (花守 樹)",
        "職位 Position: staff illustrator, design department",
        "在職期間 Employed: 2018-04-01 to date",
        "职务作品归公司所有 Works made in the course of duty belong to the company",
    ),
    date(2026, 10, 5),
)
DECLARATION: Paper = (
    "declaration",
    "declaration-hanamori",
    "著作権宣言書 著作权权属声明 Declaration of ownership",
    (
        "声明人 Declarant: 株式会社水羽工房 Mizuhane Kobo Co., Ltd.",
        "我方系所附作品的著作权人，未许可他人使用 We own the copyright and have licensed nobody",
        "愿对真实性负责 We answer for the truth of this declaration",
    ),
    date(2026, 10, 6),
)
_PAPERS = {"employment": EMPLOYMENT, "declaration": DECLARATION}
_FULL = (
    "draft:1",
    "draft:2",
    "layered_source",
    "first_publication",
    "employment",
    "declaration",
)

WORKS: tuple[WorkFacts, ...] = (
    WorkFacts(
        "fox",
        "Fox under the Moon",
        _entry("fox", "月夜の狐 月夜之狐", "illustration", date(2021, 5, 20), date(2021, 9, 15)),
        _FULL,
        (date(2021, 4, 12), date(2021, 5, 6)),
        _PAPERS,
    ),
    WorkFacts(
        "pond",
        "Koi Pond",
        _entry("pond", "鯉の池 锦鲤荷塘", "pattern", date(2022, 2, 9), date(2022, 4, 22)),
        _FULL,
        (date(2022, 1, 11), date(2022, 1, 28)),
        _PAPERS,
    ),
    WorkFacts(
        "tea",
        "Tea Mountain Label",
        _entry("tea", "茶山ラベル 茶山包装画", "packaging", date(2020, 10, 2), date(2021, 1, 10)),
        _FULL,
        (date(2020, 9, 1), date(2020, 9, 18)),
        _PAPERS,
    ),
    WorkFacts(
        "street",
        "Lantern Street",
        _entry("street", "提灯の街 灯笼街", "illustration", date(2023, 6, 14), date(2023, 8, 1)),
        _FULL,
        (date(2023, 5, 8), date(2023, 5, 30)),
        _PAPERS,
    ),
    WorkFacts(
        "camellia",
        "Red Camellia",
        _entry("camellia", "紅椿 红山茶", "pattern", date(2022, 11, 3), date(2023, 1, 20)),
        _FULL,
        (date(2022, 10, 4), date(2022, 10, 21)),
        _PAPERS,
    ),
    # kept incomplete on purpose: no author, no dates and no exhibits, so that its gaps are told
    WorkFacts(
        "whale", "Cloud Whale", _entry("whale", "雲の鯨 云上鲸鱼", "illustration", None, None)
    ),
)

SELLERS: tuple[Facts, ...] = tuple(
    {
        "holder": "mizuhane",
        "platform": platform,
        "seller": seller,
        "valid_from": date(2024, 4, 1),
        "valid_until": date(2031, 3, 31),
    }
    for platform, seller in (
        ("bazaar_street", "水羽工房官方旗舰店"),
        ("bazaar_live", "Mizuhane Kobo Official"),
    )
)
