"""Stage 3: what resembles what we own."""
