"""Metrics: what is measured of one case."""
