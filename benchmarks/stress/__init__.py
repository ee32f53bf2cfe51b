"""Stress tests: stores are killed, starved of disk, damaged, crowded and backed up while they work."""
