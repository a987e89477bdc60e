"""Checkpoints are signed notes; the key is made once, and for its owner alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from domain.errors import InputError
from takedown.signing import open_signer
from takedown.verify_bundle import Broken, _read_checkpoint
from tests.takedown.drafts import SIGNER

ROOT = bytes(range(32))


def test_a_checkpoint_is_read_back_by_the_verifier() -> None:
    note = SIGNER.checkpoint(7, ROOT)
    assert note.splitlines()[:3] == [SIGNER.name, "7", base64.b64encode(ROOT).decode()]
    assert _read_checkpoint(note, SIGNER.verifier_key(), None) == (7, ROOT)


def test_the_same_checkpoint_is_signed_with_the_same_bytes() -> None:
    assert SIGNER.checkpoint(7, ROOT) == SIGNER.checkpoint(7, ROOT)


@pytest.mark.parametrize(
    ("old", "new"), [("\n7\n", "\n8\n"), ("AAEC", "AAED"), ("\n\n", "\nx\n\n")]
)
def test_a_changed_checkpoint_is_refused(old: str, new: str) -> None:
    note = SIGNER.checkpoint(7, ROOT).replace(old, new, 1)
    with pytest.raises(Broken, match=r"does not hold|not a signed note|base64"):
        _read_checkpoint(note, SIGNER.verifier_key(), None)


def test_each_spoilt_byte_of_the_signature_is_refused() -> None:
    head, _, last = SIGNER.checkpoint(7, ROOT).strip().rpartition(" ")
    raw = base64.b64decode(last)
    for place in range(0, len(raw), 7):
        spoilt = bytearray(raw)
        spoilt[place] ^= 1
        note = f"{head} {base64.b64encode(bytes(spoilt)).decode()}\n"
        with pytest.raises(Broken):
            _read_checkpoint(note, SIGNER.verifier_key(), None)


def test_another_key_than_the_one_given_is_refused(tmp_path: Path) -> None:
    other = open_signer(tmp_path / "other.key", SIGNER.name)
    with pytest.raises(Broken, match="another key"):
        _read_checkpoint(other.checkpoint(7, ROOT), other.verifier_key(), SIGNER.verifier_key())


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "checkpoint.key"
    made = open_signer(path, "log")
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_signer(path, "log").public == made.public
    assert list(path.parent.iterdir()) == [path]


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.key"
    open_signer(path, "log")
    path.chmod(0o644)
    with pytest.raises(InputError, match="Others may read"):
        open_signer(path, "log")


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.key"
    path.write_bytes(b"no key")
    path.chmod(0o600)
    with pytest.raises(InputError, match="holds no signing key"):
        open_signer(path, "log")
