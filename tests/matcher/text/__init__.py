"""Tests of marks in words."""
