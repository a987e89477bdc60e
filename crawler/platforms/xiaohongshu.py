"""Xiaohongshu: feeds and searches of notes, and single notes; a note names no price."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import PageState

AUTHOR = "a note names its author, who need not be a seller"
FEED = Places(
    at=("~feeds", "~items"),
    needs=("id", "noteCard"),
    item_id=("id",),
    title=("noteCard.displayTitle",),
    images=("noteCard.cover.urlDefault", "noteCard.cover.url"),
)
ANSWER = Places(
    at=("~items",),
    needs=("id", "note_card"),
    item_id=("id",),
    title=("note_card.display_title",),
    images=("note_card.cover.url_default", "note_card.cover.url"),
)
NOTE = Places(
    at=("note.noteDetailMap.*.note", "~noteDetailMap.*.note", "data.items.0.note_card"),
    needs=("title", "user"),
    item_id=("noteId", "note_id"),
    title=("title",),
    images=("imageList.*.urlDefault", "image_list.*.url_default"),
)
CARDS = Places(
    at=("section.note-item",),
    link=("a[href*='/explore/']@href", "a[href*='/search_result/']@href"),
    title=(".title span", ".title"),
    images=("a.cover img@src", "img[data-xhs-img]@src"),
)
SHOWN_NOTE = Places(
    at=("#noteContainer #detail-title", "#detail-title"),
    title=("#detail-title",),
    images=("meta[name='og:image']@content", "meta[property='og:image']@content"),
)
LAYOUT = Layout(
    site="xiaohongshu.com",
    url="https://www.xiaohongshu.com/explore/{item_id}",
    item_link=re.compile(
        r"/(?:explore|discovery/item|search_result|item)/([0-9a-f]{24})(?![0-9a-f])"
    ),
    picture=re.compile(r"/([0-9a-z_]{20,60})(?:!|\?|$)"),
    states=("window.__INITIAL_STATE__",),
    items=(NOTE,),
    lists=(FEED, ANSWER),
    shown_items=(SHOWN_NOTE,),
    shown_lists=(CARDS,),
    gone_words=("当前笔记暂时无法浏览", "你访问的页面不见了", "该内容已被删除"),
    empty_words=("没找到相关内容",),
    refusals=(
        ("code", r"-10[01]|-104", PageState.LOGIN),
        ("code", r"300011|300012|300015|461|471", PageState.BLOCKED),
    ),
    missing={
        "price": "notes name no price",
        "seller": AUTHOR,
        "availability": "notes do not say",
    },
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Xiaohongshu page or answer."""
    return XiaohongshuPage(response, profile)


class XiaohongshuPage(PlacedPage):
    """A note where the state or the page shows one, else the cards of a feed."""

    layout = LAYOUT
