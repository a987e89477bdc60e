from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.ownership import ExhibitKind
from domain.papers import Paper
from rights.dossier.content import content_of
from rights.dossier.declaration import declaration_of
from rights.dossier.scene import Plain, Scene
from rights.proof.routes import (
    Certificate,
    Need,
    Readiness,
    Route,
    needed_papers,
    read_routes,
    ready_for,
    without,
)
from tests.rights.twelve_works import TODAY, TWELVE, Maker

K = ExhibitKind
ROUTES = {one.code: one for one in read_routes().routes}
SIX = (
    "alibaba_image_theft",
    "alibaba_claim_statement",
    "pinduoduo_image_theft",
    "douyin_image_theft",
    "wechat",
    "dmca",
)
TITLE = {K.EMPLOYMENT, K.COMMISSION, K.ASSIGNMENT, K.LICENCE}
SOURCE = {K.RAW_PHOTO, K.ORIGINAL, K.LAYERED_SOURCE}
PAPERS = {K.IDENTITY, K.DECLARATION, K.FIRST_PUBLICATION}

# what each route cannot do without, worked out by hand from the platforms' texts: a publication
# shows author, date and original where a source file is not asked for; under the DMCA either does
NEEDED: dict[str, set[ExhibitKind]] = {
    "alibaba_image_theft": PAPERS | TITLE,
    "alibaba_claim_statement": PAPERS | TITLE,
    "pinduoduo_image_theft": PAPERS | TITLE | SOURCE,
    "douyin_image_theft": PAPERS | TITLE | SOURCE,
    "wechat": PAPERS | TITLE,
    "dmca": TITLE,
}
# the work itself bears the claimant's name: its publication is the paper of title
SIGNED_ONLY = {"text", "anonymous"}
NEVER = {(name, route) for name in ("commissioned-bare",) for route in SIX} | {
    ("text", "pinduoduo_image_theft"),
    ("text", "douyin_image_theft"),
}
# where a removal names its gap: the need that must be among the unmet ones
NAMED: dict[ExhibitKind, set[str]] = {
    K.IDENTITY: {"identity", "standing"},
    K.DECLARATION: {"declaration", "claim_statement"},
    K.FIRST_PUBLICATION: {"official_page", "fixed_date", "title"},
    **{key: {"title"} for key in TITLE},
    **{key: {"unedited_or_shooting_set", "unedited_original"} for key in SOURCE},
}
PAIRS = [(maker, ROUTES[code]) for maker in TWELVE for code in SIX]
READY = [(maker, route) for maker, route in PAIRS if (maker.name, route.code) not in NEVER]


def named(pair: object) -> str:
    return pair.name if isinstance(pair, Maker) else getattr(pair, "code", "")


def expected(maker: Maker, route: Route) -> set[Paper]:
    kinds = set(NEEDED[route.code])
    if maker.name in SIGNED_ONLY:
        kinds |= {K.FIRST_PUBLICATION}
    papers = [one for one in maker.claim.papers if one.exhibit.kind in kinds]
    # three raw files of a series stand in for each other
    sources = [one for one in papers if one.exhibit.kind in SOURCE]
    return {one for one in papers if len(sources) < 2 or one not in sources}


@pytest.mark.parametrize(("maker", "route"), PAIRS, ids=named)
def test_a_file_is_ready_but_where_no_paper_can_make_it_so(maker: Maker, route: Route) -> None:
    found = ready_for(route, maker.claim)
    assert found.is_ready is ((maker.name, route.code) not in NEVER), found.missing


@pytest.mark.parametrize(("maker", "route"), READY, ids=named)
def test_every_removal_of_a_needed_exhibit_leaves_a_named_gap(maker: Maker, route: Route) -> None:
    needed = expected(maker, route)
    for paper in maker.claim.papers:
        found = ready_for(route, without(maker.claim, paper.sha256))
        assert found.is_ready is (paper not in needed), paper.exhibit.kind
        if paper in needed:
            unmet = {need.code for need in found.missing}
            assert unmet & NAMED[paper.exhibit.kind], (paper.exhibit.kind, unmet)
            assert all(need.get.zh and need.get.en and need.get.ja for need in found.missing)


@pytest.mark.parametrize(("maker", "route"), READY, ids=named)
def test_the_needed_exhibits_are_told(maker: Maker, route: Route) -> None:
    assert set(needed_papers(route, maker.claim)) == expected(maker, route)


@pytest.mark.parametrize(("maker", "route"), PAIRS, ids=named)
def test_no_certificate_is_asked_for_where_the_route_has_another_way(
    maker: Maker, route: Route
) -> None:
    assert route.certificate is Certificate.NOT_ASKED
    views = [ready_for(route, maker.claim)]
    views += [ready_for(route, without(maker.claim, one.sha256)) for one in maker.claim.papers]
    for view in views:
        assert not [need for need in view.missing if asks_for_certificate(need)]
        for step in view.weighed.steps:
            assert not {K.WORK_CERTIFICATE} >= set(step.wanted) > set()
            assert "登记证书" not in step.sentence.zh


def asks_for_certificate(need: Need) -> bool:
    return set(need.any_of) == {K.WORK_CERTIFICATE} or "登记证书" in need.get.zh


@pytest.mark.parametrize("code", ["alibaba_art_text", "pinduoduo_art_text"])
def test_a_route_that_asks_for_a_certificate_says_so(code: str) -> None:
    route = ROUTES[code]
    found = ready_for(route, TWELVE[2].claim)
    assert route.certificate is Certificate.ASKED
    assert [need.code for need in found.missing] == ["certificate"]
    assert "登记证书" in found.missing[0].get.zh


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
@pytest.mark.parametrize(("maker", "route"), READY, ids=named)
def test_every_sentence_points_to_an_exhibit_with_its_digest(
    maker: Maker, route: Route, language: str
) -> None:
    scene = Scene(maker.claim, ready_for(route, maker.claim), language, TODAY)
    whole = content_of(scene)
    listed = {one["label"]: one["sha256"] for one in whole["exhibits"]}
    held = {str(one.sha256) for one in maker.claim.papers}
    assert set(listed.values()) <= held
    told = [*sentences(whole), *sentences(declaration_of(scene))]
    assert len(told) > 8
    for one in told:
        assert one["refs"]
        assert set(one["refs"]) <= set(listed)


def sentences(value: object) -> list[Plain]:
    if isinstance(value, dict):
        own = [value] if "spans" in value else []
        return own + [one for inner in value.values() for one in sentences(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in sentences(inner)]
    return []


def test_a_declaration_alone_never_shows_title() -> None:
    maker = TWELVE[2]
    papers = tuple(one for one in maker.claim.papers if one.exhibit.kind not in TITLE)
    found = ready_for(ROUTES["alibaba_claim_statement"], replace(maker.claim, papers=papers))
    assert "title" in unmet(found)


def test_a_publication_after_the_listing_fixes_no_date() -> None:
    maker = TWELVE[0]
    seen = replace(maker.claim, listing_seen=date(2021, 9, 15))
    assert "fixed_date" in unmet(ready_for(ROUTES["wechat"], seen))


def test_a_commission_without_a_clause_blocks_every_route() -> None:
    found = ready_for(ROUTES["dmca"], TWELVE[4].claim)
    assert unmet(found) >= {"title"}
    assert [one.code for one in found.blocking] == ["commission_without_clause"]


@pytest.mark.parametrize("route", ["wechat", "dmca", "eu_dsa"])
def test_an_agent_needs_authority_on_every_route(route: str) -> None:
    claim = replace(TWELVE[0].claim, agent="某律师事务所", platform="taobao")
    assert "standing" in unmet(ready_for(ROUTES[route], claim))
    for taker, holds in (("某律师事务所", True), ("另一律师事务所", False), (None, False)):
        with_power = TWELVE[0].adding(K.POWER_OF_ATTORNEY, b"power", date(2026, 1, 1), taker=taker)
        claim = replace(with_power.claim, agent="某律师事务所", platform="taobao")
        assert ready_for(ROUTES[route], claim).is_ready is holds, taker


def unmet(found: Readiness) -> set[str]:
    return {need.code for need in found.missing}
