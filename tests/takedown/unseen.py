"""Rejections as they come, and odd but clean complaints, on the shipped platforms' own links.

Written after the checks and apart from their cases, in other words, orders and formats; what was
missed then has a check now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from config.load import load_profiles, load_settings
from domain.cases import Case
from domain.decisions import Reason
from domain.listings import ListingKey, PlatformSlug
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import AuthorisedSeller, HolderSlug
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.rules import load_packs, read_laws
from tests.factories import (
    a_case,
    a_declaration,
    a_holder,
    a_mark,
    a_work,
    an_exhibit,
    an_identity_paper,
    digest,
)
from tests.takedown.drafts import NOW, a_mark_case

K, DAY = ExhibitKind, NOW.date()
YESTERDAY = DAY - timedelta(days=1)
SITE = load_settings({}, {})
BOOK = Rulebook(load_packs(SITE), load_profiles(SITE), read_laws())
TAOBAO, ITEM = "https://item.taobao.com/item.htm?id=612345678901", "612345678901"
Made = Callable[[], Draft]


def on(platform: str, url: str, item: str, case: Case | None = None, **facts: Any) -> Draft:
    """The draft of a case whose listing stands on this platform under this link."""
    base = case or a_case()
    told = replace(
        base.sighting.facts, platform=PlatformSlug(platform), url=url, item_id=item, **facts
    )
    key = ListingKey(PlatformSlug(platform), "x", item)
    seen = replace(base.sighting, key=key, facts=told)
    changed = replace(
        base,
        sighting=seen,
        candidate=replace(base.candidate, sighting_digest=seen.digest),
        decision=replace(base.decision, sighting_digest=seen.digest),
    )
    (draft,) = drafts_of([changed], BOOK, NOW)
    return draft


def taobao(case: Case | None = None, url: str = TAOBAO, item: str = ITEM, **facts: Any) -> Draft:
    """The draft of a case on Taobao."""
    return on("taobao", url, item, case, **facts)


def identity(**changes: Any) -> Draft:
    """A case whose identity paper is changed."""
    case = a_case()
    papers = tuple(
        an_identity_paper(**changes) if one.kind is K.IDENTITY else one for one in case.exhibits
    )
    return taobao(replace(case, exhibits=papers))


def holder(**changes: Any) -> Draft:
    """A case whose holder is changed."""
    return taobao(a_case(holder=a_holder(**changes)))


def paper(kind: ExhibitKind, **changes: Any) -> Exhibit:
    """A paper of this kind."""
    own = {"right": None} if kind is K.POWER_OF_ATTORNEY else {}
    return an_exhibit(kind=kind, sha256=digest(f"further {kind}"), **own, **changes)


def with_paper(kind: ExhibitKind, basis: str | None = None, **changes: Any) -> Draft:
    """A case with one more paper, on which the title rests where a basis is told."""
    right = a_work(title_basis=basis) if basis else a_work()
    case = a_case(right=right)
    kept = tuple(one for one in case.exhibits if one.kind is not kind)
    return taobao(replace(case, exhibits=(*kept, paper(kind, **changes))))


def authority(**changes: Any) -> Draft:
    """A case that an agent files."""
    given: dict[str, Any] = {"giver": "株式会社星川製作所", "clause": True}
    return with_paper(K.POWER_OF_ATTORNEY, **(given | changes))


def seller(allowed: str, shown: str) -> Draft:
    """A listing by this shop, where that one may sell."""
    may = AuthorisedSeller(HolderSlug("hoshikawa"), "taobao", allowed)
    return taobao(a_case(sellers=(may,)), seller=shown)


REFUSED: dict[str, tuple[str, Made]] = {
    "full-width digits in the link": ("V10_link", lambda: taobao(
        url="https://item.taobao.com/item.htm?id=６１２３４５６７８９０１")),
    "full-width signs in the link": ("V10_link", lambda: taobao(
        url="https://item.taobao.com/item.htm？id＝612345678901")),
    "a short link that Taobao shares": ("V10_host", lambda: taobao(
        url="https://m.tb.cn/h.5abcDEF")),
    "a short link of Xiaohongshu": ("V10_id_in_link", lambda: on(
        "xiaohongshu", "https://xhslink.com/a/AbCdEf", "65f0c1d2000000001203abc9")),
    "a short link of JD": ("V10_id_in_link", lambda: on(
        "jd", "https://3.cn/abc-DEF", "100012345678")),
    "a short link of Douyin": ("V10_id_in_link", lambda: on(
        "douyin", "https://v.douyin.com/iABCdef/", "3612345678901234567")),
    "a short link of Amazon": ("V10_host", lambda: on(
        "amazon", "https://amzn.asia/d/3abcDEF", "B0CK123459")),
    "a page of search results": ("V10_id_in_link", lambda: taobao(
        url="https://s.taobao.com/search?q=bottle")),
    "a shop's front door": ("V10_link", lambda: taobao(url="https://shop123456.taobao.com/")),
    "no scheme before the link": ("V10_link", lambda: taobao(
        url="item.taobao.com/item.htm?id=612345678901")),
    "a Cyrillic letter in the host": ("V10_host", lambda: taobao(
        url="https://item.tаobao.com/item.htm?id=612345678901")),
    "the platform before an at sign": ("V10_host", lambda: taobao(
        url="https://item.taobao.com@evil.example/item.htm?id=612345678901")),
    "words shared around the link": ("V10_link", lambda: taobao(
        url="【淘宝】https://item.taobao.com/item.htm?id=612345678901 点击链接")),
    "two links in one line": ("V10_link", lambda: taobao(url=f"{TAOBAO} {TAOBAO[:-1]}2")),
    "the item's number as a campaign's": ("V10_id_in_link", lambda: taobao(
        url="https://item.taobao.com/item.htm?id=712345678902&spm=612345678901")),
    "a letter l for the last digit": ("V10_item_id", lambda: taobao(
        url="https://item.taobao.com/item.htm?id=61234567890l", item="61234567890l")),
    "the legal form left out": ("V01_names_differ", lambda: identity(bears=("星川製作所",))),
    "the legal form behind the name": ("V01_names_differ", lambda: identity(
        bears=("星川製作所株式会社",))),
    "the sign of the legal form": ("V01_name_written", lambda: identity(
        bears=("（株）星川製作所",))),
    "traditional characters": ("V01_name_written", lambda: identity(
        bears=("株式會社星川製作所",))),
    "a subsidiary's licence": ("V01_names_differ", lambda: identity(
        bears=("星川（上海）贸易有限公司",))),
    "one letter otherwise": ("V01_names_differ", lambda: identity(
        bears=("Hoshikawa Seisakusyo Co., Ltd.",))),
    "an identity paper over since yesterday": ("V01_identity_expired", lambda: identity(
        valid_until=YESTERDAY)),
    "a power of attorney over since yesterday": ("V02_authority_expired", lambda: authority(
        term_until=YESTERDAY)),
    "a power of attorney for two other platforms": ("V02_authority_platform", lambda: authority(
        platforms=("拼多多", "京东"))),
    "the parent company gives the power": ("V01_authority_names", lambda: authority(
        giver="星川ホールディングス株式会社")),
    "a licence without leave to sub-license": ("V05_basis_clause", lambda: with_paper(
        K.LICENCE, "licence", clause=False)),
    "a licence over since yesterday": ("V05_basis_over", lambda: with_paper(
        K.LICENCE, "licence", clause=True, term_until=YESTERDAY)),
    "an assignment to a sister company": ("V05_basis_names", lambda: with_paper(
        K.ASSIGNMENT, "assignment", taker="星川トレーディング株式会社")),
    "an employment paper that keeps the right": ("V05_basis_clause", lambda: with_paper(
        K.EMPLOYMENT, clause=False)),
    "umbrellas under a mark for cups": ("V03_goods", lambda: taobao(
        a_mark_case(Reason.MARK_ON_GOODS), title="LUMORI 雨伞 遮阳伞")),
    "a mark over since yesterday": ("V03_term", lambda: taobao(
        a_mark_case(right=a_mark(expires_on=YESTERDAY)))),
    "a Japanese mark on Taobao": ("V03_territory", lambda: taobao(
        a_mark_case(right=a_mark(territory=("JP",), office="JP")))),
    "circles in the address": ("V16_placeholder", lambda: holder(address="東京都〇〇区1-2-3")),
    "letters X in the telephone": ("V16_placeholder", lambda: holder(phone="+81-3-XXXX-XXXX")),
    "an ideographic space for a telephone": ("V01_contact", lambda: holder(phone="\u3000")),
    "two addresses of e-mail": ("V01_email", lambda: holder(email="a@b.example; c@d.example")),
    "an e-mail without its sign": ("V01_email", lambda: holder(email="ip.hoshikawa.example")),
    "an own shop in wide letters": ("V17_authorised", lambda: seller(
        "ＢＥＳＴ　ＤＥＡＬＳ", "Best Deals")),
    "an own shop in traditional characters": ("V17_authorised", lambda: seller(
        "星川旗艦店", "星川旗舰店")),
    "a listing as old as the work": ("V07_listing_older", lambda: taobao(a_case(
        right=a_work(created_on=date(2026, 11, 22), first_published_on=date(2026, 11, 22))))),
    "one's own word alone": ("V06_own_word", lambda: taobao(a_case(
        exhibits=(an_identity_paper(), a_declaration())))),
}  # fmt: skip
"""A complaint that a platform would refuse or doubt, and the finding that says so."""

CLEAN: dict[str, Made] = {
    "Taobao's mobile page": lambda: taobao(
        url="https://h5.m.taobao.com/awp/core/detail.htm?id=612345678901"),
    "Taobao's page abroad": lambda: taobao(
        url="https://m.intl.taobao.com/detail/detail.html?id=612345678901&spm=a2"),
    "a link with what a campaign adds": lambda: taobao(
        url="https://item.taobao.com/item.htm?spm=a1z10.3-c.w4002&id=612345678901&skuId=5"),
    "Tmall abroad": lambda: on(
        "tmall", "https://detail.tmall.hk/hk/item.htm?id=612345678901", ITEM),
    "1688's mobile page": lambda: on("1688", "https://m.1688.com/offer/612345678901.html", ITEM),
    "JD's mobile page": lambda: on(
        "jd", "https://item.m.jd.com/product/100012345678.html?utm_source=x", "100012345678"),
    "Pinduoduo's second page": lambda: on(
        "pinduoduo", "https://mobile.yangkeduo.com/goods2.html?goods_id=501234567890&refer=1",
        "501234567890"),
    "Douyin's detail page": lambda: on(
        "douyin", "https://haohuo.jinritemai.com/ecommerce/trade/detail/index.html"
        "?id=3612345678901234567&origin_type=604", "3612345678901234567"),
    "Kuaishou's detail page": lambda: on(
        "kuaishou", "https://app.kwaixiaodian.com/merchant/shop/detail?id=12345678901",
        "12345678901"),
    "Xiaohongshu's goods": lambda: on(
        "xiaohongshu", "https://www.xiaohongshu.com/goods-detail/65f0c1d2000000001203abc9?x=A",
        "65f0c1d2000000001203abc9"),
    "Amazon's other path": lambda: on(
        "amazon", "https://www.amazon.com/gp/product/B0CK123459?th=1", "B0CK123459"),
    "Amazon with a Japanese title in the link": lambda: on(
        "amazon", "https://www.amazon.co.jp/%E6%B0%B4%E7%AD%92/dp/B0CK123459/ref=sr_1_1",
        "B0CK123459"),
    "eBay with a title in the link": lambda: on(
        "ebay", "https://www.ebay.com/itm/fox-bottle/204567890123?hash=item1", "204567890123"),
    "AliExpress in Japanese": lambda: on(
        "aliexpress", "https://ja.aliexpress.com/item/1005006123456789.html", "1005006123456789"),
    "Alibaba.com with a title": lambda: on(
        "alibaba_com", "https://www.alibaba.com/product-detail/Fox-Bottle_1600123456789.html",
        "1600123456789"),
    "Rakuten's item": lambda: on(
        "rakuten", "https://item.rakuten.co.jp/tanuki-shop/10000123/?s-id=1",
        "tanuki-shop:10000123"),
    "Mercari's item": lambda: on(
        "mercari", "https://jp.mercari.com/item/m12345678901?source=x", "m12345678901"),
    "Yahoo's store": lambda: on(
        "yahoo_shopping_jp", "https://store.shopping.yahoo.co.jp/tanuki-ya/kw-12.html",
        "tanuki-ya_kw-12"),
    "Shopee with shop and item": lambda: on(
        "shopee", "https://shopee.sg/Fox-Bottle-i.12345678.9876543210", "12345678.9876543210"),
    "Lazada with item and variant": lambda: on(
        "lazada", "https://www.lazada.sg/products/fox-bottle-i2345678901-s123.html", "2345678901"),
    "Temu with a title": lambda: on(
        "temu", "https://www.temu.com/fox-bottle-g-601099512345678.html", "601099512345678"),
    "Mercado Libre with a dash": lambda: on(
        "mercadolibre", "https://articulo.mercadolibre.com.mx/MLM-1234567890-termo-_JM",
        "MLM1234567890"),
    "Etsy in Japanese": lambda: on(
        "etsy", "https://www.etsy.com/jp/listing/1234567890/fox-bottle", "1234567890"),
    "Walmart with a title": lambda: on(
        "walmart", "https://www.walmart.com/ip/Fox-Bottle/5123456789?athbdg=L1", "5123456789"),
    "TikTok's product": lambda: on(
        "tiktok_shop", "https://www.tiktok.com/view/product/1729384756102938475",
        "1729384756102938475"),
    "the holder's English name in capitals": lambda: identity(
        bears=("HOSHIKAWA SEISAKUSHO CO.,LTD.",)),
    "an identity paper that ends today": lambda: identity(valid_until=DAY),
    "a power of attorney that ends today, for two sites": lambda: authority(
        platforms=("淘宝", "天猫"), valid_until=DAY),
    "a power of attorney for the group": lambda: authority(platforms=("阿里巴巴",)),
    "a power of attorney for every platform": lambda: authority(platforms=("所有电商平台",)),
    "a licence that gives leave": lambda: with_paper(
        K.LICENCE, "licence", clause=True, taker="㈱星川製作所", term_until=DAY),
    "an assignment in force": lambda: with_paper(
        K.ASSIGNMENT, "assignment", taker="Hoshikawa Seisakusho Co., Ltd.", term_from=DAY),
    "a year in circles": lambda: holder(address="北京市朝阳区二〇〇八大厦 8 层"),
    "an e-mail with a plus": lambda: holder(email="ip+cn@legal.hoshikawa.co.jp"),
    "another shop of a like name": lambda: seller("星川旗舰店", "星川旗舰店二店"),
    "a mark's last day": lambda: taobao(a_mark_case(right=a_mark(expires_on=DAY))),
}  # fmt: skip
"""A complaint in which nothing is wrong."""
