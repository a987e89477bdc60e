"""Marks in a listing's words: folding, mentions, and what a mention is used for."""
