"""Typesetting: how values become a PDF, for every room that prints."""
