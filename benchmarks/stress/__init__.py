"""Harnesses that kill, starve, damage, crowd and grow a store; each prints its figures as JSON."""
