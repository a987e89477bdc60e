"""Stage 2: what is offered."""
