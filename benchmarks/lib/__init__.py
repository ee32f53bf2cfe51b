"""Shared parts of the benchmarks: data, models, measurements and result files."""
