"""The verifier: reads a bundle by itself, trusting nothing in it, and names what does not hold."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

MANIFESTS = {"manifest-sha256.txt": "sha256", "manifest-sha512.txt": "sha512"}
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAG_FILES = ("bagit.txt", "bag-info.txt", *MANIFESTS)
DECLARATION = re.compile(r"BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
LINE = re.compile(r"([0-9A-Fa-f]+) [ *](\S.*)")
OXUM = re.compile(r"(\d+)\.(\d+)")
ODD = '\\:*?"<>|'
SYMLINK, KIND = 0o120000, 0o170000

LARGEST_BUNDLE_BYTES = 4 << 30
LARGEST_TAG_BYTES = 64 << 20
MOST_FILES = 100_000
BLOCK_BYTES = 1 << 20


class _Unreadable(Exception):
    """A file that cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A file in the bundle: its declared size and how it is opened."""

    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a file."""

    size: int
    digests: Mapping[str, str]


def verify_bundle(path: Path, *, limit_bytes: int = LARGEST_BUNDLE_BYTES) -> tuple[str, ...]:
    """Everything that does not hold in this bundle, as sentences; empty when it is whole.

    Takes the zip, or the folder it was unpacked to. Every changed, added and missing file is
    named, also beside `data/`. Nothing is unpacked; a zip that would grow beyond `limit_bytes`
    is not read.
    """
    if path.is_dir():
        held, problems = _held_in_folder(path)
        return (*problems, *_check(held))
    try:
        with zipfile.ZipFile(path) as archive:
            held, problems = _held_in_zip(archive, limit_bytes)
            return (*problems, *_check(held)) if held else problems
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
        return (f"{path.name} is no readable zip file or is cut short ({exc}).",)


def _check(held: Mapping[str, _Held]) -> Iterator[str]:
    missing_tags = [name for name in (*TAG_FILES, TAG_MANIFEST) if name not in held]
    yield from (f"Missing: {name}." for name in missing_tags)
    found: dict[str, _Found] = {}
    for name in sorted(held):
        try:
            found[name] = _weigh(held[name])
        except _Unreadable as exc:
            yield f"Changed: {name} cannot be read to its end ({exc})."
    broken = set(held) - set(found)
    for manifest, kind in {**MANIFESTS, TAG_MANIFEST: "sha256"}.items():
        if manifest in found:
            yield from _check_manifest(manifest, kind, held, found, broken)
    yield from _check_declaration(held, found)
    yield from _check_oxum(held, found)


def _check_manifest(
    manifest: str,
    kind: str,
    held: Mapping[str, _Held],
    found: Mapping[str, _Found],
    broken: set[str],
) -> Iterator[str]:
    listed, bad_lines = _listed(_text(held[manifest]), manifest, kind)
    yield from bad_lines
    for name, digest in sorted(listed.items()):
        if name not in held:
            yield f"Missing: {name}, listed in {manifest}."
        elif name not in broken and found[name].digests[kind] != digest:
            yield f"Changed: {name} does not have the digest in {manifest}."
    for name in sorted(set(held) - set(listed) - {TAG_MANIFEST}):
        if name.startswith("data/") != (manifest == TAG_MANIFEST):
            yield f"Added: {name} is not listed in {manifest}."


def _listed(text: str, manifest: str, kind: str) -> tuple[dict[str, str], list[str]]:
    listed: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        entry = _entry(line, kind, of_tags=manifest == TAG_MANIFEST)
        if entry is None or entry[0] in listed:
            problems.append(
                f"Bad line: {manifest} line {number} is not a digest and one new, safe name."
            )
        else:
            listed[entry[0]] = entry[1]
    return listed, problems


def _entry(line: str, kind: str, *, of_tags: bool) -> tuple[str, str] | None:
    parts = LINE.fullmatch(line.removesuffix("\r"))
    if parts is None or len(parts[1]) != hashlib.new(kind).digest_size * 2:
        return None
    name = re.sub("%0[Aa]|%0[Dd]|%25", lambda one: chr(int(one[0][1:], 16)), parts[2])
    wrong_place = name.startswith("data/") is of_tags
    return None if wrong_place or _unsafe(name) else (name, parts[1].lower())


def _check_declaration(held: Mapping[str, _Held], found: Mapping[str, _Found]) -> Iterator[str]:
    if "bagit.txt" in found and not DECLARATION.fullmatch(_text(held["bagit.txt"])):
        yield "Changed: bagit.txt does not declare BagIt 1.0 in UTF-8."


def _check_oxum(held: Mapping[str, _Held], found: Mapping[str, _Found]) -> Iterator[str]:
    if "bag-info.txt" not in found:
        return
    told = [
        line.partition(":")[2].strip()
        for line in _text(held["bag-info.txt"]).splitlines()
        if line.lower().startswith("payload-oxum:")
    ]
    payload = [one.size for name, one in held.items() if name.startswith("data/")]
    if told != [f"{sum(payload)}.{len(payload)}"]:
        said = told[0] if told and OXUM.fullmatch(told[0]) else "nothing usable"
        yield (
            f"Changed: bag-info.txt tells of {said} (bytes.files) in data/; "
            f"there are {sum(payload)}.{len(payload)}."
        )


def _weigh(held: _Held) -> _Found:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    try:
        with held.open() as file:
            while block := file.read(BLOCK_BYTES):
                size += len(block)
                if size > held.size:
                    raise _Unreadable("it is larger than declared")
                sha256.update(block)
                sha512.update(block)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as exc:
        raise _Unreadable(str(exc)) from exc
    return _Found(size, {"sha256": sha256.hexdigest(), "sha512": sha512.hexdigest()})


def _text(held: _Held) -> str:
    with held.open() as file:
        return file.read(LARGEST_TAG_BYTES).decode("utf-8", "replace")


def _held_in_folder(folder: Path) -> tuple[dict[str, _Held], tuple[str, ...]]:
    held: dict[str, _Held] = {}
    problems: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            problems.append(f"Added: {name} is a link or a device; a bundle holds plain files.")
        elif path.is_file():
            held[name] = _Held(path.stat().st_size, partial(_open, path))
    return held, tuple(problems)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _held_in_zip(
    archive: zipfile.ZipFile, limit_bytes: int
) -> tuple[dict[str, _Held], tuple[str, ...]]:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or total > limit_bytes:
        return {}, (f"Too large: {len(entries)} files of {total} bytes; nothing was read.",)
    problems = [problem for entry in entries if (problem := _entry_problem(entry))]
    problems += _name_problems([entry.filename for entry in entries])
    if problems:
        return {}, tuple(problems)
    files = [entry for entry in entries if not entry.is_dir()]
    held = {
        entry.filename.partition("/")[2]: _Held(entry.file_size, partial(archive.open, entry))
        for entry in files
    }
    return held, () if held else ("The zip file is empty.",)


def _entry_problem(entry: zipfile.ZipInfo) -> str | None:
    shown = ascii(entry.orig_filename)
    if entry.orig_filename != entry.filename or _unsafe(entry.filename.rstrip("/")):
        return f"Unsafe name: {shown}; nothing was read."
    if (entry.external_attr >> 16) & KIND == SYMLINK:
        return f"Unsafe: {shown} is a link; nothing was read."
    if entry.flag_bits & 0x1:
        return f"Unsafe: {shown} is encrypted; nothing was read."
    return None


def _name_problems(names: list[str]) -> Iterator[str]:
    counts = Counter(name.casefold() for name in names)
    for name in sorted({name for name in names if counts[name.casefold()] > 1}):
        yield f"Unsafe name: {name!a} is there twice (capitals aside); nothing was read."
    if len({name.partition("/")[0] for name in names}) > 1:
        yield "The zip file holds more than one folder; a bundle is one folder."


def _unsafe(name: str) -> bool:
    odd = not name.isascii() or not name.isprintable() or any(char in name for char in ODD)
    return odd or any(part in ("", ".", "..") for part in name.split("/"))
