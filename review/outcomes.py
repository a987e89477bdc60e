"""What became of a notice, told by its new state alone: each state's own deed after filing."""

from __future__ import annotations

from domain.errors import InputError
from domain.notices import Notice, NoticeId, NoticeState
from review import filing
from review.desk import Store


def note_outcome(
    store: Store, notice: NoticeId, state: NoticeState, noted: filing.Noted
) -> Notice:
    """What a person did with a notice, or what became of it, told by the state alone.

    Raises:
        IllegalTransition: The notice's state does not lead there.
        InputError: The state is reached in another way; the message says how.
    """
    match state:
        case NoticeState.SUBMITTED:
            return filing.note_filed(store, notice, noted, None)
        case NoticeState.REMOVED | NoticeState.REFUSED:
            removed = state is NoticeState.REMOVED
            return filing.note_answer(store, notice, noted, removed=removed)
        case NoticeState.COUNTERED:
            return filing.note_counter(store, notice, noted)
        case NoticeState.RESTORED:
            return filing.note_restored(store, notice, noted)
        case _:
            raise InputError(
                f"{state} is nothing that a platform or a seller did.",
                mend="A notice is withdrawn by `jianzhen notices withdraw`, in two actions.",
                code="no_outcome",
                state=state,
            )
