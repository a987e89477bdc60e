"""Whether the log is the one that was written: chain, checkpoints, looks, and their stamps."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.digests import Sha256
from domain.errors import EvidenceError, InputError
from domain.stamps import StampedKind, StampState
from store.unit_of_work import Store, Work
from takedown.signing import Signer
from takedown.stamps import CHECKPOINT


@dataclass(frozen=True, slots=True)
class LogState:
    """What a check of the log found: how much there is, and what does not hold."""

    events: int
    checkpoints: int
    stamped: int
    pending: int
    erased_looks: int
    problems: tuple[str, ...]


def check_log(store: Store, signer: Signer, kept_elsewhere: Path | None = None) -> LogState:
    """Check every event, every checkpoint against the log, and every look against its digest.

    A tail that was cut off shows where a checkpoint tells of more events than there are: those in
    the log, those that were stamped, and the one in a file that you kept elsewhere.

    Raises:
        InputError: The file cannot be read, or is no checkpoint.
    """
    with store.reading() as work:
        last = work.audit.last()
        wanted = work.stamps.of_kind(StampedKind.CHECKPOINT)
        notes = dict.fromkeys([*_noted(work), *(one.digest for one in wanted)])
        problems = [*_broken_chain(work), *_wrong_checkpoints(work, store, signer, notes)]
        if kept_elsewhere is not None:
            problems += _against(work, _read(kept_elsewhere), kept_elsewhere.name, signer)
        problems += [
            f"The look {one} is not what was seen." for one in work.erasing.changed_looks()
        ]
        verified = {one.digest for one in wanted if one.state is StampState.VERIFIED}
        return LogState(
            events=last.seq if last else 0,
            checkpoints=len(notes),
            stamped=len(verified),
            pending=len({one.digest for one in wanted} - verified),
            erased_looks=work.erasing.erased_looks(),
            problems=tuple(problems),
        )


def _noted(work: Work) -> Iterator[Sha256]:
    for event in work.audit.events(CHECKPOINT):
        yield Sha256(str(event.payload["note_sha256"]))


def _broken_chain(work: Work) -> Iterator[str]:
    broken = work.audit.first_break()
    if broken is not None:
        yield f"The chain of the log breaks at event {broken}: edited, or events were taken out."


def _wrong_checkpoints(
    work: Work, store: Store, signer: Signer, notes: dict[Sha256, None]
) -> Iterator[str]:
    for digest in notes:
        try:
            note = store.blobs.read(digest)
        except (EvidenceError, InputError) as exc:
            yield f"The checkpoint {digest} cannot be read ({exc})."
        else:
            yield from _against(work, note, f"The checkpoint {digest[:12]}", signer)


def _against(work: Work, note: bytes, name: str, signer: Signer) -> Iterator[str]:
    size, root = _size_and_root(note, name)
    if signer.checkpoint(size, root).encode() != note:
        yield f"{name} is not signed by the key of this installation."
    last = work.audit.last()
    here = last.seq if last else 0
    if size > here:
        yield f"{name} tells of {size} events; the log has {here}: its end is gone."
    elif work.audit.tree(size).root() != root:
        yield f"{name} does not fit the first {size} events: the log was written anew."


def _size_and_root(note: bytes, name: str) -> tuple[int, bytes]:
    try:
        _, size, root = note.decode("utf-8").split("\n")[:3]
        return int(size), base64.b64decode(root, validate=True)
    except ValueError as exc:
        raise InputError("is no checkpoint.", where=name) from exc


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
