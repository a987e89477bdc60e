"""The item of a shop that nobody described: structured data and what is shown, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from lxml import etree
from parsel import Selector

from crawler.pages import FactsDraft
from crawler.shop_heading import heading_text
from crawler.shopify import NO_SELLER
from crawler.shown_price import ShownPrices
from crawler.structured import Stated, StatedProduct
from domain.listings import PictureLink

GONE = re.compile(
    r"^(?:sorry,? )?(?:this (?:item|product) is )?(?:no longer (?:available|sold)|discontinued)"
    r"(?: online)?[.!]?$|^(?:该|此)?商品已(?:经)?下架[。！]?$"
    r"|^(?:この商品は)?販売(?:を)?終了(?:しました)?。?$"
    r"|^dieser artikel ist nicht mehr verfügbar\.?$",
    re.IGNORECASE,
)
SENTENCE, LONGEST_PIECE = 100, 2000
"""Characters that a sentence has at most, and those of a piece of text that may hold one."""

# evaluated by lxml itself: parsel would make a selector of each piece of text
_BODY_TEXT = etree.XPath("descendant-or-self::body/descendant::text()")
_PLAIN_TEXT = etree.XPath("descendant-or-self::body/descendant::text()", smart_strings=False)
_UNSHOWN = etree.XPath("ancestor-or-self::*[self::script or self::style or self::noscript]")
NUMBER = re.compile(r"(?<![A-Za-z0-9])\d{5,}(?![A-Za-z0-9])")
CODE = re.compile(r"/([A-Z]{1,4}\d{5,12})(?:\.html?)?/?$")
NAMED = re.compile(
    r"[?&](?:(?:id|item|itemid|item_id|pid|goods_id|sku)=(?=[\w-]{4})|product_id=)([\w-]{1,40})",
    re.IGNORECASE,
)
SHORT = re.compile(
    r"/(?:products?|goods|items?|detail|p)/(?:[^/?#]+/)?(\d{1,12})(?:\.html?)?(?:/|$)"
)
HANDLE = re.compile(r"/products?/([\w-]+)/?$")


def main_product(told: Stated, titles: Sequence[str]) -> StatedProduct | None:
    """The one product that the page is about: the one that one of the page's titles names.

    Of several syntaxes the first that states a price speaks; they rarely differ.
    """
    alone = len({product.name for product in told.products}) == 1
    share = 0.4 if alone else 0.9
    named = [
        product
        for product in told.products
        if any(_akin(product.name or "", title, share) for title in titles)
    ]
    if not named and not (alone and not titles):
        return None
    return max(named or told.products, key=lambda item: item.price is not None)


def _akin(name: str, words: str, share: float) -> bool:
    """Whether two titles have this share of the words of the longer one's start in common."""
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (name, words))
    fewer = min(len(left), len(right))
    return bool(fewer) and len(left & right) >= share * (
        fewer if share < 0.5 else len(left | right)
    )


def put_title(
    draft: FactsDraft, product: StatedProduct | None, heading: Selector | None, told: Stated
) -> None:
    """The visible heading where structured data agrees with it, else what is stated."""
    shown = heading_text(heading) if heading is not None else ""
    name = product.name if product else None
    graph = _goods_title(told.graph)
    if shown and name and _is_heading_of(name, shown, told):
        draft.put("title", shown, "css:h1")
    elif name:
        draft.put("title", name, product.source if product else "")
        if shown and shown.casefold() not in name.casefold():
            draft.warn(f"the heading reads differently: {shown[:120]}")
    elif shown and graph and (shown in graph or graph in shown):
        draft.put("title", shown, "css:h1")
    elif shown:
        draft.put("title", shown, "guessed:h1").warn("the title is guessed from the heading")
    elif graph:
        draft.put("title", graph, "guessed:og:title").warn("the title is guessed from og:title")


def _is_heading_of(name: str, heading: str, told: Stated) -> bool:
    """Whether the heading says what is stated: in more words, or without the shop's own name."""
    if name.casefold() in heading.casefold() and len(heading) < 3 * len(name):
        return True
    rest = name[len(heading) :] if name.casefold().startswith(heading.casefold()) else ""
    # the strokes before a shop's name are long or upright; a short one may lead to a variant
    found = re.match(r"\s*(?:([|—–])|[·:-])\s*(.+)$", rest)
    return found is not None and bool(found[1] or found[2] == told.graph.get("og:site_name"))


def _goods_title(graph: Mapping[str, str]) -> str:
    """OpenGraph's title, unless it begins with the site's own name and so speaks of the site."""
    title = graph.get("og:title", "").split(" | ")[0].strip()
    site = re.sub(r"\W", "", graph.get("og:site_name", "").casefold())
    host = urlsplit(graph.get("og:url", "")).hostname or ""
    names = [one for one in (site, *host.removeprefix("www.").split(".")[:1]) if len(one) > 2]
    start = re.sub(r"\W", "", title.casefold())
    told = any(start.startswith(name) for name in names) or re.search(r"\d ?% ?off", title, re.I)
    return "" if told else title


def put_price(
    draft: FactsDraft,
    product: StatedProduct | None,
    shown: ShownPrices,
    others: Sequence[StatedProduct] = (),
) -> None:
    """The stated price where it is shown or nothing speaks against it, else the shown one.

    `others` are the page's products where none of them is surely the page's own: a price that is
    shown must then be one of theirs.
    """
    told = product.price if product else None
    stated = [other.price for other in others if other.price]
    if not product and stated and not any(shown.shows(price) for price in stated):
        draft.miss("price", "what is shown and what structured data states do not agree")
        return
    if product and told and (shown.shows(told) or shown.sure is None):
        draft.put("price", told, product.source).put(
            "price_max", product.price_max, product.source
        )
        if shown.prices and not shown.shows(told):
            draft.warn("other prices than the stated one are shown beside the title")
        return
    if shown.sure is None:
        reason = "several prices are shown beside the title" if shown.prices else None
        draft.miss("price", reason or "the page neither states nor shows a price")
        return
    if told and shown.marked is None:
        draft.miss("price", "what is shown and what structured data states do not agree")
        draft.warn(f"structured data states {told.amount} {told.currency}, which is not shown")
        return
    low, high = shown.sure
    draft.put("price", low, "guessed:shown beside h1").put("price_max", high, "guessed:shown")
    draft.warn("the price is guessed from what is shown beside the title")
    if told:
        draft.warn(
            f"structured data states {told.amount} {told.currency}; the shown price is kept"
        )


def put_rest(
    draft: FactsDraft, product: StatedProduct | None, told: Stated, url: str, address: str | None
) -> None:
    """What needs no weighing: id, brand, seller, availability, description and pictures."""
    if product:
        where = product.source
        draft.put("brand", product.brand, where).put("seller", product.seller, where)
        draft.put("availability", product.availability, where)
        draft.put("description", product.description, where)
    draft.put("item_id", item_id_of(address or url, product.sku if product else None), "url")
    links = [*(product.images if product else ()), told.graph.get("og:image", "")]
    draft.put(
        "images", picture_links([urljoin(url, link) for link in links if link]), "structured"
    )
    draft.miss("item_id", "neither structured data nor the address has one")
    draft.miss("seller", NO_SELLER)


def item_id_of(address: str, sku: str | None) -> str | None:
    """What the shop's address calls the item; a stock number where it is in it or all digits."""
    path = urlsplit(address).path
    numbers = set(NUMBER.findall(path))
    if len(numbers) == 1:
        return str(numbers.pop())
    if code := CODE.search(path):
        return str(code[1])
    if sku and len(sku) > 3 and sku.casefold() in address.casefold():
        return sku
    if short := SHORT.search(path):
        return str(short[1])
    if found := NAMED.search(address) or HANDLE.search(path):
        return str(found[1])
    return sku if sku and re.fullmatch(r"\d{5,}", sku) else None


def own_address(root: Selector, told: Stated, url: str) -> str:
    """The address that the page gives as its own, made absolute; else where it was had."""
    canonical = root.css("link[rel=canonical]::attr(href)").get() or told.graph.get("og:url", "")
    joined = urljoin(url, canonical.strip()) if canonical.strip() else url
    return joined if urlsplit(joined).hostname else url


def gone_words(root: Selector) -> str | None:
    """The words with which the page says that its item is sold no more, or None."""
    return short_text(root, GONE)


def short_text(root: Selector, pattern: re.Pattern[str]) -> str | None:
    """The first piece of shown text, no longer than a sentence, in which this is found."""
    # texts that know where they stand cost more, and hardly a page has one that is looked for
    if not any(_said(text, pattern) for text in set(_PLAIN_TEXT(root.root))):
        return None
    found = ((text, _said(text, pattern)) for text in _BODY_TEXT(root.root))
    return next((said for text, said in found if said and not _UNSHOWN(text.getparent())), None)


def _said(text: str, pattern: re.Pattern[str]) -> str | None:
    if len(text) >= LONGEST_PIECE or text.isspace():
        return None
    words = " ".join(text.split())
    return words if len(words) < SENTENCE and pattern.search(words) else None


def picture_links(links: Iterable[str]) -> tuple[PictureLink, ...]:
    """The pictures at these addresses, each once, whatever its size."""
    kept: dict[str, PictureLink] = {}
    for link in links:
        if link.startswith("http"):
            key = _picture_key(link)
            kept.setdefault(key, PictureLink(link, key))
    return tuple(kept.values())


def _picture_key(link: str) -> str:
    """The file's name without size; with folder and query where the name says too little."""
    parts = urlsplit(link)
    pieces = parts.path.rstrip("/").split("/")
    stem = re.sub(r"[_-]\d{2,4}x\d{0,4}$", "", pieces[-1].rsplit(".", 1)[0])
    if re.search(r"\d{3}", stem):
        return stem
    return "/".join([*pieces[-3:-1], stem]) + (f"?{parts.query}" if parts.query else "")
