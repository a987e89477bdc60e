"""Bundles under attack and under load: `make bench-evidence`.

Mutations: random changes of a finished, stamped bundle, as a folder and as a zip; each must be
named by the verifier that lies in the bundle. A forger is among them who hashes everything anew.
Load: what it costs to write and to verify 500 MB, beside a plain list of hashes with a time stamp
over it (the way of archivers who keep `sha256sum` output and a token), in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import process_time

from domain.digests import Sha256
from takedown.bundle import write_bundle
from takedown.custody import custody_files, sealed_files
from takedown.draft import Draft
from takedown.verify_bundle import verify_bundle
from tests.authority import an_authority
from tests.takedown.drafts import SIGNER, a_bundle, a_draft, a_log
from tests.takedown.forging import rehash

MUTATIONS, PAYLOAD_MB, SEED = 10_000, 500, 20261123
TAGS = "tagmanifest-sha256.txt"

Mutation = Callable[[random.Random, Path], None]


def main() -> None:
    """Print how many mutations were named, and what writing and verifying cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=MUTATIONS)
    parser.add_argument("--megabytes", type=int, default=PAYLOAD_MB)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        mutations(Path(name), wanted.mutations)
        load(Path(name), wanted.megabytes)


def mutations(place: Path, count: int) -> None:
    """Change a bundle in many ways, and print what the verifier and the shell check saw."""
    zipped = a_bundle(place / "made")
    whole = place / "whole"
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(whole)
    (original,) = whole.iterdir()
    authority = an_authority(place / "authority")
    authority.answer(original / TAGS, original / f"{TAGS}.tsr")
    assert verify_bundle(original) == () == verify_bundle(zipped)
    chance = random.Random(SEED)  # noqa: S311 - the same changes in every run, no secrets
    tried, named, shell = Counter[str](), Counter[str](), [0, 0]
    for number in range(count):
        how = chance.choice([*MUTATION, "zip"])
        spoilt = place / "spoilt"
        _copy(chance, how, original, zipped, spoilt)
        tried[how] += 1
        named[how] += verify_bundle(spoilt, key=SIGNER.verifier_key()) != ()
        if how != "zip" and number % 50 == 0:
            shell[1] += 1
            shell[0] += _shell_sees(spoilt, authority.root)
        _drop(spoilt)
    print("mutation                       tried  named")
    for how in sorted(tried):
        print(f"{how:<30} {tried[how]:5}  {named[how]:5}")
    print(f"{'all':<30} {tried.total():5}  {named.total():5}")
    print(
        f"check.sh with sha256sum and openssl: {shell[0]} of {shell[1]} seen (every 50th tried)\n"
    )


def _copy(chance: random.Random, how: str, original: Path, zipped: Path, spoilt: Path) -> None:
    while True:
        if how == "zip":
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


def _byte(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if one.stat().st_size])
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))


def _insertion(chance: random.Random, folder: Path) -> None:
    path = chance.choice(_files(folder))
    content, more = path.read_bytes(), chance.randbytes(chance.randint(1, 9))
    at = chance.randint(0, len(content))
    path.write_bytes(content[:at] + more + content[at:])


def _deletion(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if one.stat().st_size])
    content = path.read_bytes()
    at = chance.randrange(len(content))
    path.write_bytes(content[:at] + content[at + chance.randint(1, 9) :])


def _truncation(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if one.stat().st_size])
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
    optional = f"{TAGS}.tsr"
    chance.choice([one for one in _files(folder) if one.name != optional]).unlink()


def _more(chance: random.Random, folder: Path) -> None:
    at = chance.choice([one for one in folder.rglob("*") if one.is_dir()] + [folder])
    (at / f"{chance.randrange(10**6)}.txt").write_bytes(chance.randbytes(3))


def _renamed(chance: random.Random, folder: Path) -> None:
    path = chance.choice([one for one in _files(folder) if one.suffix != ".tsr"])
    path.rename(path.with_name(f"x{path.name}"))


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


def _log_truncated(chance: random.Random, folder: Path) -> None:
    path = folder / "data/audit/events.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[: chance.randrange(len(lines))]))
    rehash(folder)


def _rehashed(chance: random.Random, folder: Path) -> None:
    chance.choice([_byte, _insertion, _deletion, _truncation, _swap, _gone, _more])(
        chance, folder / "data"
    )
    rehash(folder)
    (folder / f"{TAGS}.tsr").unlink(missing_ok=True)


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
    "custody edited, rehashed": _custody_line,
    "custody cut short, rehashed": _log_truncated,
    "forged, rehashed, unstamped": _rehashed,
}


def load(place: Path, megabytes: int) -> None:
    """Print what a large bundle costs beside a list of hashes with a token."""
    draft = a_draft()
    contents = {f"captures/page-{at:03}.bin": os.urandom(1 << 20) for at in range(megabytes)}
    blobs = {Sha256(sha256(one).hexdigest()): one for one in contents.values()}
    ours = _cpu(lambda: _write(place / "big.zip", draft, contents, blobs))
    checked = _cpu(lambda: _expect(verify_bundle(place / "big.zip") == ()))
    folder = place / "plain"
    folder.mkdir()
    plain = _cpu(lambda: _plain(folder, contents))
    command = ["sha256sum", "--quiet", "-c", "hashes.txt"]
    replain = _cpu(lambda: subprocess.run(command, cwd=folder, check=True))
    print(f"{megabytes} MB, CPU seconds     ours   hash list   ratio")
    print(f"write                   {ours:6.2f}   {plain:9.2f}   {ours / plain:5.2f}")
    print(f"verify                  {checked:6.2f}   {replain:9.2f}   {checked / replain:5.2f}")
    tool = [sys.executable, "-I", "takedown/verify_bundle.py", str(place / "big.zip")]
    alone = _cpu(lambda: subprocess.run(tool, check=True, capture_output=True))
    print(f"verify, the one file    {alone:6.2f}   {replain:9.2f}   {alone / replain:5.2f}")


def _write(
    path: Path, draft: Draft, contents: dict[str, bytes], blobs: dict[Sha256, bytes]
) -> None:
    payload = dict(contents)
    payload |= custody_files(a_log(draft, sealed_files(payload)), SIGNER)
    write_bundle(path, payload, {}, blobs.__getitem__)


def _plain(folder: Path, contents: dict[str, bytes]) -> None:
    lines = []
    for name, content in contents.items():
        file = name.replace("/", "-")
        (folder / file).write_bytes(content)
        lines.append(f"{sha256(content).hexdigest()}  {file}\n")
    (folder / "hashes.txt").write_text("".join(lines))
    an_authority(folder.parent / "plain-authority").answer(
        folder / "hashes.txt", folder / "hashes.txt.tsr"
    )


def _expect(holds: bool) -> None:
    assert holds


def _cpu(run: Callable[[], object]) -> float:
    start, children = process_time(), os.times()
    run()
    after = os.times()
    mine = process_time() - start
    return (
        mine
        + (after.children_user - children.children_user)
        + (after.children_system - children.children_system)
    )


if __name__ == "__main__":
    main()
