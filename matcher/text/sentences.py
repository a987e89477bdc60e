"""What a mention says for itself, in one sentence of three languages."""

from __future__ import annotations

from collections.abc import Mapping

from domain.languages import Sentence
from matcher.text.mention import Channel, Guard, Mention, Tier, UseContext

HOW: Mapping[Channel, Sentence] = {
    Channel.EXACT: Sentence("与名称一致", "as it is written", "名称どおり"),
    Channel.GAP: Sentence("字间插入了符号", "parted by signs or blanks", "文字の間に記号がある"),
    Channel.ALIAS: Sentence("已认可的简称或别称", "an approved short form", "承認済みの略称"),
    Channel.KANA: Sentence("假名写法不同", "another kana spelling", "仮名の表記違い"),
    Channel.SKELETON: Sentence("以形近字符代替", "written with look-alike signs", "形の似た文字"),
    Channel.PINYIN: Sentence("同音替换或夹写拼音", "the same sound", "同じ読みの文字"),
    Channel.ROMANISED: Sentence("写作拼音", "spelt in pinyin", "ピンイン表記"),
    Channel.SPLIT: Sentence("拆字", "a character split into its parts", "漢字の分解"),
    Channel.SHAPE: Sentence("形近字替换", "a character of like shape", "形の似た漢字"),
    Channel.MASK: Sentence("以符号遮盖", "letters hidden by a sign", "記号による伏せ字"),
    Channel.TYPO: Sentence("拼写略有不同", "spelt a little differently", "綴りが少し違う"),
    Channel.PINYIN_FUZZY: Sentence("近音替换", "nearly the same sound", "似た読みの文字"),
    Channel.SUBSTITUTED: Sentence("替换了一个字", "one character replaced", "一文字の置き換え"),
    Channel.ORDER: Sentence("字序颠倒", "characters out of order", "文字の順序違い"),
    Channel.INITIALS: Sentence("拼音首字母", "initials of the pinyin", "ピンインの頭文字"),
}
"""How a name was recognised."""

AGAINST: Mapping[Guard, Sentence] = {
    Guard.ORDINARY_WORD: Sentence("本身是普通词语", "an ordinary word", "普通の言葉"),
    Guard.KNOWN_WORD: Sentence("是另一个已知词语", "another known word", "別の既知の語"),
    Guard.INSIDE_WORD: Sentence("属于更长的词", "part of a longer word", "長い語の一部"),
    Guard.SHORT_NAME: Sentence("名称很短", "a short name", "短い名称"),
    Guard.NEEDS_EVIDENCE: Sentence(
        "旁边没有商品词或暗语", "no goods or code word beside it", "商品語も隠語もない"
    ),
    Guard.FORBIDDEN_WORD: Sentence("出现排除词", "a word that rules it out", "除外語がある"),
    Guard.REQUIRED_WORD_MISSING: Sentence("缺少必需词", "no required word", "必須語がない"),
    Guard.OTHER_BRAND_DECLARED: Sentence(
        "标明了其他品牌", "another brand is declared", "別のブランドの表示"
    ),
    Guard.ALLOWED_USE: Sentence(
        "权利人允许的用法", "a use the owner allows", "権利者が認める用法"
    ),
}
"""What a guard says against a mention."""

CONTEXTS: Mapping[UseContext, Sentence] = {
    UseContext.BRAND: Sentence("用作品牌", "used as a brand", "ブランドとしての使用"),
    UseContext.COMPATIBLE: Sentence("说明适用对象", "says what the goods fit", "適合対象の表示"),
    UseContext.WORD: Sentence("用作普通词语", "used as an ordinary word", "普通語としての使用"),
    UseContext.COMPARISON: Sentence("用于比较", "a comparison", "比較の対象"),
}
"""What a mention is used for."""

TIERS: Mapping[Tier, Sentence] = {
    Tier.COUNTERFEIT: Sentence("仿品暗语", "code word of imitations", "模倣品の隠語"),
    Tier.GREY: Sentence("灰色货源暗语", "code word of grey goods", "横流し品の隠語"),
}
"""What a code word stands for."""


def sentence_of(mention: Mention) -> Sentence:
    """One sentence with all a person needs to judge: how, how far, against, for, how sure."""
    return Sentence(
        zh=_told(
            mention, "zh", "“{text}”：{how}，对应商标名称“{name}”", "，", "；得分 {score:.2f}。"
        ),
        en=_told(
            mention, "en", "“{text}”: {how}, the mark's “{name}”", ", ", "; score {score:.2f}."
        ),
        ja=_told(
            mention, "ja", "「{text}」：{how}、商標の名称「{name}」", "、", "；得点 {score:.2f}。"
        ),
    )


def _told(mention: Mention, language: str, lead: str, comma: str, tail: str) -> str:
    how = HOW[mention.channel].in_language(language)
    parts = [lead.format(text=mention.text, how=how, name=mention.name.text)]
    if mention.distance:
        parts.append(DIFFERING.in_language(language).format(count=mention.distance))
    parts.append(CONTEXTS[mention.context].in_language(language))
    parts += [AGAINST[guard].in_language(language) for guard in mention.guards]
    if mention.goods:
        parts.append(GOODS.in_language(language).format(word=mention.goods))
    if mention.code_word:
        tier = TIERS[mention.code_word.tier].in_language(language)
        parts.append(f"{tier} “{mention.code_word.text}”")
    return comma.join(parts) + tail.format(score=mention.score)


DIFFERING = Sentence("{count} 处不同", "{count} different", "{count} 箇所の違い")
GOODS = Sentence("商品词“{word}”", "goods “{word}”", "商品語「{word}」")
