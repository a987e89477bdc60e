"""Who comes to the desk, and what each may do there."""
