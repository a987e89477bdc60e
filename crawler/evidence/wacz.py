"""WACZ 1.1.1: a recording with its index in one zip, that public tools replay."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644 << 16


def write_wacz(
    path: Path, warc: Path, index: Iterable[str], *, url: str, title: str | None, at: datetime
) -> None:
    """Pack a WARC with its CDXJ index and its one page; the WARC goes in as it is.

    Raises:
        OSError: The disk does not take it.
    """
    moment = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    page = {"id": "page", "url": url, "title": title or url, "ts": moment}
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    parts = {
        "pages/pages.jsonl": _lines(head, page),
        "archive/data.warc.gz": warc.read_bytes(),
        "indexes/index.cdx": "".join(index).encode(),
    }
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": "jianzhen",
        "created": moment,
        "title": title or url,
        "mainPageUrl": url,
        "mainPageDate": moment,
        "resources": [_resource(name, content) for name, content in parts.items()],
    }
    parts["datapackage.json"] = json.dumps(package, indent=2, ensure_ascii=False).encode()
    digest = {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(parts['datapackage.json']).hexdigest()}",
    }
    parts["datapackage-digest.json"] = json.dumps(digest, indent=2).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system, entry.external_attr = 3, FILE_MODE
            archive.writestr(entry, content)


def _resource(name: str, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    short = name.rsplit("/", 1)[1]
    return {"name": short, "path": name, "hash": f"sha256:{digest}", "bytes": len(content)}


def _lines(*records: object) -> bytes:
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in records).encode()
