"""Which thread computes next, with which copy of a model."""
