"""`environment.json`: under which conditions a page was captured, measured, never assumed.

What could not be measured stands as null, with the reason under `not_measured`.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

from playwright.async_api import Browser

from crawler.egress import Passage
from crawler.evidence.exchange import Exchange, Headers
from crawler.evidence.order import CaptureOrder

PROGRAM_SECONDS = 5
REDACTED = ("cookie", "set-cookie", "authorization", "proxy-authorization")
"""Headers whose values are left out here: they may open an account. The recording has them."""

CHALLENGES = re.compile(
    r"captcha|geetest|punish|/_____tmd_____/|verify(?:center|code)", re.IGNORECASE
)
"""What the addresses of challenges to a visitor have in them."""

PROFILE = "playwright_chromiumdev_profile-*"
"""How the browser library names the profile that it makes for one start."""


def identity(order: CaptureOrder) -> dict[str, object]:
    """Which capture this is, by what, why and for whom."""
    return {
        "capture_id": order.capture_id,
        "case": order.case,
        "purpose": order.purpose,
        "who": order.who,
        "rule": order.rule,
        "node": platform.node(),
        "code_version": order.code_version,
        "lock_sha256": order.lock_sha256,
    }


def times(
    order: CaptureOrder, started: datetime, ended: datetime, main: Exchange | None
) -> dict[str, object]:
    """When it was, by whose clock, and how far that clock lies from the server's."""
    told = _header(main.headers, "date") if main else None
    return {
        "started_at": _moment(started),
        "ended_at": _moment(ended),
        **_clock(),
        "http_date": told,
        "ours_minus_http_date_seconds": _offset(told, main.at) if told and main else None,
        # it was made before the capture and is named in it: the capture cannot be older
        "not_before_checkpoint": order.previous_checkpoint,
    }


def network(
    order: CaptureOrder, final_url: str, exchanges: Sequence[Exchange], journal: Iterable[Passage]
) -> dict[str, object]:
    """What was asked, where it led, and which machines answered."""
    hops = [
        {"url": one.url, "status": one.status, "location": _header(one.headers, "location")}
        for one in exchanges
        if one.kind == "document" and one.status and 300 <= one.status < 400
    ]
    return {
        "asked_url": order.url,
        "redirects": hops,
        "final_url": final_url,
        "resolver": _resolvers(),
        "connections": [
            {
                "asked": one.asked,
                "at": _moment(one.at),
                "dns_answers": list(one.addresses),
                "peer": one.peer,
                "refused": one.refused,
            }
            for one in journal
        ],
        "proxy": "our own on loopback, which connects to public addresses alone",
        "dns_ttl": None,
        "egress_ip": None,
        "egress_country": None,
        "traceroute": None,
    }


def http(main: Exchange | None) -> dict[str, object]:
    """What the server said of the page itself, without what opens accounts."""
    if main is None:
        return {"status": None}
    return {
        "status": main.status,
        "protocol": main.protocol,
        "request_headers": _shown(main.request_headers),
        "response_headers": _shown(main.headers),
    }


def tools(
    order: CaptureOrder, browser_version: str, arguments: Sequence[str], user_agent: str
) -> dict[str, object]:
    """The programs that made the capture, with their versions and how they were set."""
    return {
        "browser": browser_version,
        "browser_arguments": list(arguments),
        "user_agent": user_agent,
        "viewport": [order.width, order.height],
        "locale": order.locale,
        "time_zone": order.time_zone,
        "playwright": version("playwright"),
        "warcio": version("warcio"),
        "python": platform.python_version(),
        "os": platform.platform(),
        "fonts_sha256": _of_program("fc-list", ":", "family"),
    }


def profile_before() -> dict[str, object]:
    """What lies in the folder where the browser's profile will be made, before it starts."""
    there = sorted(path.name for path in Path(tempfile.gettempdir()).glob(PROFILE))
    return {
        "profiles_before": len(there),
        "profiles_before_sha256": hashlib.sha256("\n".join(there).encode()).hexdigest(),
    }


async def profile_after(browser: Browser) -> dict[str, object]:
    """Where the browser's new profile is, and what extensions it runs."""
    session = await browser.new_browser_cdp_session()
    told = await session.send("Target.getTargets")
    await session.detach()
    extensions = {
        one["url"].split("/")[2]
        for one in told["targetInfos"]
        if str(one["url"]).startswith("chrome-extension://")
    }
    there = sorted(str(path) for path in Path(tempfile.gettempdir()).glob(PROFILE))
    return {"profile": there[-1] if there else None, "extensions": len(extensions)}


def surroundings() -> dict[str, object]:
    """Whether the machine was as it should be."""
    return {
        "service_workers": "blocked",
        "hosts_file_sha256": _of_file(Path("/etc/hosts")),
        "resolver_file_sha256": _of_file(Path("/etc/resolv.conf")),
        "processes_sha256": _processes(),
        "image_digest": None,
    }


def completeness(exchanges: Sequence[Exchange], messages: Sequence[str]) -> dict[str, object]:
    """How whole the recording is: what did not come, and what the page complained of."""
    lost = [one for one in exchanges if one.body is None]
    return {
        "requests": len(exchanges),
        "recorded": len(exchanges) - len(lost),
        "pictures_not_had": [one.url for one in lost if one.kind == "image"],
        "not_had": [{"url": one.url, "why": one.failed} for one in lost],
        "console_errors": sum(one.startswith("error") for one in messages),
        "challenge_seen": any(CHALLENGES.search(one.url) for one in exchanges),
    }


def not_measured(record: Mapping[str, object]) -> dict[str, str]:
    """Why a field is null, for those that can be."""
    reasons = {
        "network.dns_ttl": "the machine's own resolver is asked, which does not tell it",
        "network.egress_ip": "no outside service is asked for it",
        "network.egress_country": "no outside service is asked for it",
        "network.traceroute": "made only by hand, for a court in China",
        "time.clock_offset": "no time service of this machine could be asked",
        "time.http_date": "the server sent no Date",
        "tools.fonts_sha256": "fc-list is not on this machine",
        "identity.case": "it was taken for no listing of the records",
        "clean_environment.processes_sha256": "this machine has no /proc",
        "clean_environment.profile": "the browser told no folder of a profile",
        "clean_environment.image_digest": "no container told the digest of its image",
    }
    return {name: why for name, why in reasons.items() if _is_null(record, name)}


def _is_null(record: Mapping[str, object], name: str) -> bool:
    section, field = name.split(".")
    part = record.get(section)
    return not isinstance(part, Mapping) or part.get(field) is None


def _clock() -> dict[str, object]:
    told = _said("chronyc", "-c", "tracking")
    if told:
        fields = told.split(",")
        return {"clock_source": f"chrony {fields[1]}", "clock_offset": fields[4]}
    synchronised = _said("timedatectl", "show", "-p", "NTPSynchronized", "--value")
    source = f"system clock, synchronised: {synchronised}" if synchronised else "system clock"
    return {"clock_source": source, "clock_offset": None}


def _processes() -> str | None:
    """The digest of the names of all programs that run."""
    names = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        # a process may have ended meanwhile
        with suppress(OSError):
            names.append(path.read_text(encoding="utf-8", errors="replace").strip())
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest() if names else None


def _offset(told: str, at: datetime) -> float | None:
    try:
        there = parsedate_to_datetime(told)
    except ValueError:
        return None
    aware = there if there.tzinfo else there.replace(tzinfo=UTC)
    return round((at - aware).total_seconds(), 3)


def _resolvers() -> list[str]:
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [line.split()[1] for line in lines if line.startswith("nameserver") and " " in line]


def _header(headers: Headers, wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _shown(headers: Headers) -> list[list[str]]:
    return [[name, "redacted" if name.lower() in REDACTED else value] for name, value in headers]


def _of_file(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _of_program(*command: str) -> str | None:
    told = _said(*command)
    lines = "\n".join(sorted(told.splitlines())) if told else None
    return hashlib.sha256(lines.encode()).hexdigest() if lines else None


def _said(*command: str) -> str | None:
    found = shutil.which(command[0])
    if found is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs of this machine
            [found, *command[1:]], capture_output=True, timeout=PROGRAM_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
