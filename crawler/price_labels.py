"""What stands beside a price and says which of a shop's many prices it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from crawler.price_text import PageNode, is_priced

LONGEST = 48
"""Characters of a label; a longer text is a sentence."""

LEVELS = 3
"""Levels that a price is looked out of for what stands before it."""

_INLINE = ("span", "th", "dt", "td", "dd", "b", "strong", "em", "small", "label", "i", "p")
_OTHER = re.compile(
    r"\b(?:was|rrp|msrp|mrp|srp|uvp|compare at|list price|original price|retail"
    r"|you save|savings?|saved"
    r"|deposit|down payment|anzahlung|acompte|aanbetaling|used|refurbished|gebraucht|d'occasion"
    r"|members?|club|vip|leden(?:prijs)?|mitglieder\w*|ex\.? ?(?:tax|vat|gst)|excl\w*|excluding"
    r"|netto|bez dph|tax|vat|unit price|grundpreis|lowest|najniższa"
    r"|per (?!piece|item|unit|stück)\w+"
    r"|(?:month|week|year|day)(?:s|ly)?|installments?|instalments?|payments?|emi|raty?|mensual\w*"
    r"|subscribe|subscription|refund|cheaper|worth|credit|cashback|bonus|spend|dropped|beat|fee"
    r"|bids?|estimate|subtotal|pfand|kaution|warranty|protection|plan|insurance|coupon|voucher|code|reviews?|paid|total|together"
    r"|shipping|delivery|postage|versand\w*|livraison|spedizione|envío|frete|verzend\w*|dostawa"
    r"|doprava|frakt|consigliato|conseillé|instead of|statt|ord\.?)\b"
    r"|送料|運費|运费|邮费|快递|배송|ポイント|積分|积分|적립|定価|参考価格|市场价|市場價|原价|原價|划线价|소비자가"
    r"|券后|本体価格|会员|會員|会員|定金|订金|押金|手付|中古|二手|税抜|税別|税额|単価|满|滿|분기|할부|分割",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"^\W*(?:(?:now|sale|our|special|current|cash|full|final|your|total cash) ?(?:price)?"
    r"|you pay|price|one-time purchase|販売価格|税込価格"
    r"|特価|価格|판매가|할인가|现价|售价|促销价|特价|特價|售價"
    r"|nu|jetzt|normale prijs)\W*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:/|per\b|each month|a (?:month|week)|p\.? ?m\.?\b|monthly|weekly|[x×] ?\d"
    r"|with (?:afterpay|klarna)|no pix|sem juros|off\b|discount|shipping|deposit|today)",
    re.IGNORECASE,
)


_DASHES = ("-", "–", "—", "~", "〜")


class Label(Enum):
    """What is said of a price: that it is the one to be paid, or that it is another."""

    PAID = "paid"
    OTHER = "other"


def label_of(node: PageNode, area: PageNode) -> Label | None:
    """What the words before and behind this price, within this part of the page, say of it."""
    before, after = _before(node, area), (node.tail or "")
    if _AFTER.search(after) or (before and _OTHER.search(before)):
        return Label.OTHER
    return Label.PAID if before and _PAID.search(before) else None


def _before(node: PageNode, area: PageNode) -> str | None:
    """The label that stands before this on its line; no other price, and no sentence."""
    for one in _outwards(node, area):
        previous, parent = one.getprevious(), one.getparent()
        if parent is None:
            return None
        own = ((parent.text if previous is None else previous.tail) or "").strip()
        if previous is not None and own in _DASHES:
            # the upper end of a range is what its lower end is
            return _before(previous, area)
        if own:
            return _label(own)
        if previous is not None:
            inline = previous.tag in _INLINE
            return _label(" ".join(previous.itertext())) if inline else None
    return None


def _outwards(node: PageNode, area: PageNode) -> Iterator[PageNode]:
    for _ in range(LEVELS):
        if node is area:
            return
        yield node
        parent = node.getparent()
        if parent is None:
            return
        node = parent


def _label(text: str) -> str | None:
    words = " ".join(text.split())
    return words if 0 < len(words) <= LONGEST and not is_priced(words) else None
