"""Citing: where a quote stands, and what is quoted beside it."""
