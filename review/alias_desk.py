"""The desk's logic for aliases: what the program proposes, and what a person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.aliases import Alias, AliasId, AliasState
from domain.errors import InputError
from domain.rights import RightSlug
from review.checks import checked_name, checked_note
from review.desk import Store

VERDICTS = (AliasState.APPROVED, AliasState.REFUSED)


def aliases(
    store: Store, *, state: AliasState | None = None, right: RightSlug | None = None
) -> tuple[Alias, ...]:
    """Aliases by mark, those that stand in most titles first."""
    with store.reading() as work:
        found = work.aliases.all(state=state, right=right)
    return tuple(sorted(found, key=_order))


def decide_aliases(
    store: Store,
    ids: Sequence[int],
    state: AliasState,
    *,
    analyst: str,
    note: str | None,
    now: datetime,
) -> tuple[Alias, ...]:
    """Approve or refuse aliases in a person's name, all of them or none.

    What is approved is looked for from the next matching on.

    Raises:
        InputError: No name was given, or this is no verdict.
        NotFound: There is no such alias; nothing was decided.
    """
    if state not in VERDICTS:
        raise InputError(
            f"{state} is no verdict.",
            mend=f"Use {' or '.join(VERDICTS)}.",
            code="no_alias_verdict",
            given=state,
        )
    name, said = checked_name(analyst), checked_note(note)
    with store.begin() as work:
        decided = []
        for one in dict.fromkeys(ids):
            alias = work.aliases.decide(AliasId(one), state, analyst=name, note=said, now=now)
            payload = {
                "mark": alias.proposal.mark,
                "text": ascii(alias.proposal.text),
                "titles": alias.proposal.frequency.titles,
                "of": alias.proposal.frequency.of,
            }
            work.audit.append(f"alias {state}", f"alias {one}", payload, name, now)
            decided.append(alias)
    return tuple(decided)


def _order(alias: Alias) -> tuple[str, int, int, int]:
    proposal = alias.proposal
    return proposal.mark, -proposal.beside, -proposal.frequency.titles, alias.id
