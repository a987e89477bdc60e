"""`make demo`: one night on the test marketplace, through the command line, to two bundles."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config.load import ROOT
from tests.shop.judging import CandidateRow, clear_decisions, territories_in, truth_rows
from tests.shop.portfolio import write_portfolio
from tests.shop.server import Shop, serving, write_profiles
from tests.shop.showing import CONSOLE, say, section, show_command, show_table

HOME = ROOT / "var" / "demo"
SITE_FILE = "jianzhen.toml"
SHOP_PORT = 8471
WIDTH = 132
ANALYST = "演示分析员 Demo Analyst"
PROGRAM = Path(sys.executable).with_name("jianzhen")

SETTINGS = """\
# Settings of the demo; everything it writes lies below this folder.
home = "{home}"

[crawl]
profile_folders = ["profiles"]
contact = "ip@mizuhane-kobo.example"
allow_loopback = true   # the test marketplace is on this machine

[review]
analyst = "{analyst}"
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's folder and its way to the command line."""

    home: Path
    portfolio: Path

    def run(self, *words: str) -> None:
        """Run a command as a person would, on this terminal.

        Raises:
            CalledProcessError: The command failed.
        """
        show_command(["jianzhen", *words])
        subprocess.run([PROGRAM, *words], env=self._environment(), cwd=self.home, check=True)

    def told(self, *words: str) -> list[dict[str, object]]:
        """What a listing command tells with --json.

        Raises:
            CalledProcessError: The command failed.
        """
        told = subprocess.run(
            [PROGRAM, *words, "--json"],
            env=self._environment(),
            cwd=self.home,
            check=True,
            stdout=subprocess.PIPE,
        )
        rows = json.loads(told.stdout)
        return list(rows)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith("JIANZHEN_")
        }
        # where nobody watches, lines as wide as a terminal that is used for such lists
        wide = {} if sys.stdout.isatty() else {"COLUMNS": str(WIDTH)}
        return {**kept, **wide, "JIANZHEN_CONFIG": str(self.home / SITE_FILE)}


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; 0 when every command did its work."""
    parser = argparse.ArgumentParser(prog="python -m tests.shop.demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop at the end, serve no desk")
    parser.add_argument("--home", type=Path, default=HOME, help="its folder; emptied first")
    given = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        with serving(_port()) as shop:
            _tell(shop, given.home.absolute(), started, once=given.once)
    except subprocess.CalledProcessError as exc:
        failed = " ".join(map(str, exc.cmd[1:]))
        say(f"命令失败：jianzhen {failed}", f"This command failed: jianzhen {failed}")
        return exc.returncode or 1
    except KeyboardInterrupt:
        say("已停止。", "Stopped.")
    return 0


def _tell(shop: Shop, home: Path, started: float, *, once: bool) -> None:
    demo = _open(shop, home)
    _own(demo)
    _night(demo)
    _decide(demo)
    bundles = _bundles(demo)
    _count(demo)
    _look_next(demo, bundles, time.monotonic() - started)
    if not once:
        say("工作台运行中，按 Ctrl-C 结束。", "The desk is open; Ctrl-C ends it.")
        demo.run("serve")


def _port() -> int:
    """The demo's usual port, or any free one where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", SHOP_PORT))
        except OSError:
            return 0
    return SHOP_PORT


def _open(shop: Shop, home: Path) -> Demo:
    section(1, "开市", "The marketplace opens")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    portfolio = write_portfolio(home / "portfolio")
    write_profiles(home / "profiles", shop)
    text = SETTINGS.format(home=home.as_posix(), analyst=ANALYST)
    (home / SITE_FILE).write_text(text, encoding="utf-8")
    say(
        f"测试集市已在本机开张：{shop.url}（服务器渲染）与 {shop.live_url}（脚本渲染）。",
        f"A test marketplace is open on this machine: {shop.url} (server-rendered) and "
        f"{shop.live_url} (script-rendered).",
    )
    demo = Demo(home, portfolio)
    demo.run("init")
    return demo


def _own(demo: Demo) -> None:
    section(2, "权利", "Rights")
    say(
        "导入示例权利：三个商标、六件作品；公司、商标和作品都是虚构的。",
        "Import a sample portfolio: three marks, six works; all of it is invented.",
    )
    demo.run("rights", "import", str(demo.portfolio.relative_to(demo.home)))
    say(
        "权属证明还缺什么？“云上鲸鱼”故意缺材料。",
        "What does the proof of ownership lack? “Cloud Whale” lacks papers on purpose.",
    )
    demo.run("rights", "gaps")


def _night(demo: Demo) -> None:
    section(3, "一夜", "One night")
    say(
        "HTTP 爬虫和浏览器爬虫各在子进程里读一个店面，然后与权利比对。",
        "An HTTP spider and a browser spider each read a storefront, each in a process of its "
        "own; then what was seen is weighed against the rights.",
    )
    demo.run("night")


def _decide(demo: Demo) -> None:
    section(4, "判断", "Decisions")
    demo.run("candidates", "list", "--limit", "20")
    rows = _candidates(demo)
    say(
        f"{ANALYST} 只判断分数和信号都清楚的；其余留给人看。相似不等于假货。",
        f"{ANALYST} decides only what score and signals make clear; the rest is left to a person. "
        "A resemblance is not a counterfeit.",
    )
    for (verdict, reason), ids in clear_decisions(rows, territories_in(demo.portfolio)).items():
        choice = ("--verdict", verdict, "--reason", reason, "--as", ANALYST)
        demo.run("candidates", "decide", *map(str, sorted(ids)), *choice)


def _bundles(demo: Demo) -> list[Path]:
    section(5, "通知", "Notices")
    demo.run("notices", "assemble", "--as", ANALYST)
    demo.run("notices", "list")
    notices = demo.told("notices", "list")
    paths = [demo.home / "out" / str(one["bundle_path"]) for one in notices if one["bundle_path"]]
    demo.run("bundle", "verify", *(str(path.relative_to(demo.home)) for path in paths))
    return paths


def _count(demo: Demo) -> None:
    section(6, "对照真相", "Against the truth table")
    say(
        "只有这里才看真相表：找到了什么，漏了什么，错怪了谁。",
        "Only here is the truth table read: what was found, what was missed, who was wronged.",
    )
    rows = truth_rows(_candidates(demo))
    heads = ("类型 kind", "在售 all", "建议 suggest", "复核 review", "无 none", "认定 infringing")
    show_table("按类型 By kind", heads, [row[:-1] for row in rows])
    missed = "; ".join(f"{row[0]}: {row[-1]}" for row in rows if row[-1])
    if not missed:
        say(
            "本例中没有漏掉的；真实的网店里会有。",
            "Nothing was missed here; in real shops it will be.",
        )
        return
    say(f"漏掉：{missed}。", f"Missed: {missed}.")


def _look_next(demo: Demo, bundles: list[Path], seconds: float) -> None:
    section(7, "接下来看什么", "What to look at next")
    for path in bundles:
        CONSOLE.print(f"  {_from_here(path)}", markup=False)
    say(
        f"用时 {seconds:.0f} 秒。工作台：在 {_from_here(demo.home)} 中运行 jianzhen serve，"
        "打开 http://127.0.0.1:8470。通知由人提交，本程序不向任何平台发送。",
        f"{seconds:.0f} seconds. The desk: run jianzhen serve in {_from_here(demo.home)}, then "
        "open http://127.0.0.1:8470. A person files notices; this program sends nothing.",
    )


def _from_here(path: Path) -> Path:
    """The path as seen from the project's folder, where it lies below it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _candidates(demo: Demo) -> list[CandidateRow]:
    return [CandidateRow.read(row) for row in demo.told("candidates", "list", "--limit", "1000")]


if __name__ == "__main__":
    sys.exit(main())
