from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from domain.errors import InputError
from rights import credentials
from rights.credentials import checker, credentials_of, media_type_of, sign_beside
from tests.rights.files import a_scene, jpeg, layered, png

needs_c2pa = pytest.mark.skipif(not checker(), reason="c2pa-python is not installed")
EXTENSIONS = """\
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, emailProtection
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
"""
EC = ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `root.pem`, the signer's `chain.pem` and `key.pem`."""
    folder = tmp_path_factory.mktemp("signer")
    (folder / "extensions").write_text(EXTENSIONS, encoding="ascii")
    for command in (
        ["req", "-x509", "-nodes", "-newkey", *EC, "-days", "400", "-keyout", "root.key", "-out",
         "root.pem", "-subj", "/O=Test/CN=Test root", "-addext",
         "keyUsage=critical,keyCertSign,cRLSign"],
        ["req", "-nodes", "-newkey", *EC, "-keyout", "key.pem", "-out", "request.pem", "-subj",
         "/O=Hoshikawa/CN=Hoshikawa originals"],
        ["x509", "-req", "-days", "300", "-in", "request.pem", "-CA", "root.pem", "-CAkey",
         "root.key", "-CAcreateserial", "-out", "own.pem", "-extfile", "extensions"],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    chain = (folder / "own.pem").read_text() + (folder / "root.pem").read_text()
    (folder / "chain.pem").write_text(chain)
    return folder


def signed(content: bytes, signer: Path) -> bytes:
    return sign_beside(
        content,
        title="fox.jpg",
        source_kind="digitalCapture",
        chain=(signer / "chain.pem").read_text(),
        key=(signer / "key.pem").read_text(),
    )


@needs_c2pa
@pytest.mark.parametrize("content", [jpeg(a_scene()), png(a_scene()), layered()])
def test_an_original_is_signed_beside_itself_and_told_by_whom(
    content: bytes, signer: Path
) -> None:
    beside = signed(content, signer)
    root = (signer / "root.pem").read_text()
    assert credentials_of(content, sidecar=beside).state == "valid"
    told = credentials_of(content, sidecar=beside, trusted=root)
    assert (told.state, told.signer, told.generator) == (
        "trusted",
        "Hoshikawa originals",
        "Jianzhen",
    )


@needs_c2pa
def test_a_changed_original_no_longer_fits(signer: Path) -> None:
    content = jpeg(a_scene())
    beside = signed(content, signer)
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert credentials_of(bytes(changed), sidecar=beside).state == "invalid"


@needs_c2pa
def test_a_wrong_key_is_told(signer: Path) -> None:
    with pytest.raises(InputError, match="could not be signed"):
        sign_beside(
            jpeg(a_scene()),
            title="fox.jpg",
            source_kind="digitalCapture",
            chain=(signer / "chain.pem").read_text(),
            key="no key",
        )


@needs_c2pa
def test_broken_manifests_end_in_a_word() -> None:
    broken = jpeg(a_scene()) + b"jumb" + bytes(40) + b"c2pa" + bytes(40)
    assert credentials_of(broken).state is None
    assert credentials_of(jpeg(a_scene()), sidecar=b"nonsense").state is None


def test_a_file_without_credentials_says_nothing() -> None:
    assert credentials_of(jpeg(a_scene())) == credentials.Credentials()
    assert media_type_of(b"%PDF-1.4") is None


def test_without_the_library_it_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "checker", list)
    marked = jpeg(a_scene()) + b"jumb c2pa"
    assert credentials_of(marked).not_read == "not read: c2pa-python is not installed"
    with pytest.raises(InputError, match="not installed"):
        sign_beside(marked, title="x", source_kind="digitalCapture", chain="", key="")
