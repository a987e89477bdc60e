"""Statements that a notice must carry, in Chinese and English, by the code that a pack names."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import InputError
from domain.rights import RightKind
from takedown.rules import Pack


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence the signer stands by; it is printed, never signed, by this program."""

    code: str
    zh: str
    en: str


STATEMENTS: dict[str, Statement] = {
    one.code: one
    for one in (
        Statement(
            "good_faith",
            "本通知人善意相信，被投诉链接对上述权利的使用未经权利人、其代理人授权，亦无法律依据。",
            "I have a good faith belief that the use described above is not authorized by the "
            "rights holder, its agent, or the law.",
        ),
        Statement(
            "us_accuracy",
            "本通知所载信息准确无误。",
            "The information in this notification is accurate.",
        ),
        Statement(
            "us_perjury",
            "本人声明，如有不实愿承担伪证责任：本人系被侵害专有权利的权利人，或经其授权代其行事。",
            "Under penalty of perjury, I am the owner, or authorized to act on behalf of the "
            "owner, of an exclusive right that is allegedly infringed.",
        ),
        Statement(
            "us_fair_use",
            "本人在发出本通知前已考虑合理使用，并知悉《美国法典》第17编第512条(f)款关于故意"
            "虚假陈述的责任。",
            "I have considered fair use before sending this notification, and I am aware of the "
            "liability for knowing material misrepresentation under 17 U.S.C. § 512(f).",
        ),
        Statement(
            "prc_truth",
            "本通知人保证本通知及所附材料真实、合法、有效，并对其真实性负责。",
            "The notifier guarantees that this notice and its attachments are true, lawful and "
            "valid, and answers for their truth.",
        ),
        Statement(
            "prc_identity",
            "本通知所载权利人身份信息真实，身份证明材料随附。",
            "The identity of the rights holder stated in this notice is real; proof of identity "
            "is attached.",
        ),
        Statement(
            "prc_liability",
            "本通知人知悉，因通知错误造成损害的，依法承担民事责任；恶意发出错误通知造成损失的，"
            "加倍承担赔偿责任。",
            "The notifier knows that loss caused by a wrong notice must be made good, and that a "
            "wrong notice sent in bad faith doubles the damages.",
        ),
    )
}
"""Every statement that a pack may ask for."""


def statements_of(pack: Pack, right: RightKind) -> tuple[Statement, ...]:
    """The statements this channel's notices on such a right carry, in the order of the pack.

    Raises:
        InputError: The pack asks for a statement that has no text.
    """
    for rule in pack.statements:
        if rule.code not in STATEMENTS:
            raise InputError(
                f"statements: {rule.code!r} has no text.",
                where=pack.slug,
                mend=f"Known are {', '.join(sorted(STATEMENTS))}.",
            )
    fitting = (rule for rule in pack.statements if rule.right in (None, right))
    return tuple(STATEMENTS[rule.code] for rule in fitting)
