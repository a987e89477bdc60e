"""What a report by eBay's VeRO interface says, as JSON, for members to send.

Field names and lengths: eBay developer documentation of ReportItemDetails (createVeroReport,
version 1, retired on 2026-09-30), as in the rule pack. Version 2 reports by reportVeroViolations,
whose fields could not be read; the checklist says so until the pack has them.
"""

from __future__ import annotations

import json

from domain.cases import Case
from domain.errors import InputError
from domain.records import Plain
from takedown.draft import Draft
from takedown.filing.fields import Filled, Given, filled

INTERFACE = "ebay_vero_2"
NAMES = {
    "brand": "brand",
    "message_to_seller": "messageToSeller",
    "detailed_message": "detailedMessage",
    "patent_number": "patent",
}
"""Our field codes, and what the interface calls them."""


def vero_report(draft: Draft, given: Given) -> bytes:
    """The JSON of one report: an item for each listing, in the order of the draft.

    Raises:
        InputError: A listing has no item number, or the channel has no reason for this case.
    """
    if draft.ground.reason is None:
        raise InputError("A VeRO report needs a reason of the channel.", where=draft.slug)
    texts = {
        NAMES[one.rule.code]: one.text
        for one in filled(draft, "en", given)
        if one.rule.code in NAMES and _fits(one)
    }
    report: Plain = {"reportItems": [_item(draft, case, texts) for case in draft.cases]}
    return f"{json.dumps(report, ensure_ascii=False, indent=2)}\n".encode()


def _item(draft: Draft, case: Case, texts: dict[str, str | None]) -> Plain:
    item = case.sighting.facts.item_id
    if item is None:
        raise InputError(
            "A VeRO report needs the number of each item.",
            where=draft.slug,
            mend="Leave the listing out, or capture it again.",
        )
    told = {name: text for name, text in texts.items() if text is not None}
    return {
        "itemId": item,
        "veroReasonCodeId": draft.ground.code,
        **told,
        "copyEmailToRightsOwner": True,
    }


def _fits(one: Filled) -> bool:
    return one.text is not None and one.by_hand is None
