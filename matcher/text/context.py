"""What a mention is used for: the goods' own brand, what they fit, or an ordinary word."""

from __future__ import annotations

import re

from matcher.text.mention import UseContext

__all__ = ["UseContext", "use_context"]


REACH = 24
"""Characters on either side that are looked at."""

# "for" and its like, with at most a few names between them and the mention ("for Nokia / LUMORI")
FITS_BEFORE = re.compile(
    r"(?:适用于?|適用於?|适配|適配|兼容|相容|对应|對應|配套|代替|替换|替代|用于"
    r"|\bfor\b|\bfits?\b|compatible\s+with|replacement\s+for|works\s+with|対応|互換)"
    r"[^,，。;；!！\]】]{0,20}$",
    re.IGNORECASE,
)
FITS_AFTER = re.compile(
    r"^[\w\s/・、\-+.()（）]{0,16}?"
    r"(?:通用|专用|專用|适用|適用|配件|耗材|保护壳|保護殼|保护套|手机壳|手機殼|手机套|保护膜|钢化膜"
    r"|贴膜|表带|錶帶|充电器|数据线|支架|遥控器|滤芯|墨盒|硒鼓|皮套|转接"
    r"|\b(?:cases?|covers?|lids?|straps?|chargers?|cables?|holders?|adapters?|adaptors?|skins?"
    r"|sleeves?|screen\s+protectors?|compatible|accessor(?:y|ies)|parts?)\b"
    r"|用(?!户|品|户|料|途)|対応|互換|ケース|カバー)",
    re.IGNORECASE,
)
WORD_BEFORE = re.compile(r"\b(?:a|an|the|this|that|your|my)\s+$", re.IGNORECASE)
WORD_AFTER = re.compile(r"^(?:简约|簡約|极简|風格|风格|中式|轻奢|派|主义)")
CLAIM = re.compile(r"原装|原裝|正品|官方|genuine|original|authentic|純正", re.IGNORECASE)


def use_context(text: str, start: int, end: int) -> UseContext:
    """What the mention at this place of the text is used for.

    A compatible use beside a claim to be the genuine article ("原装", "genuine") stays a use as a
    brand: such a claim is what a rights holder wants to see.
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    if _fits(before, after) and not CLAIM.search(text):
        return UseContext.COMPATIBLE
    lower_case = text[start:end].islower() and text[start:end].isascii()
    if (lower_case and WORD_BEFORE.search(before)) or WORD_AFTER.match(after):
        return UseContext.WORD
    return UseContext.BRAND


def _fits(before: str, after: str) -> bool:
    return bool(FITS_BEFORE.search(before) or FITS_AFTER.match(after))
