"""Stage 4: what the analyst says, and the two faces."""
