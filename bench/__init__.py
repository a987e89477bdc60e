"""Benchmarks that print ratios against named peers."""
