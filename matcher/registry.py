"""Every signal by its stored name: one line here, one entry in the scorecard, one file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.candidates import Reading
from matcher.features import Pair
from matcher.signals.alias_mention import alias_mention
from matcher.signals.authorised_seller import authorised_seller
from matcher.signals.compatible_use import compatible_use
from matcher.signals.declared_brand import declared_brand
from matcher.signals.evasive_mention import evasive_mention
from matcher.signals.exact_mention import exact_mention
from matcher.signals.genuine_claim import genuine_claim
from matcher.signals.goods_word import goods_word
from matcher.signals.licensed_picture import licensed_picture
from matcher.signals.mark_in_picture import mark_in_picture
from matcher.signals.ordinary_word import ordinary_word
from matcher.signals.picture_dhash import picture_dhash
from matcher.signals.picture_phash import picture_phash
from matcher.signals.same_artwork import same_artwork
from matcher.signals.same_picture import same_picture
from matcher.signals.same_scene import same_scene

Signal = Callable[[Pair], Reading | None]

SIGNALS: Mapping[str, Signal] = {
    "exact_mention": exact_mention,
    "evasive_mention": evasive_mention,
    "alias_mention": alias_mention,
    "genuine_claim": genuine_claim,
    "declared_brand": declared_brand,
    "goods_word": goods_word,
    "same_picture": same_picture,
    "same_artwork": same_artwork,
    "same_scene": same_scene,
    "mark_in_picture": mark_in_picture,
    "licensed_picture": licensed_picture,
    "picture_phash": picture_phash,
    "picture_dhash": picture_dhash,
    "compatible_use": compatible_use,
    "ordinary_word": ordinary_word,
    "authorised_seller": authorised_seller,
}
