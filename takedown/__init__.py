"""Stage 5: what is asked for."""
