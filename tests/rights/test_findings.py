from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.ownership import ExhibitKind
from domain.papers import FileFacts, Paper
from rights.findings import NOT_INSTALLED, Finding, Findings, exiftool, findings_of, with_findings
from rights.proof.claim import Claim
from rights.proof.contradictions import find_contradictions
from tests.factories import a_holder, a_work, an_exhibit
from tests.rights.files import a_scene, jpeg, raw

reads = pytest.mark.skipif(exiftool() is None, reason="exiftool is not installed")


def marked(tmp_path: Path, *tags: str) -> bytes:
    """A picture into which exiftool wrote these tags."""
    path = tmp_path / "marked.jpg"
    path.write_bytes(jpeg(a_scene()))
    subprocess.run(
        [str(exiftool()), "-q", "-overwrite_original", *tags, str(path)], check=True, timeout=60
    )
    return path.read_bytes()


@reads
def test_exif_xmp_and_iptc_are_read_with_their_place(tmp_path: Path) -> None:
    content = marked(tmp_path, "-Artist=甲", "-XMP-dc:Creator=乙", "-IPTC:By-line=C")
    found = {(one.group, one.value) for one in findings_of(content).fields}
    assert {("IFD0", "甲"), ("XMP-dc", "乙"), ("IPTC", "C")} <= found


@reads
def test_every_author_of_every_field_is_known_once(tmp_path: Path) -> None:
    content = marked(
        tmp_path,
        "-Artist=甲",
        "-XMP-dc:Creator=甲",
        "-XMP-dc:Creator=乙",
        "-OwnerName=camera club",
    )
    facts = with_findings(None, findings_of(content))
    assert facts is not None
    assert sorted(facts.named) == ["乙", "甲"]


@reads
def test_the_steps_of_an_editor_and_the_first_document_are_told(tmp_path: Path) -> None:
    step = "{Action=saved,When=2020:01:02 10:00:00,SoftwareAgent=Adobe Photoshop}"
    content = marked(
        tmp_path, f"-XMP-xmpMM:History=[{step}]", "-XMP-xmpMM:OriginalDocumentID=xmp.did:1"
    )
    facts = with_findings(None, findings_of(content))
    assert facts is not None
    assert facts.document_id == "xmp.did:1"
    assert "Adobe Photoshop" in facts.history[0]


@reads
def test_a_date_that_only_xmp_tells_is_found(tmp_path: Path) -> None:
    content = marked(tmp_path, "-XMP-photoshop:DateCreated=2019:05:06")
    facts = with_findings(None, findings_of(content))
    assert facts is not None
    assert facts.captured_on == date(2019, 5, 6)


@reads
def test_our_own_copy_of_the_file_leaves_no_finding() -> None:
    found = findings_of(raw(captured=date(2020, 1, 1)))
    assert found.fields
    assert not {"FileName", "Directory", "FileModifyDate"} & {one.name for one in found.fields}


@reads
@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 2_000, b"8BPS\x00\x01" + b"\xff" * 60, b"II*\x00" + b"\xff" * 40],
)
def test_broken_bytes_end_in_a_reason_or_in_nothing(content: bytes) -> None:
    found = findings_of(content)
    assert found.not_read or not found.values("Artist", "Creator")


@reads
def test_an_owners_settings_of_exiftool_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "ran"
    settings = f"open(my $out, '>', '{proof}'); 1; # perl\n"
    (tmp_path / ".ExifTool_config").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EXIFTOOL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert findings_of(jpeg(a_scene())).fields
    assert not proof.exists()
    # without our options the same settings do run: the trap is a real one
    subprocess.run([str(exiftool()), "-ver"], check=True, timeout=60, capture_output=True)
    assert proof.exists()


@reads
def test_entities_in_xmp_are_not_expanded(tmp_path: Path) -> None:
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><!DOCTYPE x [<!ENTITY a "boom">'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="&a;&f;"/></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    path = tmp_path / "packet.xmp"
    path.write_text(packet, encoding="utf-8")
    said = " ".join(one.value for one in findings_of(path.read_bytes()).fields)
    assert "boom" not in said
    assert os.uname().nodename not in said


def a_program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "exiftool"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "ended with code 3"),
        ("echo not json", "ended with code 0"),
        ("echo '[]'", "ended with code 0"),
        ("head -c 20000000 /dev/zero", "ended with code"),
        ("""echo '[{"ExifTool:Error": "Unknown file type"}]'""", "Unknown file type"),
    ],
)
def test_a_program_that_fails_or_floods_ends_in_a_reason(
    tmp_path: Path, script: str, said: str
) -> None:
    found = findings_of(b"x", program=a_program(tmp_path, script))
    assert found.fields == ()
    assert said in str(found.not_read)


def test_a_machine_without_exiftool_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = findings_of(jpeg(a_scene(), artist="甲"))
    assert (found.fields, found.not_read) == ((), NOT_INSTALLED)
    assert with_findings(FileFacts(width=3), found) == FileFacts(width=3)


def test_what_our_own_reading_found_stays() -> None:
    own = FileFacts(artist="甲", layers=4, software="ours")
    found = Findings((Finding("IFD0", "Software", "theirs"), Finding("IFD0", "Model", "CAM")))
    facts = with_findings(own, found)
    assert facts == replace(own, camera="CAM")


def test_another_author_in_any_field_speaks_against_the_claim() -> None:
    facts = FileFacts(artist="星川 花子", authors=("星川 花子", "Somebody Else"))
    paper = Paper(exhibit=an_exhibit(kind=ExhibitKind.ORIGINAL), file=facts)
    work = a_work(author="星川 花子")
    claim = Claim(right=work, holder=a_holder(), papers=(paper,), today=date(2026, 11, 23))
    assert "another_author" in [one.code for one in find_contradictions(claim)]
    same = replace(claim, papers=(replace(paper, file=replace(facts, authors=("星川 花子",))),))
    assert "another_author" not in [one.code for one in find_contradictions(same)]
