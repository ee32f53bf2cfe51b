"""Measures: our figures beside those of others, for development only."""
