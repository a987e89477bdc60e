"""What a mention is used for: the goods' own brand, what they fit, or an ordinary word."""

from __future__ import annotations

import re

from matcher.text.codewords import CLAIM
from matcher.text.mention import UseContext

__all__ = ["UseContext", "use_context"]

REACH = 28
"""Characters on either side that are looked at."""

# "for" and its like, with at most a few names between them and the mention ("for Nokia / LUMORI")
FITS_BEFORE = re.compile(
    r"(?:适用于?|適用於?|适合(?=[a-z0-9])|适配|適配|兼容|相容|对应|對應|代替|替换|替代|(?<![使])用于"
    r"|\bfor\b|\bfits?\b|compatible\s+with|replacement\s+for|works\s+with|対応|互換)"
    r"[^,，。;；!！\]】]{0,24}$",
    re.IGNORECASE,
)
ACCESSORIES = (
    r"通用|专用|專用|适用|適用|配件|耗材|保护壳|保護殼|保护套|手机壳|手機殼|手机套|外壳|保护膜|钢化膜"
    r"|水凝膜|手机膜|键盘膜|屏幕膜|镜头膜|贴膜|机身膜|贴纸|表带|錶帶|表链|充电器|充电线|数据线|转接"
    r"|支架|遥控器|滤芯|滤网|墨盒|硒鼓|皮套|内胆包|电池盖|后盖|座套|脚垫"
)
FITS_AFTER = re.compile(
    rf"^(?:用(?!户|品|料|途|心|于)|[\w\s/・、\-+.()（）]{{0,20}}?(?:{ACCESSORIES}"
    r"|\b(?:cases?|covers?|lids?|straps?|chargers?|cables?|holders?|adapters?|adaptors?|skins?"
    r"|sleeves?|mounts?|docks?|screen\s+protectors?|compatible|accessor(?:y|ies)|parts?)\b"
    r"|[a-zA-Z0-9\s]用|対応|互換|ケース|カバー|フィルム))",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"(?:类似|媲美|堪比|不输|胜过|平替|代替|同款|仿|\blike\b|similar\s+to|\bvs\.?|alternative\s+to"
    r"|inspired\s+by)[\s]{0,2}$",
    re.IGNORECASE,
)
COMPARED_AFTER = re.compile(r"^\s{0,2}(?:平替|同款|风格|のような|風|[-\s]?style\b)", re.IGNORECASE)
WORD_BEFORE = re.compile(r"\b(?:a|an|the|this|that|your|my)\s+$", re.IGNORECASE)
WORD_AFTER = re.compile(r"^(?:简约|簡約|极简|中式|轻奢|派(?!克)|主义|美式|北欧)")
DEVICES = re.compile(
    r"华为|荣耀|小米|红米|苹果|三星|魅族|一加|联想|华硕|戴尔|惠普"
    r"|oppo|vivo|huawei|honor|xiaomi|redmi|iphone|ipad|samsung|galaxy|nokia|lenovo",
    re.IGNORECASE,
)
MANY_DEVICES = 3
"""Makers of devices in one title from which it lists what the goods fit."""
CLAIMED = re.compile(rf"(?:{CLAIM.pattern})\W{{0,3}}$", re.IGNORECASE)


def use_context(text: str, start: int, end: int, *, disguised: bool = False) -> UseContext:
    """What the mention at this place of the text is used for.

    A compatible use beside a claim to be the genuine article ("原装", "genuine") stays a use as a
    brand: such a claim is what a rights holder wants to see. A disguised mention is excused only
    by an explicit marker before it: who says what his goods fit has no cause to hide the name.
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    claimed = CLAIMED.search(before) or CLAIM.match(after.lstrip())
    if not claimed and (FITS_BEFORE.search(before) or (not disguised and _fits(text, after))):
        return UseContext.COMPATIBLE
    if disguised:
        return UseContext.BRAND
    if COMPARED.search(before) or COMPARED_AFTER.match(after):
        return UseContext.COMPARISON
    lower_case = text[start:end].islower() and text[start:end].isascii()
    if (lower_case and WORD_BEFORE.search(before)) or WORD_AFTER.match(after):
        return UseContext.WORD
    return UseContext.BRAND


def _fits(text: str, after: str) -> bool:
    if FITS_AFTER.match(after):
        return True
    makers = {found.group().lower() for found in DEVICES.finditer(text)}
    return len(makers) >= MANY_DEVICES and re.search(ACCESSORIES, text) is not None
