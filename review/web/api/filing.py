"""The API of notices after export: filed, answered, answered to, filed again, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, Field, StringConstraints

from domain.accounts import Role
from domain.digests import Sha256
from domain.notices import Notice, NoticeId
from review import filing, letters
from review.filing import LONGEST_TEXT, Noted
from review.web.api.shapes import PLAIN, Body, Note, Number, answer
from review.web.api.version import Version
from review.web.door import needs
from review.web.page import Desk
from takedown.after.causes import Guide, Way
from takedown.after.letters import Act, Brought, WithdrawalReason

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Short = Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)]


class OnDay(Body):
    """The day on which it happened; today where none is given."""

    on: date | None = None


class Filed(OnDay):
    """A person filed the notice; the platform gave this ticket."""

    ticket: Short | None = None


class Answered(OnDay):
    """The platform's answer; a cause goes with a refusal alone."""

    result: Literal["removed", "refused"]
    text: Text | None = None
    cause: Short | None = None


class Countered(OnDay):
    """The seller's statement; its ground is read from its words where none is given."""

    text: Text | None = None
    ground: Short | None = None


class Refiled(Body):
    """What was mended, and how the notice goes out again."""

    mended: Note
    way: Way = Way.REFILE


class Cause(Body):
    """The cause of a refusal, by its code."""

    cause: Short


class Withdrawing(Body):
    """Why a notice is withdrawn."""

    reason: WithdrawalReason


class Replying(Body):
    """The ground that is answered; the statement's own where none is given."""

    ground: Short | None = None


class BroughtOn(OnDay):
    """A complaint or an action that the rights holder brought, where, and under which number."""

    act: Act
    authority: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    case_number: Short | None = None


class Letters(BaseModel):
    """Letters that were written, for a person to sign and send: each file's digest by its name."""

    files: dict[str, Sha256] = Field(description="To be had at /notices/{number}/letters/{digest}")


def add_filing(api: Version, desk: Desk) -> None:
    """Put these at their addresses."""
    _add_answers(api, desk)
    _add_mending(api, desk)
    _add_withdrawal(api, desk)
    _add_letters(api, desk)


def _add_answers(api: Version, desk: Desk) -> None:
    @api.post("/notices/{number}/filed", response_model=Notice)
    @needs(Role.LEAD)
    def filed(request: Request, number: Number, told: Filed) -> Response:
        """A person filed the notice."""
        store, noted = desk.store_of(request), _noted(desk, request, told.on)
        return answer(filing.note_filed(store, NoticeId(number), noted, told.ticket or None))

    @api.post("/notices/{number}/answer", response_model=Notice)
    @needs(Role.LEAD)
    def answered(request: Request, number: Number, told: Answered) -> Response:
        """The platform answered; where it refused, `guide` says what to mend."""
        store, noted = desk.store_of(request), _noted(desk, request, told.on)
        removed = told.result == "removed"
        moved = filing.note_answer(
            store, NoticeId(number), noted, removed=removed, text=told.text, cause=told.cause
        )
        return answer(moved)

    @api.post("/notices/{number}/counter", response_model=Notice)
    @needs(Role.LEAD)
    def countered(request: Request, number: Number, told: Countered) -> Response:
        """The seller's statement reached us; the clock for our answer runs from that day."""
        store, noted = desk.store_of(request), _noted(desk, request, told.on)
        moved = filing.note_counter(
            store, NoticeId(number), noted, text=told.text, ground=told.ground
        )
        return answer(moved)


def _add_mending(api: Version, desk: Desk) -> None:
    @api.get("/notices/{number}/guide", response_model=Guide)
    @needs(Role.VIEWER)
    def guide(request: Request, number: Number) -> Response:
        """What to mend after a refusal, which exhibits help, and how one may go on."""
        store = desk.store_of(request)
        return answer(filing.guidance(store, desk.settings, NoticeId(number)))

    @api.post("/notices/{number}/cause", response_model=Guide)
    @needs(Role.LEAD)
    def corrected(request: Request, number: Number, told: Cause) -> Response:
        """Correct the cause of a refusal; the latest one holds."""
        store, noted = desk.store_of(request), _noted(desk, request)
        filing.correct_cause(store, NoticeId(number), noted, told.cause)
        return answer(filing.guidance(store, desk.settings, NoticeId(number)))

    @api.post("/notices/{number}/refile", response_model=Notice)
    @needs(Role.LEAD)
    def again(request: Request, number: Number, told: Refiled) -> Response:
        """Open a refused notice again, to be checked and exported anew."""
        store, noted = desk.store_of(request), _noted(desk, request)
        moved = filing.refile(
            store, desk.settings, NoticeId(number), noted, way=told.way, mended=told.mended
        )
        return answer(moved)


def _add_withdrawal(api: Version, desk: Desk) -> None:
    @api.post("/notices/{number}/withdrawal", response_model=Letters)
    @needs(Role.LEAD)
    def withdrawing(request: Request, number: Number, told: Withdrawing) -> Response:
        """First action of a withdrawal: its letter."""
        store, noted = desk.store_of(request), _noted(desk, request)
        written = letters.prepare_withdrawal(
            store, desk.settings, NoticeId(number), noted, told.reason
        )
        return answer({"files": written.files})

    @api.post("/notices/{number}/withdrawn", response_model=Notice)
    @needs(Role.LEAD)
    def withdrawn(request: Request, number: Number, told: OnDay) -> Response:
        """Second action: the letter was sent, or the notice was never filed."""
        store, noted = desk.store_of(request), _noted(desk, request, told.on)
        return answer(letters.finish_withdrawal(store, NoticeId(number), noted))


def _add_letters(api: Version, desk: Desk) -> None:
    @api.post("/notices/{number}/preservation", response_model=Letters)
    @needs(Role.LEAD)
    def preserve(request: Request, number: Number) -> Response:
        """Write the request that the platform keeps what it has on these listings."""
        store, noted = desk.store_of(request), _noted(desk, request)
        written = letters.write_preservation(store, desk.settings, NoticeId(number), noted)
        return answer({"files": written.files})

    @api.post("/notices/{number}/reply", response_model=Letters)
    @needs(Role.LEAD)
    def reply(request: Request, number: Number, told: Replying) -> Response:
        """Write the answer to the seller's statement."""
        store, noted = desk.store_of(request), _noted(desk, request)
        written = letters.write_answer(
            store, desk.settings, NoticeId(number), noted, ground=told.ground
        )
        return answer({"files": written.files})

    @api.post("/notices/{number}/brought", response_model=Letters)
    @needs(Role.LEAD)
    def brought(request: Request, number: Number, told: BroughtOn) -> Response:
        """Write to the platform that a complaint or an action was brought."""
        store, noted = desk.store_of(request), _noted(desk, request, told.on)
        done = Brought(told.act, told.authority, noted.at.date(), told.case_number)
        written = letters.write_court_word(store, desk.settings, NoticeId(number), noted, done)
        return answer({"files": written.files})


def _noted(desk: Desk, request: Request, on: date | None = None) -> Noted:
    return Noted(desk.name_of(request), desk.clock(), on)
