from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.ownership import ExhibitKind, Question
from domain.rights import Agent, AgentSlug, HolderSlug, RightSlug
from rights.dossier.scene import Scene
from rights.dossier.statements import statements
from rights.export import Form, Kept, export_portfolio
from rights.portfolio import PortfolioRefused, read_portfolio
from rights.proof.authority import authority_holds
from rights.proof.claim import Claim
from rights.proof.routes import read_routes, ready_for
from rights.stage import _nobodys_powers, claim_on, import_portfolio
from store.unit_of_work import Store
from tests.factories import an_exhibit

AGENTS = """
[[agents]]
slug = "law-firm"
names = {zh = "北京某某律师事务所", en = "Some Law Firm"}
country = "CN"
[[agents.exhibits]]
kind = "identity"
file = "firm.pdf"
described = "执业许可证"
[[agents.exhibits]]
kind = "power_of_attorney"
holder = "hoshikawa"
file = "power.pdf"
described = "授权委托书"
platforms = ["taobao", "1688"]
scope = ["copyright"]
term_from = 2026-01-01
term_until = 2027-12-31
source = "by registered post from the holder"

[[holders]]
slug = "northwind"
names = {en = "Northwind Toys, Inc."}
country = "US"
[[holders.exhibits]]
kind = "power_of_attorney"
agent = "law-firm"
file = "power-2.pdf"
described = "power of attorney"

[[products]]
slug = "bottle"
holder = "hoshikawa"
name = "LUMORI bottle"
rights = ["mark-lumori", "work-fox"]
nice_classes = [21]
features = ["engraved number on the base", "green seal"]
price_lowest = 199.0
price_highest = "259.50"
currency = "CNY"
codes = ["4901234567894"]
pictures = ["fox.png"]
"""


@pytest.fixture
def acting(folder: Path) -> Path:
    """The good portfolio with an agent of two owners, and a product."""
    path = folder / "portfolio.toml"
    path.write_text(path.read_text(encoding="utf-8") + AGENTS, encoding="utf-8")
    for name in ("firm.pdf", "power.pdf", "power-2.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    return path


def claim(store: Store, now: datetime, **facts: object) -> Claim:
    found = claim_on(store, RightSlug("work-fox"), now=now, agent=AgentSlug("law-firm"))
    return replace(found, **facts)  # type: ignore[arg-type]


def test_an_agent_acts_for_several_owners_by_their_powers(
    store: Store, acting: Path, now: datetime
) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    with store.reading() as work:
        powers = [
            (one.holder, one.agent, one.platforms)
            for one in work.rights.exhibits()
            if one.kind is ExhibitKind.POWER_OF_ATTORNEY
        ]
        (own,) = work.rights.exhibits(agent=AgentSlug("law-firm"))
    assert (HolderSlug("hoshikawa"), AgentSlug("law-firm"), ("taobao", "1688")) in powers
    assert (HolderSlug("northwind"), AgentSlug("law-firm"), ()) in powers
    assert own.kind is ExhibitKind.AGENT_IDENTITY
    assert own.holder is None


@pytest.mark.parametrize(
    ("platform", "also", "holds"),
    [
        ("taobao", (), True),
        ("1688", (), True),
        ("jd", (), False),
        ("somewhere", ("taobao",), True),
        (None, (), True),
    ],
)
def test_a_power_holds_on_the_platforms_that_it_names(
    store: Store,
    acting: Path,
    now: datetime,
    platform: str | None,
    also: tuple[str, ...],
    holds: bool,
) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    assert authority_holds(claim(store, now, platform=platform, platform_also=also)) is holds


def test_a_power_holds_for_its_term_its_scope_and_its_agent_alone(
    store: Store, acting: Path, now: datetime
) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    assert not authority_holds(claim(store, now, today=date(2028, 1, 1)))
    other = Agent(AgentSlug("other"), {"en": "Other"}, "CN")
    assert not authority_holds(claim(store, now, agent="另一家", acting=None))
    assert not authority_holds(claim(store, now, acting=other))
    mark = claim_on(store, RightSlug("mark-lumori"), now=now, agent=AgentSlug("law-firm"))
    assert not authority_holds(mark)


def test_an_agents_papers_stand_in_the_file_it_files(
    store: Store, acting: Path, now: datetime
) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    route = next(one for one in read_routes().routes if one.code == "dmca")
    wechat = next(one for one in read_routes().routes if one.code == "wechat")
    found = claim(store, now, platform="taobao")
    scene = Scene(found, ready_for(wechat, found), "zh", now.date())
    kinds = {one.paper.exhibit.kind for one in scene.exhibits.values()}
    assert {ExhibitKind.POWER_OF_ATTORNEY, ExhibitKind.AGENT_IDENTITY} <= kinds
    told = "".join(
        part["s"]
        for group in statements(scene)
        for one in group["sentences"]
        for part in one["spans"]
    )
    assert "株式会社星川製作所授权北京某某律师事务所代为维权" in told.replace(" ", "")
    assert "taobao / 1688 / copyright" in told
    elsewhere = replace(found, platform="jd")
    gaps = {one.question for one in ready_for(route, elsewhere).weighed.gaps}
    assert Question.STANDING in gaps


@pytest.mark.parametrize("form", ["toml", "csv", "xlsx"])
def test_agents_and_products_come_back_exactly(
    acting: Path, tmp_path: Path, now: datetime, form: Form
) -> None:
    read = read_portfolio(acting, today=now.date(), who="王小明", now=now)
    contents = {one.sha256: one.content for one in read.files}
    kept = Kept(read.portfolio, read.exhibits, contents.__getitem__)
    target = export_portfolio(kept, form, tmp_path / "out")
    again = read_portfolio(target, today=now.date(), who="王小明", now=now)
    assert again.portfolio.agents == read.portfolio.agents
    assert again.portfolio.products == read.portfolio.products
    assert set(again.exhibits) == set(read.exhibits)


def test_taking_them_in_again_changes_nothing(store: Store, acting: Path, now: datetime) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    again = import_portfolio(store, acting, who="李丽", now=now)
    assert (again.counts["new"], again.counts["changed"], again.counts["exhibits"]) == (0, 0, 0)


WRONG = [
    ('holder = "hoshikawa"\nfile = "power', 'holder = "nobody"\nfile = "power', "holder 'nobody'"),
    ('agent = "law-firm"', 'agent = "law-form"', "the agent 'law-form'"),
    ('scope = ["copyright"]', 'scope = ["copywrite"]', "the right 'copywrite'"),
    ('rights = ["mark-lumori"', 'rights = ["mark-lumoro"', "the right 'mark-lumoro'"),
    ("price_lowest = 199.0", "price_lowest = 300", "lies above price_highest"),
    ("price_lowest = 199.0", 'price_lowest = "about 20"', "price_lowest is 'about 20'"),
    ("price_lowest = 199.0", "price_lowest = -1", "price_lowest is -1"),
    ('currency = "CNY"', 'currency = "yuan"', "currency is 'yuan'"),
    ('currency = "CNY"', "", "the price has no currency"),
    ("nice_classes = [21]\nfeatures", "nice_classes = [99]\nfeatures", "Nice classes are 1 to 45"),
    ('kind = "identity"\nfile = "firm', 'kind = "draft"\nfile = "firm', "an agent has no draft"),
    ("term_from = 2026-01-01", "term_from = 2029-01-01", "comes after term_until"),
    ('names = {zh = "北京', 'names = {fr = "x", zh = "北京', "the language 'fr'"),
    ('holder = "hoshikawa"\nfile = "power', 'file = "power', "names no holder"),
    ('slug = "bottle"', 'slug = "law-firm"', "'law-firm' is taken"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_row_is_named(
    acting: Path, now: datetime, right: str, wrong: str, said: str
) -> None:
    text = acting.read_text(encoding="utf-8")
    assert right in text
    acting.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PortfolioRefused, match=r"portfolio\.toml:\d+") as refused:
        read_portfolio(acting, today=now.date(), who="王小明", now=now)
    assert said in str(refused.value)


def test_a_paper_says_where_it_came_from(store: Store, acting: Path, now: datetime) -> None:
    import_portfolio(store, acting, who="王小明", now=now)
    with store.reading() as work:
        told = [
            one.payload["from"] for one in work.audit.events() if one.kind == "exhibit taken in"
        ]
    assert "by registered post from the holder" in told
    assert "extract.pdf" in told


def test_a_power_that_names_nobody_is_told_by_name(tmp_path: Path) -> None:
    named = an_exhibit(
        kind=ExhibitKind.POWER_OF_ATTORNEY, file_name="to-the-firm.pdf", taker="某所"
    )
    nobodys = an_exhibit(kind=ExhibitKind.POWER_OF_ATTORNEY, file_name="to-nobody.pdf")
    (told,) = _nobodys_powers([named, nobodys, an_exhibit()])
    assert told.startswith("to-nobody.pdf of")
