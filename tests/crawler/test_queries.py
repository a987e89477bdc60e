from __future__ import annotations

from config.profiles import PlatformProfile
from crawler.queries import search_terms
from domain.rights import MarkName, NameKind, Portfolio, Script
from tests.factories import a_holder, a_mark, a_work

PROFILE = PlatformProfile.model_validate(
    {
        "slug": "shop",
        "names": {"zh": "店", "en": "Shop", "ja": "店"},
        "domains": ["shop.example"],
        "lane": "http",
        "country": "CN",
        "permission": {"method": "test", "basis": "invented"},
    }
)
RIGHTS = Portfolio((a_holder(),), (a_mark(),), (a_work(),))


def test_names_come_before_titles_and_titles_before_goods() -> None:
    terms = search_terms(RIGHTS, PROFILE, 20)
    assert terms == ("露茉莉", "LUMORI", "ルモリ", "月下の狐", "保温杯", "bottle")


def test_goods_words_are_asked_only_where_the_holder_owns_works() -> None:
    assert "bottle" not in search_terms(Portfolio(marks=(a_mark(),)), PROFILE, 20)


def test_no_more_terms_than_the_limit() -> None:
    assert search_terms(RIGHTS, PROFILE, 2) == ("露茉莉", "LUMORI")


def test_the_same_words_are_asked_once() -> None:
    names = (
        MarkName("LUMORI", Script.LATIN),
        MarkName("Lumori ", Script.LATIN, NameKind.SHORT),
        MarkName(" ", Script.LATIN),
    )
    rights = Portfolio(marks=(a_mark(names=names),))
    assert search_terms(rights, PROFILE, 20) == ("LUMORI",)
