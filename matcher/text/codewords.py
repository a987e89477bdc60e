"""Code words of the trade: what sellers of imitations and of grey goods write beside a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.text.mention import CodeWord, Tier

# 高仿真 (lifelike), 复刻版 of a film or a game, 1:1 as a recipe or a scale are other senses
COUNTERFEIT = re.compile(
    r"高仿(?!真)|精仿|超仿|仿品|仿牌|复刻(?!版?(?:游戏|唱片|黑胶|邮票|连环画|画册|书))"
    r"|顶级版本|顶级复|原版复|纯原(?!木|味|生|棉)|公司级|莆田|专柜品质|支持专柜验|专柜验货|过验"
    r"|(?<![\d.])1[:：]1(?!\d)(?=[^0-9]{0,4}(?:复|仿|原版|开模|品质|打版|原单|正品))"
    r"|(?<![A-Za-z0-9])(?:A货|a货|超A|超a)|(?<![a-z])(?:replicas?|super\s?copy|aaa\s?copy|1:1\s?copy"
    r"|mirror\s+quality|knock\s?offs?)(?![a-z])|スーパーコピー|N級|n級品|コピー品",
    re.IGNORECASE,
)
GREY = re.compile(
    r"原单|尾单|尾货|撤柜|剪标|外贸(?!函电|英语|公司)|余单|跟单(?!员)|专柜撤|海外代购|无标|去标"
    r"|(?<![a-z])(?:oem|factory\s+surplus)(?![a-z])",
    re.IGNORECASE,
)
CLAIM = re.compile(
    r"原装|原裝|正品|官方|正版|行货|旗舰店|(?<![a-z])(?:genuine|original|authentic|official|oem)"
    r"(?![a-z])|純正|正規品",
    re.IGNORECASE,
)
# jadeite is graded in letters: "A货翡翠" is the honest kind
JADE = re.compile("翡翠|玉|缅甸|手镯")


def code_words(text: str) -> Iterator[CodeWord]:
    """The code words of the text, those of imitations first, in order of place."""
    jade = JADE.search(text) is not None
    for tier, pattern in ((Tier.COUNTERFEIT, COUNTERFEIT), (Tier.GREY, GREY)):
        for found in pattern.finditer(text):
            if jade and found.group().lower() == "a货":
                continue
            yield CodeWord(found.group(), tier, *found.span())


def claim_in(text: str) -> str | None:
    """The first word that claims the genuine article."""
    found = CLAIM.search(text)
    return found.group() if found else None
