"""Tests of what is written for filing."""
