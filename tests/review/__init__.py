"""Tests of the desk and its two faces."""
