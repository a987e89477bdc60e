"""What a forger does to a bundle."""

from __future__ import annotations

import hashlib
from pathlib import Path


def rehash(folder: Path) -> None:
    """Make all manifests anew, as a forger would."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    for kind in ("sha256", "sha512"):
        lines = [f"{_digest(path, kind)}  {path.relative_to(folder)}\n" for path in payload]
        (folder / f"manifest-{kind}.txt").write_text("".join(lines))
    info = folder / "bag-info.txt"
    oxum = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    kept = [line for line in info.read_text().splitlines() if not line.startswith("Payload-Oxum")]
    info.write_text("\n".join([*kept, f"Payload-Oxum: {oxum}", ""]))
    tags = sorted(path for path in folder.iterdir() if path.is_file() and "tagm" not in path.name)
    lines = [f"{_digest(path, 'sha256')}  {path.name}\n" for path in tags]
    (folder / "tagmanifest-sha256.txt").write_text("".join(lines))


def _digest(path: Path, kind: str) -> str:
    return hashlib.new(kind, path.read_bytes()).hexdigest()
