"""The rights file: written once a right, its papers in the order in which they are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.ownership import ExhibitKind
from takedown.filing.rights_file import RightsFile, papers_in, rights_payload, write_rights_file
from takedown.verify_bundle import verify_bundle
from tests.factories import a_holder, a_mark, an_exhibit, an_identity_paper, digest
from tests.takedown.drafts import a_draft, a_pack
from tests.takedown.filing.pictured import a_noisy_page, a_picture, read


def a_rights_file(**changes: object) -> RightsFile:
    draft = a_draft()
    base = RightsFile(a_pack(), draft.holder, draft.right, draft.cases[0].exhibits)
    return replace(base, **changes)  # type: ignore[arg-type]


def told(one: RightsFile, name: str) -> str:
    content = rights_payload(one, read)[name]
    assert isinstance(content, bytes)
    return content.decode("utf-8-sig")


def test_papers_stand_in_the_order_of_the_channel() -> None:
    exhibits = (an_exhibit(), an_identity_paper())
    papers = papers_in(a_rights_file(exhibits=exhibits))
    assert [one.exhibit.kind for one in papers] == [ExhibitKind.IDENTITY, ExhibitKind.ORIGINAL]
    assert [one.number for one in papers] == [1, 2]


def test_it_is_whole_and_written_once(tmp_path: Path) -> None:
    first = write_rights_file(a_rights_file(), tmp_path, read)
    before = first.read_bytes()
    assert write_rights_file(a_rights_file(), tmp_path, read) == first
    assert first.read_bytes() == before
    assert not [one for one in verify_bundle(first) if "audit" not in one and "custody" not in one]


def test_the_same_papers_make_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    one = write_rights_file(a_rights_file(), tmp_path / "a", read)
    other = write_rights_file(a_rights_file(), tmp_path / "b", read)
    assert one.read_bytes() == other.read_bytes()


def test_a_new_paper_makes_a_new_file() -> None:
    more = (*a_rights_file().exhibits, an_exhibit(sha256=a_picture()))
    assert a_rights_file(exhibits=more).slug != a_rights_file().slug


def test_a_paper_that_the_channel_needs_and_nobody_has_is_named() -> None:
    assert "[!] 缺少平台要求的文件" in told(a_rights_file(exhibits=()), "checklist.zh.txt")
    assert "[!]" not in told(a_rights_file(), "checklist.zh.txt")


def test_a_scan_too_large_for_the_form_has_a_smaller_copy_beside_it() -> None:
    scan = an_exhibit(sha256=a_noisy_page(3000), media_type="image/png")
    made = rights_payload(a_rights_file(exhibits=(scan,)), read)
    (copy,) = [one for name, one in made.items() if name.endswith(".upload.jpg")]
    assert isinstance(copy, bytes)
    assert len(copy) <= 10_000_000
    assert a_noisy_page(3000) in made.values()


def test_a_hostile_name_is_text_on_one_line() -> None:
    holder = a_holder(names={"zh": "=1+1\n[!] 缺少\u202e"}, address="<b>x</b>\r\n")
    one = a_rights_file(holder=holder)
    assert told(one, "filing/holder_name.txt").count("\n") == 1
    assert "\u202e" not in told(one, "filing/holder_name.txt")


def test_a_mark_tells_number_classes_and_term() -> None:
    certificate = an_exhibit(
        right=a_mark().slug, kind=ExhibitKind.MARK_CERTIFICATE, sha256=digest("certificate")
    )
    one = a_rights_file(right=a_mark(), exhibits=(an_identity_paper(), certificate))
    made = rights_payload(one, read)
    assert made["filing/registration_number.txt"] == b"12345678 (CN)\n"
    assert made["filing/classes.txt"] == b"21\n"
    assert made["filing/in_force_until.txt"] == b"2032-02-29\n"
