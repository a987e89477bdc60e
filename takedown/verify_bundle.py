"""Checks a Jianzhen evidence bundle, trusting nothing in it (检查证据包 · 証拠を検査する).

    python3 verify_bundle.py FOLDER_OR_ZIP [--key VKEY] [--stamped]

Needs Python 3.9 or newer and nothing else; no network. Ends with 0 only when the bundle is whole.
Every file that was changed, added, taken away or swapped is named, every link of the custody
record that does not hold, and a time stamp that does not fit. Nothing is unpacked or written.

What it cannot tell: who holds the key that signed the custody checkpoint (give the key you got
from the rights holder with --key); whether the certificate of a time stamp leads to an authority
you trust (check.sh asks openssl, with the root certificate you got from the authority); and
whether a bundle without any time stamp ever had one: it says `pending`, and --stamped refuses it.

This one file goes into every bundle, so it imports the standard library alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, Optional

MANIFESTS = {"manifest-sha256.txt": "sha256", "manifest-sha512.txt": "sha512"}
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAG_FILES = ("bagit.txt", "bag-info.txt", *MANIFESTS)
BESIDE = re.compile(
    r"tagmanifest-sha256\.txt((?:\.[a-z0-9-]{1,40}(?:\.tsr\.[a-z0-9-]{1,40}){0,9})?)"
    r"\.(tsr|tsq|chain\.pem)"
)
"""Files that come after the tag manifest and stamp it; everything else must be listed.

`….one.tsr` stamps the tag manifest; `….one.tsr.two.tsr` stamps that stamp anew, before the
certificate of its authority ends.
"""

STAMP_PARTS = (".tsr", ".tsq", ".chain.pem")
"""What comes with a named authority's stamp: its answer, our request, and its certificates."""

AUDIT = "data/audit/"
EVENTS, PROOFS, CHECKPOINT, VERIFIER_KEY = (
    AUDIT + name for name in ("events.jsonl", "proofs.json", "checkpoint.txt", "checkpoint.vkey")
)
EVENT_PARTS = ("seq", "kind", "subject", "who", "at", "payload", "previous")
CHECKPOINT_FORM = re.compile(
    r"(?P<body>(?P<origin>[^\n]+)\n(?P<size>[1-9][0-9]*)\n(?P<root>[^\n]+)\n)"
    "\n\u2014 (?P<signer>[^ \n]+) (?P<signature>[^ \n]+)\n"
)
DECLARATION = re.compile(r"BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
LINE = re.compile(r"([0-9A-Fa-f]+) [ *](\S.*)")
OXUM = re.compile(r"(\d+)\.(\d+)")
ODD = '\\:*?"<>|'
ZIP_TIME, ZIP_MODE, ZIP64_BYTES = (0, 0x21), 0o100644 << 16, 1 << 32
"""1 January 1980 as a zip writes it, a plain file, and where zips begin to be written anew."""

SYMLINK, KIND = 0o120000, 0o170000

LARGEST_BUNDLE_BYTES = 4 << 30
LARGEST_TEXT_BYTES = 64 << 20
LARGEST_STAMP_BYTES, LARGEST_KEY_BITS = 1 << 20, 16_384
MOST_FILES = 100_000
BLOCK_BYTES = 1 << 20


UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    LookupError,
    ArithmeticError,
)
"""What a spoilt file may raise when it is read."""


class Broken(Exception):
    """Something that cannot be read as what it should be."""


class Held(NamedTuple):
    """A file in the bundle: its declared size and how it is opened."""

    size: int
    open: Callable[[], IO[bytes]]


Files = Mapping[str, Held]
Digests = dict[str, dict[str, str]]
"""The digests read of each file, by the name of the hash."""


def main(arguments: list[str]) -> int:
    """Check the bundle named on the command line; 0 when it is whole, 1 when not, 2 for misuse."""
    key, stamped = None, "--stamped" in arguments
    arguments = [one for one in arguments if one != "--stamped"]
    if "--key" in arguments[:-1]:
        place = arguments.index("--key")
        key = arguments[place + 1]
        arguments = arguments[:place] + arguments[place + 2 :]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: verify_bundle.py FOLDER_OR_ZIP [--key VKEY] [--stamped]\n")
        return 2
    path = Path(arguments[0])
    problems = verify_bundle(path, key=key)
    times = () if problems else stamp_times(path)
    if stamped and not problems and not times:
        problems = ("Time stamp: none lies beside the tag manifest.",)
    for problem in problems:
        sys.stdout.write(ascii(problem)[1:-1] + "\n")
    if problems:
        sys.stdout.write(f"NOT WHOLE: {len(problems)} problem(s). 不完整。不完全です。\n")
        return 1
    unnamed = "" if key else " Signed by the key in it; compare that with the one you were given."
    sys.stdout.write(f"WHOLE. 完整。完全です。{unnamed}\n")
    for name, moment in times:
        sys.stdout.write(f"Time stamp: {name} says {moment}.\n")
    if not times:
        sys.stdout.write("Time stamp: pending; none came yet. 时间戳待补。タイムスタンプ未着。\n")
    return 0


def verify_bundle(
    path: Path, *, key: str | None = None, limit_bytes: int = LARGEST_BUNDLE_BYTES
) -> tuple[str, ...]:
    """Everything that does not hold in this bundle, as sentences; empty when it is whole.

    Takes the zip, or the folder it was unpacked to. `key` is the verifier key of the one who
    signs the custody record, as a signed-note key (`name+hash+base64`); without it the key in the
    bundle is used, which shows that the record fits together and not whose it is.
    """
    if path.is_dir():
        held, problems = _held_in_folder(path)
        return (*problems, *_check(held, key))
    try:
        with zipfile.ZipFile(path) as archive:
            if min((one.header_offset for one in archive.filelist), default=0):
                return (f"{path.name} is cut short, or something stands before its files.",)
            held, problems = _held_in_zip(archive, limit_bytes)
            if not held:
                return problems
            return (*problems, *_check_frame(path, archive), *_check(held, key))
    except UNREADABLE as exc:
        return (f"{path.name} is no readable zip file or is cut short ({exc}).",)


def stamp_times(path: Path) -> tuple[tuple[str, str], ...]:
    """The stamps over the tag manifest of a whole bundle, each with the time that it tells."""
    if path.is_dir():
        return tuple(_told_times(_held_in_folder(path)[0]))
    with zipfile.ZipFile(path) as archive:
        return tuple(_told_times(_held_in_zip(archive, LARGEST_BUNDLE_BYTES)[0]))


def _check(held: Files, key: str | None) -> Iterator[str]:
    yield from (f"Missing: {name}." for name in (*TAG_FILES, TAG_MANIFEST) if name not in held)
    found: Digests = {}
    for name in sorted(held):
        try:
            found[name] = _digests(held[name])
        except Broken as exc:
            yield f"Changed: {name} cannot be read to its end ({exc})."
    for manifest, kind in {**MANIFESTS, TAG_MANIFEST: "sha256"}.items():
        if manifest in found:
            yield from _check_manifest(manifest, kind, held, found)
    yield from _check_declaration(held, found)
    yield from _check_oxum(held, found)
    yield from _check_custody(held, found, key)
    for name in sorted(found):
        if name.endswith(".tsr"):
            yield from _check_stamp(name, held, found)
    yield from _check_beside(held)


# files and manifests --------------------------------------------------------------------------


def _check_manifest(manifest: str, kind: str, held: Files, found: Digests) -> Iterator[str]:
    listed, bad_lines = _listed(_text(held[manifest]), manifest, kind)
    yield from bad_lines
    owners = {digest: name for name, digest in listed.items()}
    for name, digest in sorted(listed.items()):
        if name not in held:
            yield f"Missing: {name}, listed in {manifest}."
        elif name in found and found[name][kind] != digest:
            other = owners.get(found[name][kind])
            if other is None:
                yield f"Changed: {name} does not have the digest in {manifest}."
            else:
                yield f"Changed: {name} was swapped; it holds what {manifest} says of {other}."
    for name in sorted(set(held) - set(listed) - {TAG_MANIFEST}):
        here = name.startswith("data/") != (manifest == TAG_MANIFEST)
        if here and not BESIDE.fullmatch(name):
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


def _check_declaration(held: Files, found: Digests) -> Iterator[str]:
    if "bagit.txt" in found and not DECLARATION.fullmatch(_text(held["bagit.txt"])):
        yield "Changed: bagit.txt does not declare BagIt 1.0 in UTF-8."


def _check_oxum(held: Files, found: Digests) -> Iterator[str]:
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


def _digests(held: Held) -> dict[str, str]:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    try:
        with held.open() as file:
            while True:
                block = file.read(BLOCK_BYTES)
                if not block:
                    break
                size += len(block)
                if size > held.size:
                    raise Broken("it is larger than declared")
                sha256.update(block)
                sha512.update(block)
    except UNREADABLE as exc:
        raise Broken(str(exc)) from exc
    return {"sha256": sha256.hexdigest(), "sha512": sha512.hexdigest()}


def _bytes(held: Held) -> bytes:
    with held.open() as file:
        return file.read(LARGEST_TEXT_BYTES)


def _text(held: Held) -> str:
    return _bytes(held).decode("utf-8", "replace")


def _held_in_folder(folder: Path) -> tuple[dict[str, Held], tuple[str, ...]]:
    held: dict[str, Held] = {}
    problems: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            problems.append(f"Added: {name} is a link or a device; a bundle holds plain files.")
        elif path.is_file():
            held[name] = Held(path.stat().st_size, partial(_open, path))
    return held, tuple(problems)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _held_in_zip(
    archive: zipfile.ZipFile, limit_bytes: int
) -> tuple[dict[str, Held], tuple[str, ...]]:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or total > limit_bytes:
        return {}, (f"Too large: {len(entries)} files of {total} bytes; nothing was read.",)
    problems = [problem for problem in map(_entry_problem, entries) if problem]
    problems += _name_problems([entry.filename for entry in entries])
    if problems:
        return {}, tuple(problems)
    files = [entry for entry in entries if not entry.is_dir()]
    held = {
        entry.filename.partition("/")[2]: Held(entry.file_size, partial(archive.open, entry))
        for entry in files
    }
    return held, () if held else ("The zip file is empty.",)


def _check_frame(path: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    """Whether the zip around the files is as it was written: sorted, stored, of one date.

    A zip that somebody packed anew has another frame throughout; then its files alone count.
    """
    entries = archive.infolist()
    if not any(_is_ours(entry) for entry in entries) or path.stat().st_size >= ZIP64_BYTES:
        return
    central, place = b"", 0
    with path.open("rb") as file:
        for entry in sorted(entries, key=lambda one: one.filename):
            name = entry.filename.encode("ascii")
            sizes = (entry.CRC, entry.file_size, entry.file_size, len(name))
            local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, *ZIP_TIME, *sizes, 0) + name
            file.seek(place)
            if file.read(len(local)) != local:
                yield f"Changed: the zip's own record of {entry.filename}."
            made = struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x0314, 20, 0, 0, *ZIP_TIME, *sizes, 0, 0,
                               0, 0, ZIP_MODE, place)  # fmt: skip
            central += made + name
            place += len(local) + entry.file_size
        count, size = len(entries), len(central)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, place, 0)
        file.seek(place)
        if file.read(size + len(end) + 1) != central + end:
            yield "Changed: the zip's own list of its files."


def _is_ours(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type == zipfile.ZIP_STORED and entry.date_time[0] == 1980


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


# custody: events, their chain, the tree they stand in, and its signed head --------------------


def _check_custody(held: Files, found: Digests, key: str | None) -> Iterator[str]:
    names = (EVENTS, PROOFS, CHECKPOINT, VERIFIER_KEY)
    missing = [name for name in names if name not in held]
    yield from (f"Missing: {name}, part of the custody record." for name in missing)
    odd = [name for name in sorted(held) if name.startswith(AUDIT) and name not in names]
    yield from (f"Custody: {name} is no part of a custody record." for name in odd)
    if missing or not all(name in found for name in names):
        return
    events, problems = _read_events(_text(held[EVENTS]))
    yield from problems
    yield from _check_chain(events)
    try:
        size, root = _read_checkpoint(
            _text(held[CHECKPOINT]), _text(held[VERIFIER_KEY]).removesuffix("\n"), key
        )
        yield from _check_inclusion(events, _text(held[PROOFS]), size, root)
    except Broken as exc:
        yield f"Custody: {exc}."
    yield from _check_sealed(events, found)


def _read_events(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    events: list[dict[str, Any]] = []
    problems: list[str] = []
    lines = text.split("\n")
    if lines.pop():
        problems.append(f"Custody: {EVENTS} does not end with its last line.")
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
            if not _is_event(event) or _canonical(event) != line:
                raise Broken("it is not an event in its canonical form")
            events.append(event)
        except (ValueError, TypeError, RecursionError, Broken) as exc:
            problems.append(f"Custody: {EVENTS} line {number}: {exc}.")
    if not events:
        problems.append(f"Custody: {EVENTS} holds no event.")
    return events, problems


def _is_event(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and set(event) == {*EVENT_PARTS, "digest"}
        and type(event["seq"]) is int
        and isinstance(event["payload"], dict)
        and all(isinstance(event[part], str) for part in ("kind", "previous", "digest"))
    )


def _check_chain(events: list[dict[str, Any]]) -> Iterator[str]:
    before: dict[str, Any] | None = None
    for event in events:
        name = f"event {event['seq']!a} ({event['kind']!a})"
        if _event_digest(event) != event["digest"]:
            yield f"Custody: {name} does not have its digest; it was edited."
        if before is not None:
            if not event["seq"] > before["seq"]:
                yield f"Custody: {name} is out of order."
            elif event["seq"] == before["seq"] + 1 and event["previous"] != before["digest"]:
                yield f"Custody: {name} does not follow the event before it."
        before = event


def _check_inclusion(
    events: list[dict[str, Any]], proofs_text: str, size: int, root: bytes
) -> Iterator[str]:
    try:
        record = json.loads(proofs_text)
        if _canonical(record) + "\n" != proofs_text:
            raise Broken(f"{PROOFS} is not in its canonical form")
        paths = {int(seq): [bytes.fromhex(one) for one in path] for seq, path in record.items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as exc:
        raise Broken(f"{PROOFS} cannot be read ({exc})") from exc
    for event in events:
        seq = event["seq"]
        path = paths.pop(seq, None)
        leaf = bytes.fromhex(_event_digest(event))
        if path is None or not _included(leaf, seq - 1, size, path, root):
            yield f"Custody: event {seq!a} ({event['kind']!a}) is not in the signed log."
    yield from (f"Custody: event {seq} has a proof and is missing." for seq in sorted(paths))


def _check_sealed(events: list[dict[str, Any]], found: Digests) -> Iterator[str]:
    """The last event seals the files: each is there as it was, and came in by an event."""
    if not events or events[-1]["kind"] != "sealed":
        yield "Custody: the last event does not seal the files of this bundle."
        return
    sealed, kept = events[-1]["payload"].get("files"), events[-1]["payload"].get("kept")
    if not isinstance(sealed, dict) or not isinstance(kept, list):
        yield "Custody: the last event names no files."
        return
    here = {
        name: one["sha256"]
        for name, one in found.items()
        if name.startswith("data/") and not name.startswith(AUDIT)
    }
    yield from (
        f"Custody: {name} was sealed and is missing." for name in sealed if name not in here
    )
    yield from (f"Custody: {name} was not sealed." for name in sorted(set(here) - set(sealed)))
    for name in sorted(set(here) & set(sealed)):
        if here[name] != sealed[name]:
            yield f"Custody: {name} is not the file that was sealed."
    known: set[str] = set()
    for event in events[:-1]:
        holds = event["payload"].get("holds")
        known.update(map(str, holds) if isinstance(holds, list) else ())
    for name in kept:
        if here.get(str(name)) not in known:
            yield f"Custody: no event tells how {name} came in."


def _read_checkpoint(text: str, own_key: str, given: str | None) -> tuple[int, bytes]:
    """The size and root of a signed checkpoint (C2SP tlog-checkpoint, Ed25519 signed note)."""
    if given is not None and given.strip() != own_key:
        raise Broken(f"the checkpoint is signed by another key: {own_key!a}")
    name, public = _verifier_key(own_key)
    parts = CHECKPOINT_FORM.fullmatch(text)
    if parts is None or parts["origin"] != name or parts["signer"] != name:
        raise Broken("the checkpoint is not a signed note of this log")
    raw = _base64(parts["signature"])
    if raw[:4] != _key_id(name, public) or not _ed25519_holds(
        public, parts["body"].encode(), raw[4:]
    ):
        raise Broken("the signature of the checkpoint does not hold")
    return int(parts["size"]), _base64(parts["root"])


def _verifier_key(text: str) -> tuple[str, bytes]:
    parts = text.split("+", 2)
    raw = _base64(parts[2]) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[0] != 1 or parts[1] != _key_id(parts[0], raw[1:]).hex():
        raise Broken(f"{VERIFIER_KEY} holds no Ed25519 verifier key")
    return parts[0], raw[1:]


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def _base64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise Broken(f"no base64: {text[:40]!a}") from exc
    if base64.b64encode(raw).decode("ascii") != text:
        raise Broken(f"no canonical base64: {text[:40]!a}")
    return raw


def _included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: whether this leaf stands at this place of the tree with this root."""
    if not isinstance(index, int) or not 0 <= index < size:
        return False
    node, last = hashlib.sha256(b"\0" + leaf).digest(), size - 1
    for other in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = hashlib.sha256(b"\1" + other + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + other).digest()
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def _event_digest(event: Mapping[str, Any]) -> str:
    leaf = _canonical([event[part] for part in EVENT_PARTS])
    return hashlib.sha256(leaf.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# Ed25519 (RFC 8032), verification alone -------------------------------------------------------

P25519 = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D25519 = -121665 * pow(121666, -1, P25519) % P25519
Point = tuple[int, int, int, int]


def _ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    key, first = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or first is None or scalar >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    times = int.from_bytes(challenge, "little") % ORDER
    base = _point((4 * pow(5, -1, P25519) % P25519).to_bytes(32, "little"))
    assert base is not None  # noqa: S101 - the base point of the curve is a constant
    left, right = _times(scalar, base), _add(first, _times(times, key))
    return _same(left, right)


def _point(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P25519:
        return None
    square = (y * y - 1) * pow(D25519 * y * y + 1, -1, P25519) % P25519
    x = pow(square, (P25519 + 3) // 8, P25519)
    if (x * x - square) % P25519:
        x = x * pow(2, (P25519 - 1) // 4, P25519) % P25519
    if (x * x - square) % P25519 or (x == 0 and sign):
        return None
    x = P25519 - x if x & 1 != sign else x
    return x, y, 1, x * y % P25519


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P25519
    b = (one[1] + one[0]) * (other[1] + other[0]) % P25519
    c = 2 * one[3] * other[3] * D25519 % P25519
    d = 2 * one[2] * other[2] % P25519
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P25519, g * h % P25519, f * g % P25519, e * h % P25519


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _same(one: Point, other: Point) -> bool:
    return not (
        (one[0] * other[2] - other[0] * one[2]) % P25519
        or (one[1] * other[2] - other[1] * one[2]) % P25519
    )


# time stamps (RFC 3161): a token over the tag manifest ----------------------------------------

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
SEQUENCE, SET, TAGGED, OCTETS, NULL = 0x30, 0x31, 0xA0, 0x04, b"\5\0"
INTEGER, BITS, OBJECT = 0x02, 0x03, 0x06
UNFIT = (Broken, LookupError, ValueError, TypeError, ArithmeticError, StopIteration)
"""What a spoilt part of a time stamp may raise."""
PEM = re.compile(r"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)-----END CERTIFICATE-----\n")
CERTIFICATE_HASHES = {
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
"""What certificates are signed with; some roots sign themselves with SHA-1 still."""
OID_SIGNED_DATA, OID_MESSAGE_DIGEST = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.4"
OID_TST_INFO = "1.2.840.113549.1.9.16.1.4"
OID_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
SIGNED_BY = (
    *(f"1.2.840.113549.1.1.{one}" for one in (1, 11, 12, 13)),
    *(f"1.2.840.10045.4.3.{one}" for one in (2, 3, 4)),
)
"""RSA and ECDSA with SHA-256, SHA-384 and SHA-512."""
OID_RSA, OID_EC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
CURVES = {
    "1.2.840.10045.3.1.7": (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "1.3.132.0.34": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}
"""Prime, order and base point of the curves that authorities sign with."""


class Der(NamedTuple):
    """One DER value: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes


class Stamped(NamedTuple):
    """A token that holds: what it tells (TSTInfo), and its signer's certificate."""

    info: Der
    signer: Der
    certificates: list[Der]


def _check_stamp(name: str, held: Files, found: Digests) -> Iterator[str]:
    beside = BESIDE.fullmatch(name)
    # a stamp of a stamp is named after it; its own name follows
    stamped = name[: -len(".tsr")].rpartition(".tsr.")[0] + ".tsr" if beside else ""
    if stamped not in found:
        stamped = TAG_MANIFEST if beside else name[: -len(".tsr")]
        if stamped not in found:
            return  # a token on something that is not in this bundle, kept as an exhibit
    try:
        stamp = _stamp_holds(_bytes(held[name]), _bytes(held[stamped]))
    except UNFIT as exc:
        yield f"Time stamp: {name} does not hold for {stamped} ({exc})."
        return
    yield from _check_came_with(name[: -len(".tsr")], stamp, held)


def _check_came_with(stem: str, stamp: Stamped, held: Files) -> Iterator[str]:
    """The request that a stamp answers, and its certificates up to a root, if they are there."""
    try:
        if stem + ".tsq" in held:
            _request_fits(_bytes(held[stem + ".tsq"]), stamp.info)
    except UNFIT as exc:
        yield f"Time stamp: {stem}.tsq is not the request of its answer ({exc})."
    try:
        if stem + ".chain.pem" in held:
            _chain_fits(_bytes(held[stem + ".chain.pem"]).decode("ascii"), stamp)
    except UNFIT as exc:
        yield f"Time stamp: {stem}.chain.pem does not lead from its signer to a root ({exc})."


def _check_beside(held: Files) -> Iterator[str]:
    """What came together is there together: each named authority's answer, request and chain."""
    for stem in sorted({one[1] or "" for one in map(BESIDE.fullmatch, held) if one}):
        parts = STAMP_PARTS if stem else (".tsr",)
        names = [f"{TAG_MANIFEST}{stem}{part}" for part in parts]
        yield from (
            f"Missing: {name}, part of a time stamp." for name in names if name not in held
        )


def _told_times(held: Files) -> Iterator[tuple[str, str]]:
    for name in sorted(held):
        if BESIDE.fullmatch(name) and name.endswith(".tsr") and ".tsr." not in name:
            stamp = _stamp_holds(_bytes(held[name]), _bytes(held[TAG_MANIFEST]))
            yield name, _parts(stamp.info)[4].content.decode("ascii")


def _request_fits(request: bytes, info: Der) -> None:
    """Raise Broken unless this request (RFC 3161, 2.4.1) is the one that the token answers."""
    version, imprint, *rest = _parts(_only(request, SEQUENCE))
    _need(version.whole == b"\2\1\1" and bool(rest), "it is odd")
    told, asked = _parts(_parts(info)[2], 2), _parts(imprint, 2)
    _need(_hash(asked[0]) == _hash(told[0]) and asked[1] == told[1], "it is for other content")
    _need(rest.pop().whole == b"\1\1\xff", "it does not ask for certificates")
    if rest and rest[0].tag == OBJECT:
        _need(rest.pop(0).whole == _parts(info)[1].whole, "it asks for another policy")
    nonces = [one.whole for one in _parts(info)[5:] if one.tag == INTEGER]
    _need([one.whole for one in rest] == nonces, "it has another nonce")


def _chain_fits(text: str, stamp: Stamped) -> None:
    """Raise Broken unless these are the signer's certificate and its issuers, to a root.

    Behind the root stand the other certificates of the token, so that each of them is here.
    """
    blocks = [base64.b64decode(one) for one in PEM.findall(text)]
    _need("".join(map(_pem, blocks)) == text and bool(blocks), "it is no PEM")
    chain = [_only(block, SEQUENCE) for block in blocks]
    _need(chain[0].whole == stamp.signer.whole, "it begins with another certificate")
    here, told = {one.whole for one in chain}, {one.whole for one in stamp.certificates}
    _need(told <= here, "the token holds another certificate")
    while chain[-1].whole in told and not _is_root(chain[-1]):
        chain.pop()
    for one, issuer in zip(chain, [*chain[1:], chain[-1]]):  # noqa: B905 - Python 3.9 has no strict
        named = _certificate_body(one)[2].whole == _certificate_body(issuer)[4].whole
        _need(named and _is_signed_by(one, issuer), "a certificate is not its issuer's")


def _is_root(certificate: Der) -> bool:
    body = _certificate_body(certificate)
    return body[2].whole == body[4].whole


def _pem(block: bytes) -> str:
    text = base64.b64encode(block).decode("ascii")
    lines = "".join(text[at : at + 64] + "\n" for at in range(0, len(text), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"


def _is_signed_by(certificate: Der, issuer: Der) -> bool:
    body, algorithm, bits = _parts(certificate, 3)
    digest = CERTIFICATE_HASHES[_oid(_parts(algorithm)[0])]
    inner = next(one for one in _parts(body) if one.tag == SEQUENCE)
    _need(inner.whole == algorithm.whole and bits.content[:1] == b"\0", "it is odd")
    _need(bits.tag == BITS, "it is odd")
    return _signature_holds(issuer, digest, body.whole, bits.content[1:])


def _stamp_holds(answer: bytes, content: bytes) -> Stamped:
    """What a token tells; raise Broken unless it is granted over this content and signed.

    Each part is held to the one form it may have (RFC 3161, RFC 5652, RFC 5816), and the signer's
    certificate to the digest that the signature covers.
    """
    if len(answer) > LARGEST_STAMP_BYTES:
        raise Broken("it is too large for a time stamp")
    status, token = _parts(_only(answer, SEQUENCE), 2)
    # the status is not signed: only the plainest one is taken
    _need(status.whole == b"\x30\3\2\1\0", "the authority did not simply grant it")
    kind, wrapped = _parts(token, 2)
    _need(_oid(kind) == OID_SIGNED_DATA and wrapped.tag == TAGGED, "it holds no signed content")
    version, hashes, inner, *_, signers = signed = _parts(_only(wrapped.content, SEQUENCE))
    _need(version.whole == b"\2\1\3" and hashes.tag == SET, "its version is unknown")
    named = [_hash(one) for one in _children(hashes.content)]
    kind, wrapped = _parts(inner, 2)
    _need(_oid(kind) == OID_TST_INFO and wrapped.tag == TAGGED, "it is no time stamp")
    info = _only(wrapped.content, OCTETS).content
    _check_imprint(_parts(_only(info, SEQUENCE))[2], content)
    _need(len(signed) == 5 and signed[3].tag == TAGGED and signers.tag == SET, "it has no signer")
    certificates = list(_children(signed[3].content))
    signer_info = _only(signers.content, SEQUENCE)
    signer = _checked_signer(signer_info, certificates, info)
    _need(named == [_hash(_parts(signer_info)[2])], "its hashes are not its signer's")
    return Stamped(_only(info, SEQUENCE), signer, certificates)


def _checked_signer(signer: Der, certificates: list[Der], info: bytes) -> Der:
    # what is not signed has no place in it
    version, issued, hashed_by, attributes, algorithm, signature = _parts(signer, 6)
    _need(version.whole == b"\2\1\1" and attributes.tag == TAGGED, "its signer is unknown")
    _need(_oid(_parts(algorithm)[0]) in SIGNED_BY, "its way of signing is unknown")
    _need(b"".join(one.whole for one in _parts(algorithm)[1:]) in (b"", NULL), "it is odd")
    digest = _hash(hashed_by)
    way = CERTIFICATE_HASHES.get(_oid(_parts(algorithm)[0]), digest)
    _need(way == digest, "its way of signing has another hash")
    if _only(_attribute(attributes, OID_MESSAGE_DIGEST), OCTETS).content != _sum(digest, info):
        raise Broken("its signed digest is not that of its own content")
    certificate = next((one for one in certificates if _is_issued(one, issued)), None)
    if certificate is None or not _is_bound(certificate, attributes):
        raise Broken("it holds no certificate of its signer")
    signed_bytes = bytes([SET]) + attributes.whole[1:]
    _need(signature.tag == OCTETS, "it has no signature")
    if not _signature_holds(certificate, digest, signed_bytes, signature.content):
        raise Broken("its signature does not hold")
    return certificate


def _check_imprint(imprint: Der, content: bytes) -> None:
    algorithm, digest = _parts(imprint, 2)
    if _sum(_hash(algorithm), content) != digest.content:
        raise Broken("it was made for other content")


def _is_issued(certificate: Der, issued: Der) -> bool:
    body = _certificate_body(certificate)
    return [one.whole for one in _parts(issued)] == [body[2].whole, body[0].whole]


def _is_bound(certificate: Der, attributes: Der) -> bool:
    """Whether the signed attributes name this certificate by its digest (RFC 5035)."""
    named = _only(_attribute(attributes, OID_SIGNING_CERTIFICATE), SEQUENCE)
    first = _parts(_parts(_parts(named)[0])[0])
    digest = _hash(first[0]) if first[0].tag == SEQUENCE else "sha256"
    told = first[1] if first[0].tag == SEQUENCE else first[0]
    return told.content == _sum(digest, certificate.whole)


def _attribute(attributes: Der, wanted: str) -> bytes:
    for one in _children(attributes.content):
        kind, values = _parts(one, 2)
        if _oid(kind) == wanted:
            return values.content
    raise Broken("a signed attribute is missing")


def _hash(algorithm: Der) -> str:
    kind, *parameters = _parts(algorithm)
    _need(b"".join(one.whole for one in parameters) in (b"", NULL), "its hash is odd")
    return HASHES[_oid(kind)]


def _sum(digest: str, content: bytes) -> bytes:
    return hashlib.new(digest, content).digest()


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)


def _certificate_body(certificate: Der) -> list[Der]:
    body = _parts(_parts(certificate)[0])
    return body[1:] if body[0].tag == 0xA0 else body


def _signature_holds(certificate: Der, digest: str, message: bytes, signature: bytes) -> bool:
    algorithm, bits = _parts(_certificate_body(certificate)[5], 2)
    kind, *rest = _parts(algorithm)
    public, hashed = bits.content[1:], hashlib.new(digest, message).digest()
    if _oid(kind) == OID_RSA:
        modulus, exponent = (
            int.from_bytes(one.content, "big") for one in _parts(_only(public, SEQUENCE))
        )
        return _rsa_holds(modulus, exponent, digest, hashed, signature)
    if _oid(kind) == OID_EC:
        return _ecdsa_holds(_oid(rest[0]), public, hashed, signature)
    raise Broken("it is signed in a way this program does not know; ask openssl (check.sh)")


SHA2 = bytes.fromhex("06096086480165030402")
DIGEST_INFO = {
    "sha1": bytes.fromhex("06052b0e03021a") + NULL,
    "sha256": SHA2 + b"\1" + NULL,
    "sha384": SHA2 + b"\2" + NULL,
    "sha512": SHA2 + b"\3" + NULL,
}
"""How a hash is named inside an RSA signature (RFC 8017, 9.2)."""


def _rsa_holds(modulus: int, exponent: int, digest: str, hashed: bytes, signature: bytes) -> bool:
    size = (modulus.bit_length() + 7) // 8
    if not 1024 <= modulus.bit_length() <= LARGEST_KEY_BITS or exponent.bit_length() > 64:
        raise Broken("its key has a size that no authority uses")
    block = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big")
    algorithm = DIGEST_INFO[digest]
    inner = b"\x30" + bytes([len(algorithm)]) + algorithm + b"\x04" + bytes([len(hashed)]) + hashed
    wrapped = b"\x30" + bytes([len(inner)]) + inner
    return block == b"\0\1" + b"\xff" * (size - len(wrapped) - 3) + b"\0" + wrapped


def _ecdsa_holds(curve: str, public: bytes, hashed: bytes, signature: bytes) -> bool:
    prime, order, base_x, base_y = CURVES[curve]
    size = (prime.bit_length() + 7) // 8
    if len(public) != 2 * size + 1 or public[0] != 4:
        raise Broken("its public key is written in a form this program does not know")
    key = (int.from_bytes(public[1 : size + 1], "big"), int.from_bytes(public[size + 1 :], "big"))
    halves = _parts(_only(signature, SEQUENCE), 2)
    _need(all(one.tag == INTEGER for one in halves), "its signature is odd")
    r, s = (int.from_bytes(one.content, "big") for one in halves)
    if not (0 < r < order and 0 < s < order):
        return False
    number = int.from_bytes(hashed[:size], "big")
    inverse = pow(s, -1, order)
    one = _curve_times(number * inverse % order, (base_x, base_y), prime)
    other = _curve_times(r * inverse % order, key, prime)
    total = _curve_add(one, other, prime)
    return total is not None and total[0] % order == r


Place = Optional[tuple[int, int]]  # noqa: UP045 - Python 3.9 reads this when it runs


def _curve_add(one: Place, other: Place, prime: int) -> Place:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % prime == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, prime)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, prime)
    x = (slope * slope - one[0] - other[0]) % prime
    return x, (slope * (one[0] - x) - one[1]) % prime


def _curve_times(scalar: int, point: Place, prime: int) -> Place:
    result: Place = None
    while scalar:
        if scalar & 1:
            result = _curve_add(result, point, prime)
        point, scalar = _curve_add(point, point, prime), scalar >> 1
    return result


def _only(content: bytes, tag: int) -> Der:
    found = list(_children(content))
    if len(found) != 1 or found[0].tag != tag:
        raise Broken("it is not built as a time stamp")
    return found[0]


def _parts(value: Der, count: int = 0) -> list[Der]:
    if value.tag != SEQUENCE:
        raise Broken("it is not built as a time stamp")
    parts = list(_children(value.content))
    if count and len(parts) != count:
        raise Broken("it is not built as a time stamp")
    return parts


def _children(content: bytes) -> Iterator[Der]:
    place = 0
    while place < len(content):
        start, tag = place, content[place]
        length, place = content[place + 1], place + 2
        if length >= 0x80:
            count = length & 0x7F
            length = int.from_bytes(content[place : place + count], "big")
            place += count
        if place + length > len(content):
            raise Broken("it is cut short")
        yield Der(tag, content[place : place + length], content[start : place + length])
        place += length


def _oid(value: Der) -> str:
    _need(value.tag == OBJECT, "it is not built as a time stamp")
    numbers, current = [], 0
    for byte in value.content:
        current = (current << 7) | (byte & 0x7F)
        if not byte & 0x80:
            numbers.append(current)
            current = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
