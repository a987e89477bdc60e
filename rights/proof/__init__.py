"""The reasonable-proof engine: what shows ownership, how well, and what is still missing."""
