"""A recipient of a dossier: an empty machine with sha256sum, openssl and a reader of PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2

TOOLS = ("sha256sum", "openssl", "find", "wc", "test")


def commands_of(readme: str) -> list[str]:
    """What the README tells a Linux user to run: the lines that begin with a dollar sign."""
    return [line.strip()[2:] for line in readme.splitlines() if line.strip().startswith("$ ")]


def a_bench(folder: Path) -> Path:
    """A folder of links to the recipient's tools and to nothing else."""
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def complaints(folder: Path, root: Path, bench: Path) -> list[str]:
    """Follow the README of the folder line by line; what failed, with what was said.

    The authority's root certificate comes from its own site, not from the folder.
    """
    readme = (folder / "README.en.txt").read_text(encoding="utf-8")
    failed = []
    for command in commands_of(readme):
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("root.pem", str(root))],
            cwd=folder,
            env={"PATH": str(bench)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed.append(f"{command}: {done.stdout}{done.stderr}".strip())
    return failed


def pages_of(pdf: bytes) -> list[str]:
    """What a reader copies out of each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def squeezed(text: str) -> str:
    """A text without blanks and line breaks, which a page sets as it needs."""
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the typefaces that a PDF embeds."""
    return {name.decode().split("+")[-1] for name in re.findall(rb"/BaseFont/([\w+#-]+)", pdf)}
