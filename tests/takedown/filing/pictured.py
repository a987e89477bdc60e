"""Cases with real pictures: a work, copies of it, and a picture of the page."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from PIL import Image

from domain.candidates import PicturePair
from domain.cases import Case
from domain.digests import Sha256, sha256_of
from domain.listings import Capture, SeenPicture
from takedown.draft import Draft, drafts_of
from tests.factories import a_candidate, a_reading, a_reference_picture, a_score, a_work
from tests.takedown.drafts import BLOBS, NOW, a_book, a_pack, a_profile, case_of, seen

KEPT: dict[Sha256, bytes] = dict(BLOBS)


def read(digest: Sha256) -> bytes:
    """The bytes behind the digests of these cases."""
    return KEPT[digest]


def keep(content: bytes) -> Sha256:
    """Keep these bytes for `read`."""
    digest = sha256_of(content)
    KEPT[digest] = content
    return digest


@cache
def a_picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), tint: int = 0) -> Sha256:
    """A drawn picture, kept."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 40 + tint % 200, 40), (20, 20, size[0] // 2, size[1] // 2))
    file = io.BytesIO()
    image.save(file, kind)
    return keep(file.getvalue())


@cache
def a_noisy_page(side: int = 1200) -> Sha256:
    """A picture of a page that compresses badly, as PNG: larger than its JPEG by far."""
    noise = random.Random(7).randbytes(side * side * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(file, "PNG", compress_level=1)
    return keep(file.getvalue())


def a_pictured_case(
    number: int = 900001, title: str = "月下狐狸保温杯", **changes: object
) -> Case:
    """A decided copy whose pictures open, with a picture of its page."""
    own, copy = a_picture(), a_picture("JPEG", (320, 240), number)
    page = Capture("screenshot", a_noisy_page(), "image/png", len(read(a_noisy_page())), "")
    sighting = seen(
        number,
        facts={"title": title, **changes},
        pictures=(SeenPicture("https://x.example/p.jpg", "p", copy, "image/jpeg"),),
        captures=(page,),
    )
    reading = a_reading(pictures=PicturePair(copy, own, "phash", 2))
    candidate = a_candidate(sighting_digest=sighting.digest, score=a_score(readings=(reading,)))
    work = a_work(pictures=(a_reference_picture(sha256=own),))
    return case_of(sighting, candidate=candidate, right=work)


def drafts_at(channel: str, cases: Sequence[Case]) -> tuple[Draft, ...]:
    """The drafts that these cases make at one of the shipped channels."""
    pack = a_pack(channel)
    profile = a_profile(complaint_channel=channel, country=pack.country)
    book = a_book(packs={channel: pack}, profiles={"bazaar_street": profile})
    return tuple(replace(one) for one in drafts_of(cases, book, NOW))


def a_draft_at(channel: str, *cases: Case) -> Draft:
    """The one draft of these cases there, of one copy where none is given."""
    (draft,) = drafts_at(channel, cases or [a_pictured_case()])
    return draft
