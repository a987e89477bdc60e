"""The API's webhooks: who is told of changes of state."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request, Response
from pydantic import BaseModel, Field, StringConstraints

from domain.accounts import Role
from domain.webhooks import HookKind, Webhook, WebhookId
from review.hooks import logic
from review.web.api.shapes import Body, Number, answer
from review.web.api.version import Version
from review.web.door import needs
from review.web.page import Desk


class NewWebhook(Body):
    """Where to, and of what."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=2000)]
    kinds: list[HookKind] = Field(default=list(HookKind), min_length=1, max_length=len(HookKind))


class MadeWebhook(BaseModel):
    """A new webhook, with the secret that signs its messages, shown this once."""

    secret: str
    webhook: Webhook


def add_hooks(api: Version, desk: Desk) -> None:
    """Put webhooks at their addresses; each is its owner's alone."""

    @api.get("/webhooks", response_model=list[Webhook])
    @needs(Role.LEAD)
    def mine(request: Request) -> Response:
        """The webhooks of whoever asks, and how the telling goes."""
        return answer(logic.webhooks(desk.whole_store, desk.signed(request).account))

    @api.post("/webhooks", response_model=MadeWebhook, status_code=201)
    @needs(Role.LEAD)
    def made(request: Request, wanted: NewWebhook) -> Response:
        """Be told of changes of state, from now on."""
        account, now = desk.signed(request).account, desk.clock()
        store, settings = desk.whole_store, desk.settings
        secret, hook = logic.add_webhook(store, settings, account, wanted.url, wanted.kinds, now)
        return answer({"secret": secret, "webhook": hook}, 201)

    @api.delete("/webhooks/{number}", status_code=204)
    @needs(Role.LEAD)
    def removed(request: Request, number: Number) -> Response:
        """Be told no more."""
        account, now = desk.signed(request).account, desk.clock()
        logic.remove_webhook(desk.whole_store, account, WebhookId(number), now)
        return Response(status_code=204)
