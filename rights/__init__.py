"""Stage 1: what we own, and how it is shown."""
