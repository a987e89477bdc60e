"""Our crawl's process for `bench.crawl`: each page is read as the real page it is a copy of."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from config.load import load_profiles, load_settings
from config.profiles import PlatformProfile
from crawler import base, scan, settings
from crawler.pages import Answer
from crawler.reading import read_page
from domain.listings import PageReading


def main(folder: Path) -> int:
    """Run the scan of this folder, without its pictures."""
    told = json.loads((folder / "urls.json").read_text())
    saved_from, profiles = told["saved_from"], load_profiles(load_settings({}))

    def read(answer: Answer, _: Mapping[str, PlatformProfile]) -> PageReading:
        number = int(answer.url.rsplit("/", 1)[1])
        url = saved_from[number % len(saved_from)]
        return read_page(dataclasses.replace(answer, url=url), profiles)

    # the crawl believes that it asks one shop; each answer is read as the page it is a copy of
    vars(base)["read_page"] = read
    settings.ITEM_PIPELINES.pop("crawler.pipelines.PicturesPipeline")
    return scan.main([str(folder)], {"PATH": os.environ.get("PATH", "")})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
