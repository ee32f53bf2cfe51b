"""Aggregates: sums, means, counts and extremes over one column of one table, computed exactly."""
