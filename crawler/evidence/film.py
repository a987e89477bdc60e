"""Film of the steps of a capture as MP4, where a court wants to see them."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page

ENCODING_SECONDS = 60
MOST_FRAMES = 2_000
LAST_FRAME_SECONDS = 1.0


def find_ffmpeg() -> Path | None:
    """The program that makes the film: in PATH, or the one of the optional package."""
    if found := shutil.which("ffmpeg"):
        return Path(found)
    try:
        return Path(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


# no slots: the browser library keeps its wrapped listeners on the object
@dataclass
class Film:
    """Takes a frame whenever what the page shows changes."""

    folder: Path
    frames: list[tuple[Path, float]] = field(default_factory=list)
    _session: CDPSession | None = None
    _acknowledging: set[asyncio.Task[Any]] = field(default_factory=set)

    async def start(self, context: BrowserContext, page: Page, size: tuple[int, int]) -> None:
        """Begin to film."""
        self.folder.mkdir()
        self._session = await context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._frame)
        wanted = {"format": "jpeg", "quality": 70, "maxWidth": size[0], "maxHeight": size[1]}
        await self._session.send("Page.startScreencast", wanted)

    async def stop(self) -> None:
        """End the film."""
        if self._session is not None:
            await self._session.send("Page.stopScreencast")

    def write(self, ffmpeg: Path, path: Path) -> None:
        """Make the MP4, each frame as long as it was shown.

        Raises:
            OSError: There is no frame, or ffmpeg failed.
        """
        if not self.frames:
            raise OSError("no frame came")
        plan = self.folder / "frames.txt"
        plan.write_text("".join(self._plan()), encoding="ascii")
        scaled = "scale=trunc(iw/2)*2:trunc(ih/2)*2"
        read = ("-f", "concat", "-safe", "0", "-i", plan)
        write = (
            "-vf",
            scaled,
            "-pix_fmt",
            "yuv420p",
            "-fps_mode",
            "vfr",
            "-movflags",
            "+faststart",
        )
        command = [ffmpeg, "-y", "-loglevel", "error", *read, *write, path]
        try:
            done = subprocess.run(  # noqa: S603 - our own list of our own frames
                [str(one) for one in command],
                check=False,
                capture_output=True,
                timeout=ENCODING_SECONDS,
            )
        except subprocess.TimeoutExpired as exc:
            raise OSError("ffmpeg took too long") from exc
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise OSError(f"ffmpeg made no film ({told[-1] if told else done.returncode})")

    def _plan(self) -> list[str]:
        ends = [at for _, at in self.frames[1:]]
        ends.append(self.frames[-1][1] + LAST_FRAME_SECONDS)
        return [
            f"file '{path.name}'\nduration {max(end - at, 0.02):.3f}\n"
            for (path, at), end in zip(self.frames, ends, strict=True)
        ]

    def _frame(self, event: Mapping[str, Any]) -> None:
        if self._session is None or len(self.frames) >= MOST_FRAMES:
            return
        path = self.folder / f"{len(self.frames):05}.jpg"
        path.write_bytes(base64.b64decode(event["data"]))
        self.frames.append((path, float(event["metadata"]["timestamp"])))
        seen = {"sessionId": event["sessionId"]}
        task = asyncio.ensure_future(self._session.send("Page.screencastFrameAck", seen))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledged)

    def _acknowledged(self, task: asyncio.Task[Any]) -> None:
        self._acknowledging.discard(task)
        # the browser may be gone by then; whoever waits for a task learns of its end
        if not task.cancelled():
            task.exception()
