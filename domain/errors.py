"""Every error a person may see, grouped by who must act."""

from __future__ import annotations

import re
from datetime import datetime


class Coded(str):
    """A stored code in an error's sentence, for which the desk has words."""

    __slots__ = ()


def snake(name: str) -> str:
    """The name of a class as a code: `StaleView` becomes `stale_view`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


class MonitorError(Exception):
    """Something this program can name; the message is a full sentence that says what to do.

    Attributes:
        code: By which the desk finds the sentence in the reader's language; the class has its own.
        told: What stands in that sentence, by name.
    """

    exit_code = 1

    def __init__(self, message: str = "", *, code: str | None = None, **told: object) -> None:
        self.code, self.told = code or snake(type(self).__name__), told
        super().__init__(message)


class InputError(MonitorError):
    """A file or an argument is wrong: whoever wrote it mends it and runs the command again.

    Attributes:
        problem: What is wrong, as a sentence.
        where: File with line or row, or the name of the argument.
        mend: What to write instead.
    """

    exit_code = 2

    def __init__(
        self,
        problem: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        code: str | None = None,
        **told: object,
    ) -> None:
        self.problem, self.where, self.mend = problem, where, mend
        lead = f"{where}: " if where else ""
        tail = f" {mend}" if mend else ""
        super().__init__(f"{lead}{problem}{tail}", code=code, **told)


class NotFound(InputError):
    """The thing named by the argument does not exist."""


class PlatformChanged(MonitorError):
    """A page no longer has the shape its page object knows: whoever keeps that platform looks."""

    exit_code = 3

    def __init__(self, platform: str, url: str, field: str) -> None:
        self.platform, self.url, self.field = platform, url, field
        super().__init__(
            f"{platform}: the page {url} no longer shows {field} where it was; "
            f"the page object in crawler/platforms/{platform}.py needs a look.",
            platform=platform,
            field=field,
        )


class PlatformRefused(MonitorError):
    """The platform asked us to stay away: nobody acts, the scan ends early and waits."""

    exit_code = 4

    def __init__(self, platform: str, status: str) -> None:
        self.platform, self.status = platform, status
        super().__init__(
            f"{platform} refused the scan ({status}); it will be tried again later.",
            platform=platform,
            status=status,
        )


class EvidenceError(MonitorError):
    """A digest does not hold: stop, and find out who touched the bytes."""

    exit_code = 5


class OwnershipGap(MonitorError):
    """The proof lacks something that the chosen route asks for: the rights holder acts."""

    exit_code = 6


class IllegalTransition(MonitorError):
    """The state does not allow this step: the analyst reloads and looks again."""

    exit_code = 7

    def __init__(self, noun: str, state: str, wanted: str, allowed: tuple[str, ...]) -> None:
        self.noun, self.state, self.wanted, self.allowed = noun, state, wanted, allowed
        ways = ", ".join(allowed) or "nowhere"
        super().__init__(
            f"A {noun} that is {state} cannot become {wanted}; from here it goes to {ways}.",
            state=Coded(state),
            wanted=Coded(wanted),
        )


class StaleView(MonitorError):
    """What the analyst saw is no longer the latest: reload and decide on what is there now."""

    exit_code = 7


class Held(StaleView):
    """Somebody else is looking at this candidate: take another one."""

    def __init__(self, candidate: int, by: str, until: datetime) -> None:
        self.candidate, self.by, self.until = candidate, by, until
        super().__init__(
            f"{by} is looking at candidate {candidate} until {until:%H:%M:%S %Z}; "
            "take another one.",
            candidate=candidate,
            by=by,
        )


class NotAllowed(MonitorError):
    """The account may not do this: somebody with the role does it, or an admin gives the role."""

    exit_code = 10


class SignInRefused(MonitorError):
    """Name and secret do not belong together: try again, or ask an admin for a link."""

    exit_code = 10


class TooManyTries(SignInRefused):
    """Too many failed sign-ins: wait, and try again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = seconds // 60
        super().__init__(
            f"Too many failed sign-ins; try again in {minutes} minutes.", minutes=minutes
        )


class Busy(MonitorError):
    """Somebody else holds the lease: wait for that run to end."""

    exit_code = 8

    def __init__(self, name: str, owner: str, until: datetime) -> None:
        self.name, self.owner, self.until = name, owner, until
        super().__init__(
            f"The {name} is already running ({owner}); wait for it to end. "
            f"If it was cut off, it may be started again after {until:%Y-%m-%d %H:%M:%S %Z}.",
            name=name,
            owner=owner,
        )
