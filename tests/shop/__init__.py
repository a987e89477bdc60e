"""Bazaar, a test marketplace on this machine, with invented rights and goods."""
