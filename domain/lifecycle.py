"""Which state may follow which: the only way a state moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from domain.candidates import CandidateState as C
from domain.errors import IllegalTransition
from domain.notices import NoticeState as N

State = TypeVar("State", C, N)

CANDIDATE_STEPS: Mapping[C, tuple[C, ...]] = {
    C.SUGGESTED: (C.INFRINGING, C.CLEARED, C.UNSURE),
    C.UNSURE: (C.INFRINGING, C.CLEARED),
    C.CLEARED: (C.SUGGESTED,),
    C.INFRINGING: (),
}
"""A cleared candidate is suggested again only when its listing changed."""

TAKEN_BACK: Mapping[C, tuple[C, ...]] = {
    C.SUGGESTED: (),
    C.UNSURE: (C.SUGGESTED,),
    C.CLEARED: (C.SUGGESTED, C.UNSURE),
    C.INFRINGING: (C.SUGGESTED, C.UNSURE),
}
"""Where a candidate goes when the finding that brought it here no longer counts."""

NOTICE_STEPS: Mapping[N, tuple[N, ...]] = {
    N.DRAFTED: (N.INCOMPLETE, N.READY),
    N.INCOMPLETE: (N.READY, N.INCOMPLETE),
    N.READY: (N.EXPORTED, N.INCOMPLETE),
    N.EXPORTED: (N.SUBMITTED, N.WITHDRAWN),
    N.SUBMITTED: (N.REMOVED, N.REFUSED, N.COUNTERED, N.WITHDRAWN),
    N.COUNTERED: (N.RESTORED, N.REMOVED, N.WITHDRAWN),
    N.REMOVED: (N.COUNTERED, N.RESTORED, N.WITHDRAWN),
    N.REFUSED: (N.INCOMPLETE,),
    N.RESTORED: (),
    N.WITHDRAWN: (),
}
"""The last automatic step is `exported`; a person files and records what came of it.

A seller's statement may come after the removal, a wrong notice is withdrawn wherever it stands,
and a refused one is opened again to be mended.
"""


def advance(state: State, wanted: State) -> State:
    """The wanted state, if it may follow this one.

    Raises:
        IllegalTransition: It may not; the message names where this state leads.
    """
    steps, noun = (
        (CANDIDATE_STEPS, "candidate") if isinstance(state, C) else (NOTICE_STEPS, "notice")
    )
    allowed: tuple[object, ...] = steps[state]  # type: ignore[index]
    if wanted not in allowed:
        raise IllegalTransition(noun, state, wanted, tuple(str(step) for step in allowed))
    return wanted


def retreat(state: C, earlier: C) -> C:
    """The earlier state of a candidate, if a finding that is taken back may lead there.

    Raises:
        IllegalTransition: It may not.
    """
    if earlier not in TAKEN_BACK[state]:
        ways = tuple(str(one) for one in TAKEN_BACK[state])
        raise IllegalTransition("candidate", state, earlier, ways)
    return earlier
