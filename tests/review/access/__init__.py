"""Who comes to the desk, tested."""
