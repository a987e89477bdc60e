"""Names: when two spellings are one name, and when a text in a file names somebody unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

STROKE = re.compile(r"[/／|｜;；]")
LIST_MARK = re.compile(r"[/／|｜;；,，、&＆+]|\band\b|\bund\b|\bet\b", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r"[\s.,，、。・･'’\"“”()（）:：-]+")
COMPANY_FORMS = (
    ("株式会社", "株"),
    ("株式會社", "株"),
    ("有限会社", "有"),
    ("合同会社", "合"),
    ("股份有限公司", "公司"),
    ("有限责任公司", "公司"),
    ("有限公司", "公司"),
    ("limited", "ltd"),
    ("incorporated", "inc"),
    ("corporation", "corp"),
    ("company", "co"),
)
"""Long and short forms of what a company calls itself, folded to the short one."""

ENTITY_WORDS = re.compile(
    r"株式|有限|会社|會社|公司|集团|工作室|工房|研究所|協会|协会|財団|基金会|製作所|制作所|"
    r"\b(inc|ltd|llc|llp|gmbh|ag|corp|co|company|corporation|limited|kk|plc|bv|nv|sa|sarl|srl|"
    r"spa|pty|studio|foundation)\b",
    re.IGNORECASE,
)
ROLES = re.compile(
    r"^\W*(photo(graph(er|ed|y)?)?s?|image|picture|art(work)?|illustrat(or|ed|ion)|design(er|ed)?|"
    r"creat(or|ed)|author|artist|摄影师?|攝影|撮影者?|写真|拍摄|作者|设计|插画|イラスト|著者|绘)?"
    r"\W*(by\b)?\W*",
    re.IGNORECASE,
)
NOTICE_WORDS = re.compile(
    r"©|\(c\)|ⓒ|\bcopyright(ed)?\b|\ball rights? reserved\b|\brights reserved\b|\bby\b|"
    r"版[权權]所有|著作[权權権](者|人|所有)?|[無无]断[転转][載载複复]?[製制]?を?禁(ず|じます|止)?|"
    r"(禁止|不得|请勿|請勿)[转轉転]?[载載]?(盗用|复制|複製|盜用)?|未经(许可|授权)|翻印必究|侵权必究|"
    r"版[权權][归歸]|归|歸|所有|使用|\d{4}",
    re.IGNORECASE,
)
NOBODY = {
    *("", "unknown", "none", "na", "user", "username", "owner", "default", "admin", "artist"),
    *("administrator", "author", "photographer", "picasa", "owner name", "myname", "camera"),
    *("cameraowner", "未知", "无", "なし", "不明", "用户", "ユーザー", "windowsuser", "guest"),
    *("microsoftoffice", "test", "root", "name", "yourname"),
}
"""What programs and cameras write where nobody gave a name: it speaks against nobody."""


def spellings(names: str) -> tuple[str, ...]:
    """The spellings that stand in one field with a stroke between them."""
    return tuple(part.strip() for part in STROKE.split(names) if part.strip())


def same_name(left: str, right: str) -> bool:
    """Whether two spellings are one name, but for width, case, blanks, points and word order."""
    if folded(left) == folded(right):
        return True
    words, others = _words(left), _words(right)
    return len(words) > 1 and sorted(words) == sorted(others)


def folded(name: str) -> str:
    """A name without what spellings differ in: width, case, blanks, points, a company's form."""
    text = unicodedata.normalize("NFKC", name).casefold()
    for long, short in COMPANY_FORMS:
        text = text.replace(long, short)
    return NOT_IN_NAMES.sub("", text)


def is_entity_name(name: str) -> bool:
    """Whether a name is that of a company or body, by the words that such names carry."""
    return ENTITY_WORDS.search(name) is not None


def stranger_in(text: str, known: Iterable[str]) -> str | None:
    """The name in a field of authors that none of the known ones explains; None where all are.

    A credit may carry a role ("Photo: …") and several names; one known name explains the field,
    and so does a part of one (a family name, a brand). What no program could write down (question
    marks) and what programs write by themselves names nobody.
    """
    names = tuple(known)
    parts = [ROLES.sub("", part, count=1).strip() for part in LIST_MARK.split(text)]
    told = [part for part in parts if folded(part) not in NOBODY and _is_readable(part)]
    if not told or _holds_one(text, names) or any(_explained(part, names) for part in told):
        return None
    return told[0]


def stranger_in_notice(text: str, known: Iterable[str]) -> str | None:
    """The owner that a copyright notice names, where it is none of the known ones."""
    names = tuple(known)
    owner = NOTICE_WORDS.sub(" ", text).strip(" \t.,;:-–—，。；")
    if _holds_one(text, names):
        return None
    # a notice shortens a company's name as its owner likes: one telling word is enough
    telling = {word for name in names for word in _telling(name)}
    if set(_words(owner)) & telling or _is_address(owner):
        return None
    return stranger_in(owner, names)


def _holds_one(text: str, names: Iterable[str]) -> bool:
    whole = folded(text)
    return any(len(folded(name)) > 1 and folded(name) in whole for name in names)


def _explained(part: str, names: Iterable[str]) -> bool:
    words = set(_words(part))
    return any(
        same_name(part, name) or (words and words <= set(_words(name)) and words & _telling(name))
        for name in names
    )


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    return [folded(word) for word in re.split(r"[\s.,，、・]+", text) if folded(word)]


def _telling(name: str) -> set[str]:
    """The words of a name that are more than a company's form."""
    return {word for word in _words(name) if len(word) > 1 and not is_entity_name(word)}


def _is_readable(part: str) -> bool:
    return any(char.isalpha() for char in part)


def _is_address(text: str) -> bool:
    """A web address names a site, not a person."""
    return re.fullmatch(r"(https?://)?[\w.-]+\.[a-z]{2,}(/\S*)?", text.casefold()) is not None
