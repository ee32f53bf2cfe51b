"""Benchmarks: question sets, studies and stress tests of Footnote, for development only."""
