"""What the sites of the Alibaba family share: pictures, links, and the detail answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crawler.money import range_in
from crawler.pages import FactsDraft
from crawler.script_state import Node, digits, first_within, node, nodes, parsed, within, words
from domain.listings import Availability, PictureLink

GONE_WORDS = (
    "您查看的宝贝不存在",
    "您查看的商品找不到了",
    "此宝贝已下架",
    "此商品已下架",
    "该商品已下架",
)
"""What these sites say of an item that is sold no more."""

DETAIL_STATES = ("__ICE_APP_CONTEXT__", "var b", "_DATA_Detail", "__INIT_DATA__", "__INIT_DATA_")
"""Where an item page of Taobao or Tmall keeps its detail."""

BUY_WORDS = ("立即购买", "加入购物车", "立刻购买", "马上抢", "领券购买")
"""What a page says that still sells: a review below may speak of another item."""

BEFORE_DISCOUNT = ("优惠前", "专柜价", "吊牌价", "原价")

DESTROYED_MARKS = ("\ufffd", "锟斤拷", "锟斤", "斤拷")
"""What replacement characters look like, also where they were read as GBK once more."""

_SIZE = re.compile(r"\.(jpe?g|png|webp|gif|avif|ss2)(?=[_.?]|$)", re.IGNORECASE)
_INNER_SIZE = re.compile(r"\.(?:\d{2,4}x\d{2,4}(?:xz)?|search|summ|b)$")
_UNIT = re.compile(r"/\s*[^\d\s]{1,3}$")
_NOT_ONLY_PRICE = re.compile(r"[件人售笔]|成交")
"""Where a sale count stands beside the price, the two could run together."""

_ITEM_ID = re.compile(
    r"[?&](?:id|itemId|item_id|offerId)=(\d{8,16})(?!\d)|/(?:item|offer)/(\d{8,16})\.htm",
    re.IGNORECASE,
)


def legible(text: str | None) -> str | None:
    """The text unless a wrong charset destroyed some of it before the page came to us."""
    lost = text is None or any(mark in text for mark in DESTROYED_MARKS)
    return None if lost else text


def gone_word(body: str, words_of: Iterable[str] = GONE_WORDS) -> str | None:
    """The word by which a page says that its item is sold no more, unless it still sells."""
    if any(word in body for word in BUY_WORDS):
        return None
    return next((word for word in words_of if word in body), None)


def picture_links(addresses: Iterable[object]) -> tuple[PictureLink, ...]:
    """The pictures on Alibaba's picture hosts, without their sizes, each once."""
    kept: dict[str, PictureLink] = {}
    for address in addresses:
        link = picture_link(address)
        if link is not None:
            kept.setdefault(link.key, link)
    return tuple(kept.values())


def picture_link(address: object) -> PictureLink | None:
    """The picture's address at full size and the part of its name that sizes leave alone."""
    link = address.strip() if isinstance(address, str) else ""
    link = "https:" + link if link.startswith("//") else link
    host = link.split("/", 3)[2] if link.startswith(("http://", "https://")) else ""
    if not host.endswith(("alicdn.com", "taobaocdn.com", "tbcdn.cn")):
        return None
    found = _SIZE.search(link, link.rfind("/"))
    if found is None:
        return None
    bare = _INNER_SIZE.sub("", link[: found.start()])
    key = bare.rsplit("/", 1)[1].split("_!!", maxsplit=1)[0]
    return (
        PictureLink(f"https://{bare.split('//', 1)[1]}.{found[1]}", key) if len(key) > 5 else None
    )


def item_id_in(link: object) -> str | None:
    """The item id in a link of Taobao, Tmall or 1688."""
    found = _ITEM_ID.search(link) if isinstance(link, str) else None
    return (found[1] or found[2]) if found else None


def put_prices(draft: FactsDraft, text: object, currency: str | None, source: str) -> None:
    """Put a price or a range as one text states it; a from-price is warned of."""
    shown = str(text) if isinstance(text, str | int | float) and not isinstance(text, bool) else ""
    if _NOT_ONLY_PRICE.search(_UNIT.sub("", shown)):
        return
    low, high = range_in(shown.replace("起", "").replace("+", ""), currency)
    if low is not None and "price" not in draft.values:
        draft.put("price", low, source).put("price_max", high, source)
        if "起" in shown:
            draft.warn("the price is a from-price (起): other options cost more")


def detail_in(state: Node) -> Node:
    """The part of a state that tells of one item: it has an `item` with a title."""
    inner = (
        "", "data", "data.data", "loaderData.home.data.res", "loaderData.home.data",
        "_DATA_Detail", "result", "data.result",
    )  # fmt: skip
    for path in inner:
        part = node(within(state, path)) if path else state
        if words(within(part, "item.title")):
            return part
    return {}


def put_detail(draft: FactsDraft, detail: Node, whole: Node, currency: str | None) -> None:
    """Put what the detail answer of Taobao and Tmall tells, its later part before its earlier."""
    title, where = first_within(detail, "item.title")
    draft.put("title", words(title), where)
    seller, where = first_within(detail, "seller.shopName", "seller.sellerNick", "seller.nick")
    draft.put("seller", words(seller), where)
    seller_id, where = first_within(detail, "seller.userId", "seller.sellerId")
    draft.put("seller_id", digits(seller_id), where)
    images, where = first_within(detail, "item.images")
    draft.put("images", picture_links(images if isinstance(images, list) else []), where)
    later = _later(detail, whole)
    for part, source in [(part, f"state:{name}") for name, part in later]:
        _put_detail_prices(draft, part, currency, source)
        draft.put("availability", _availability(part), source)
    draft.miss("price", "the answer holds no price; another request brings it")


def _later(detail: Node, whole: Node) -> list[tuple[str, Node]]:
    stack = nodes(detail.get("apiStack"))
    return [
        ("_DATA_Mdskip", node(whole.get("_DATA_Mdskip"))),
        ("apiStack", parsed(stack[0].get("value")) if stack else {}),
        ("componentsVO", node(detail.get("componentsVO"))),
        ("detail", detail),
        ("mockData", parsed(detail.get("mockData"))),
        ("mock", node(detail.get("mock"))),
    ]


def _put_detail_prices(draft: FactsDraft, part: Node, currency: str | None, source: str) -> None:
    told = node(part.get("price")) or node(part.get("priceVO"))
    first = node(told.get("price"))
    others = [*nodes(told.get("extraPrices")), node(told.get("extraPrice"))]
    shown = next((other for other in others if other.get("priceText")), {})
    now, was = first, shown
    if _is_before(first) and shown and not _is_before(shown):
        now, was = shown, first
        draft.warn(f"the price is the one shown as {words(now.get('priceTitle')) or 'discounted'}")
    if "price" in draft.values:
        return
    put_prices(draft, now.get("priceText"), currency, source)
    before, _ = range_in(words(was.get("priceText")), currency)
    price = draft.values.get("price")
    struck = was.get("lineThrough") or _is_before(was)
    if before and struck and price is not None and before.amount > getattr(price, "amount", 0):
        draft.put("list_price", before, source)


def _is_before(price: Mapping[str, object]) -> bool:
    return any(word in str(price.get("priceTitle") or "") for word in BEFORE_DISCOUNT)


def _availability(part: Node) -> Availability | None:
    trade = node(part.get("trade"))
    stock, _ = first_within(part, "skuCore.sku2info.0.quantity")
    count = str(stock) if isinstance(stock, str | int) else ""
    if trade.get("buyEnable") in (False, "false") or count == "0":
        return Availability.OUT_OF_STOCK
    return Availability.IN_STOCK if count.isdecimal() else None
