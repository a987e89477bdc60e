"""Tests of the takedown stage."""
