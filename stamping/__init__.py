"""Trusted time: RFC 3161 tokens over digests, asked of named authorities and checked."""
