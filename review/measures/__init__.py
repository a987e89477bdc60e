"""Figures with fixed definitions, the charts that show them, and the report of a month."""
