"""Telling other programs of changes of state."""
