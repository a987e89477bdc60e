"""Bundles under attack: random changes of a finished, stamped bundle, each to be named.

As a folder and as a zip; a forger is among them who hashes everything anew. The shell check has
to see every change but those that its head says it does not see: manifests made anew where no
stamp is left, a .tsq or .chain.pem, unsigned bits of a .tsr, and the zip around the files.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from domain.digests import sha256_of
from stamping.authority import request_for
from stamping.token import chain_of
from takedown.bundle import with_files
from takedown.verify_bundle import verify_bundle
from tests.authority import Authority, TimeServer, an_authority
from tests.takedown.drafts import SIGNER, a_bundle
from tests.takedown.forging import rehash

SEED = 20261123
TAGS = "tagmanifest-sha256.txt"
Mutation = Callable[[random.Random, Path], None]


def stamped_bundle(place: Path) -> tuple[Path, Authority]:
    """A finished bundle with a stamp, its question and its certificates beside it."""
    path, server = a_bundle(place / "made"), TimeServer(an_authority(place / "authority"))
    with zipfile.ZipFile(path) as archive:
        tags = archive.read(f"{path.stem}/{TAGS}")
    request = request_for(sha256_of(tags))
    answer = server.honest(request)
    server.close()
    roots = x509.load_pem_x509_certificates(server.authority.root.read_bytes())
    pem = b"".join(one.public_bytes(Encoding.PEM) for one in chain_of(answer, roots))
    with_files(path, {f"{TAGS}.one.tsr": answer, f"{TAGS}.one.tsq": request,
                      f"{TAGS}.one.chain.pem": pem})  # fmt: skip
    return path, server.authority


def mutations(place: Path, count: int, shell_every: int) -> bool:
    """Change a bundle in many ways, print who saw what, and tell whether all was seen."""
    zipped, authority = stamped_bundle(place)
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(place / "whole")
    (original,) = (place / "whole").iterdir()
    assert verify_bundle(original) == () == verify_bundle(zipped)
    assert not _shell_sees(original, authority.root)
    chance = random.Random(SEED)  # noqa: S311 - the same changes in every run, no secrets
    tried, named, asked, seen, known = (Counter[str]() for _ in range(5))
    for number in range(count):
        how = chance.choice([*MUTATION, ZIP])
        spoilt = place / "spoilt"
        _copy(chance, how, original, zipped, spoilt)
        tried[how] += 1
        named[how] += verify_bundle(spoilt, key=SIGNER.verifier_key()) != ()
        if how != ZIP and number % shell_every == 0:
            asked[how] += 1
            sees = _shell_sees(spoilt, authority.root)
            seen[how] += sees
            known[how] += not sees and _documented(original, spoilt)
        _drop(spoilt)
        if sys.stderr.isatty() and number % 100 == 0:
            print(f"\r{number}/{count}", end="", file=sys.stderr)
    _print(tried, named, asked, seen, known)
    return tried == named and all(asked[how] == seen[how] + known[how] for how in asked)


def _print(*counts: Counter[str]) -> None:
    heads = ("tried", "named", "shell asked", "seen", "documented unseen")
    print(f"{'mutation':<30} " + "  ".join(f"{head:>11}" for head in heads))
    for how in sorted(counts[0]):
        print(f"{how:<30} " + "  ".join(f"{one[how]:>11}" for one in counts))
    print(f"{'all':<30} " + "  ".join(f"{one.total():>11}" for one in counts) + "\n")


def _documented(original: Path, spoilt: Path) -> bool:
    """Whether check.sh says at its head that it does not see such a change."""
    before, after = _digests(original), _digests(spoilt)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    # of a .tsr openssl reads past a few bits that nothing signs
    beside = all(name.endswith((".one.tsr", ".tsq", ".chain.pem")) for name in changed)
    unstamped = not any(name.endswith(".one.tsr") for name in after) and TAGS in changed
    return beside or unstamped


def _copy(chance: random.Random, how: str, original: Path, zipped: Path, spoilt: Path) -> None:
    while True:
        if how == ZIP:
            content = bytearray(zipped.read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            spoilt.write_bytes(bytes(content))
            return
        shutil.copytree(original, spoilt)
        MUTATION[how](chance, spoilt)
        if _digests(spoilt) != _digests(original):
            return
        _drop(spoilt)


def _drop(spoilt: Path) -> None:
    shutil.rmtree(spoilt) if spoilt.is_dir() else spoilt.unlink()


def _digests(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _shell_sees(folder: Path, root: Path) -> bool:
    command = ["sh", str(Path("takedown/check.sh").absolute()), str(folder), str(root)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 1


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _full(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if path.stat().st_size]


def _byte(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_full(folder))
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))


def _insertion(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_files(folder))
    content, more = path.read_bytes(), chance.randbytes(chance.randint(1, 9))
    at = chance.randint(0, len(content))
    path.write_bytes(content[:at] + more + content[at:])


def _deletion(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_full(folder))
    content = path.read_bytes()
    at = chance.randrange(len(content))
    path.write_bytes(content[:at] + content[at + chance.randint(1, 9) :])


def _truncation(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_full(folder))
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def _order(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if one.suffix in (".txt", ".jsonl")])
    lines = path.read_bytes().splitlines(keepends=True)
    chance.shuffle(lines)
    path.write_bytes(b"".join(lines))


def _swap(chance: random.Random, folder: Path) -> None:
    one, other = chance.sample(_files(folder), 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _gone(chance: random.Random, folder: Path) -> None:
    chance.choice(_files(folder)).unlink()


def _more(chance: random.Random, folder: Path) -> None:
    at = chance.choice([one for one in folder.rglob("*") if one.is_dir()] + [folder])
    (at / f"{chance.randrange(10**6)}.txt").write_bytes(chance.randbytes(3))


def _renamed(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_files(folder))
    path.rename(path.with_name(f"x{path.name}"))


def _stamp_part(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if ".one." in one.name])
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))


def _swapped_exhibit(chance: random.Random, folder: Path) -> None:
    kept = [one for one in _files(folder / "data") if one.parts[-3] in ("captures", "ownership")]
    path = chance.choice(kept)
    path.write_bytes(chance.randbytes(40))
    rehash(folder)
    _unstamp(chance, folder)


def _custody_line(chance: random.Random, folder: Path) -> None:
    path = folder / "data/audit/events.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    at = chance.randrange(len(lines))
    if chance.random() < 0.5:
        lines[at] = lines[at].replace("王小明", "李小红")
    else:
        del lines[at]
    path.write_text("".join(lines))
    rehash(folder)
    _unstamp(chance, folder)


def _log_truncated(chance: random.Random, folder: Path) -> None:
    path = folder / "data/audit/events.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[: chance.randrange(len(lines))]))
    rehash(folder)
    _unstamp(chance, folder)


def _rehashed(chance: random.Random, folder: Path) -> None:
    chance.choice([_byte, _insertion, _deletion, _truncation, _swap, _gone, _more])(
        chance, folder / "data"
    )
    rehash(folder)
    _unstamp(chance, folder)


def _unstamp(chance: random.Random, folder: Path) -> None:
    """Half of the forgers leave the stamp, which then does not fit; half take it away whole."""
    if chance.random() < 0.5:
        _remove(path for path in folder.iterdir() if ".one." in path.name)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        path.unlink()


ZIP = "a bit of the zip turned"
MUTATION: dict[str, Mutation] = {
    "a bit turned": _byte,
    "bytes put in": _insertion,
    "bytes taken out": _deletion,
    "a file cut short": _truncation,
    "lines in another order": _order,
    "two files exchanged": _swap,
    "a file taken away": _gone,
    "a file put in": _more,
    "a file renamed": _renamed,
    "a bit of a stamp turned": _stamp_part,
    "exhibit swapped, rehashed": _swapped_exhibit,
    "custody edited, rehashed": _custody_line,
    "custody cut short, rehashed": _log_truncated,
    "forged, rehashed": _rehashed,
}
