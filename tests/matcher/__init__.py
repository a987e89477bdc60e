"""Tests of what resembles what we own."""
